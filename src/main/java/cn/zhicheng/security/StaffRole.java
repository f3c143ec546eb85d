package cn.zhicheng.security;

/**
 * Roles of staff that do not come from an organisation; each is an account group.
 */
public enum StaffRole {

	/** 督办人员: sees every running record of the province in Cockpit. */
	SUPERVISOR("supervisor"),
	/** 流程设计人员: deploys processes and decisions; sees no personal data. */
	DESIGNER("designer"),
	/** 管理员 of the installation. */
	ADMINISTRATOR("camunda-admin");

	private final String group;

	StaffRole(String group) {
		this.group = group;
	}

	/** @return id of the account group */
	public String group() {
		return group;
	}
}
