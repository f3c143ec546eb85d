package cn.zhicheng.security;

import java.util.Arrays;
import java.util.Optional;

/**
 * Roles of staff that do not come from an organisation; each is an account group. Three of them keep the installation, and no
 * account has two of these (三员分立, GB/T 22239-2019 8.1.5): one keeps accounts and rights, one watches over it, one reads what all
 * of them did.
 */
public enum StaffRole {

	/** 督办人员: sees every running record of the province in Cockpit. */
	SUPERVISOR("supervisor"),
	/** 流程设计人员: deploys processes and decisions; sees no personal data. */
	DESIGNER("designer"),
	/** 系统管理员: administrator of the installation, who keeps accounts and rights. */
	ADMINISTRATOR("camunda-admin"),
	/** 安全管理员: confirms the rights of administrators, and looks after what the application finds suspicious. */
	SECURITY("security-admin"),
	/** 审计员: reads, verifies and exports the audit trail, and changes nothing. */
	AUDITOR("auditor");

	private final String group;

	StaffRole(String group) {
		this.group = group;
	}

	/** @return id of the account group */
	public String group() {
		return group;
	}

	/** @return the role of an account group; empty for a group of an organisation */
	public static Optional<StaffRole> of(String group) {
		return Arrays.stream(values()).filter(role -> role.group.equals(group)).findFirst();
	}

	/**
	 * @param group of a role or of an organisation
	 * @return whether one account may have both: who watches has nothing else, and who gives rights in the whole installation
	 *     belongs to no organisation
	 */
	public static boolean mayHaveBoth(String group, String other) {
		if (group.equals(other)) {
			return true;
		}
		var one = of(group);
		var another = of(other);
		boolean watching = one.filter(StaffRole::watches).isPresent() || another.filter(StaffRole::watches).isPresent();
		boolean administering = one.filter(ADMINISTRATOR::equals).isPresent() && another.isEmpty() || another.filter(ADMINISTRATOR::equals).isPresent() && one.isEmpty();
		return !watching && !administering;
	}

	/** @return message key of its Chinese name */
	public String messageKey() {
		return "staffRole." + name();
	}

	/** @return whether the group is that of one of the three who keep the installation */
	public static boolean keepsInstallation(String group) {
		return of(group).filter(role -> role.keepsInstallation()).isPresent();
	}

	/** @return whether it is one of the three who keep the installation */
	public boolean keepsInstallation() {
		return this == ADMINISTRATOR || watches();
	}

	/** @return whether who has this role has nothing else: who watches the others is not one of them */
	public boolean watches() {
		return this == SECURITY || this == AUDITOR;
	}
}
