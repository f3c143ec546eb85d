package cn.zhicheng.review.web;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.review.LapseConfirmations;
import cn.zhicheng.review.LapseConfirmations.Waiting;
import cn.zhicheng.review.Supervision.Refused;
import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffPaths;

/**
 * Large lapses that wait for another person's confirmation: for those who may give it, and who has asked. There are figures
 * and reasons on it, no person and no number of a record. For who is never asked there is no such page.
 */
@Controller
@RequestMapping(StaffPaths.HOME + "/lapses")
class LapsePages {

	private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy年M月d日 HH:mm").withZone(Deadline.ZONE);

	private final LapseConfirmations confirmations;
	private final MessageSource messages;

	LapsePages(LapseConfirmations confirmations, MessageSource messages) {
		this.confirmations = confirmations;
		this.messages = messages;
	}

	/** A request as the page shows it. */
	record LapseView(long id, String name, int year, String superior, int asked, int now, String reason, String account, String at, String until, boolean own) {
	}

	@GetMapping
	String list(@AuthenticationPrincipal Staff staff, Model model) {
		if (!confirmations.mayBeAsked(staff)) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND);
		}
		model.addAttribute("lapses", confirmations.seenBy(staff).stream().map(LapsePages::view).toList());
		return "staff/lapses";
	}

	private static LapseView view(Waiting one) {
		return new LapseView(one.id(), one.name(), one.duty().campaignYear(), one.superior(), one.asked(), one.now(), one.reason(), one.account(), moment(one.at()),
				moment(one.until()), one.own());
	}

	/** @param number as many as the page has shown */
	@PostMapping("/{id}/confirmation")
	String confirm(@AuthenticationPrincipal Staff staff, @PathVariable long id, @RequestParam(required = false) Integer number,
			@RequestParam(defaultValue = "") String reason, RedirectAttributes flash) {
		return done(confirmations.confirm(staff, id, number, reason), "lapses.confirmed", flash);
	}

	@PostMapping("/{id}/refusal")
	String refuse(@AuthenticationPrincipal Staff staff, @PathVariable long id, @RequestParam(defaultValue = "") String reason, RedirectAttributes flash) {
		return done(confirmations.refuse(staff, id, reason), "lapses.refused", flash);
	}

	private String done(Optional<Optional<Refused>> outcome, String done, RedirectAttributes flash) {
		var refused = outcome.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
		flash.addFlashAttribute(refused.isPresent() ? "warning" : "message",
				refused.map(one -> text(one.messageKey(), one.arguments().toArray())).orElseGet(() -> text(done)));
		return "redirect:" + StaffPaths.HOME + "/lapses";
	}

	private static String moment(Instant at) {
		return MOMENT.format(at);
	}

	private String text(String key, Object... arguments) {
		return messages.getMessage(key, arguments, Locale.SIMPLIFIED_CHINESE);
	}
}
