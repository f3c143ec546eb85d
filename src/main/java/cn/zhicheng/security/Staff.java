package cn.zhicheng.security;

import java.io.Serializable;
import java.util.Set;

/**
 * A signed-on member of staff (审核人员, 督办人员, 流程设计人员, 管理员).
 *
 * @param userId account name
 * @param groups codes of the organisations for which the account reviews, and the {@link StaffRole}s it has
 */
public record Staff(String userId, Set<String> groups) implements Serializable {

	/** @return whether the account reviews for the organisation */
	public boolean reviewsFor(String organisation) {
		return organisation != null && groups.contains(organisation);
	}

	public boolean has(StaffRole role) {
		return groups.contains(role.group());
	}
}
