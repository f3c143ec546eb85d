package cn.zhicheng.organisation.web;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import cn.zhicheng.organisation.ApplicantNature;
import cn.zhicheng.organisation.ApplicationDesk;
import cn.zhicheng.organisation.ApplicationDesk.Purpose;
import cn.zhicheng.organisation.ApplicationDesk.View;
import cn.zhicheng.organisation.ApplicationStep;
import cn.zhicheng.organisation.Organisation;
import cn.zhicheng.organisation.OrganisationApplication;
import cn.zhicheng.organisation.OrganisationDirectory;
import cn.zhicheng.organisation.OrganisationProblem;
import cn.zhicheng.reference.Regions;
import cn.zhicheng.security.Staff;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;

/**
 * What the form of an application in Tasklist reads, and what the reviewer chooses in it. The decision itself is the
 * completion of the task, from Tasklist or any REST client.
 */
@RestController
@RequestMapping("/api/organisation-applications")
class ApplicationReviewController {

	private static final int CARDS_AT_ONCE = 100;

	private final ApplicationDesk desk;
	private final OrganisationDirectory organisations;
	private final Regions regions;
	private final OrganisationTexts texts;

	ApplicationReviewController(ApplicationDesk desk, OrganisationDirectory organisations, Regions regions, OrganisationTexts texts) {
		this.desk = desk;
		this.organisations = organisations;
		this.regions = regions;
		this.texts = texts;
	}

	record Card(String taskId, String number, String name, String nature, String region, Instant filedAt, boolean escalated) {
	}

	/** @param taskIds at most 100 ids of tasks */
	@GetMapping("/cards")
	List<Card> cards(@RequestParam List<String> taskIds) {
		return desk.cards(taskIds.stream().limit(CARDS_AT_ONCE).toList()).stream().map(card -> {
			var application = card.application();
			return new Card(card.taskId(), application.number(), application.name(), texts.text(application.nature().messageKey()),
					regions.nameOf(application.region()), application.filedAt(), application.escalatedTo().isPresent());
		}).toList();
	}

	/** An organisation that can be chosen. */
	record Choosable(String code, String name, String kind, String superior) {
	}

	record Step(Instant at, String text, String organisation, String account, String reason) {
	}

	/**
	 * An application; what was not given is null.
	 *
	 * @param notice why it cannot be decided; null while it can
	 */
	record Application(String number, String nature, String natureText, boolean referralOnly, String name, String creditCode, String region,
			String regionName, String field, String contactName, String contactPhone, boolean askedByIndividual, Instant filedAt,
			boolean decidable, String notice, boolean escalated, Choosable organisation, Choosable proposal, String proposalReason,
			Choosable superior, Choosable referral, Choosable forwarding, String code, String administrator, String administratorName,
			boolean accountTaken, List<Choosable> alike, List<Step> steps) {
	}

	@GetMapping("/{number}")
	ResponseEntity<?> application(@AuthenticationPrincipal Staff staff, @PathVariable String number) {
		return desk.view(staff, number)
				.<ResponseEntity<?>>map(view -> ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(application(view)))
				.orElseGet(this::unknown);
	}

	private Application application(View view) {
		var one = view.application();
		var defaults = view.defaults();
		return new Application(one.number(), one.nature().name(), texts.text(one.nature().messageKey()),
				one.nature() == ApplicantNature.SELF_EMPLOYED, one.name(), one.creditCode().map(Object::toString).orElse(null),
				one.region(), regions.nameOf(one.region()), one.field(), one.contactName(), one.contactPhone(), !one.isOfUnit(),
				one.filedAt(), view.decidable(), view.decidable() ? null : notice(one), one.escalatedTo().isPresent(), choosable(view.lies()),
				choosable(view.proposal()), texts.text(one.proposalReason(), regions.nameOf(one.region()), one.field() == null ? "" : one.field()),
				choosable(defaults.superior()), choosable(defaults.referredTo()), choosable(defaults.forwardTo()),
				defaults.code() == null ? one.creditCode().map(code -> code.value().toLowerCase(Locale.ROOT)).orElse(null) : defaults.code(),
				defaults.administrator(), defaults.administratorName(), desk.isAccountTaken(one),
				view.alike().stream().map(this::choosable).toList(), view.steps().stream().map(this::step).toList());
	}

	private String notice(OrganisationApplication application) {
		return texts.text("application.decided", texts.text(application.state().messageKey()), application.decidedBy());
	}

	private Step step(ApplicationStep step) {
		return new Step(step.happenedAt(), texts.text(step.kind().messageKey()), step.organisation().map(organisations::nameOf).orElse(null),
				step.userId().orElse(null), step.reason().orElse(null));
	}

	private Choosable choosable(String code) {
		return organisations.find(code).map(this::choosable).orElse(null);
	}

	private Choosable choosable(Organisation organisation) {
		return new Choosable(organisation.code(), organisation.name(), texts.text(organisation.kind().messageKey()),
				organisation.superior().map(organisations::nameOf).orElse(null));
	}

	/** @param purpose {@code superior}, {@code referral} or {@code forwarding} */
	@GetMapping("/{number}/organisations")
	ResponseEntity<?> candidates(@AuthenticationPrincipal Staff staff, @PathVariable String number, @RequestParam String purpose,
			@RequestParam(defaultValue = "") String name) {
		return Arrays.stream(Purpose.values()).filter(one -> one.name().equalsIgnoreCase(purpose)).findFirst()
				.flatMap(one -> desk.candidates(staff, number, one, name))
				.<ResponseEntity<?>>map(found -> ResponseEntity.ok(found.stream().map(this::choosable).toList()))
				.orElseGet(this::unknown);
	}

	record Chosen(@Size(max = 60) String superior, @Size(max = 60) String code, @Size(max = 80) String administrator,
			@Size(max = 80) String administratorName, @Size(max = 60) String referral, @Size(max = 60) String forwarding) {

		ApplicationDesk.Choice choice() {
			return new ApplicationDesk.Choice(superior, code, administrator, administratorName, referral, forwarding);
		}
	}

	@PutMapping("/{number}/choice")
	ResponseEntity<?> choose(@AuthenticationPrincipal Staff staff, @PathVariable String number, @Valid @RequestBody Chosen chosen) {
		var problems = chosen(staff, number, chosen.choice());
		if (problems.isEmpty()) {
			return unknown();
		}
		return problems.get().isEmpty() ? ResponseEntity.noContent().build()
				: ResponseEntity.unprocessableEntity().body(Map.of("message", texts.text(problems.get().get(0)), "fields", texts.byField(problems.get())));
	}

	private Optional<List<OrganisationProblem>> chosen(Staff staff, String number, ApplicationDesk.Choice choice) {
		try {
			return desk.choose(staff, number, choice);
		} catch (ConcurrencyFailureException atOnce) {
			// A colleague chose in the same moment; the later words stand.
			return desk.choose(staff, number, choice);
		}
	}

	private ResponseEntity<?> unknown() {
		return ResponseEntity.status(HttpStatus.NOT_FOUND).body(Map.of("message", texts.text("application.unknown")));
	}
}
