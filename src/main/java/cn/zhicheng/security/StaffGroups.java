package cn.zhicheng.security;

import java.util.List;

/**
 * Names of the account groups of an organisation. The reviewers' group has the organisation's code; a code never has two
 * hyphens in a row, so the others cannot be taken for an organisation.
 */
public final class StaffGroups {

	private static final String ADMINISTRATORS = "--admin";
	private static final String SUPERVISORS = "--supervisor";

	private StaffGroups() {
	}

	/** @return group of the administrators (机构管理员) of an organisation: they answer for it and for the subtree below it */
	public static String administratorsOf(String organisation) {
		return organisation + ADMINISTRATORS;
	}

	/** @return group of the supervisors (督办人员) of an organisation and of the subtree below it */
	public static String supervisorsOf(String organisation) {
		return organisation + SUPERVISORS;
	}

	/** @return the groups of an organisation, whether there are any members or not: reviewers, administrators, supervisors */
	public static List<String> of(String organisation) {
		return List.of(organisation, administratorsOf(organisation), supervisorsOf(organisation));
	}

	/** @return whether the group is that of an organisation's administrators */
	public static boolean isAdministrators(String group) {
		return group.endsWith(ADMINISTRATORS);
	}

	/** @return whether the group is that of an organisation's supervisors */
	public static boolean isSupervisors(String group) {
		return group.endsWith(SUPERVISORS);
	}

	/** @return code of the organisation whose group of any kind this is; a role's group stays as it is */
	public static String organisationOf(String group) {
		var end = group.indexOf("--");
		return end < 0 ? group : group.substring(0, end);
	}
}
