package cn.zhicheng.organisation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffAccounts;
import cn.zhicheng.security.StaffAccounts.Account;
import cn.zhicheng.security.StaffRole;

/**
 * Who reviews, administers and supervises for an organisation. Reviewers and supervisors are the business of its own
 * administrators, since each organisation answers for what it confirms; administrators also of those above. Where records wait
 * for another reviewer than the organisation has, those above can add one, too.
 */
@Service
@Transactional
public class OrganisationStaff {

	private final Organisations organisations;
	private final Reach reach;
	private final StaffAccounts accounts;
	private final TypedOrganisation typed;
	private final OtherReviewers others;
	private final SelfGrants selfGrants;
	private final SecondAdministrator second;
	private final ApplicationEventPublisher events;

	OrganisationStaff(Organisations organisations, Reach reach, StaffAccounts accounts, TypedOrganisation typed, OtherReviewers others,
			SelfGrants selfGrants, SecondAdministrator second, ApplicationEventPublisher events) {
		this.organisations = organisations;
		this.reach = reach;
		this.accounts = accounts;
		this.typed = typed;
		this.others = others;
		this.selfGrants = selfGrants;
		this.second = second;
		this.events = events;
	}

	/** @return whether the account decides who is this for the organisation */
	@Transactional(readOnly = true)
	public boolean mayChange(Staff staff, String code, StaffKind kind) {
		return organisations.findById(code).filter(organisation -> mayChange(staff, organisation, kind)).isPresent();
	}

	private boolean mayChange(Staff staff, Organisation organisation, StaffKind kind) {
		return organisation.isOpen()
				&& (kind == StaffKind.ADMINISTRATOR ? reach.appoints(staff, organisation) : reach.staffs(staff, organisation));
	}

	/** @return whether the account can make somebody this for the organisation */
	@Transactional(readOnly = true)
	public boolean mayAdd(Staff staff, String code, StaffKind kind) {
		return mayChange(staff, code, kind) || kind == StaffKind.REVIEWER && mayChange(staff, code, StaffKind.ADMINISTRATOR) && missingReviewers(code) > 0;
	}

	/** @return how many records wait there for another reviewer than the organisation has */
	@Transactional(readOnly = true)
	public int missingReviewers(String code) {
		return others.missingAt(List.of(code)).getOrDefault(code, 0);
	}

	/** @return the same of several, those without any left out */
	@Transactional(readOnly = true)
	public Map<String, Integer> missingReviewers(Collection<String> codes) {
		return others.missingAt(codes);
	}

	/** @throws BeyondReachException if that is not the account's to know */
	@Transactional(readOnly = true)
	public List<Account> members(Staff staff, String code, StaffKind kind) {
		if (!mayAdd(staff, code, kind)) {
			throw new BeyondReachException(staff.userId(), code);
		}
		return accounts.membersOf(kind.groupOf(code));
	}

	/** @param password empty when the account existed already and only got further rights */
	public record Added(String userId, Optional<IssuedPassword> password) {
	}

	/**
	 * Makes an account this for the organisation; creates it unless there is one of this name that the asker could give rights.
	 * Who makes himself a reviewer is let, and the superior is told.
	 *
	 * @param userId as typed
	 * @param name of the person, as typed
	 * @throws BeyondReachException if that is not the account's to decide
	 */
	public Outcome<Added> add(Staff staff, String code, StaffKind kind, String userId, String name) {
		if (!mayAdd(staff, code, kind)) {
			throw new BeyondReachException(staff.userId(), code);
		}
		var problems = new ArrayList<OrganisationProblem>();
		var account = typed.account(userId, name, problems);
		if (account == null) {
			return new Outcome.Refused<>(problems);
		}
		var group = kind.groupOf(code);
		var existing = accounts.find(account.userId());
		if (isSecondAsked(staff, code, kind)) {
			return secondAsked();
		}
		if (existing.isEmpty()) {
			tellIfAlone(staff, code, kind, AdministratorChange.JOIN, account.userId());
			var password = accounts.create(account.userId(), account.name(), group);
			return new Outcome.Done<>(new Added(account.userId(), Optional.of(new IssuedPassword(account.userId(), account.name(), password))));
		}
		if (existing.get().groups().contains(group)) {
			return Outcome.refused(OrganisationProblem.of(OrganisationField.ADMINISTRATOR, "organisation.problem.memberAlready"));
		}
		// To an asker who does not reach it, an account elsewhere is a name that is taken, and nothing more.
		if (!reach.covers(staff, existing.get())) {
			return Outcome.refused(OrganisationProblem.of(OrganisationField.ADMINISTRATOR, "organisation.problem.accountTaken", account.userId()));
		}
		tellIfAlone(staff, code, kind, AdministratorChange.JOIN, account.userId());
		accounts.join(account.userId(), group);
		if (kind == StaffKind.REVIEWER) {
			selfGrants.reviewerAdded(staff, code, account.userId());
		}
		return new Outcome.Done<>(new Added(account.userId(), Optional.empty()));
	}

