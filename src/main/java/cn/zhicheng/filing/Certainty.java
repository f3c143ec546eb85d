package cn.zhicheng.filing;

/** How sure a row of a reference table is: read in a source, or to be checked by an administrator. */
enum Certainty {
	SURE, UNSURE
}
