package cn.zhicheng.organisation;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.organisation.NewOrganisation.NewAccount;
import cn.zhicheng.reference.Regions;
import cn.zhicheng.security.AuditKind;
import cn.zhicheng.security.AuditTrail;
import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffAccounts;

/**
 * What the competent superior sees of an application and decides on it. The task says who is asked; what may be decided is
 * checked here, for each application anew.
 */
@Service
@Transactional
public class ApplicationDesk {

	/** Most characters of a reason. */
	public static final int MAX_REASON_LENGTH = 1000;
	private static final Limit CANDIDATES = Limit.of(20);
	private static final List<OrganisationKind> ALL_KINDS = List.of(OrganisationKind.values());
	private static final List<OrganisationKind> EMPLOYERS = ALL_KINDS.stream().filter(OrganisationKind::employs).toList();
	private static final List<OrganisationKind> ABOVE_UNITS = ALL_KINDS.stream().filter(kind -> !kind.employs()).toList();
	private static final List<OrganisationKind> DECIDERS = ALL_KINDS.stream().filter(kind -> kind != OrganisationKind.UNIT).toList();

	private final FiledApplications applications;
	private final ApplicationSteps steps;
	private final Organisations organisations;
	private final OrganisationRegistry registry;
	private final Competence competence;
	private final TypedOrganisation typed;
	private final ApplicationTasks tasks;
	private final StaffAccounts accounts;
	private final Regions regions;
	private final AuditTrail audit;
	private final ApplicationEventPublisher events;
	private final Clock clock;

	ApplicationDesk(FiledApplications applications, ApplicationSteps steps, Organisations organisations, OrganisationRegistry registry,
			Competence competence, TypedOrganisation typed, ApplicationTasks tasks, StaffAccounts accounts, Regions regions, AuditTrail audit,
			ApplicationEventPublisher events, Clock clock) {
		this.applications = applications;
		this.steps = steps;
		this.organisations = organisations;
		this.registry = registry;
		this.competence = competence;
		this.typed = typed;
		this.tasks = tasks;
		this.accounts = accounts;
		this.regions = regions;
		this.audit = audit;
		this.events = events;
		this.clock = clock;
	}

	/**
	 * What the reviewer has chosen so far; each null: nothing.
	 *
	 * @param superior code of the organisation below which the new one shall stand
	 * @param code of the new organisation; null: its credit code
	 * @param administrator name of the account for its administrator; null: none yet
	 * @param administratorName the person or office that uses it
	 * @param referredTo code of the organisation with which its people file instead
	 * @param forwardTo code of the organisation that shall decide instead
	 */
	public record Choice(String superior, String code, String administrator, String administratorName, String referredTo, String forwardTo) {
	}

	/**
	 * An application as the reviewer sees it.
	 *
	 * @param decidable whether the account decides on it now
	 * @param lies the organisation that decides
	 * @param proposal the organisation that region and field propose
	 * @param defaults what is decided unless the reviewer chooses otherwise
	 * @param alike open organisations with the same or a similar name, or the same credit code
	 */
	public record View(OrganisationApplication application, boolean decidable, Organisation lies, Organisation proposal, Choice defaults,
			List<Organisation> alike, List<ApplicationStep> steps) {
	}

	/** @return empty if there is no such application, or not for this account: which of both is not told */
	@Transactional(readOnly = true)
	public Optional<View> view(Staff staff, String number) {
		return concerning(staff, number).map(application -> new View(application, application.isWaiting(),
				organisation(application.organisation()), organisation(application.proposal()), defaults(staff, application), alike(application),
				steps.findByApplicationIdOrderById(application.id())));
	}

	/** What an application is known by in the task list. */
	public record Card(String taskId, OrganisationApplication application) {
	}

	/** @param taskIds of tasks of any kind; those that are none of the account's, or of no application, are left out */
	@Transactional(readOnly = true)
	public List<Card> cards(Collection<String> taskIds) {
		var numbers = tasks.applicationNumbers(taskIds);
		var byNumber = applications.findByNumberIn(Set.copyOf(numbers.values())).stream()
				.collect(Collectors.toMap(OrganisationApplication::number, one -> one));
		return numbers.entrySet().stream().filter(task -> byNumber.containsKey(task.getValue()))
				.map(task -> new Card(task.getKey(), byNumber.get(task.getValue()))).toList();
	}

	/** What an organisation is looked for. */
	public enum Purpose {
		SUPERIOR, REFERRAL, FORWARDING
	}

