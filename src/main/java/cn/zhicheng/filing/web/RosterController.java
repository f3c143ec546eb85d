package cn.zhicheng.filing.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

import org.dhatim.fastexcel.Workbook;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

import cn.zhicheng.filing.AccountClaims;
import cn.zhicheng.filing.AccountResets;
import cn.zhicheng.filing.DocumentType;
import cn.zhicheng.filing.FilingSettings;
import cn.zhicheng.filing.RosterClerk;
import cn.zhicheng.filing.RosterEntry;
import cn.zhicheng.filing.RosterState;
import cn.zhicheng.filing.Rosters;
import cn.zhicheng.filing.Rosters.Candidate;
import cn.zhicheng.filing.Rosters.RowProblem;
import cn.zhicheng.filing.Rosters.Slip;
import cn.zhicheng.organisation.Organisation;
import cn.zhicheng.organisation.OrganisationDirectory;
import cn.zhicheng.security.Staff;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * The roster (花名册) of a unit or archive agency, for its reviewers and administrators: who is on it, and the activation
 * codes. For everybody else there is no such page. A number stands in no address, a code only on the page that shows it
 * once.
 */
@Controller
@RequestMapping("/organisation/{organisation}/roster")
class RosterController {

	private static final String LIST = "roster/people";
	private static final String ADD = "roster/add";
	/** More would not be read by anybody. */
	private static final int MOST_PROBLEMS = 100;
	private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

	private final Rosters rosters;
	private final AccountResets resets;
	private final AccountClaims claims;
	private final RosterRows rows;
	private final OrganisationDirectory organisations;
	private final FilingSettings settings;
	private final PageTexts texts;

	RosterController(Rosters rosters, AccountResets resets, AccountClaims claims, RosterRows rows, OrganisationDirectory organisations, FilingSettings settings, PageTexts texts) {
		this.rosters = rosters;
		this.resets = resets;
		this.claims = claims;
		this.rows = rows;
		this.organisations = organisations;
		this.settings = settings;
		this.texts = texts;
	}

	/** Before every page: may this account keep this roster? The answer to a no does not tell whether there is such a unit. */
	@ModelAttribute("clerk")
	RosterClerk clerk(@PathVariable String organisation, @AuthenticationPrincipal Staff staff, HttpServletRequest request, Model model) {
		var unit = organisations.find(organisation).filter(found -> found.kind().employs())
				.filter(found -> staff.reviewsFor(found.code()) || staff.administeredOrganisations().contains(found.code()))
				.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
		model.addAttribute("unit", unit.name());
		model.addAttribute("roster", rosterOf(unit));
		return new RosterClerk(unit.code(), staff.userId(), request.getRemoteAddr());
	}

	private static String rosterOf(Organisation unit) {
		return "/organisation/" + unit.code() + "/roster";
	}

	/** A person as the list shows one. */
	record PersonView(long id, String name, String documentType, String number, RosterState state, String stateName, String code, boolean elsewhere) {
	}

	/** A reset as the page lists it. */
	record ResetView(String name, String at, String by) {
	}

	@GetMapping
	String people(@ModelAttribute(name = "clerk", binding = false) RosterClerk clerk, @RequestParam(defaultValue = "0") long after,
			@RequestParam(defaultValue = "") String name, @RequestParam(required = false) RosterState state, Model model) {
		var page = rosters.page(clerk.organisation(), after, name, state);
		model.addAttribute("people", page.people().stream().map(this::view).toList());
		model.addAttribute("next", page.next().orElse(null));
		model.addAttribute("after", after);
		model.addAttribute("name", name);
		model.addAttribute("state", state);
		model.addAttribute("states", RosterState.values());
		model.addAttribute("resets", resets.recentOf(clerk.organisation()).stream()
				.map(reset -> new ResetView(reset.name() == null ? texts.text("roster.resets.gone") : reset.name(), ChinaTime.moment(reset.at()), reset.by())).toList());
		model.addAttribute("claimed", claims.waitingOf(clerk.organisation()));
		model.addAttribute("counts", rosters.countByState(clerk.organisation()));
		return LIST;
	}

	private PersonView view(RosterEntry person) {
		var code = person.codeValidUntil().map(until -> texts.text("roster.code.handedOut",
				ChinaTime.moment(person.codeHandedOutAt().orElseThrow()), ChinaTime.moment(until))).orElse(null);
		return new PersonView(person.id(), person.name(), texts.text(person.documentType().messageKey()), person.maskedNumber(),
				person.state(), texts.text(person.state().messageKey()), code, person.isKeptElsewhere());
	}

