package cn.zhicheng.organisation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.organisation.PlacementRules.Traits;
import cn.zhicheng.security.AuditKind;
import cn.zhicheng.security.AuditTrail;
import cn.zhicheng.security.StaffAccounts;
import cn.zhicheng.security.StaffGroups;

/**
 * Takes organisations into the tree and describes them anew, by the rules of the tree. Whoever calls has made sure that the
 * one who asks may do it.
 */
@Service
@Transactional
public class OrganisationRegistry {

	private final Organisations organisations;
	private final OrganisationRecords records;
	private final PlacementRules rules;
	private final StaffAccounts accounts;
	private final AuditTrail audit;
	private final ApplicationEventPublisher events;

	OrganisationRegistry(Organisations organisations, OrganisationRecords records, PlacementRules rules, StaffAccounts accounts,
			AuditTrail audit, ApplicationEventPublisher events) {
		this.organisations = organisations;
		this.records = records;
		this.rules = rules;
		this.accounts = accounts;
		this.audit = audit;
		this.events = events;
	}

	/**
	 * @param administrator its first administrator's account; empty when none was asked for
	 */
	public record Registered(Organisation organisation, Optional<IssuedPassword> administrator) {
	}

	/**
	 * Takes an organisation into the tree, with the account of its first administrator.
	 *
	 * @param actor account name of the one who decided it
	 */
	public Outcome<Registered> register(NewOrganisation wanted, String actor) {
		organisations.lockTree();
		var problems = problemsOf(wanted);
		if (!problems.isEmpty()) {
			return new Outcome.Refused<>(problems);
		}
		var details = wanted.details();
		var superior = wanted.superior() == null ? null : organisations.findById(wanted.superior()).orElseThrow();
		var organisation = new Organisation(codeOf(wanted), details.name(), details.kind(), details.level(), details.region(), superior);
		organisation.describe(details);
		organisations.saveAndFlush(organisation);
		events.publishEvent(new OrganisationRegistered(organisation.code(), organisation.name()));
		var administrator = Optional.ofNullable(wanted.administrator()).map(account -> new IssuedPassword(account.userId(), account.name(),
				accounts.create(account.userId(), account.name(), StaffGroups.administratorsOf(organisation.code()))));
		audit.record(AuditKind.ORGANISATION_CHANGED, actor, organisation.code(), organisation.code(),
				Map.of("change", "registered", "superior", wanted.superior() == null ? "" : wanted.superior()));
		return new Outcome.Done<>(new Registered(organisation, administrator));
	}

	/** @return all that keeps the organisation from being registered */
	@Transactional(readOnly = true)
	public List<OrganisationProblem> problemsOf(NewOrganisation wanted) {
		var problems = new ArrayList<OrganisationProblem>();
		var code = codeOf(wanted);
		if (code == null || !PlacementRules.isCode(code)) {
			problems.add(OrganisationProblem.of(OrganisationField.CODE, code == null ? "organisation.problem.codeMissing" : "organisation.problem.code"));
		} else if (organisations.existsById(code)) {
			problems.add(OrganisationProblem.of(OrganisationField.CODE, "organisation.problem.codeTaken", code));
		} else if (!accounts.groupsAmong(StaffGroups.of(code)).isEmpty()) {
			// Its staff would get what was granted to a group that somebody made for something else.
			problems.add(OrganisationProblem.of(OrganisationField.CODE, "organisation.problem.codeIsGroup", code));
		}
		creditCodeProblem(wanted.details(), code).ifPresent(problems::add);
		if (wanted.superior() == null) {
			problems.addAll(rules.problems(Traits.of(wanted.details()), null));
		} else {
			organisations.findById(wanted.superior()).filter(Organisation::isOpen).ifPresentOrElse(superior -> {
				problems.addAll(rules.problems(Traits.of(wanted.details()), Traits.of(superior)));
				if (superior.path().length() + OrganisationField.CODE.maxLength() + 1 > PlacementRules.MAX_PATH) {
					problems.add(OrganisationProblem.of(OrganisationField.SUPERIOR, "organisation.problem.tooDeep"));
				}
			}, () -> problems.add(OrganisationProblem.of(OrganisationField.SUPERIOR, "organisation.problem.unknownSuperior")));
		}
		if (wanted.administrator() != null && StaffAccounts.RESERVED.contains(wanted.administrator().userId())) {
			problems.add(OrganisationProblem.of(OrganisationField.ADMINISTRATOR, "organisation.problem.accountReserved", wanted.administrator().userId()));
		} else if (wanted.administrator() != null && accounts.find(wanted.administrator().userId()).isPresent()) {
			problems.add(OrganisationProblem.of(OrganisationField.ADMINISTRATOR, "organisation.problem.accountTaken", wanted.administrator().userId()));
		}
		return problems;
	}

	private static String codeOf(NewOrganisation wanted) {
		return wanted.code() != null || wanted.details().creditCode() == null ? wanted.code()
				: wanted.details().creditCode().value().toLowerCase(java.util.Locale.ROOT);
	}

	private Optional<OrganisationProblem> creditCodeProblem(OrganisationDetails details, String code) {
		return Optional.ofNullable(details.creditCode()).flatMap(credit -> organisations.findByCreditCode(credit.value()))
				.filter(other -> !other.code().equals(code))
				.map(other -> OrganisationProblem.of(OrganisationField.CREDIT_CODE, "organisation.problem.creditCodeTaken"));
	}

	/**
	 * Describes an organisation anew.
	 *
	 * @param version {@link Organisation#version()} of the form that was filled in
	 * @param actor account name of the one who decided it
	 */
	public Outcome<Organisation> describe(String code, int version, OrganisationDetails details, String actor) {
		organisations.lockTree();
		var organisation = organisations.findById(code).orElseThrow();
		var problems = new ArrayList<OrganisationProblem>();
		if (!organisation.isOpen()) {
			return Outcome.refused(OrganisationProblem.of("organisation.problem.closed"));
		}
		if (organisation.version() != version) {
			return Outcome.refused(OrganisationProblem.of("organisation.problem.changedMeanwhile"));
		}
		creditCodeProblem(details, code).ifPresent(problems::add);
		var traits = Traits.of(details);
		if (!traits.equals(Traits.of(organisation))) {
			problems.addAll(rules.problems(traits, organisation.superior().flatMap(organisations::findById).map(Traits::of).orElse(null)));
			if (problems.isEmpty() && organisations.traitsBelow(code).stream().anyMatch(below -> !rules.problems(below, traits).isEmpty())) {
				problems.add(OrganisationProblem.of("organisation.problem.subordinatesDoNotFit"));
			}
			// Stage and date of what waits here come from its kind, level and region.
			var waiting = records.waitingAt(code);
			if (waiting > 0) {
				problems.add(OrganisationProblem.of(OrganisationField.KIND, "organisation.problem.recordsWait", waiting));
			} else if (traits.kind().employs() != organisation.kind().employs() && records.runningOf(code) > 0) {
				problems.add(OrganisationProblem.of(OrganisationField.KIND, "organisation.problem.recordsRun", records.runningOf(code)));
			}
		}
		if (!problems.isEmpty()) {
			return new Outcome.Refused<>(problems);
		}
		organisation.describe(details);
		audit.record(AuditKind.ORGANISATION_CHANGED, actor, code, code, Map.of("change", "described"));
		return new Outcome.Done<>(organisations.saveAndFlush(organisation));
	}
}
