package cn.zhicheng.organisation;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.organisation.PlacementRules.Traits;
import cn.zhicheng.security.AuditKind;
import cn.zhicheng.security.AuditTrail;
import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffAccounts;
import cn.zhicheng.security.StaffGroups;

/**
 * Moves, merges and closes organisations. What is under way goes on: records at an organisation that is moved simply find
 * another superior when they are confirmed; those at one that is merged go to the other (see {@link OrganisationMerged}).
 */
@Service
@Transactional
public class Restructuring {

	private final Organisations organisations;
	private final OrganisationRecords records;
	private final PlacementRules rules;
	private final Reach reach;
	private final StaffAccounts accounts;
	private final AuditTrail audit;
	private final ApplicationEventPublisher events;
	private final Clock clock;

	Restructuring(Organisations organisations, OrganisationRecords records, PlacementRules rules, Reach reach, StaffAccounts accounts,
			AuditTrail audit, ApplicationEventPublisher events, Clock clock) {
		this.organisations = organisations;
		this.records = records;
		this.rules = rules;
		this.reach = reach;
		this.accounts = accounts;
		this.audit = audit;
		this.events = events;
		this.clock = clock;
	}

	/**
	 * Puts an organisation with everything below it below another superior. Whoever administers both superiors from one place
	 * may do it.
	 *
	 * @param newSuperior code of the superior that it gets
	 * @throws BeyondReachException if the organisation is not below one that the account administers
	 */
	public Outcome<Organisation> move(Staff staff, String code, String newSuperior) {
		organisations.lockTree();
		var organisation = governed(staff, code);
		var target = newSuperior == null ? null : organisations.findById(newSuperior).orElse(null);
		if (target == null || !reach.governsBoth(staff, organisation, target)) {
			return Outcome.refused(OrganisationProblem.of(OrganisationField.SUPERIOR, "organisation.problem.superiorBeyondReach"));
		}
		var from = organisation.superior().orElseThrow();
		var problems = new ArrayList<OrganisationProblem>();
		if (!organisation.isOpen()) {
			problems.add(OrganisationProblem.of("organisation.problem.closed"));
		} else if (!target.isOpen()) {
			problems.add(OrganisationProblem.of(OrganisationField.SUPERIOR, "organisation.problem.unknownSuperior"));
		} else if (from.equals(target.code())) {
			problems.add(OrganisationProblem.of(OrganisationField.SUPERIOR, "organisation.problem.superiorAlready"));
		} else if (organisation.contains(target)) {
			problems.add(OrganisationProblem.of(OrganisationField.SUPERIOR, "organisation.problem.cycle"));
		} else {
			problems.addAll(rules.problems(Traits.of(organisation), Traits.of(target)));
			problems.addAll(tooDeep(organisation.path(), target.path().length() + code.length() + 1));
		}
		if (!problems.isEmpty()) {
			return new Outcome.Refused<>(problems);
		}
		var oldPath = organisation.path();
		organisation.moveBelow(target);
		var newPath = organisation.path();
		organisations.movePaths(oldPath + "%", oldPath, newPath);
		audit.record(AuditKind.ORGANISATION_CHANGED, staff.userId(), code, code, Map.of("change", "moved", "from", from, "to", target.code()));
		events.publishEvent(new OrganisationMoved(code, from, target.code()));
		return new Outcome.Done<>(organisations.findById(code).orElseThrow());
	}

	private List<OrganisationProblem> tooDeep(String oldPath, int newLength) {
		var longest = organisations.longestPath(oldPath + "%");
		return longest != null && longest - oldPath.length() + newLength > PlacementRules.MAX_PATH
				? List.of(OrganisationProblem.of(OrganisationField.SUPERIOR, "organisation.problem.tooDeep")) : List.of();
	}

	/**
	 * Merges an organisation into another: that one takes over what waits here, the people who named this one as employer,
	 * what is directly below, and the reviewers. Its administrators and supervisors answer for nothing any more.
	 *
	 * @param heir code of the other one
	 * @throws BeyondReachException if the organisation is not below one that the account administers
	 */
	public Outcome<Organisation> merge(Staff staff, String code, String heir) {
		organisations.lockTree();
		var organisation = governed(staff, code);
		var other = heir == null ? null : organisations.findById(heir).orElse(null);
		if (other == null || !reach.governsBoth(staff, organisation, other)) {
			return Outcome.refused(OrganisationProblem.of(OrganisationField.SUPERIOR, "organisation.problem.heirBeyondReach"));
		}
		var problem = mergeProblem(organisation, other);
		if (problem != null) {
			return Outcome.refused(problem);
		}
		handOverSubordinates(organisation, other);
		var closed = organisations.findById(code).orElseThrow();
		closed.close(other, clock.instant());
		organisations.saveAndFlush(closed);
		for (var reviewer : accounts.membersOf(code)) {
			accounts.join(reviewer.userId(), heir);
		}
		dismissStaff(code);
		audit.record(AuditKind.ORGANISATION_CHANGED, staff.userId(), code, code, Map.of("change", "merged", "into", heir));
		events.publishEvent(new OrganisationMerged(code, heir));
		return new Outcome.Done<>(organisations.findById(heir).orElseThrow());
	}

