package cn.zhicheng.organisation.web;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import cn.zhicheng.organisation.ApplicantNature;
import cn.zhicheng.organisation.OrganisationApplication;
import cn.zhicheng.organisation.OrganisationApplications;
import cn.zhicheng.organisation.OrganisationApplications.Filed;
import cn.zhicheng.organisation.OrganisationDirectory;
import cn.zhicheng.organisation.OrganisationField;
import cn.zhicheng.organisation.Outcome;
import cn.zhicheng.organisation.TypedApplication;
import cn.zhicheng.reference.Regions;
import cn.zhicheng.security.ApplicantPrincipal;
import cn.zhicheng.security.Throttle;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Where a unit without an account applies, sees what has become of it and gets its first password once; and where an
 * individual whose unit is not in the directory asks for it. Number and code stay in the body of the requests, never in an
 * address, and a wrong number is not told from a wrong code.
 */
@Controller
@RequestMapping("/portal/organisation")
class ApplicationController {

	private static final String FORM = "portal/organisation";
	private static final String STATUS = "portal/organisation-status";
	private static final int LONGEST = 40;
	private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy年M月d日 HH:mm").withZone(ZoneId.of("Asia/Shanghai"));

	private final OrganisationApplications applications;
	private final TypedApplication typed;
	private final OrganisationDirectory organisations;
	private final Regions regions;
	private final Throttle throttle;
	private final OrganisationTexts texts;

	ApplicationController(OrganisationApplications applications, TypedApplication typed, OrganisationDirectory organisations, Regions regions,
			Throttle throttle, OrganisationTexts texts) {
		this.applications = applications;
		this.typed = typed;
		this.organisations = organisations;
		this.regions = regions;
		this.throttle = throttle;
		this.texts = texts;
	}

	/** @return name of the person signed in, for the head of the page; null for a unit */
	@ModelAttribute("person")
	String person(@AuthenticationPrincipal ApplicantPrincipal person) {
		return person == null ? null : person.name();
	}

	@GetMapping
	String begin(Model model) {
		return form(null, Map.of(), model);
	}

	@PostMapping
	String apply(@RequestParam Map<String, String> parameters, HttpServletRequest request, HttpServletResponse response, Model model,
			RedirectAttributes flash) {
		return file(null, parameters, request, response, model, flash);
	}

	/** What was given once, on the page after the application: it is not shown again. */
	@GetMapping("/filed")
	String filed(Model model) {
		return model.containsAttribute("filed") ? "portal/organisation-filed" : "redirect:/portal/organisation/status";
	}

	@GetMapping("/request")
	String beginRequest(@AuthenticationPrincipal ApplicantPrincipal person, Model model) {
		return form(person, Map.of(), model);
	}

	@PostMapping("/request")
	String request(@AuthenticationPrincipal ApplicantPrincipal person, @RequestParam Map<String, String> parameters, HttpServletRequest request,
			HttpServletResponse response, Model model, RedirectAttributes flash) {
		return file(person, parameters, request, response, model, flash);
	}

	/** @param person null: a unit applies itself */
	private String file(ApplicantPrincipal person, Map<String, String> parameters, HttpServletRequest request, HttpServletResponse response,
			Model model, RedirectAttributes flash) {
		var reading = typed.read(parameters.get("nature"), fields(parameters), person == null ? null : person.id());
		var problems = reading.problems();
		if (problems.isEmpty()) {
			// Only what would be taken counts: whoever mends the own typing is not sent away.
			if (!throttle.tryAcquire(Throttle.APPLICATION_BY_ADDRESS, request.getRemoteAddr())) {
				response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
				model.addAttribute("problems", Map.of("", tooOften(Throttle.APPLICATION_BY_ADDRESS, request)));
				return form(person, parameters, model);
			}
			var outcome = applications.file(reading.application(), request.getRemoteAddr());
			if (outcome instanceof Outcome.Done<Filed> done) {
				if (person == null) {
					flash.addFlashAttribute("filed", done.value());
					return "redirect:/portal/organisation/filed";
				}
				flash.addFlashAttribute("message", texts.text("application.requested", done.value().number()));
				return "redirect:/portal/organisation/request";
			}
			problems = ((Outcome.Refused<?>) outcome).problems();
		}
		response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
		model.addAttribute("problems", texts.byField(problems));
		return form(person, parameters, model);
	}

	private static Map<OrganisationField, String> fields(Map<String, String> parameters) {
		var fields = new EnumMap<OrganisationField, String>(OrganisationField.class);
		for (var field : List.of(OrganisationField.NAME, OrganisationField.CREDIT_CODE, OrganisationField.REGION, OrganisationField.FIELD,
				OrganisationField.CONTACT_NAME, OrganisationField.CONTACT_PHONE, OrganisationField.ADMINISTRATOR,
				OrganisationField.ADMINISTRATOR_NAME)) {
			if (parameters.containsKey(field.key())) {
				fields.put(field, parameters.get(field.key()));
			}
		}
		return fields;
	}

