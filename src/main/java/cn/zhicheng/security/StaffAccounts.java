package cn.zhicheng.security;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The accounts of staff, kept where Camunda Admin manages them too. Whoever calls has checked that the one who asks may do
 * it; every change takes part in the caller's transaction and counts from the next request of the account on.
 */
public interface StaffAccounts {

	/**
	 * @param userId account name
	 * @param name of the person or office, as shown to others
	 * @param groups see {@link Staff#groups()}
	 */
	record Account(String userId, String name, Set<String> groups) {
	}

	/** Under these names the histories and the audit trail know somebody or something else than a member of staff. */
	Set<String> RESERVED = Set.of(AuditTrail.SYSTEM, AuditTrail.APPLICANT, "unknown", "everybody", "audit", "alerts", "looks", "messages", "rosters", "account-history");

	Optional<Account> find(String userId);

	/** @return the members of a group by account name; empty when there is no such group */
	List<Account> membersOf(String group);

	/** @return the e-mail addresses that members of a group have given, by account name; personal data */
	Map<String, String> mailAddressesOf(String group);

	/** @return the e-mail address that the owner of an account has given; personal data; empty: none */
	Optional<String> mailAddressOf(String userId);

	/**
	 * Keeps the address that the owner of an account has given.
	 *
	 * @param address blank: none
	 * @return false: it is none, and nothing is changed
	 */
	boolean changeMailAddress(String userId, String address);

	/** @return which of these groups there are, whoever made them; one question for all */
	Set<String> groupsAmong(Collection<String> groups);

	/**
	 * Creates an account that must change its password at the first sign-in.
	 *
	 * @param userId letters, digits and single hyphens; none of {@link #RESERVED}
	 * @param group its first group ({@link StaffGroups}, or an organisation's code for a reviewer)
	 * @return the first password, which nobody can read again
	 * @throws AccountExistsException if the account name is taken
	 * @throws IllegalArgumentException if it is reserved
	 */
	String create(String userId, String name, String group);

	/**
	 * Gives an account a new first password, takes its second factor away, and ends its sessions.
	 *
	 * @return the new first password, which nobody can read again
	 */
	String resetPassword(String userId);

	/**
	 * Sets the password that the owner of an account has chosen.
	 *
	 * @return message keys of the rules that the password breaks; empty when it has been set
	 */
	List<String> changePassword(String userId, String password);

	/** The account becomes a member of the group, which is created when it has none yet; twice is as good as once. */
	void join(String userId, String group);

	/** The account leaves the group and has none of its rights any more; no member is as good as one. */
	void leave(String userId, String group);

	/** Removes the account with all its rights. What it did stays in the histories under its name. */
	void remove(String userId);

	/** There is an account of this name already. */
	class AccountExistsException extends RuntimeException {

		public AccountExistsException(String userId) {
			super("The account name is taken: " + userId);
		}
	}
}
