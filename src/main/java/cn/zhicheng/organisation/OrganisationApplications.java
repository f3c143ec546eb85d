package cn.zhicheng.organisation;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.reference.Regions;
import cn.zhicheng.security.AuditKind;
import cn.zhicheng.security.AuditTrail;
import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffAccounts;
import cn.zhicheng.security.StaffGroups;
import cn.zhicheng.security.StaffSignOn;

/**
 * What units without an account, and individuals for them, do with their applications: file them and see what has become of
 * them. Whether a unit has an account is no secret; who applied and what was typed is.
 */
@Service
@Transactional
public class OrganisationApplications {

	private static final List<OrganisationKind> EMPLOYERS = Arrays.stream(OrganisationKind.values()).filter(OrganisationKind::employs).toList();
	/** An individual works at few places. */
	static final int WAITING_AT_ONCE = 3;
	private static final Limit REQUESTS = Limit.of(20);

	private final FiledApplications applications;
	private final ApplicationSteps steps;
	private final Organisations organisations;
	private final SuperiorProposal proposals;
	private final Competence competence;
	private final ApplicationNumbers numbers;
	private final QueryCodes codes;
	private final Regions regions;
	private final StaffAccounts accounts;
	private final StaffSignOn signOn;
	private final AuditTrail audit;
	private final ApplicationEventPublisher events;
	private final Clock clock;

	OrganisationApplications(FiledApplications applications, ApplicationSteps steps, Organisations organisations, SuperiorProposal proposals,
			Competence competence, ApplicationNumbers numbers, QueryCodes codes, Regions regions, StaffAccounts accounts,
			StaffSignOn signOn, AuditTrail audit, ApplicationEventPublisher events, Clock clock) {
		this.applications = applications;
		this.steps = steps;
		this.organisations = organisations;
		this.proposals = proposals;
		this.competence = competence;
		this.numbers = numbers;
		this.codes = codes;
		this.regions = regions;
		this.accounts = accounts;
		this.signOn = signOn;
		this.audit = audit;
		this.events = events;
		this.clock = clock;
	}

	/**
	 * An application that was taken.
	 *
	 * @param code with which it can be looked up, shown once; null when an individual asked
	 */
	public record Filed(String number, String code) {

		@Override
		public String toString() {
			return "Filed[" + number + "]";
		}
	}

	/**
	 * @param address network address of the applicant
	 */
	public Outcome<Filed> file(NewApplication wanted, String address) {
		var problems = problems(wanted);
		var details = wanted.details();
		if (!problems.isEmpty()) {
			return new Outcome.Refused<>(problems);
		}
		var proposed = proposals.of(wanted.nature(), details.region(), details.field());
		if (proposed.isEmpty()) {
			return Outcome.refused(OrganisationProblem.of("application.problem.nobodyCompetent"));
		}
		var number = numbers.next();
		var code = wanted.applicantId() == null ? codes.random() : null;
		var application = new OrganisationApplication(number, code == null ? null : codes.hashFor(number, code), wanted, proposed.get(), clock.instant());
		application.layBefore(competence.deciderFor(proposed.get().organisation()).code());
		applications.saveAndFlush(application);
		steps.save(new ApplicationStep(application.id(), ApplicationStep.Kind.FILED, application.organisation(), null, null, clock.instant()));
		audit.record(AuditKind.ORGANISATION_APPLICATION, actor(application), null, number, Map.of("change", "filed", "address", address));
		events.publishEvent(new ApplicationFiled(number));
		return new Outcome.Done<>(new Filed(number, code));
	}

