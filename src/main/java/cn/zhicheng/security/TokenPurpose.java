package cn.zhicheng.security;

import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a token is for: it gives no more than that, whatever else its account may do.
 */
public enum TokenPurpose {

	/** 部署: Camunda Modeler and programs that deploy processes and decisions. */
	DEPLOY(group -> group.equals(StaffRole.DESIGNER.group())),

	/** 审核: programs that decide on records for an organisation, and supervise. */
	REVIEW(group -> StaffRole.of(group).map(StaffRole.SUPERVISOR::equals).orElse(!StaffGroups.isAdministrators(group))),

	/** 只读: programs that read and change nothing. */
	READ(group -> true);

	private final Predicate<String> groups;

	TokenPurpose(Predicate<String> groups) {
		this.groups = groups;
	}

	/** @return those of an account's groups with which a token for this can act */
	Set<String> within(Set<String> groupsOfAccount) {
		return groupsOfAccount.stream().filter(groups).collect(Collectors.toUnmodifiableSet());
	}

	/** @return whether a token for this may change anything */
	public boolean changes() {
		return this != READ;
	}

	/** @return key of the purpose's name */
	public String messageKey() {
		return "staff.token.purpose." + name();
	}
}
