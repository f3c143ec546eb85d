package cn.zhicheng.filing.web;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.util.WebUtils;

import cn.zhicheng.evidence.EvidenceKind;
import cn.zhicheng.filing.Filing;
import cn.zhicheng.filing.FilingOutcome;
import cn.zhicheng.filing.RecordField;
import cn.zhicheng.filing.RecordKeys;
import cn.zhicheng.filing.RecordState;
import cn.zhicheng.filing.RecordTexts;
import cn.zhicheng.filing.TitleRecord;
import cn.zhicheng.organisation.OrganisationDirectory;
import cn.zhicheng.security.ApplicantPrincipal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * One own record: look at it, fill it in, submit it, take it back, delete it (甘人社通〔2021〕117号 三(一) 第二步). Everything
 * works without scripts; they only make it nicer.
 */
@Controller
@RequestMapping("/portal/records/{number}")
class RecordController {

	private static final String RECORD_PAGE = "portal/record";
	private static final String FORM_PAGE = "portal/edit";
	private static final String REMOVAL = "remove-\\d{1,18}";
	private static final String MESSAGE = "message";
	private static final String WARNING = "warning";

	private final Filing filing;
	private final RecordViews views;
	private final RecordForms forms;
	private final RecordTexts recordTexts;
	private final EvidenceUploads uploads;
	private final OrganisationDirectory organisations;
	private final PageTexts texts;
	private final Clock clock;

	RecordController(Filing filing, RecordViews views, RecordForms forms, RecordTexts recordTexts, EvidenceUploads uploads,
			OrganisationDirectory organisations, PageTexts texts, Clock clock) {
		this.filing = filing;
		this.views = views;
		this.forms = forms;
		this.recordTexts = recordTexts;
		this.uploads = uploads;
		this.organisations = organisations;
		this.texts = texts;
		this.clock = clock;
	}

	@GetMapping
	String show(@AuthenticationPrincipal ApplicantPrincipal person, @PathVariable String number, Model model) {
		return show(own(person, number), model);
	}

	private String show(TitleRecord record, Model model) {
		model.addAttribute("record", views.whole(record));
		return RECORD_PAGE;
	}

	/** @param check present to have everything that is missing shown at once */
	@GetMapping("/edit")
	String edit(@AuthenticationPrincipal ApplicantPrincipal person, @PathVariable String number,
			@RequestParam(required = false) String check, Model model, RedirectAttributes flash) {
		var record = own(person, number);
		if (!record.state().isEditable()) {
			flash.addFlashAttribute(WARNING, notEditable(record));
			return toRecord(number);
		}
		var problems = check == null ? List.<RecordViews.Problem>of() : views.problems(filing.problems(record));
		model.addAttribute("form", forms.form(record, null, record.version(), problems, List.of()));
		return FORM_PAGE;
	}