	/**
	 * The account is no longer this for the organisation. An account without any rights left is removed.
	 *
	 * @throws BeyondReachException if that is not the account's to decide
	 */
	public Outcome<String> remove(Staff staff, String code, StaffKind kind, String userId) {
		require(staff, code, kind);
		if (kind == StaffKind.ADMINISTRATOR && userId.equals(staff.userId())) {
			return Outcome.refused(OrganisationProblem.of("organisation.problem.ownRights"));
		}
		var group = kind.groupOf(code);
		var member = accounts.find(userId).filter(account -> account.groups().contains(group));
		if (member.isPresent()) {
			if (isSecondAsked(staff, code, kind)) {
				return secondAsked();
			}
			tellIfAlone(staff, code, kind, AdministratorChange.LEAVE, userId);
			accounts.leave(userId, group);
			if (member.get().groups().size() == 1) {
				accounts.remove(userId);
			}
			if (kind == StaffKind.REVIEWER) {
				events.publishEvent(new ReviewerLeft(userId, code));
			}
		}
		return new Outcome.Done<>(userId);
	}

	/**
	 * Gives a member a new first password.
	 *
	 * @throws BeyondReachException if that is not the account's to decide
	 */
	public Outcome<IssuedPassword> resetPassword(Staff staff, String code, StaffKind kind, String userId) {
		require(staff, code, kind);
		var member = accounts.find(userId).filter(account -> account.groups().contains(kind.groupOf(code)));
		if (member.isEmpty()) {
			return Outcome.refused(OrganisationProblem.of("organisation.problem.noMember"));
		}
		if (userId.equals(staff.userId())) {
			return Outcome.refused(OrganisationProblem.of("organisation.problem.ownPassword"));
		}
		if (!reach.covers(staff, member.get())) {
			return Outcome.refused(OrganisationProblem.of("organisation.problem.accountHasOtherRights"));
		}
		if (isSecondAsked(staff, code, kind)) {
			return secondAsked();
		}
		tellIfAlone(staff, code, kind, AdministratorChange.RESET, userId);
		return new Outcome.Done<>(new IssuedPassword(userId, member.get().name(), accounts.resetPassword(userId)));
	}

	/** An administrator of the installation decides about one of a topmost organisation; its own administrators do by themselves. */
	private boolean isFromAbove(Staff staff, String code, StaffKind kind) {
		return kind == StaffKind.ADMINISTRATOR && staff.has(StaffRole.ADMINISTRATOR) && !staff.administeredOrganisations().contains(code);
	}

	private boolean isSecondAsked(Staff staff, String code, StaffKind kind) {
		return isFromAbove(staff, code, kind) && second.isAskedOf(staff.userId());
	}

	private void tellIfAlone(Staff staff, String code, StaffKind kind, AdministratorChange change, String userId) {
		if (isFromAbove(staff, code, kind)) {
			second.alone(staff.userId(), change, userId, Administration.ofOrganisation(code));
		}
	}

	private static <T> Outcome<T> secondAsked() {
		return Outcome.refused(OrganisationProblem.of("organisation.problem.secondAdministrator"));
	}

	private void require(Staff staff, String code, StaffKind kind) {
		if (!mayChange(staff, code, kind)) {
			throw new BeyondReachException(staff.userId(), code);
		}
	}
}
