package cn.zhicheng.security.web;

import java.io.IOException;
import java.util.Locale;
import java.util.OptionalLong;

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
import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffPaths;
import cn.zhicheng.security.StaffSessions;
import cn.zhicheng.security.StaffSignOn;
import cn.zhicheng.security.StaffSignOn.Proof;
import cn.zhicheng.security.StepUp;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Asks somebody who has signed on for password or code again, before rights are changed or models deployed ({@link StepUp}).
 */
@Controller
class ProofPage {

	private static final String PAGE = "staff/proof";

	private final StaffSignOn signOn;
	private final StaffSessions sessions;
	private final StepUp stepUp;
	private final Callers callers;
	private final MessageSource messages;

	ProofPage(StaffSignOn signOn, StaffSessions sessions, StepUp stepUp, Callers callers, MessageSource messages) {
		this.signOn = signOn;
		this.sessions = sessions;
		this.stepUp = stepUp;
		this.callers = callers;
		this.messages = messages;
	}

	@GetMapping(StaffPaths.PROOF)
	String ask(@AuthenticationPrincipal Staff staff, Model model) {
		return show(staff, null, model);
	}

	/** Also instead of a form that has to wait: then nothing is proved yet. */
	@PostMapping(StaffPaths.PROOF)
	String prove(@AuthenticationPrincipal Staff staff, @RequestParam(defaultValue = "") String proof, @RequestParam(required = false) String form,
			HttpServletRequest request, HttpServletResponse response, Model model, RedirectAttributes flash) throws ServletException, IOException {
		var waiting = StepUp.waiting(request);
		if (waiting != null) {
			response.setStatus(HttpStatus.FORBIDDEN.value());
			return show(staff, waiting, model);
		}
		boolean byProvider = sessions.isByProvider(request);
		var proved = byProvider ? stepUp.byProvider() : signOn.prove(staff, proof, callers.of(request));
		if (proved != Proof.RIGHT) {
			response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
			model.addAttribute("problem", text(byProvider ? "staff.proof.provider" : proved == Proof.EXHAUSTED ? "staff.password.exhausted"
					: signOn.hasSecondFactor(staff) ? "staff.code.wrong" : "staff.password.presentWrong"));
			return show(staff, form, model);
		}
		if (!byProvider) {
			sessions.proved(OptionalLong.empty(), request);
		}
		if (stepUp.goOn(staff, form, request, response)) {
			return null;
		}
		flash.addFlashAttribute("done", text("staff.proof.done"));
		return "redirect:" + StaffPaths.HOME;
	}

	private String show(Staff staff, String form, Model model) {
		model.addAttribute("form", form);
		model.addAttribute("withCode", signOn.hasSecondFactor(staff));
		return PAGE;
	}

	private String text(String key) {
		return messages.getMessage(key, null, Locale.SIMPLIFIED_CHINESE);
	}
}