	private List<OrganisationProblem> problems(NewApplication wanted) {
		var problems = new ArrayList<OrganisationProblem>();
		var details = wanted.details();
		if (!regions.isKnown(details.region()) || regions.isHistorical(details.region())) {
			problems.add(OrganisationProblem.of(OrganisationField.REGION, "organisation.problem.unknownRegion"));
		}
		if (details.creditCode() != null) {
			if (organisations.findByCreditCode(details.creditCode().value()).isPresent()) {
				problems.add(OrganisationProblem.of(OrganisationField.CREDIT_CODE, "application.problem.hasAccount"));
			} else if (applications.existsByCreditCodeAndState(details.creditCode().value(), ApplicationState.WAITING)) {
				problems.add(OrganisationProblem.of(OrganisationField.CREDIT_CODE, "application.problem.waits"));
			}
		}
		if (organisations.existsByNameAndRegionAndKindInAndClosedAtIsNull(details.name(), details.region(), EMPLOYERS)) {
			problems.add(OrganisationProblem.of(OrganisationField.NAME, "application.problem.hasAccount"));
		} else if (wanted.nature() != ApplicantNature.SELF_EMPLOYED
				&& applications.existsByRegionAndNameAndState(details.region(), details.name(), ApplicationState.WAITING)) {
			// Of people, several can have the same name.
			problems.add(OrganisationProblem.of(OrganisationField.NAME, "application.problem.waits"));
		}
		if (wanted.applicantId() != null
				&& applications.countByApplicantIdAndState(wanted.applicantId(), ApplicationState.WAITING) >= WAITING_AT_ONCE) {
			problems.add(OrganisationProblem.of("application.problem.tooMany", WAITING_AT_ONCE));
		}
		return problems;
	}

	/**
	 * @param number as typed
	 * @param code as typed
	 * @return empty if they do not belong together; whether there is such a number is not told
	 */
	@Transactional(readOnly = true)
	public Optional<OrganisationApplication> find(String number, String code) {
		var normalised = QueryCodes.normalise(number);
		var found = applications.findByNumber(normalised);
		return codes.fits(found.flatMap(OrganisationApplication::codeHash), normalised, code) ? found : Optional.empty();
	}

	/** @return what an individual has asked for, the latest first, at most 20 */
	@Transactional(readOnly = true)
	public List<OrganisationApplication> requestsOf(long applicantId) {
		return applications.findByApplicantIdOrderByIdDesc(applicantId, REQUESTS);
	}

	/** @return all that an individual has ever asked for and that was not erased, the latest first */
	@Transactional(readOnly = true)
	public List<OrganisationApplication> allRequestsOf(long applicantId) {
		return applications.findByApplicantIdOrderByIdDesc(applicantId, Limit.unlimited());
	}

	/** @return whether the first password of the administrator can still be shown to the unit */
	@Transactional(readOnly = true)
	public boolean hasPasswordToShow(OrganisationApplication application) {
		return application.isOfUnit() && !application.isPasswordShown() && untouchedAccount(application).isPresent();
	}

	/**
	 * The first password of the administrator, which is made now and kept nowhere. Once: afterwards the superior resets it.
	 *
	 * @return empty if number and code do not belong together, or there is none to show
	 */
	public Optional<IssuedPassword> showPassword(String number, String code, String address) {
		var found = find(number, code).filter(this::hasPasswordToShow);
		return found.flatMap(this::untouchedAccount).map(account -> {
			var application = found.get();
			application.showPassword(clock.instant());
			// Two windows at the same moment: the later one fails here, before the password is changed a second time.
			applications.saveAndFlush(application);
			steps.save(new ApplicationStep(application.id(), ApplicationStep.Kind.PASSWORD_SHOWN, null, null, null, clock.instant()));
			audit.record(AuditKind.CREDENTIALS_CHANGED, actor(application), application.registered().orElseThrow(), "account:" + account.userId(),
					Map.of("change", "first password shown", "application", application.number(), "address", address));
			return new IssuedPassword(account.userId(), account.name(), accounts.resetPassword(account.userId()));
		});
	}

	/** The administrator's account as it was created: with rights for this organisation only, and never opened by its owner. */
	private Optional<StaffAccounts.Account> untouchedAccount(OrganisationApplication application) {
		return application.registered().filter(code -> application.administrator() != null)
				.flatMap(code -> accounts.find(application.administrator())
						.filter(account -> account.groups().contains(StaffGroups.administratorsOf(code)))
						.filter(account -> account.groups().stream().map(StaffGroups::organisationOf).allMatch(code::equals)))
				.filter(account -> signOn.unfinished(new Staff(account.userId(), account.groups()))
						.filter(StaffSignOn.Unfinished.OWN_PASSWORD::equals).isPresent());
	}

	private static String actor(OrganisationApplication application) {
		return application.applicantId().map(AuditTrail::applicant).orElse(AuditTrail.organisationApplicant(application.number()));
	}
}
