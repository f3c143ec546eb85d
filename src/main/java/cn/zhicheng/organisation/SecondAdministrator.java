package cn.zhicheng.organisation;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import cn.zhicheng.security.AuditKind;
import cn.zhicheng.security.AuditTrail;
import cn.zhicheng.security.SamePerson;
import cn.zhicheng.security.StaffAccounts;
import cn.zhicheng.security.StaffRole;

/**
 * Whether an administrator of the installation may change the rights of administrators alone. Where there is another person who
 * is one, or a security administrator, that one confirms it ({@link AdministratorChanges}); who is alone goes on alone, and it is
 * told in log and audit trail.
 */
@Component
public class SecondAdministrator {

	private static final Logger LOG = LoggerFactory.getLogger(SecondAdministrator.class);

	/** Who asks for such changes, and who confirms them. */
	static final List<StaffRole> CONFIRMING = List.of(StaffRole.ADMINISTRATOR, StaffRole.SECURITY);

	private final StaffAccounts accounts;
	private final SamePerson persons;
	private final AdministratorRequests requests;
	private final AuditTrail audit;
	private final Clock clock;

	SecondAdministrator(StaffAccounts accounts, SamePerson persons, AdministratorRequests requests, AuditTrail audit, Clock clock) {
		this.accounts = accounts;
		this.persons = persons;
		this.requests = requests;
		this.audit = audit;
		this.clock = clock;
	}

	/**
	 * Whether another person has to confirm what an administrator wants. Whose rights are taken away or whose password is reset counts
	 * as another one: otherwise one of two could rid himself of the other, or take his account.
	 *
	 * @param account of the administrator who wants it
	 */
	public boolean isAskedOf(String account) {
		var same = persons.accountsOf(account);
		return confirming().anyMatch(one -> !same.contains(one));
	}

	/** @return whether nobody could confirm what an account wants but the one whom it concerns */
	boolean isNobodyBut(String concerned, String account) {
		return confirming().noneMatch(one -> !persons.isOfBoth(one, account) && !persons.isOfBoth(one, concerned));
	}

	/** @return whether a person who has this account, and may have others, may have this group: {@link StaffRole#mayHaveBoth} */
	public boolean mayHave(String account, String group) {
		return persons.accountsOf(account).stream().flatMap(one -> accounts.find(one).stream()).flatMap(one -> one.groups().stream())
				.allMatch(other -> StaffRole.mayHaveBoth(other, group));
	}

	private Stream<String> confirming() {
		return CONFIRMING.stream().flatMap(role -> accounts.membersOf(role.group()).stream()).map(StaffAccounts.Account::userId);
	}

	/** Somebody who is alone changes it. */
	public void alone(String account, AdministratorChange kind, String concerned, Administration place) {
		LOG.warn("{} changes an administrator alone, for there is no second one: {} of {}", account, kind, concerned);
		audit.record(AuditKind.RIGHTS_CHANGED, account, place.organisation(), "account:" + concerned, Map.of("what", "administrator", "change", kind.name(), "by", "alone"));
		requests.addAlone(kind, concerned, place, account, kind == AdministratorChange.LEAVE ? null : account, clock.instant());
	}
}
