package cn.zhicheng.organisation;

/**
 * What an organisation is; decides at which stage of the way a record is when it lies there (甘人社通〔2021〕117号 三).
 */
public enum OrganisationKind {

	/** 用人单位. */
	UNIT,
	/** 档案托管机构: acts as the unit of the people whose files it keeps. */
	ARCHIVE_AGENCY,
	/** 行业主管部门. */
	DEPARTMENT,
	/** 职改办. */
	REFORM_OFFICE;

	/** @return whether people can name an organisation of this kind as their present employer */
	public boolean employs() {
		return this == UNIT || this == ARCHIVE_AGENCY;
	}

	/** @return message key of the Chinese name */
	public String messageKey() {
		return "organisationKind." + name();
	}
}