	@GetMapping("/people")
	String add(Model model) {
		return addPage(DocumentType.RESIDENT_ID_CARD, "", "", "", model);
	}

	private String addPage(DocumentType type, String number, String name, String text, Model model) {
		model.addAttribute("documentTypes", DocumentType.values());
		model.addAttribute("documentType", type);
		model.addAttribute("documentNumber", number);
		model.addAttribute("name", name);
		model.addAttribute("text", text);
		model.addAttribute("most", Rosters.MAX_AT_ONCE);
		return ADD;
	}

	@PostMapping("/people")
	String addOne(@ModelAttribute(name = "clerk", binding = false) RosterClerk clerk,
			@RequestParam(defaultValue = "RESIDENT_ID_CARD") DocumentType documentType,
			@RequestParam(defaultValue = "") String documentNumber, @RequestParam(defaultValue = "") String name, Model model,
			HttpServletResponse response, RedirectAttributes flash) {
		var listing = rosters.add(clerk, List.of(new Candidate(1, documentType, documentNumber, name)));
		if (listing.problems().isEmpty()) {
			flash.addFlashAttribute(listing.added() == 1 ? "message" : "warning",
					texts.text(listing.added() == 1 ? "roster.added.one" : "roster.known.one", name.strip()));
			return "redirect:" + model.getAttribute("roster") + (listing.added() == 1 ? "/people" : "");
		}
		response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
		var problem = listing.problems().get(0);
		model.addAttribute(problem.messageKey().startsWith("personName.") || problem.messageKey().endsWith("otherName") ? "nameProblem"
				: "numberProblem", sentence(problem));
		return addPage(documentType, documentNumber, name, "", model);
	}

	/** What is wrong with a row, as the page lists it. */
	record ProblemView(int row, String person, String sentence) {
	}

	@PostMapping("/import")
	String addMany(@ModelAttribute(name = "clerk", binding = false) RosterClerk clerk, @RequestParam(defaultValue = "") String text,
			@RequestParam(required = false) MultipartFile file, Model model, HttpServletResponse response, RedirectAttributes flash)
			throws IOException {
		boolean uploaded = file != null && !file.isEmpty();
		var kept = RosterRows.isTooLong(text) ? "" : text;
		if (!uploaded && text.isBlank()) {
			return refused(texts.text("roster.import.nothing"), kept, response, model);
		}
		if (uploaded && !text.isBlank()) {
			return refused(texts.text("roster.import.both"), kept, response, model);
		}
		var reading = uploaded ? rows.fromFile(file.getBytes()) : rows.fromPasted(text);
		if (reading instanceof RosterRows.Reading.Unreadable unreadable) {
			return refused(texts.text(unreadable.messageKey(), unreadable.arguments().toArray()), kept, response, model);
		}
		var listing = rosters.add(clerk, ((RosterRows.Reading.People) reading).candidates());
		if (!listing.problems().isEmpty()) {
			model.addAttribute("problems", listing.problems().stream().limit(MOST_PROBLEMS)
					.map(problem -> new ProblemView(problem.row(), (problem.name() + " " + problem.maskedNumber()).strip(), sentence(problem)))
					.toList());
			model.addAttribute("more", Math.max(0, listing.problems().size() - MOST_PROBLEMS));
			return refused(texts.text("roster.import.problems"), kept, response, model);
		}
		flash.addFlashAttribute("message", texts.text(listing.known() == 0 ? "roster.added.many" : "roster.added.some",
				listing.added(), listing.known()));
		return "redirect:" + model.getAttribute("roster");
	}

	private String refused(String sentence, String text, HttpServletResponse response, Model model) {
		response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
		model.addAttribute("importProblem", sentence);
		return addPage(DocumentType.RESIDENT_ID_CARD, "", "", text, model);
	}

	private String sentence(RowProblem problem) {
		return texts.text(problem.messageKey(), problem.argument());
	}

