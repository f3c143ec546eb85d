package cn.zhicheng.filing;

/**
 * Level (职称级别) of a title, lowest first. The first two together are the junior level (初级) of
 * 甘人社通〔2021〕117号 一(二): 初、中、高级（副高、正高）.
 */
public enum TitleLevel {

	/** 员级 */
	JUNIOR_TECHNICIAN("technician"),
	/** 助理级 */
	JUNIOR_ASSISTANT("assistant"),
	/** 中级 */
	INTERMEDIATE("intermediate"),
	/** 副高级 */
	ASSOCIATE_SENIOR("associateSenior"),
	/** 正高级 */
	SENIOR("senior");

	private final String externalName;

	TitleLevel(String externalName) {
		this.externalName = externalName;
	}

	/** The word that decision tables use. */
	public String externalName() {
		return externalName;
	}

	/** Key of the Chinese name in the bundle {@code messages/filing-values}. */
	public String messageKey() {
		return "titleLevel." + name();
	}
}
