package cn.zhicheng.filing;

/**
 * Whether person or unit are under secrecy (涉密单位和涉密人员): such titles are not collected (甘人社通〔2021〕117号 一(一)).
 */
public enum Confidentiality {

	/** Neither the person nor the unit is under secrecy. */
	OPEN,
	/** The person or the unit is under secrecy. */
	CLASSIFIED;

	/** @return message key of the name */
	public String messageKey() {
		return "confidentiality." + name();
	}
}