	/**
	 * Saves the form and does what its button says. Files that were chosen are taken along with any button, so that nothing
	 * is lost.
	 *
	 * @param action {@code save}, {@code preview}, {@code upload-<kind>}, {@code find-employer} or {@code remove-<id>}
	 */
	@PostMapping("/edit")
	String save(@AuthenticationPrincipal ApplicantPrincipal person, @PathVariable String number, @RequestParam int version,
			@RequestParam(defaultValue = "save") String action, @RequestParam Map<String, String> parameters, HttpServletRequest request,
			HttpServletResponse response, Model model, RedirectAttributes flash) throws IOException {
		var typed = TypedRecord.of(parameters, organisations);
		var outcome = settled(() -> filing.save(person.id(), number, version, typed.values()));
		if (outcome instanceof FilingOutcome.NotNow notNow) {
			response.setStatus(HttpStatus.CONFLICT.value());
			model.addAttribute(WARNING, notEditable(notNow.record()));
			model.addAttribute("differences", views.differences(notNow.record(), typed.values()));
			return show(notNow.record(), model);
		}
		var problems = new ArrayList<RecordViews.Problem>();
		int formVersion = version;
		List<RecordViews.Change> differences = List.of();
		if (outcome instanceof FilingOutcome.Refused refused) {
			problems.addAll(views.problems(refused.problems()));
		} else if (outcome instanceof FilingOutcome.Conflict conflict) {
			differences = views.differences(conflict.record(), typed.values());
			formVersion = conflict.record().version();
		} else if (outcome instanceof FilingOutcome.Done done) {
			formVersion = done.record().version();
		} else if (outcome instanceof FilingOutcome.AlreadyDone same) {
			formVersion = same.record().version();
		}
		if (typed.isEmployerUnclear()) {
			problems.add(new RecordViews.Problem(RecordField.EMPLOYER.key(), RecordViews.anchor(RecordField.EMPLOYER.key()),
					recordTexts.label(RecordField.EMPLOYER.key()), texts.text(typed.employersFound().isEmpty() ? "edit.employer.none" : "edit.employer.choose")));
		}
		formVersion = takeFiles(person, number, formVersion, request, problems);
		if (action.matches(REMOVAL)) {
			formVersion = uploads.remove(person.id(), number, Long.parseLong(action.substring("remove-".length())), formVersion).version();
		}
		if (!problems.isEmpty() || !differences.isEmpty()) {
			response.setStatus((differences.isEmpty() ? HttpStatus.UNPROCESSABLE_ENTITY : HttpStatus.CONFLICT).value());
			model.addAttribute("form", forms.form(own(person, number), typed, formVersion, problems, differences));
			return FORM_PAGE;
		}
		if (action.equals("preview")) {
			return toRecord(number);
		}
		flash.addFlashAttribute(MESSAGE, texts.text("edit.saved"));
		return "redirect:/portal/records/" + number + "/edit" + place(action);
	}

	/** Where on the form the person was. */
	private static String place(String action) {
		if (action.matches("upload-[A-Z_]+")) {
			return "#evidence-" + action.substring("upload-".length());
		}
		return action.equals("find-employer") ? "#employer" : action.matches(REMOVAL) ? "#evidence" : "";
	}

	private int takeFiles(ApplicantPrincipal person, String number, int version, HttpServletRequest request,
			List<RecordViews.Problem> problems) throws IOException {
		int known = version;
		var multipart = WebUtils.getNativeRequest(request, MultipartHttpServletRequest.class);
		if (multipart != null) {
			for (var kind : EvidenceKind.values()) {
				for (MultipartFile file : multipart.getFiles("file-" + kind)) {
					if (file.getOriginalFilename() == null || file.getOriginalFilename().isEmpty()) {
						continue;
					}
					var upload = uploads.take(person.id(), number, kind, file, known);
					known = upload.version();
					upload.refusal().ifPresent(text -> problems.add(new RecordViews.Problem(RecordKeys.of(kind),
							RecordViews.anchor(kind), texts.text(kind.messageKey()), text)));
				}
			}
		}
		return known;
	}

	/**
	 * Submits, or sends an amended record again.
	 *
	 * @param truthful ticked: the person answers for the truth of it (甘人社通〔2021〕117号 五(一))
	 */
	@PostMapping("/submission")
	String submit(@AuthenticationPrincipal ApplicantPrincipal person, @PathVariable String number, @RequestParam int version,
			@RequestParam(defaultValue = "false") boolean truthful, HttpServletResponse response, Model model, RedirectAttributes flash) {
		var record = own(person, number);
		if (!truthful && record.state().isEditable()) {
			response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
			model.addAttribute("truthfulMissing", true);
			return show(record, model);
		}
		var outcome = settled(() -> filing.submit(person.id(), number, version));
		if (outcome instanceof FilingOutcome.Done) {
			var now = own(person, number);
			flash.addFlashAttribute(MESSAGE, texts.text("submit.done", organisations.nameOf(now.organisation())));
			return toRecord(number);
		}
		if (outcome instanceof FilingOutcome.AlreadyDone) {
			flash.addFlashAttribute(MESSAGE, texts.text("submit.already"));
			return toRecord(number);
		}
		if (outcome instanceof FilingOutcome.Refused refused) {
			response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
			var now = own(person, number);
			model.addAttribute("form", forms.form(now, null, now.version(), views.problems(refused.problems()), List.of()));
			return FORM_PAGE;
		}
		response.setStatus(HttpStatus.CONFLICT.value());
		var now = own(person, number);
		model.addAttribute(WARNING, outcome instanceof FilingOutcome.Conflict ? texts.text("submit.conflict") : notEditable(now));
		return show(now, model);
	}