	private OrganisationProblem mergeProblem(Organisation organisation, Organisation other) {
		if (!organisation.isOpen()) {
			return OrganisationProblem.of("organisation.problem.closed");
		}
		if (!other.isOpen()) {
			return OrganisationProblem.of(OrganisationField.SUPERIOR, "organisation.problem.heirClosed");
		}
		if (organisation.contains(other)) {
			return OrganisationProblem.of(OrganisationField.SUPERIOR, "organisation.problem.heirBelow");
		}
		if (organisation.kind() != other.kind() && !(organisation.kind().employs() && other.kind().employs())) {
			return OrganisationProblem.of(OrganisationField.SUPERIOR, "organisation.problem.heirOfOtherKind");
		}
		if (organisations.traitsBelow(organisation.code()).stream().anyMatch(below -> !rules.problems(below, Traits.of(other)).isEmpty())) {
			return OrganisationProblem.of(OrganisationField.SUPERIOR, "organisation.problem.subordinatesDoNotFit");
		}
		return tooDeep(organisation.path(), other.path().length()).stream().findFirst().orElse(null);
	}

	private void handOverSubordinates(Organisation organisation, Organisation heir) {
		organisations.hand(organisation.code(), heir.code());
		organisations.movePaths(organisation.path() + "%", organisation.path(), heir.path());
	}

	/**
	 * Closes an organisation at which nothing waits and below which nothing is open.
	 *
	 * @param remoteAddress where the request comes from
	 * @throws BeyondReachException if the organisation is not below one that the account administers
	 */
	public Outcome<Organisation> close(Staff staff, String code, String remoteAddress) {
		organisations.lockTree();
		var organisation = governed(staff, code);
		if (!organisation.isOpen()) {
			return Outcome.refused(OrganisationProblem.of("organisation.problem.closed"));
		}
		var obstacles = obstaclesToClosing(code);
		if (!obstacles.isEmpty()) {
			return new Outcome.Refused<>(obstacles);
		}
		organisation.close(null, clock.instant());
		organisations.saveAndFlush(organisation);
		dismissStaff(code);
		audit.record(AuditKind.ORGANISATION_CHANGED, staff.userId(), code, code, Map.of("change", "closed"));
		events.publishEvent(new OrganisationClosed(code, staff.userId(), remoteAddress));
		return new Outcome.Done<>(organisation);
	}

	/** @return what is to be done first, with numbers; empty when it can be closed */
	@Transactional(readOnly = true)
	public List<OrganisationProblem> obstaclesToClosing(String code) {
		var obstacles = new ArrayList<OrganisationProblem>();
		var counts = new HashMap<String, Long>();
		counts.put("organisation.obstacle.subordinates", organisations.countBySuperiorAndClosedAtIsNull(code));
		counts.put("organisation.obstacle.waiting", records.waitingAt(code));
		counts.put("organisation.obstacle.running", records.runningOf(code));
		for (var key : List.of("organisation.obstacle.subordinates", "organisation.obstacle.waiting", "organisation.obstacle.running")) {
			if (counts.get(key) > 0) {
				obstacles.add(OrganisationProblem.of(key, counts.get(key)));
			}
		}
		return obstacles;
	}

	/** Nobody has rights from an organisation that is closed. An account without any rights is of no use any more. */
	private void dismissStaff(String code) {
		for (var group : List.of(code, StaffGroups.administratorsOf(code), StaffGroups.supervisorsOf(code))) {
			for (var member : accounts.membersOf(group)) {
				accounts.leave(member.userId(), group);
				if (accounts.find(member.userId()).filter(account -> account.groups().isEmpty()).isPresent()) {
					accounts.remove(member.userId());
				}
			}
		}
	}

	private Organisation governed(Staff staff, String code) {
		return organisations.findById(code).filter(one -> reach.governs(staff, one))
				.orElseThrow(() -> new BeyondReachException(staff.userId(), code));
	}
}
