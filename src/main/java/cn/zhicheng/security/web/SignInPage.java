package cn.zhicheng.security.web;

import java.time.Duration;
import java.util.Locale;

import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

import cn.zhicheng.security.Caller;
import cn.zhicheng.security.Callers;
import cn.zhicheng.security.ProviderSignOn;
import cn.zhicheng.security.SealedText;
import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffPaths;
import cn.zhicheng.security.StaffSessions;
import cn.zhicheng.security.StaffSignOn;
import cn.zhicheng.security.StaffSignOn.Answer;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * The one sign-in of staff: account and password, then the code of the second factor where the account has one.
 */
@Controller
class SignInPage {

	private static final String SIGN_IN_PAGE = "staff/sign-in";
	private static final String CODE_PAGE = "staff/code";
	/** Whose password was right and whose code is still to come; the browser keeps it. */
	private static final String PENDING = "staff.pending";
	/** Who has waited longer begins again with the password. */
	private static final Duration PENDING_FOR = Duration.ofMinutes(5);

	private final StaffSignOn signOn;
	private final StaffSessions sessions;
	private final SealedText sealed;
	private final Callers callers;
	private final ProviderSignOn provider;
	private final MessageSource messages;

	SignInPage(StaffSignOn signOn, StaffSessions sessions, SealedText sealed, Callers callers, ProviderSignOn provider, MessageSource messages) {
		this.signOn = signOn;
		this.sessions = sessions;
		this.sealed = sealed;
		this.callers = callers;
		this.provider = provider;
		this.messages = messages;
	}

	@GetMapping(StaffPaths.SIGN_IN)
	String signIn(@AuthenticationPrincipal Staff staff, @RequestParam(name = "continue", required = false) String wanted,
			@RequestParam(name = "provider", required = false) String failure, Model model) {
		if (staff != null) {
			return "redirect:" + StaffPaths.continueAt(wanted);
		}
		if (failure != null) {
			model.addAttribute("problem", text("unknown".equals(failure) ? "staff.signIn.provider.unknown" : "staff.signIn.provider.failed"));
		}
		return show(SIGN_IN_PAGE, wanted, model);
	}

	@PostMapping(StaffPaths.SIGN_IN)
	String signIn(@RequestParam(defaultValue = "") String account, @RequestParam(defaultValue = "") String password,
			@RequestParam(name = "continue", required = false) String wanted, HttpServletRequest request, HttpServletResponse response,
			Model model) {
		show(SIGN_IN_PAGE, wanted, model);
		model.addAttribute("account", account);
		if (account.isBlank() || password.isEmpty()) {
			return again(SIGN_IN_PAGE, "staff.signIn.missing", response, model);
		}
		var caller = callers.named(callers.of(request));
		var answer = signOn.check(account.strip(), password, caller);
		if (answer instanceof Answer.CodeNeeded pending) {
			model.asMap().remove("account");
			model.addAttribute("pending", sealed.seal(PENDING, pending.userId() + "\n" + pending.stamp(), PENDING_FOR));
			return show(CODE_PAGE, wanted, model);
		}
		return answer(answer, SIGN_IN_PAGE, "staff.signIn.wrong", wanted, caller, request, response, model);
	}

	@GetMapping(StaffPaths.SIGN_IN + "/provider")
	String signInWithProvider(@RequestParam(name = "continue", required = false) String wanted) {
		return "redirect:" + (provider.isAvailable() ? provider.begin(wanted) : StaffPaths.SIGN_IN);
	}

	@PostMapping(StaffPaths.SIGN_IN + "/code")
	String code(@RequestParam(defaultValue = "") String pending, @RequestParam(defaultValue = "") String code,
			@RequestParam(name = "continue", required = false) String wanted, HttpServletRequest request, HttpServletResponse response,
			Model model) {
		var right = sealed.open(PENDING, pending).map(text -> text.split("\n", 2));
		if (right.isEmpty()) {
			show(SIGN_IN_PAGE, wanted, model);
			return again(SIGN_IN_PAGE, "staff.signIn.expired", response, model);
		}
		show(CODE_PAGE, wanted, model);
		model.addAttribute("pending", pending);
		var caller = callers.named(callers.of(request));
		var answer = signOn.checkCode(right.get()[0], right.get()[1], code, caller);
		return answer(answer, CODE_PAGE, "staff.code.wrong", wanted, caller, request, response, model);
	}

	private String answer(Answer answer, String page, String wrong, String wanted, Caller caller, HttpServletRequest request,
			HttpServletResponse response, Model model) {
		if (answer instanceof Answer.Accepted accepted) {
			// Told first: a session that nobody is told of must not be left.
			signOn.signedOn(accepted.staff(), request.getRemoteAddr());
			sessions.begin(accepted.staff(), accepted.stamp(), false, accepted.factorStep(), request, response);
			callers.remember(caller, request, response);
			response.addCookie(forgottenToken(request));
			return "redirect:" + StaffPaths.continueAt(wanted);
		}
		if (answer instanceof Answer.Exhausted exhausted) {
			response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
			long minutes = Math.max(1, exhausted.retryAfter().plusSeconds(59).toMinutes());
			model.addAttribute("problem", text("staff.signIn.exhausted", minutes));
			return page;
		}
		return again(page, answer instanceof Answer.NoRights ? "staff.signIn.noRights" : wrong, response, model);
	}

	/** With the sign-on the forms get another token against forged requests. */
	private static Cookie forgottenToken(HttpServletRequest request) {
		var token = new Cookie(StaffPaths.TOKEN, "");
		token.setPath(request.getContextPath().isEmpty() ? "/" : request.getContextPath());
		token.setMaxAge(0);
		token.setHttpOnly(true);
		return token;
	}

	@PostMapping(StaffPaths.SIGN_OUT)
	String signOut(@AuthenticationPrincipal Staff staff, HttpServletRequest request, HttpServletResponse response) {
		if (staff != null) {
			signOn.signedOut(staff, request.getRemoteAddr());
		}
		sessions.end(request, response);
		return "redirect:" + StaffPaths.SIGN_IN + "?signedOut";
	}

	private String show(String page, String wanted, Model model) {
		model.addAttribute("provider", provider.isAvailable());
		model.addAttribute("wanted", StaffPaths.continueAt(wanted));
		return page;
	}

	private String again(String page, String problem, HttpServletResponse response, Model model) {
		response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
		model.addAttribute("problem", text(problem));
		return page;
	}

	private String text(String key, Object... arguments) {
		return messages.getMessage(key, arguments, Locale.SIMPLIFIED_CHINESE);
	}
}
