package cn.zhicheng.reference;

/** How sure a row of a reference table is: read in a source, or to be checked by an administrator. */
public enum Certainty {
	SURE, UNSURE
}