	/**
	 * Open organisations to choose from.
	 *
	 * @param text part of the name or code; blank finds nothing
	 * @return at most 20, best match first; no list at all if the application is none of the account's
	 */
	@Transactional(readOnly = true)
	public Optional<List<Organisation>> candidates(Staff staff, String number, Purpose purpose, String text) {
		return concerning(staff, number).map(application -> {
			// What cannot be printed is in no name, and some databases do not even take it in a question.
			if (text.isBlank() || text.chars().anyMatch(Character::isISOControl)) {
				return List.of();
			}
			var found = organisations.search(switch (purpose) {
				case SUPERIOR -> ABOVE_UNITS;
				case REFERRAL -> EMPLOYERS;
				case FORWARDING -> DECIDERS;
			}, "%" + text.strip().replaceAll("([!%_])", "!$1") + "%", CANDIDATES);
			return purpose == Purpose.SUPERIOR ? found.stream().filter(one -> competence.mayPlaceBelow(staff, application, one)).toList() : found;
		});
	}

	/**
	 * Keeps what the reviewer has chosen until the task is completed; whether it can be is looked at then.
	 *
	 * @return what cannot be read of it; empty result if the application is none of the account's, or decided
	 */
	public Optional<List<OrganisationProblem>> choose(Staff staff, String number, Choice choice) {
		return concerning(staff, number).filter(OrganisationApplication::isWaiting).map(application -> {
			var problems = new ArrayList<OrganisationProblem>();
			NewAccount account = null;
			if (choice.administrator() != null && !choice.administrator().isBlank()
					|| choice.administratorName() != null && !choice.administratorName().isBlank()) {
				account = typed.account(choice.administrator(), choice.administratorName(), problems);
			}
			var code = lower(choice.code());
			if (code != null && !PlacementRules.isCode(code)) {
				problems.add(OrganisationProblem.of(OrganisationField.CODE, "organisation.problem.code"));
			}
			for (var other : Arrays.asList(choice.superior(), choice.referredTo(), choice.forwardTo())) {
				if (lower(other) != null && (!PlacementRules.isCode(lower(other))
						|| organisations.findById(lower(other)).filter(Organisation::isOpen).isEmpty())) {
					problems.add(OrganisationProblem.of("application.problem.noOrganisation"));
				}
			}
			if (problems.isEmpty()) {
				application.choose(new Choice(lower(choice.superior()), code, account == null ? null : account.userId(),
						account == null ? null : account.name(), lower(choice.referredTo()), lower(choice.forwardTo())));
			}
			return problems;
		});
	}

	private static String lower(String text) {
		return text == null || text.isBlank() ? null : text.strip().toLowerCase(Locale.ROOT);
	}

	/**
	 * Says where the application lies: only a decision to hand it on changes that.
	 *
	 * @return code of the organisation whose administrators decide
	 */
	@Transactional(readOnly = true)
	public String routeApplication(String number) {
		return get(number).organisation();
	}

	/** @return code of the organisation where the application lies */
	@Transactional(readOnly = true)
	public String placeOf(String number) {
		return get(number).organisation();
	}

	/**
	 * Decides on an application. What was chosen before is looked at now; nothing is done if it cannot be.
	 *
	 * @param verdict null if none was named
	 * @param reason what the applicant, or the other organisation, reads; null for none
	 * @throws ApplicationRefusedException if it cannot be decided so, with what is to be mended
	 */
	public void decide(Staff staff, String number, ApplicationVerdict verdict, String reason) {
		if (verdict == null) {
			throw new ApplicationRefusedException("application.refused.verdict");
		}
		var application = get(number);
		if (!application.isWaiting()) {
			throw new ApplicationRefusedException("application.refused.decided");
		}
		if (!competence.concerns(staff, application)) {
			throw new ApplicationRefusedException("application.refused.notYours");
		}
		var why = checked(verdict, reason);
		switch (verdict) {
			case APPROVE -> approve(staff, application, why);
			case REFER -> refer(staff, application, why);
			case REJECT -> close(staff, application, ApplicationState.REJECTED, ApplicationStep.Kind.REJECTED, why);
			case FORWARD -> forward(staff, application, why);
		}
	}

	private static String checked(ApplicationVerdict verdict, String reason) {
		var text = reason == null || reason.isBlank() ? null : reason.strip();
		if (text == null && verdict.isReasonRequired()) {
			throw new ApplicationRefusedException("application.refused.reasonMissing");
		}
		if (text != null && text.length() > MAX_REASON_LENGTH) {
			throw new ApplicationRefusedException("application.refused.reasonTooLong", String.valueOf(MAX_REASON_LENGTH));
		}
		if (text != null && text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t')) {
			throw new ApplicationRefusedException("application.refused.reasonMalformed");
		}
		return text;
	}