	/** An empty workbook whose cells are texts, so that no number is taken for an amount. */
	@GetMapping("/template.xlsx")
	ResponseEntity<byte[]> template() throws IOException {
		var file = new ByteArrayOutputStream();
		try (var workbook = new Workbook(file, "zhicheng", "1.0")) {
			var sheet = workbook.newWorksheet(texts.text("roster.title"));
			sheet.range(0, 0, Rosters.MAX_AT_ONCE, 2).style().format("@").set();
			sheet.value(0, 0, texts.text("field.documentType"));
			sheet.value(0, 1, texts.text("field.documentNumber"));
			sheet.value(0, 2, texts.text("field.name"));
			for (int column = 0; column < 3; column++) {
				sheet.width(column, 24);
			}
		}
		return ResponseEntity.ok().header(HttpHeaders.CONTENT_TYPE, XLSX)
				.header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"roster.xlsx\"").body(file.toByteArray());
	}

	/** @param all present to hand out to everybody without a code; {@code only} one person, whatever is checked in the list */
	@PostMapping("/codes")
	String handOut(@ModelAttribute(name = "clerk", binding = false) RosterClerk clerk, @RequestParam(required = false) List<Long> entry,
			@RequestParam(required = false) Long only, @RequestParam(required = false) String all, HttpServletResponse response, Model model,
			RedirectAttributes flash) {
		var slips = all != null ? rosters.handOutToAll(clerk)
				: rosters.handOut(clerk, only != null ? List.of(only) : entry == null ? List.of() : entry);
		if (slips.isEmpty()) {
			flash.addFlashAttribute("warning", texts.text(all != null ? "roster.codes.noneLeft" : "roster.codes.nobody"));
			return "redirect:" + model.getAttribute("roster");
		}
		return show(slips, response, model);
	}

	/** A slip as it is printed. */
	record SlipView(String name, String number, String code, String validUntil) {
	}

	/** The codes stand in this one answer and nowhere else: only their hashes are kept. */
	private String show(List<Slip> slips, HttpServletResponse response, Model model) {
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		model.addAttribute("slips", slips.stream().map(slip -> new SlipView(slip.name(), slip.maskedNumber(),
				slip.code(), ChinaTime.moment(slip.validUntil()))).toList());
		model.addAttribute("portal", settings.portalAddress() != null ? settings.portalAddress()
				: ServletUriComponentsBuilder.fromCurrentContextPath().path("/portal").toUriString());
		return "roster/slips";
	}

	/** The page with the codes, opened anew: they are not shown again. */
	@GetMapping({ "/codes", "/slips" })
	String slips(Model model, RedirectAttributes flash) {
		flash.addFlashAttribute("warning", texts.text("roster.slips.shown"));
		return "redirect:" + model.getAttribute("roster");
	}

	@GetMapping("/{id:[0-9]+}/reset")
	String askReset(@ModelAttribute(name = "clerk", binding = false) RosterClerk clerk, @PathVariable long id, Model model) {
		return ask("reset", clerk, id, model);
	}

	@PostMapping("/{id:[0-9]+}/reset")
	String reset(@ModelAttribute(name = "clerk", binding = false) RosterClerk clerk, @PathVariable long id, HttpServletResponse response,
			Model model, RedirectAttributes flash) {
		var slip = rosters.reset(clerk, onRoster(clerk, id).id());
		if (slip.isEmpty()) {
			flash.addFlashAttribute("warning", texts.text("roster.reset.notActive"));
			return "redirect:" + model.getAttribute("roster");
		}
		return show(List.of(slip.get()), response, model);
	}

	@GetMapping("/{id:[0-9]+}/removal")
	String askRemoval(@ModelAttribute(name = "clerk", binding = false) RosterClerk clerk, @PathVariable long id, Model model) {
		return ask("removal", clerk, id, model);
	}

	@PostMapping("/{id:[0-9]+}/removal")
	String remove(@ModelAttribute(name = "clerk", binding = false) RosterClerk clerk, @PathVariable long id, Model model,
			RedirectAttributes flash) {
		var person = onRoster(clerk, id);
		rosters.remove(clerk, id);
		flash.addFlashAttribute("message", texts.text("roster.removed", person.name()));
		return "redirect:" + model.getAttribute("roster");
	}

	@GetMapping("/{id:[0-9]+}/claim")
	String askClaim(@ModelAttribute(name = "clerk", binding = false) RosterClerk clerk, @PathVariable long id, Model model) {
		model.addAttribute("entry", view(onRoster(clerk, id)));
		return "roster/claim";
	}

	@PostMapping("/{id:[0-9]+}/claim")
	String claim(@ModelAttribute(name = "clerk", binding = false) RosterClerk clerk, @PathVariable long id, @RequestParam(defaultValue = "") String reason,
			Model model, RedirectAttributes flash) {
		var result = claims.ask(clerk, onRoster(clerk, id).id(), reason);
		flash.addFlashAttribute(result.isDone() ? "message" : "warning", texts.text(result.messageKey()));
		return "redirect:" + model.getAttribute("roster");
	}

	private String ask(String action, RosterClerk clerk, long id, Model model) {
		model.addAttribute("action", action);
		model.addAttribute("entry", view(onRoster(clerk, id)));
		return "roster/confirmation";
	}

	private RosterEntry onRoster(RosterClerk clerk, long id) {
		return rosters.find(clerk.organisation(), id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
	}
}
