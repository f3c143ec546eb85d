package cn.zhicheng.organisation.web;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import cn.zhicheng.organisation.BeyondReachException;
import cn.zhicheng.organisation.NewOrganisation;
import cn.zhicheng.organisation.Organisation;
import cn.zhicheng.organisation.OrganisationDesk;
import cn.zhicheng.organisation.OrganisationField;
import cn.zhicheng.organisation.OrganisationKind;
import cn.zhicheng.organisation.OrganisationLevel;
import cn.zhicheng.organisation.OrganisationProblem;
import cn.zhicheng.organisation.OrganisationStaff;
import cn.zhicheng.organisation.Outcome;
import cn.zhicheng.organisation.StaffKind;
import cn.zhicheng.organisation.TypedOrganisation;
import cn.zhicheng.organisation.UnitResets;
import cn.zhicheng.reference.Regions;
import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffAccounts.Account;
import jakarta.servlet.http.HttpServletResponse;

/**
 * What is below an organisation: looking, finding, creating, describing.
 */
@Controller
@RequestMapping("/organisation")
class OrganisationController {

	private static final String FORM = "organisation/form";
	private static final List<OrganisationField> DETAILS = List.of(OrganisationField.NAME, OrganisationField.KIND, OrganisationField.REGION,
			OrganisationField.LEVEL, OrganisationField.CREDIT_CODE, OrganisationField.FIELD, OrganisationField.CONTACT_NAME,
			OrganisationField.CONTACT_PHONE);

	private final OrganisationDesk desk;
	private final OrganisationStaff staffOf;
	private final UnitResets resets;
	private final TypedOrganisation typed;
	private final Regions regions;
	private final OrganisationTexts texts;

	OrganisationController(OrganisationDesk desk, OrganisationStaff staffOf, UnitResets resets, TypedOrganisation typed, Regions regions, OrganisationTexts texts) {
		this.desk = desk;
		this.staffOf = staffOf;
		this.resets = resets;
		this.typed = typed;
		this.regions = regions;
		this.texts = texts;
	}

	@GetMapping
	String entrances(@AuthenticationPrincipal Staff staff, Model model) {
		var entrances = desk.entrances(staff);
		if (entrances.size() == 1 && !desk.mayRegisterAtTop(staff)) {
			return "redirect:/organisation/" + entrances.get(0).code();
		}
		model.addAttribute("entrances", entrances);
		model.addAttribute("mayRegisterAtTop", desk.mayRegisterAtTop(staff));
		return "organisation/entrances";
	}

	/**
	 * The accounts that are one thing for the organisation.
	 *
	 * @param missing records that wait for another one
	 * @param changeable whether they can be removed and given passwords, and not only added to
	 */
	record Members(StaffKind kind, List<Account> accounts, int missing, boolean changeable) {
	}

	@GetMapping("/{code}")
	String organisation(@AuthenticationPrincipal Staff staff, @PathVariable String code, @RequestParam(defaultValue = "") String q,
			@RequestParam(defaultValue = "") String after, Model model) {
		var view = desk.view(staff, code);
		model.addAttribute("view", view);
		model.addAttribute("regionName", regions.nameOf(view.organisation().region()));
		model.addAttribute("q", q);
		var below = desk.below(staff, code, q, after);
		model.addAttribute("page", below);
		var codes = below.organisations().stream().map(Organisation::code).toList();
		model.addAttribute("missing", staffOf.missingReviewers(codes));
		model.addAttribute("resets", resets.recentAt(codes));
		model.addAttribute("ownResets", resets.recentAt(List.of(code)).getOrDefault(code, 0L));
		model.addAttribute("members", Arrays.stream(StaffKind.values()).filter(kind -> staffOf.mayAdd(staff, code, kind))
				.map(kind -> new Members(kind, staffOf.members(staff, code, kind), kind == StaffKind.REVIEWER ? staffOf.missingReviewers(code) : 0,
						staffOf.mayChange(staff, code, kind)))
				.toList());
		return "organisation/page";
	}

	@GetMapping({ "/{superior}/new", "/-/new" })
	String begin(@AuthenticationPrincipal Staff staff, @PathVariable(required = false) String superior, Model model) {
		desk.requireBelow(staff, superior);
		return form(superior, null, Map.of(), model);
	}

