package cn.zhicheng.filing.web;

import java.util.Map;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import cn.zhicheng.filing.AccountEvent;
import cn.zhicheng.filing.AccountHistory;
import cn.zhicheng.filing.ApplicantAccounts;
import cn.zhicheng.filing.ApplicantSignIn;
import cn.zhicheng.organisation.OrganisationDirectory;
import cn.zhicheng.security.ApplicantPrincipal;
import cn.zhicheng.security.AuditKind;
import cn.zhicheng.security.AuditTrail;
import cn.zhicheng.security.BrowserName;
import cn.zhicheng.security.Callers;
import cn.zhicheng.security.PortalSession;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * What has happened to the person's own account (账户记录), another password, and the change to another unit.
 */
@Controller
@RequestMapping("/portal/account")
class AccountController {

	private final ApplicantAccounts accounts;
	private final ApplicantSignIn signIn;
	private final Callers callers;
	private final AccountHistory history;
	private final OrganisationDirectory organisations;
	private final PortalSession session;
	private final AuditTrail audit;
	private final PageTexts texts;

	AccountController(ApplicantAccounts accounts, ApplicantSignIn signIn, Callers callers, AccountHistory history,
			OrganisationDirectory organisations, PortalSession session, AuditTrail audit, PageTexts texts) {
		this.accounts = accounts;
		this.signIn = signIn;
		this.callers = callers;
		this.history = history;
		this.organisations = organisations;
		this.session = session;
		this.audit = audit;
		this.texts = texts;
	}

	/** An entry as the page shows it. */
	record EventView(String at, String who, String what, String address) {
	}

	/** A session as the page shows it. */
	record SessionView(long id, String started, String seen, String address, String browser, boolean present) {
	}

	@GetMapping
	String account(@AuthenticationPrincipal ApplicantPrincipal person, HttpServletRequest request, Model model) {
		var applicant = accounts.get(person.id());
		model.addAttribute("keeper", applicant.keeper().map(organisations::nameOf).orElse(null));
		model.addAttribute("history", history.of(applicant).stream().map(this::view).toList());
		model.addAttribute("sessions", session.of(person, request).stream().map(open -> new SessionView(open.id(), ChinaTime.moment(open.started()),
				ChinaTime.moment(open.seen()), open.address(), BrowserName.of(open.browser()), open.present())).toList());
		return "portal/account";
	}

	private EventView view(AccountEvent event) {
		var unit = event.organisation().map(organisations::nameOf).orElse("");
		var who = event.userId().map(user -> texts.text("account.staff", unit, user)).orElseGet(() -> texts.text("history.self"));
		var what = texts.text(event.kind().messageKey() + (event.userId().isEmpty() && !unit.isEmpty() ? ".withCode" : ""), unit);
		return new EventView(ChinaTime.moment(event.happenedAt()), who, what, event.remoteAddress());
	}

	/** Other sessions of the person end, for they were opened with the former password; this one goes on. */
	@PostMapping("/password")
	String changePassword(@AuthenticationPrincipal ApplicantPrincipal person, @RequestParam(defaultValue = "") String present,
			@RequestParam(defaultValue = "") String password, @RequestParam(defaultValue = "") String repeated, HttpServletRequest request,
			HttpServletResponse response, RedirectAttributes flash) {
		if (present.isEmpty()) {
			return refused("signIn.password.missing", flash);
		}
		if (!password.equals(repeated)) {
			return refused("signIn.password.differs", flash);
		}
		var changed = signIn.changePassword(person, present, password, callers.of(request));
		if (changed.problem() != null) {
			if (changed.problem().equals("account.password.wrong")) {
				var who = AuditTrail.applicant(person.id());
				audit.recordApart(AuditKind.SIGN_IN_REFUSED, who, null, who, Map.of("step", "new password", "address", request.getRemoteAddr()));
			}
			return refused(changed.problem(), flash);
		}
		session.renew(changed.principal(), request, response);
		flash.addFlashAttribute("message", texts.text("account.password.done"));
		return "redirect:/portal/account";
	}

	private String refused(String problem, RedirectAttributes flash) {
		flash.addFlashAttribute("warning", texts.text(problem));
		return "redirect:/portal/account#password";
	}

	@PostMapping("/sessions/{id}/end")
	String endSession(@AuthenticationPrincipal ApplicantPrincipal person, @PathVariable long id, RedirectAttributes flash) {
		flash.addFlashAttribute("message", texts.text(session.end(person, id) ? "account.sessions.ended" : "account.sessions.gone"));
		return "redirect:/portal/account";
	}

	@PostMapping("/sessions/others")
	String endOtherSessions(@AuthenticationPrincipal ApplicantPrincipal person, HttpServletRequest request, RedirectAttributes flash) {
		session.of(person, request).stream().filter(open -> !open.present()).forEach(open -> session.end(person, open.id()));
		flash.addFlashAttribute("message", texts.text("account.sessions.othersEnded"));
		return "redirect:/portal/account";
	}

	@PostMapping("/unit")
	String moveTo(@AuthenticationPrincipal ApplicantPrincipal person, @RequestParam(defaultValue = "") String code,
			HttpServletRequest request, RedirectAttributes flash) {
		if (code.isBlank()) {
			flash.addFlashAttribute("warning", texts.text("signIn.code.missing"));
			return "redirect:/portal/account";
		}
		var move = signIn.moveTo(person.id(), code, callers.of(request));
		flash.addFlashAttribute(move == ApplicantAccounts.Move.DONE ? "message" : "warning", texts.text("account.move." + move.name()));
		return "redirect:/portal/account";
	}
}
