package cn.zhicheng.filing.web;

import java.util.List;

import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import cn.zhicheng.filing.AccountClaims;
import cn.zhicheng.filing.RosterClerk;
import cn.zhicheng.organisation.Organisation;
import cn.zhicheng.organisation.OrganisationDirectory;
import cn.zhicheng.security.Staff;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Claims of accounts that wait for the decision of an organisation, for its reviewers and administrators. For everybody else there
 * is no such page.
 */
@Controller
@RequestMapping("/organisation/{organisation}/claims")
class ClaimController {

	private final AccountClaims claims;
	private final OrganisationDirectory organisations;
	private final PageTexts texts;

	ClaimController(AccountClaims claims, OrganisationDirectory organisations, PageTexts texts) {
		this.claims = claims;
		this.organisations = organisations;
		this.texts = texts;
	}

	/** Before every page: may this account decide for this organisation? */
	@ModelAttribute("decider")
	RosterClerk decider(@PathVariable String organisation, @AuthenticationPrincipal Staff staff, HttpServletRequest request, Model model) {
		var superior = organisations.find(organisation).filter(Organisation::isOpen).filter(found -> claims.decides(staff, found.code()))
				.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
		model.addAttribute("superior", superior.name());
		model.addAttribute("code", superior.code());
		return new RosterClerk(superior.code(), staff.userId(), request.getRemoteAddr());
	}

	/** A claim as the page shows it. */
	record ClaimView(long id, String unit, String other, String name, String accountName, String number, String opened, String reason, String by, String at, String until) {
	}

	@GetMapping
	String list(@ModelAttribute(name = "decider", binding = false) RosterClerk decider, Model model) {
		List<ClaimView> open = claims.openAt(decider.organisation()).stream().map(one -> new ClaimView(one.id(), one.unit(), one.other(), one.name(), one.accountName(),
				one.maskedNumber(), ChinaTime.moment(one.opened()), one.reason(), one.askedBy(), ChinaTime.moment(one.askedAt()), ChinaTime.moment(one.until()))).toList();
		model.addAttribute("claims", open);
		return "roster/claims";
	}

	@PostMapping("/{id}/approval")
	String approve(@ModelAttribute(name = "decider", binding = false) RosterClerk decider, @PathVariable long id, @RequestParam(defaultValue = "") String reason,
			RedirectAttributes flash) {
		return decide(decider, id, true, reason, flash);
	}

	@PostMapping("/{id}/refusal")
	String refuse(@ModelAttribute(name = "decider", binding = false) RosterClerk decider, @PathVariable long id, @RequestParam(defaultValue = "") String reason,
			RedirectAttributes flash) {
		return decide(decider, id, false, reason, flash);
	}

	private String decide(RosterClerk decider, long id, boolean approved, String reason, RedirectAttributes flash) {
		var result = claims.decide(decider, id, approved, reason);
		flash.addFlashAttribute(result.isDone() ? "message" : "warning", texts.text(result.messageKey()));
		return "redirect:/organisation/" + decider.organisation() + "/claims";
	}
}