	private void approve(Staff staff, OrganisationApplication application, String why) {
		if (application.nature() == ApplicantNature.SELF_EMPLOYED) {
			throw new ApplicationRefusedException("application.refused.selfEmployed");
		}
		var superior = Optional.ofNullable(defaults(staff, application).superior()).flatMap(organisations::findById)
				.orElseThrow(() -> new ApplicationRefusedException("application.refused.superiorMissing"));
		if (!competence.mayPlaceBelow(staff, application, superior)) {
			throw new ApplicationRefusedException("application.refused.superiorBeyondReach", superior.name());
		}
		var problems = registry.problemsOf(organisationOf(application, superior.code()));
		if (!problems.isEmpty()) {
			throw new ApplicationRefusedException(problems.get(0));
		}
		// Now the steps after the decision know it, whoever is asked then.
		application.choose(new Choice(superior.code(), application.chosenCode(), application.administrator(), application.administratorName(),
				application.referredTo(), application.forwardTo()));
		close(staff, application, ApplicationState.APPROVED, ApplicationStep.Kind.APPROVED, why);
	}

	private void refer(Staff staff, OrganisationApplication application, String why) {
		var other = Optional.ofNullable(defaults(staff, application).referredTo()).flatMap(organisations::findById)
				.filter(Organisation::isOpen).filter(one -> one.kind().employs())
				.orElseThrow(() -> new ApplicationRefusedException("application.refused.referralMissing"));
		application.choose(new Choice(application.chosenSuperior(), application.chosenCode(), application.administrator(),
				application.administratorName(), other.code(), application.forwardTo()));
		close(staff, application, ApplicationState.REFERRED, ApplicationStep.Kind.REFERRED, why);
	}

	private void forward(Staff staff, OrganisationApplication application, String why) {
		var other = Optional.ofNullable(application.forwardTo()).flatMap(organisations::findById).filter(Organisation::isOpen)
				.filter(one -> DECIDERS.contains(one.kind()))
				.orElseThrow(() -> new ApplicationRefusedException("application.refused.forwardMissing"));
		// Where the other one has no administrators yet, those of the first one above it that has some decide.
		var decider = competence.deciderFor(other).code();
		if (decider.equals(application.organisation())) {
			throw new ApplicationRefusedException("application.refused.forwardHere", other.name());
		}
		tell(staff, application, ApplicationStep.Kind.FORWARDED, why);
		application.layBefore(decider);
	}

	private void close(Staff staff, OrganisationApplication application, ApplicationState outcome, ApplicationStep.Kind kind, String why) {
		application.decide(outcome, why, staff.userId(), clock.instant());
		tell(staff, application, kind, why);
	}

	private void tell(Staff staff, OrganisationApplication application, ApplicationStep.Kind kind, String why) {
		applications.saveAndFlush(application);
		steps.save(new ApplicationStep(application.id(), kind, application.organisation(), staff.userId(), why, clock.instant()));
		audit.record(AuditKind.ORGANISATION_APPLICATION, staff.userId(), application.organisation(), application.number(),
				Map.of("change", kind.name().toLowerCase(Locale.ROOT)));
	}

	/**
	 * Takes the organisation of an approved application into the tree, with the account of its administrator, whose password
	 * nobody is told here. Whether it was approved, the application knows; the process only asks.
	 *
	 * @throws ApplicationRefusedException if it cannot be, with what is to be mended
	 */
	public void registerOrganisation(String number) {
		var application = get(number);
		if (application.state() != ApplicationState.APPROVED || application.registered().isPresent()) {
			throw new ApplicationRefusedException("application.refused.notApproved", number);
		}
		var outcome = registry.register(organisationOf(application, application.chosenSuperior()), application.decidedBy());
		if (outcome instanceof Outcome.Refused<OrganisationRegistry.Registered> refused) {
			throw new ApplicationRefusedException(refused.problems().get(0));
		}
		application.register(((Outcome.Done<OrganisationRegistry.Registered>) outcome).value().organisation().code());
	}

	private static NewOrganisation organisationOf(OrganisationApplication application, String superior) {
		var details = new OrganisationDetails(application.name(), OrganisationKind.UNIT, null, application.region(),
				application.creditCode().orElse(null), application.contactName(), application.contactPhone(), application.field());
		return new NewOrganisation(application.chosenCode(), details, superior,
				application.administrator() == null ? null : new NewAccount(application.administrator(), application.administratorName()));
	}

