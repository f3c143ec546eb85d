package cn.zhicheng.deadline;

import cn.zhicheng.organisation.OrganisationKind;

/**
 * A stage (环节) of the way of a record: 个人填报, then 用人单位, 主管部门 and 职改办 审核 (甘人社通〔2021〕117号 三).
 */
public enum Stage {

	FILING("filing"), UNIT("unit"), DEPARTMENT("department"), REFORM_OFFICE("reformOffice");

	private final String key;

	Stage(String key) {
		this.key = key;
	}

	/** @return the word used in processes and decisions, e.g. {@code reformOffice} */
	public String key() {
		return key;
	}

	/** @return the stage at which a record is while it lies at an organisation of this kind */
	public static Stage of(OrganisationKind kind) {
		return switch (kind) {
			case UNIT, ARCHIVE_AGENCY -> UNIT;
			case DEPARTMENT -> DEPARTMENT;
			case REFORM_OFFICE -> REFORM_OFFICE;
		};
	}
}
