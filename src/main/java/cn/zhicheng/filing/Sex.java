package cn.zhicheng.filing;

/** Sex (性别) as filed, 甘人社通〔2021〕117号 二(一), and as the 17th digit of an identity number says it. */
public enum Sex {

	/** 男 */
	MALE,
	/** 女 */
	FEMALE;

	/** Key of the Chinese name in the bundle {@code messages/filing-values}. */
	public String messageKey() {
		return "sex." + name();
	}

	/** GB 11643-1999: an odd sequence digit is a man's, an even one a woman's. */
	static Sex ofSequenceDigit(char digit) {
		return (digit - '0') % 2 == 1 ? MALE : FEMALE;
	}
}