	/**
	 * The application has waited too long.
	 *
	 * @return code of the organisation above whose administrators can decide from now on too; empty at the top, and when there is
	 *     nothing left to decide
	 */
	public Optional<String> escalateApplication(String number) {
		var application = get(number);
		var above = Optional.of(application).filter(OrganisationApplication::isWaiting).flatMap(one -> competence.above(one.organisation()))
				.map(Organisation::code);
		above.ifPresent(code -> {
			application.escalate(code);
			steps.save(new ApplicationStep(application.id(), ApplicationStep.Kind.ESCALATED, code, null, null, clock.instant()));
		});
		return above;
	}

	/** What waits at an organisation that has gone into another one goes to that, or to the one above if it has nothing below it. */
	@EventListener
	@Transactional(propagation = Propagation.MANDATORY)
	public void on(OrganisationMerged event) {
		layBeforeAnother(event.code());
	}

	@EventListener
	@Transactional(propagation = Propagation.MANDATORY)
	public void on(OrganisationClosed event) {
		layBeforeAnother(event.code());
	}

	private void layBeforeAnother(String gone) {
		for (var application : applications.findByOrganisationAndState(gone, ApplicationState.WAITING)) {
			var former = organisation(gone);
			var heir = former.mergedInto().or(former::superior).map(this::organisation)
					.filter(one -> one.kind() != OrganisationKind.UNIT).or(() -> organisations.superiorOf(gone));
			heir.map(competence::deciderFor).ifPresent(other -> {
				application.layBefore(other.code());
				steps.save(new ApplicationStep(application.id(), ApplicationStep.Kind.REROUTED, other.code(), null, null, clock.instant()));
				events.publishEvent(new ApplicationFiled.PlaceGone(application.number()));
			});
		}
	}

	/** What was chosen, else what fits: the proposal itself, or above an archive agency its superior; that agency for referrals. */
	private Choice defaults(Staff staff, OrganisationApplication application) {
		var proposal = organisation(application.proposal());
		var lies = organisation(application.organisation());
		var superior = List.of(proposal, lies).stream()
				.map(one -> one.kind().employs() ? one.superior().map(this::organisation).orElse(null) : one)
				.filter(one -> one != null && one.isOpen() && competence.mayPlaceBelow(staff, application, one)).map(Organisation::code).findFirst();
		var agency = List.of(lies, proposal).stream().filter(one -> one.kind().employs() && one.isOpen()).map(Organisation::code).findFirst();
		return new Choice(Optional.ofNullable(application.chosenSuperior()).or(() -> superior).orElse(null), application.chosenCode(),
				application.administrator(), application.administratorName(), Optional.ofNullable(application.referredTo()).or(() -> agency).orElse(null),
				application.forwardTo());
	}

	private List<Organisation> alike(OrganisationApplication application) {
		var found = new LinkedHashSet<Organisation>();
		application.creditCode().flatMap(code -> organisations.findByCreditCode(code.value())).ifPresent(found::add);
		if (application.nature() != ApplicantNature.SELF_EMPLOYED) {
			for (var name : List.of(application.name(), withoutRegion(application.name()))) {
				found.addAll(organisations.search(EMPLOYERS, "%" + name.replaceAll("([!%_])", "!$1") + "%", Limit.of(10)));
			}
		}
		application.registered().ifPresent(code -> found.removeIf(one -> one.code().equals(code)));
		return found.stream().filter(Organisation::isOpen).limit(10).toList();
	}

	/** 甘州区示范小学 and 示范小学 are perhaps the same. */
	private String withoutRegion(String name) {
		var rest = name;
		for (var region : regions.current()) {
			if (rest.startsWith(region.name()) && rest.length() >= region.name().length() + 4) {
				rest = rest.substring(region.name().length());
			}
		}
		return rest;
	}

	/** @return whether there is an account already of the name that its administrator would like to have */
	@Transactional(readOnly = true)
	public boolean isAccountTaken(OrganisationApplication application) {
		return application.isWaiting() && application.administrator() != null && accounts.find(application.administrator()).isPresent();
	}

	private Optional<OrganisationApplication> concerning(Staff staff, String number) {
		return applications.findByNumber(number).filter(application -> competence.concerns(staff, application));
	}

	private Organisation organisation(String code) {
		return organisations.findById(code).orElseThrow();
	}

	private OrganisationApplication get(String number) {
		return applications.findByNumber(number).orElseThrow(() -> new IllegalStateException("No application " + number));
	}
}
