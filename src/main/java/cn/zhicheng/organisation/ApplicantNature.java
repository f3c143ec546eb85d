package cn.zhicheng.organisation;

/**
 * What kind of unit applies, by which the competent superior differs (甘人社通〔2021〕117号 三(一) 第二步 第2点).
 */
public enum ApplicantNature {

	/** 国有企事业单位: below the department that is competent for it. */
	STATE,
	/** 非公组织、民营企业: by place (属地管理). */
	NON_PUBLIC,
	/** 自由职业者: no unit at all; files with an archive agency of the place. */
	SELF_EMPLOYED;

	/** @return whether the place decides who is competent, and not the field */
	public boolean isByPlace() {
		return this != STATE;
	}

	/** @return message key of the Chinese name */
	public String messageKey() {
		return "applicantNature." + name();
	}
}