	@PostMapping({ "/{superior}/new", "/-/new" })
	String register(@AuthenticationPrincipal Staff staff, @PathVariable(required = false) String superior,
			@RequestParam Map<String, String> parameters, HttpServletResponse response, Model model, RedirectAttributes flash) {
		desk.requireBelow(staff, superior);
		var reading = typed.read(fields(parameters));
		var problems = reading.problems();
		if (problems.isEmpty()) {
			var wanted = reading.organisation();
			var outcome = desk.register(staff, new NewOrganisation(wanted.code(), wanted.details(), superior, wanted.administrator()));
			if (outcome instanceof Outcome.Done<cn.zhicheng.organisation.OrganisationRegistry.Registered> done) {
				flash.addFlashAttribute("message", texts.text("organisation.created", done.value().organisation().name()));
				done.value().administrator().ifPresent(issued -> flash.addFlashAttribute("issued", issued));
				return "redirect:/organisation/" + done.value().organisation().code();
			}
			problems = ((Outcome.Refused<?>) outcome).problems();
		}
		return again(superior, null, parameters, problems, response, model);
	}

	@GetMapping("/{code}/edit")
	String edit(@AuthenticationPrincipal Staff staff, @PathVariable String code, Model model) {
		var organisation = governed(staff, code);
		model.addAttribute("version", organisation.version());
		return form(null, organisation, values(organisation), model);
	}

	@PostMapping("/{code}/edit")
	String describe(@AuthenticationPrincipal Staff staff, @PathVariable String code, @RequestParam int version,
			@RequestParam Map<String, String> parameters, HttpServletResponse response, Model model, RedirectAttributes flash) {
		var organisation = governed(staff, code);
		var all = fields(parameters);
		all.put(OrganisationField.CODE, code);
		var reading = typed.read(all);
		var problems = reading.problems();
		if (problems.isEmpty()) {
			var outcome = desk.describe(staff, code, version, reading.organisation().details());
			if (outcome instanceof Outcome.Done<Organisation>) {
				flash.addFlashAttribute("message", texts.text("organisation.saved"));
				return "redirect:/organisation/" + code;
			}
			problems = ((Outcome.Refused<?>) outcome).problems();
		}
		// Saving once more takes what was typed, whoever else has changed it meanwhile: the page has said so.
		model.addAttribute("version", desk.view(staff, code).organisation().version());
		return again(null, organisation, parameters, problems, response, model);
	}

	private Organisation governed(Staff staff, String code) {
		var view = desk.view(staff, code);
		if (!view.governed()) {
			throw new BeyondReachException(staff.userId(), code);
		}
		return view.organisation();
	}

	private static EnumMap<OrganisationField, String> fields(Map<String, String> parameters) {
		var fields = new EnumMap<OrganisationField, String>(OrganisationField.class);
		for (var field : OrganisationField.values()) {
			if (field != OrganisationField.SUPERIOR && parameters.containsKey(field.key())) {
				fields.put(field, parameters.get(field.key()));
			}
		}
		return fields;
	}

	private static Map<String, String> values(Organisation organisation) {
		var values = new java.util.HashMap<String, String>();
		values.put("name", organisation.name());
		values.put("kind", organisation.kind().name());
		values.put("region", organisation.region());
		values.put("level", organisation.level().name());
		values.put("creditCode", organisation.creditCode().map(Object::toString).orElse(""));
		values.put("field", organisation.field());
		values.put("contactName", organisation.contactName());
		values.put("contactPhone", organisation.contactPhone());
		return values;
	}

	private String again(String superior, Organisation organisation, Map<String, String> parameters, List<OrganisationProblem> problems,
			HttpServletResponse response, Model model) {
		response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
		model.addAttribute("problems", texts.byField(problems));
		return form(superior, organisation, parameters, model);
	}

	/** @param organisation null: a new one */
	private String form(String superior, Organisation organisation, Map<String, String> values, Model model) {
		model.addAttribute("superior", superior);
		model.addAttribute("organisation", organisation);
		model.addAttribute("values", values);
		model.addAttribute("fields", DETAILS);
		model.addAttribute("kinds", OrganisationKind.values());
		model.addAttribute("levels", OrganisationLevel.values());
		model.addAttribute("regions", regions.current());
		return FORM;
	}
}
