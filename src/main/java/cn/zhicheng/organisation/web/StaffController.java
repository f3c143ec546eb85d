package cn.zhicheng.organisation.web;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import cn.zhicheng.organisation.OrganisationField;
import cn.zhicheng.organisation.OrganisationStaff;
import cn.zhicheng.organisation.Outcome;
import cn.zhicheng.organisation.Outcome.Refused;
import cn.zhicheng.organisation.StaffKind;
import cn.zhicheng.security.Staff;

/**
 * Who reviews, administers and supervises for an organisation. A first password is shown on the next page and never again.
 */
@Controller
@RequestMapping("/organisation/{code}/staff/{kind}")
class StaffController {

	private final OrganisationStaff staffOf;
	private final OrganisationTexts texts;

	StaffController(OrganisationStaff staffOf, OrganisationTexts texts) {
		this.staffOf = staffOf;
		this.texts = texts;
	}

	@PostMapping
	String add(@AuthenticationPrincipal Staff staff, @PathVariable String code, @PathVariable String kind,
			@RequestParam(defaultValue = "") String account, @RequestParam(defaultValue = "") String name, RedirectAttributes flash) {
		var wanted = kind(kind);
		var outcome = staffOf.add(staff, code, wanted, account, name);
		if (outcome instanceof Outcome.Done<OrganisationStaff.Added> done) {
			done.value().password().ifPresentOrElse(issued -> flash.addFlashAttribute("issued", issued),
					() -> flash.addFlashAttribute("message", texts.text("organisation.staff.added", done.value().userId())));
		} else {
			flash.addFlashAttribute("typed", new Typed(wanted, account, name));
			refuse((Refused<?>) outcome, flash);
		}
		return backTo(code);
	}

	/** What was typed of an account that could not be added. */
	record Typed(StaffKind kind, String account, String name) {
	}

	@PostMapping("/{account}/removal")
	String remove(@AuthenticationPrincipal Staff staff, @PathVariable String code, @PathVariable String kind, @PathVariable String account,
			RedirectAttributes flash) {
		var outcome = staffOf.remove(staff, code, kind(kind), account);
		if (outcome instanceof Outcome.Done<String>) {
			flash.addFlashAttribute("message", texts.text("organisation.staff.removed", account));
		} else {
			refuse((Refused<?>) outcome, flash);
		}
		return backTo(code);
	}

	@PostMapping("/{account}/password")
	String resetPassword(@AuthenticationPrincipal Staff staff, @PathVariable String code, @PathVariable String kind,
			@PathVariable String account, RedirectAttributes flash) {
		var outcome = staffOf.resetPassword(staff, code, kind(kind), account);
		if (outcome instanceof Outcome.Done<cn.zhicheng.organisation.IssuedPassword> done) {
			flash.addFlashAttribute("issued", done.value());
		} else {
			refuse((Refused<?>) outcome, flash);
		}
		return backTo(code);
	}

	private void refuse(Refused<?> refused, RedirectAttributes flash) {
		var sentences = refused.problems().stream().map(problem -> problem.field() == OrganisationField.ADMINISTRATOR_NAME
				? texts.text("organisation.staff.name") + "：" + texts.text(problem) : texts.text(problem)).toList();
		flash.addFlashAttribute("warning", String.join("；", sentences));
	}

	private static StaffKind kind(String key) {
		return StaffKind.ofKey(key).orElseThrow(() -> new UnknownKindException(key));
	}

	@org.springframework.web.bind.annotation.ResponseStatus(org.springframework.http.HttpStatus.NOT_FOUND)
	private static final class UnknownKindException extends RuntimeException {

		private UnknownKindException(String key) {
			super("Nobody can be " + key);
		}
	}

	private static String backTo(String code) {
		return "redirect:/organisation/" + code;
	}
}
