package cn.zhicheng.filing;

/**
 * Under whose authority a title was acquired. 甘人社通〔2021〕117号 一(一): only titles acquired in the province are
 * collected, titles from other provinces (外省) and central units (中央单位) are not.
 */
public enum Jurisdiction {

	/** 在我省取得 */
	PROVINCE("province"),
	/** 在外省取得 */
	OTHER_PROVINCE("otherProvince"),
	/** 在中央单位取得 */
	CENTRAL("central");

	private final String externalName;

	Jurisdiction(String externalName) {
		this.externalName = externalName;
	}

	/** The value decision tables use, for instance {@code otherProvince}. */
	public String externalName() {
		return externalName;
	}

	/** Key of the Chinese name in the bundle {@code messages/filing-values}. */
	public String messageKey() {
		return "jurisdiction." + name();
	}
}
