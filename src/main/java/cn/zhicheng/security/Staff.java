package cn.zhicheng.security;

import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A signed-on member of staff (审核人员, 机构管理员, 督办人员, 流程设计人员, 管理员), with the rights of this very request.
 *
 * @param userId account name
 * @param groups codes of the organisations for which the account reviews, the groups of {@link StaffGroups} and the
 *        {@link StaffRole}s it has
 */
public record Staff(String userId, Set<String> groups) {

	/** @return whether the account reviews for the organisation */
	public boolean reviewsFor(String organisation) {
		return organisation != null && groups.contains(organisation);
	}

	/** @return whether the account reviews for any organisation */
	public boolean isReviewer() {
		return !reviewedOrganisations().isEmpty();
	}

	/** @return codes of the organisations for which the account reviews */
	public Set<String> reviewedOrganisations() {
		return organisations(group -> !StaffGroups.isAdministrators(group) && !StaffGroups.isSupervisors(group)
				&& StaffRole.of(group).isEmpty());
	}

	public boolean has(StaffRole role) {
		return groups.contains(role.group());
	}

	/** @return codes of the organisations whose subtree the account administers */
	public Set<String> administeredOrganisations() {
		return organisations(StaffGroups::isAdministrators);
	}

	/** @return codes of the organisations whose subtree the account supervises */
	public Set<String> supervisedOrganisations() {
		return organisations(StaffGroups::isSupervisors);
	}

	private Set<String> organisations(Predicate<String> kind) {
		return groups.stream().filter(kind).map(StaffGroups::organisationOf).collect(Collectors.toUnmodifiableSet());
	}
}