	private String form(ApplicantPrincipal person, Map<String, String> values, Model model) {
		model.addAttribute("individual", person != null);
		model.addAttribute("values", values);
		model.addAttribute("natures", ApplicantNature.values());
		model.addAttribute("regions", regions.current());
		if (person != null) {
			model.addAttribute("requests", applications.requestsOf(person.id()).stream().map(this::status).toList());
		}
		return FORM;
	}

	/**
	 * What has become of an application, as the applicant sees it.
	 *
	 * @param sentence what to do now
	 * @param account name of the administrator's account; null: there is none
	 */
	record Status(String number, String name, String nature, String region, String filedAt, String state, String stateClass, String sentence,
			String reason, String account) {
	}

	private Status status(OrganisationApplication application) {
		return new Status(application.number(), application.name(), texts.text(application.nature().messageKey()),
				regions.nameOf(application.region()), moment(application.filedAt()), texts.text(application.state().messageKey()),
				switch (application.state()) {
					case WAITING -> "waiting";
					case APPROVED -> "published";
					case REFERRED -> "returned";
					case REJECTED -> "lapsed";
				}, sentence(application), application.reason().orElse(null), application.registered().isPresent() ? application.administrator() : null);
	}

	private String sentence(OrganisationApplication application) {
		var decided = application.decidedAt().map(this::moment).orElse("");
		return switch (application.state()) {
			case WAITING -> texts.text("application.status.WAITING", organisations.nameOf(application.organisation()));
			case APPROVED -> texts.text(application.isOfUnit() ? "application.status.APPROVED" : "application.status.APPROVED.individual", decided,
					application.registered().flatMap(organisations::superiorOf).map(superior -> superior.name())
							.orElse(organisations.nameOf(application.organisation())));
			case REFERRED -> texts.text("application.status.REFERRED", decided, organisations.nameOf(application.referredTo()));
			case REJECTED -> texts.text("application.status.REJECTED", decided, organisations.nameOf(application.organisation()));
		};
	}

	private String moment(Instant instant) {
		return MOMENT.format(instant);
	}

	@GetMapping("/status")
	String ask(Model model) {
		return question("", Map.of(), model);
	}

	@PostMapping("/status")
	String look(@RequestParam(defaultValue = "") String number, @RequestParam(defaultValue = "") String code, HttpServletRequest request,
			HttpServletResponse response, Model model) {
		var found = asked(number, code, request, response, model);
		if (found != null) {
			show(found, number, code, model);
		}
		return STATUS;
	}

	/** The page with the password, opened anew. */
	@GetMapping("/password")
	String password() {
		return "redirect:/portal/organisation/status";
	}

	@PostMapping("/password")
	String password(@RequestParam(defaultValue = "") String number, @RequestParam(defaultValue = "") String code, HttpServletRequest request,
			HttpServletResponse response, Model model) {
		var found = asked(number, code, request, response, model);
		if (found == null) {
			return STATUS;
		}
		try {
			applications.showPassword(number, code, request.getRemoteAddr()).ifPresent(issued -> model.addAttribute("issued", issued));
		} catch (ConcurrencyFailureException meanwhile) {
			// It was shown in another window at the same moment.
		}
		show(applications.find(number, code).orElse(found), number, code, model);
		return STATUS;
	}

	/** @return null if it was answered with the question again */
	private OrganisationApplication asked(String number, String code, HttpServletRequest request, HttpServletResponse response, Model model) {
		var problems = new LinkedHashMap<String, String>();
		check("number", number, problems);
		check("code", code, problems);
		if (problems.isEmpty() && !throttle.tryAcquire(Throttle.APPLICATION_STATUS_BY_ADDRESS, request.getRemoteAddr())) {
			response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
			question(number, Map.of("", tooOften(Throttle.APPLICATION_STATUS_BY_ADDRESS, request)), model);
			return null;
		}
		var found = problems.isEmpty() ? applications.find(number, code).orElse(null) : null;
		if (found == null) {
			response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
			question(number, problems.isEmpty() ? Map.of("code", texts.text("application.status.wrong")) : problems, model);
		}
		return found;
	}

	private void check(String field, String value, Map<String, String> problems) {
		if (value.isBlank()) {
			problems.put(field, texts.text("organisation.problem.missing"));
		} else if (value.length() > LONGEST) {
			problems.put(field, texts.text("organisation.problem.tooLong", LONGEST));
		}
	}

	private static String question(String number, Map<String, String> problems, Model model) {
		model.addAttribute("number", number);
		model.addAttribute("problems", problems.isEmpty() ? null : problems);
		return STATUS;
	}

	private void show(OrganisationApplication application, String number, String code, Model model) {
		model.addAttribute("status", status(application));
		model.addAttribute("number", number);
		model.addAttribute("code", code);
		model.addAttribute("passwordToShow", applications.hasPasswordToShow(application));
		model.addAttribute("passwordShown", application.isPasswordShown());
	}

	private String tooOften(String limit, HttpServletRequest request) {
		Duration wait = throttle.retryAfter(limit, request.getRemoteAddr());
		return texts.text("application.tooOften", String.valueOf(Math.max(1, wait.plusSeconds(59).toMinutes())));
	}
}
