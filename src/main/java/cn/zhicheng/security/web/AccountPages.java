package cn.zhicheng.security.web;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import cn.zhicheng.security.Callers;
import cn.zhicheng.security.SealedText;
import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffPaths;
import cn.zhicheng.security.StaffSessions;
import cn.zhicheng.security.StaffSignOn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * What the owner of a staff account does with it: choose a password, add or remove the second factor.
 */
@Controller
class AccountPages {

	private static final String PASSWORD_PAGE = "staff/password";
	private static final String SECOND_FACTOR_PAGE = "staff/second-factor";
	private static final String TO_PASSWORD = "redirect:" + StaffPaths.PASSWORD;
	private static final String TO_SECOND_FACTOR = "redirect:" + StaffPaths.SECOND_FACTOR;
	/** The secret of a device that has not shown a right code yet, for one account; the browser keeps it. */
	private static final String OFFERED = "staff.secondFactor.offered/";
	private static final Duration OFFERED_FOR = Duration.ofHours(1);

	private final StaffSignOn signOn;
	private final StaffSessions sessions;
	private final SealedText sealed;
	private final Callers callers;
	private final MessageSource messages;

	AccountPages(StaffSignOn signOn, StaffSessions sessions, SealedText sealed, Callers callers, MessageSource messages) {
		this.signOn = signOn;
		this.sessions = sessions;
		this.sealed = sealed;
		this.callers = callers;
		this.messages = messages;
	}

	@GetMapping(StaffPaths.PASSWORD)
	String password(@AuthenticationPrincipal Staff staff, Model model) {
		return showPassword(staff, model);
	}

	private String showPassword(Staff staff, Model model) {
		model.addAttribute("first", hasFirstPassword(staff));
		return PASSWORD_PAGE;
	}

	private boolean hasFirstPassword(Staff staff) {
		return signOn.unfinished(staff).filter(StaffSignOn.Unfinished.OWN_PASSWORD::equals).isPresent();
	}

	@PostMapping(StaffPaths.PASSWORD)
	String changePassword(@AuthenticationPrincipal Staff staff, @RequestParam(defaultValue = "") String present,
			@RequestParam(defaultValue = "") String password, @RequestParam(defaultValue = "") String repeated,
			HttpServletRequest request, HttpServletResponse response, Model model, RedirectAttributes next) {
		var problems = password.equals(repeated) ? signOn.changePassword(staff, present, password, callers.of(request))
				: List.of("staff.password.differs");
		if (!problems.isEmpty()) {
			response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
			model.addAttribute("problems", problems.stream().map(this::text).toList());
			return showPassword(staff, model);
		}
		// Whoever has learnt the session's id with the old password has nothing of it any more.
		sessions.renew(staff, request, response);
		next.addFlashAttribute("done", text("staff.password.done"));
		return "redirect:" + StaffPaths.HOME;
	}

	@GetMapping(StaffPaths.SECOND_FACTOR)
	String secondFactor(@AuthenticationPrincipal Staff staff, Model model) {
		if (hasFirstPassword(staff)) {
			return TO_PASSWORD;
		}
		return showSecondFactor(staff, signOn.hasSecondFactor(staff) ? null : signOn.newSecondFactor(), model);
	}

	private String showSecondFactor(Staff staff, String offered, Model model) {
		model.addAttribute("required", signOn.needsSecondFactor(staff));
		model.addAttribute("active", signOn.hasSecondFactor(staff));
		if (offered != null) {
			model.addAttribute("offered", sealed.seal(OFFERED + staff.userId(), offered, OFFERED_FOR));
			model.addAttribute("secret", offered.replaceAll("(.{4})(?=.)", "$1 "));
			model.addAttribute("qrCode", QrCode.asDataAddress(signOn.addressOfSecondFactor(staff, offered)));
		}
		return SECOND_FACTOR_PAGE;
	}

	@PostMapping(StaffPaths.SECOND_FACTOR)
	String addSecondFactor(@AuthenticationPrincipal Staff staff, @RequestParam(name = "offered", defaultValue = "") String kept,
			@RequestParam(defaultValue = "") String code, HttpServletRequest request, HttpServletResponse response, Model model,
			RedirectAttributes next) {
		if (hasFirstPassword(staff)) {
			return TO_PASSWORD;
		}
		var offered = sealed.open(OFFERED + staff.userId(), kept).orElse(null);
		if (offered == null || signOn.hasSecondFactor(staff)) {
			return TO_SECOND_FACTOR;
		}
		var step = signOn.addSecondFactor(staff, offered, code);
		if (step.isEmpty()) {
			response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
			model.addAttribute("problem", text("staff.code.wrong"));
			return showSecondFactor(staff, offered, model);
		}
		sessions.renewWithCode(staff, step.getAsLong(), request, response);
		next.addFlashAttribute("done", text("staff.secondFactor.added"));
		return "redirect:" + StaffPaths.HOME;
	}

	@PostMapping(StaffPaths.SECOND_FACTOR + "/removal")
	String removeSecondFactor(@AuthenticationPrincipal Staff staff, @RequestParam(defaultValue = "") String password,
			HttpServletRequest request, HttpServletResponse response, Model model, RedirectAttributes next) {
		if (!signOn.removeSecondFactor(staff, password, callers.of(request))) {
			response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
			model.addAttribute("problem", text("staff.password.presentWrong"));
			return showSecondFactor(staff, null, model);
		}
		next.addFlashAttribute("done", text("staff.secondFactor.removed"));
		return "redirect:" + StaffPaths.HOME;
	}

	private String text(String key) {
		return messages.getMessage(key, null, Locale.SIMPLIFIED_CHINESE);
	}
}