	@GetMapping("/withdrawal")
	String askToWithdraw(@AuthenticationPrincipal ApplicantPrincipal person, @PathVariable String number, Model model,
			RedirectAttributes flash) {
		var record = own(person, number);
		if (!record.canBeWithdrawn()) {
			flash.addFlashAttribute(WARNING, record.state().isEditable() ? texts.text("withdraw.already") : texts.text("withdraw.notNow"));
			return toRecord(number);
		}
		model.addAttribute("head", views.head(record));
		model.addAttribute("unit", organisations.nameOf(record.organisation()));
		model.addAttribute("deadline", ChinaTime.end(filing.deadlineOf(record)));
		model.addAttribute("final", filing.deadlineOf(record).isPassedAt(clock.instant()));
		return "portal/withdrawal";
	}

	@PostMapping("/withdrawal")
	String withdraw(@AuthenticationPrincipal ApplicantPrincipal person, @PathVariable String number, RedirectAttributes flash) {
		var outcome = settled(() -> filing.withdraw(person.id(), number));
		if (outcome instanceof FilingOutcome.Done) {
			flash.addFlashAttribute(MESSAGE, texts.text("withdraw.done"));
		} else {
			flash.addFlashAttribute(WARNING, texts.text(outcome instanceof FilingOutcome.AlreadyDone ? "withdraw.already" : "withdraw.notNow"));
		}
		return toRecord(number);
	}

	@GetMapping("/deletion")
	String askToDelete(@AuthenticationPrincipal ApplicantPrincipal person, @PathVariable String number, Model model,
			RedirectAttributes flash) {
		var record = own(person, number);
		if (record.state() != RecordState.DRAFT) {
			flash.addFlashAttribute(WARNING, texts.text("delete.notNow"));
			return toRecord(number);
		}
		model.addAttribute("head", views.head(record));
		model.addAttribute("files", filing.evidenceOf(record).size());
		return "portal/deletion";
	}

	@PostMapping("/deletion")
	String delete(@AuthenticationPrincipal ApplicantPrincipal person, @PathVariable String number, RedirectAttributes flash) {
		try {
			if (settled(() -> filing.delete(person.id(), number)) instanceof FilingOutcome.Done) {
				flash.addFlashAttribute(MESSAGE, texts.text("delete.done", number));
				return "redirect:/portal";
			}
		} catch (Filing.UnknownRecordException gone) {
			flash.addFlashAttribute(WARNING, texts.text("delete.gone"));
			return "redirect:/portal";
		}
		flash.addFlashAttribute(WARNING, texts.text("delete.notNow"));
		return toRecord(number);
	}

	/** A second click or window at the same moment: what it finds afterwards is what it is told. */
	private static FilingOutcome settled(Supplier<FilingOutcome> action) {
		try {
			return action.get();
		} catch (ConcurrencyFailureException meanwhile) {
			return action.get();
		}
	}

	private String notEditable(TitleRecord record) {
		return texts.text("edit.notNow", texts.text(record.state().messageKey()))
				+ (record.canBeWithdrawn() ? texts.text("edit.notNow.withdraw") : "");
	}

	private static String toRecord(String number) {
		return "redirect:/portal/records/" + number;
	}

	private TitleRecord own(ApplicantPrincipal person, String number) {
		return filing.find(person.id(), number).orElseThrow(Filing.UnknownRecordException::new);
	}
}
