package cn.zhicheng.security;

/** What of a person's data was looked at in full. The names are stored: they may be added to, not changed. */
public enum PersonalDataField {

	/** 证件号码 */
	DOCUMENT_NUMBER,

	/** 社保卡号 */
	SOCIAL_SECURITY_NUMBER,

	/** 手机号 */
	MOBILE,

	/** 邮箱 */
	EMAIL,

	/** 佐证材料: pages of a file, which show numbers and a photo as they are. */
	EVIDENCE
}
