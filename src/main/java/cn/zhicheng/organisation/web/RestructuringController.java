package cn.zhicheng.organisation.web;

import java.util.List;

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
import cn.zhicheng.organisation.Organisation;
import cn.zhicheng.organisation.OrganisationDesk;
import cn.zhicheng.organisation.OrganisationProblem;
import cn.zhicheng.organisation.Outcome;
import cn.zhicheng.organisation.Restructuring;
import cn.zhicheng.security.Staff;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Moving, merging and closing an organisation: what it means first, then the change.
 */
@Controller
@RequestMapping("/organisation/{code}")
class RestructuringController {

	private static final String PAGE = "organisation/restructuring";

	private final OrganisationDesk desk;
	private final Restructuring restructuring;
	private final OrganisationTexts texts;

	RestructuringController(OrganisationDesk desk, Restructuring restructuring, OrganisationTexts texts) {
		this.desk = desk;
		this.restructuring = restructuring;
		this.texts = texts;
	}

	@GetMapping("/move")
	String move(@AuthenticationPrincipal Staff staff, @PathVariable String code, @RequestParam(defaultValue = "") String q, Model model) {
		return choose("move", staff, code, q, model);
	}

	@PostMapping("/move")
	String move(@AuthenticationPrincipal Staff staff, @PathVariable String code, @RequestParam(defaultValue = "") String target,
			@RequestParam(defaultValue = "") String q, HttpServletResponse response, Model model, RedirectAttributes flash) {
		return restructure("move", restructuring::move, staff, code, target, q, response, model, flash);
	}

	@GetMapping("/merge")
	String merge(@AuthenticationPrincipal Staff staff, @PathVariable String code, @RequestParam(defaultValue = "") String q, Model model) {
		return choose("merge", staff, code, q, model);
	}

	@PostMapping("/merge")
	String merge(@AuthenticationPrincipal Staff staff, @PathVariable String code, @RequestParam(defaultValue = "") String target,
			@RequestParam(defaultValue = "") String q, HttpServletResponse response, Model model, RedirectAttributes flash) {
		return restructure("merge", restructuring::merge, staff, code, target, q, response, model, flash);
	}

	/** What needs another organisation to be chosen: the page again until it is done. */
	private String restructure(String action, Restructured change, Staff staff, String code, String target, String q,
			HttpServletResponse response, Model model, RedirectAttributes flash) {
		if (target.isBlank()) {
			return again(action, staff, code, q, texts.text("organisation.choose.missing"), response, model);
		}
		var outcome = change.apply(staff, code, target);
		if (outcome instanceof Outcome.Done<Organisation> done) {
			flash.addFlashAttribute("message", texts.text("organisation." + action + ".done", done.value().name()));
			return "redirect:/organisation/" + code;
		}
		return again(action, staff, code, q, sentences(outcome), response, model);
	}

	private interface Restructured {
		Outcome<Organisation> apply(Staff staff, String code, String target);
	}

	@GetMapping("/close")
	String close(@AuthenticationPrincipal Staff staff, @PathVariable String code, Model model) {
		model.addAttribute("obstacles", restructuring.obstaclesToClosing(governed(staff, code).code()).stream().map(texts::text).toList());
		return choose("close", staff, code, "", model);
	}

	@PostMapping("/close")
	String close(@AuthenticationPrincipal Staff staff, @PathVariable String code, HttpServletRequest request, HttpServletResponse response,
			Model model, RedirectAttributes flash) {
		var outcome = restructuring.close(staff, code, request.getRemoteAddr());
		if (outcome instanceof Outcome.Done<Organisation> done) {
			flash.addFlashAttribute("message", texts.text("organisation.close.done", done.value().name()));
			return "redirect:/organisation/" + code;
		}
		model.addAttribute("obstacles", List.of());
		return again("close", staff, code, "", sentences(outcome), response, model);
	}

	private String choose(String change, Staff staff, String code, String q, Model model) {
		model.addAttribute("change", change);
		model.addAttribute("organisation", governed(staff, code));
		model.addAttribute("q", q);
		model.addAttribute("candidates", desk.candidates(staff, q).stream().filter(one -> !one.code().equals(code)).toList());
		return PAGE;
	}

	private String again(String change, Staff staff, String code, String q, String problem, HttpServletResponse response, Model model) {
		response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
		model.addAttribute("problem", problem);
		return choose(change, staff, code, q, model);
	}

	private String sentences(Outcome<?> outcome) {
		List<OrganisationProblem> problems = ((Outcome.Refused<?>) outcome).problems();
		return String.join("；", problems.stream().map(texts::text).toList());
	}

	private Organisation governed(Staff staff, String code) {
		var view = desk.view(staff, code);
		if (!view.governed()) {
			throw new BeyondReachException(staff.userId(), code);
		}
		return view.organisation();
	}
}
