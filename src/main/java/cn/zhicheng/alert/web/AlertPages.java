package cn.zhicheng.alert.web;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

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

import cn.zhicheng.alert.AlertKind;
import cn.zhicheng.alert.Alerts;
import cn.zhicheng.alert.Alerts.Alert;
import cn.zhicheng.alert.Alerts.Checked;
import cn.zhicheng.alert.Alerts.State;
import cn.zhicheng.security.AuditReading.Position;
import cn.zhicheng.security.AuditTexts;
import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffPaths;

/**
 * What the security administrator looks after.
 */
@Controller
@RequestMapping(StaffPaths.HOME + "/alerts")
class AlertPages {

	private static final int PAGE = 30;

	private final Alerts alerts;
	private final AuditTexts texts;
	private final MessageSource messages;

	AlertPages(Alerts alerts, AuditTexts texts, MessageSource messages) {
		this.alerts = alerts;
		this.texts = texts;
		this.messages = messages;
	}

	/** An alert as the pages show it. */
	record AlertView(long id, String kind, String actor, String organisation, String day, int occurrences, String first, String last, String subject, boolean checked,
			String checkedBy, String checkedAt, String note) {
	}

	/** An entry of the audit trail as the page shows it. */
	record EntryView(String at, String kind, String organisation, String subject, String details) {
	}

	@GetMapping
	String list(@AuthenticationPrincipal Staff staff, @RequestParam(defaultValue = "false") boolean checked, @RequestParam(defaultValue = "") String kind,
			@RequestParam(required = false) Long beforeAt, @RequestParam(required = false) Long beforeId, Model model) {
		var wanted = Arrays.stream(AlertKind.values()).filter(one -> one.name().equals(kind)).findFirst().orElse(null);
		var before = Position.of(beforeAt, beforeId);
		var found = alerts.list(staff, checked, wanted, before, PAGE + 1);
		model.addAttribute("alerts", found.stream().limit(PAGE).map(this::view).toList());
		if (found.size() > PAGE) {
			var last = found.get(PAGE - 1);
			model.addAttribute("beforeAt", new Position(last.lastAt(), last.id()).micros());
			model.addAttribute("beforeId", last.id());
		}
		model.addAttribute("kinds", AlertKind.values());
		model.addAttribute("kind", kind);
		model.addAttribute("checked", checked);
		model.addAttribute("latest", before == null);
		return "staff/alerts";
	}

	@GetMapping("/{id}")
	String alert(@AuthenticationPrincipal Staff staff, @PathVariable long id, Model model) {
		var alert = alerts.find(staff, id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
		model.addAttribute("alert", view(alert));
		model.addAttribute("entries", alerts.behind(staff, alert).stream().map(entry -> new EntryView(texts.moment(entry.at()), texts.kind(entry.kind()),
				entry.organisation(), texts.name(entry.subject()), texts.details(entry))).toList());
		return "staff/alert";
	}

	@PostMapping("/{id}/check")
	String check(@AuthenticationPrincipal Staff staff, @PathVariable long id, @RequestParam(defaultValue = "0") int occurrences,
			@RequestParam(defaultValue = "") String note, RedirectAttributes flash) {
		var problem = note.isBlank() ? "alert.problem.note" : note.strip().length() > Alerts.LONGEST_NOTE ? "alert.problem.noteTooLong" : null;
		if (problem != null) {
			flash.addFlashAttribute("warning", text(problem, Alerts.LONGEST_NOTE));
			flash.addFlashAttribute("typed", note);
			return "redirect:" + StaffPaths.HOME + "/alerts/" + id;
		}
		var checked = alerts.check(staff, id, occurrences, note);
		if (checked != Checked.DONE) {
			flash.addFlashAttribute("warning", text(checked == Checked.OWN ? "alert.problem.own" : "alert.problem.more"));
			flash.addFlashAttribute("typed", note);
			return "redirect:" + StaffPaths.HOME + "/alerts/" + id;
		}
		flash.addFlashAttribute("message", text("alert.checked"));
		return "redirect:" + StaffPaths.HOME + "/alerts";
	}

	private AlertView view(Alert one) {
		return new AlertView(one.id(), text(one.kind().messageKey()), texts.name(one.actor()), one.organisation(), one.day().toString(), one.occurrences(),
				texts.moment(one.firstAt()), texts.moment(one.lastAt()), texts.name(one.subject()), one.state() == State.CHECKED, one.checkedBy(),
				one.checkedAt() == null ? null : texts.moment(one.checkedAt()), one.note());
	}

	private String text(String key, Object... arguments) {
		return messages.getMessage(key, arguments, Locale.SIMPLIFIED_CHINESE);
	}
}
