package cn.zhicheng.organisation;

import java.time.Clock;
import java.util.List;
import java.util.Map;

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
	 * Whether another person has to confirm it. Whose rights are taken away counts as another one: otherwise one of two could rid
	 * himself of the other. Whose password is reset does not, for who has lost it cannot confirm anything; but then neither
	 * confirms anything for the other until it is sure who has the account ({@link AdministratorChanges}).
	 *
	 * @param account of the administrator who wants it
	 * @param concerned account whose rights are changed
	 */
	public boolean isAskedOf(String account, AdministratorChange kind, String concerned) {
		var same = persons.accountsOf(account);
		return CONFIRMING.stream().flatMap(role -> accounts.membersOf(role.group()).stream()).map(StaffAccounts.Account::userId)
				.anyMatch(one -> !same.contains(one) && !(kind == AdministratorChange.RESET && one.equals(concerned)));
	}

	/** Somebody who is alone changes it. */
	public void alone(String account, AdministratorChange kind, String concerned, Administration place) {
		LOG.warn("{} changes an administrator alone, for there is no second one: {} of {}", account, kind, concerned);
		audit.record(AuditKind.RIGHTS_CHANGED, account, place.organisation(), "account:" + concerned, Map.of("what", "administrator", "change", kind.name(), "by", "alone"));
		requests.addAlone(kind, concerned, place, account, kind == AdministratorChange.LEAVE ? null : account, clock.instant());
	}
}
