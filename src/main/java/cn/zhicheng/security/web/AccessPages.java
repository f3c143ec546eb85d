package cn.zhicheng.security.web;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalLong;

import org.springframework.context.MessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import cn.zhicheng.security.BrowserName;
import cn.zhicheng.security.Callers;
import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffDirectory;
import cn.zhicheng.security.StaffPaths;
import cn.zhicheng.security.StaffSessions;
import cn.zhicheng.security.StaffSignOn;
import cn.zhicheng.security.StaffSignOn.Proof;
import cn.zhicheng.security.StaffTokens;
import cn.zhicheng.security.StepUp;
import cn.zhicheng.security.TokenPurpose;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Where an account is open: its sessions, which its owner can end, and its tokens for programs, which its owner makes and revokes.
 */
@Controller
class AccessPages {

	private static final String SESSIONS_PAGE = "staff/sessions";
	private static final String TOKENS_PAGE = "staff/tokens";
	private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy年M月d日 HH:mm").withZone(ZoneId.of("Asia/Shanghai"));

	private final StaffSessions sessions;
	private final StaffTokens tokens;
	private final StaffSignOn signOn;
	private final StaffDirectory directory;
	private final StepUp stepUp;
	private final Callers callers;
	private final MessageSource messages;

	AccessPages(StaffSessions sessions, StaffTokens tokens, StaffSignOn signOn, StaffDirectory directory, StepUp stepUp, Callers callers, MessageSource messages) {
		this.sessions = sessions;
		this.tokens = tokens;
		this.signOn = signOn;
		this.directory = directory;
		this.stepUp = stepUp;
		this.callers = callers;
		this.messages = messages;
	}

	/** A session as the page shows it. */
	record SessionView(long id, String started, String seen, String address, String browser, boolean present) {
	}

	@GetMapping(StaffPaths.SESSIONS)
	String sessions(@AuthenticationPrincipal Staff staff, HttpServletRequest request, Model model) {
		model.addAttribute("sessions", sessions.of(staff, request).stream().map(session -> new SessionView(session.id(), moment(session.started()),
				moment(session.seen()), session.address(), BrowserName.of(session.browser()), session.present())).toList());
		return SESSIONS_PAGE;
	}

	@PostMapping(StaffPaths.SESSIONS + "/{id}/end")
	String endSession(@AuthenticationPrincipal Staff staff, @PathVariable long id, RedirectAttributes flash) {
		flash.addFlashAttribute("message", text(sessions.end(staff, id) ? "staff.sessions.ended" : "staff.sessions.gone"));
		return "redirect:" + StaffPaths.SESSIONS;
	}

	@PostMapping(StaffPaths.SESSIONS + "/others")
	String endOtherSessions(@AuthenticationPrincipal Staff staff, HttpServletRequest request, RedirectAttributes flash) {
		sessions.of(staff, request).stream().filter(session -> !session.present()).forEach(session -> sessions.end(staff, session.id()));
		flash.addFlashAttribute("message", text("staff.sessions.othersEnded"));
		return "redirect:" + StaffPaths.SESSIONS;
	}

	/** A token as the page shows it. */
	record TokenView(long id, String name, String purpose, String created, String expires, String used) {
	}

	@GetMapping(StaffPaths.TOKENS)
	String tokens(@AuthenticationPrincipal Staff staff, HttpServletRequest request, Model model) {
		model.addAttribute("tokens", tokens.of(staff, stampOf(staff)).stream().map(token -> new TokenView(token.id(), token.name(), text(token.purpose().messageKey()),
				moment(token.created()), moment(token.expires()), token.used() == null ? null : moment(token.used()))).toList());
		model.addAttribute("purposes", TokenPurpose.values());
		model.addAttribute("withCode", signOn.hasSecondFactor(staff));
		model.addAttribute("byProvider", sessions.isByProvider(request));
		model.addAttribute("account", staff.userId());
		return TOKENS_PAGE;
	}

	/** The token stands in this one answer and nowhere else. */
	@PostMapping(StaffPaths.TOKENS)
	String makeToken(@AuthenticationPrincipal Staff staff, @RequestParam(defaultValue = "") String name,
			@RequestParam(defaultValue = "") String purpose, @RequestParam(defaultValue = "") String proof, HttpServletRequest request,
			HttpServletResponse response, Model model) {
		model.addAttribute("name", name);
		model.addAttribute("purpose", purpose);
		var wanted = Arrays.stream(TokenPurpose.values()).filter(one -> one.name().equals(purpose)).findFirst();
		if (name.isBlank() || name.length() > StaffTokens.LONGEST_NAME || wanted.isEmpty()) {
			return again("staff.token.nameMissing", staff, request, response, model);
		}
		if (tokens.of(staff, stampOf(staff)).size() >= StaffTokens.MOST) {
			return again("staff.token.tooMany", staff, request, response, model);
		}
		var proved = sessions.isByProvider(request) ? stepUp.byProvider() : signOn.prove(staff, proof, callers.of(request));
		if (proved != Proof.RIGHT) {
			return again(sessions.isByProvider(request) ? "staff.proof.provider" : proved == Proof.EXHAUSTED ? "staff.password.exhausted"
					: signOn.hasSecondFactor(staff) ? "staff.code.wrong" : "staff.password.presentWrong", staff, request, response, model);
		}
		if (!sessions.isByProvider(request)) {
			sessions.proved(OptionalLong.empty(), request);
		}
		model.addAttribute("made", tokens.make(staff, stampOf(staff), name.strip(), wanted.get()));
		model.addAttribute("name", null);
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		return tokens(staff, request, model);
	}

	private String again(String problem, Staff staff, HttpServletRequest request, HttpServletResponse response, Model model) {
		response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
		model.addAttribute("problem", text(problem));
		return tokens(staff, request, model);
	}

	@PostMapping(StaffPaths.TOKENS + "/{id}/revocation")
	String revokeToken(@AuthenticationPrincipal Staff staff, @PathVariable long id, RedirectAttributes flash) {
		tokens.revoke(staff, id);
		flash.addFlashAttribute("message", text("staff.token.revoked"));
		return "redirect:" + StaffPaths.TOKENS;
	}

	private String stampOf(Staff staff) {
		return directory.passwordStamp(staff.userId()).orElseThrow();
	}

	private static String moment(Instant moment) {
		return MOMENT.format(moment);
	}

	private String text(String key) {
		return messages.getMessage(key, null, Locale.SIMPLIFIED_CHINESE);
	}
}
