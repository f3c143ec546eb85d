package cn.zhicheng.security.web;

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

import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffAccounts;
import cn.zhicheng.security.StaffPaths;
import jakarta.servlet.http.HttpServletResponse;

/**
 * The address to which a member of staff gets messages: reminders, changes of administrators, alerts.
 */
@Controller
class AddressPage {

	private static final String PAGE = "staff/address";

	private final StaffAccounts accounts;
	private final MessageSource messages;

	AddressPage(StaffAccounts accounts, MessageSource messages) {
		this.accounts = accounts;
		this.messages = messages;
	}

	@GetMapping(StaffPaths.ADDRESS)
	String show(@AuthenticationPrincipal Staff staff, Model model) {
		model.addAttribute("address", accounts.mailAddressOf(staff.userId()).orElse(""));
		return PAGE;
	}

	@PostMapping(StaffPaths.ADDRESS)
	String change(@AuthenticationPrincipal Staff staff, @RequestParam(defaultValue = "") String address, HttpServletResponse response, Model model,
			RedirectAttributes flash) {
		if (!accounts.changeMailAddress(staff.userId(), address)) {
			response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
			model.addAttribute("problem", text("rights.mailAddress"));
			model.addAttribute("address", address);
			return PAGE;
		}
		flash.addFlashAttribute("done", text(address.isBlank() ? "staff.address.removed" : "staff.address.kept"));
		return "redirect:" + StaffPaths.HOME;
	}

	private String text(String key) {
		return messages.getMessage(key, null, Locale.SIMPLIFIED_CHINESE);
	}
}
