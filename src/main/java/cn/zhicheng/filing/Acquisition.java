package cn.zhicheng.filing;

/**
 * How a title was acquired. 甘人社通〔2021〕117号 一(一) and 一(二): titles reviewed (评审) or recognised (认定) are
 * collected, titles by examination (以考代评) are not.
 */
public enum Acquisition {

	/** 评审 */
	REVIEW("review"),
	/** 认定 */
	RECOGNITION("recognition"),
	/** 以考代评 */
	EXAMINATION("examination");

	private final String externalName;

	Acquisition(String externalName) {
		this.externalName = externalName;
	}

	/** The value decision tables use, for instance {@code review}. */
	public String externalName() {
		return externalName;
	}

	/** Key of the Chinese name in the bundle {@code messages/filing-values}. */
	public String messageKey() {
		return "acquisition." + name();
	}
}
