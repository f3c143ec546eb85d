package cn.zhicheng.security.web;

import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.springframework.context.MessageSource;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import cn.zhicheng.security.AuditChecks;
import cn.zhicheng.security.AuditKind;
import cn.zhicheng.security.AuditReading;
import cn.zhicheng.security.AuditReading.Entry;
import cn.zhicheng.security.AuditReading.Filter;
import cn.zhicheng.security.AuditReading.Position;
import cn.zhicheng.security.AuditTexts;
import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffPaths;
import jakarta.servlet.http.HttpServletResponse;

/**
 * The auditor's pages: the audit trail by what is looked for, as a spreadsheet, and its verification. For everybody else there is
 * nothing here.
 */
@Controller
@RequestMapping(StaffPaths.AUDIT)
class AuditPages {

	private static final int PAGE = 50;
	private static final int DAYS = 7;
	private static final int LONGEST = 200;
	private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

	private final AuditReading reading;
	private final AuditChecks checks;
	private final AuditTexts texts;
	private final MessageSource messages;
	private final Clock clock;

	AuditPages(AuditReading reading, AuditChecks checks, AuditTexts texts, MessageSource messages, Clock clock) {
		this.reading = reading;
		this.checks = checks;
		this.texts = texts;
		this.messages = messages;
		this.clock = clock;
	}

	/** What is looked for, as typed. */
	record Typed(String from, String to, String kind, String actor, String organisation, String subject) {

		/** @return nothing but white space is nothing */
		private static String known(String typed) {
			return typed == null || typed.isBlank() ? null : typed.strip().substring(0, Math.min(LONGEST, typed.strip().length()));
		}
	}

	/** An entry as the page shows it. */
	record EntryView(Long place, String at, String kind, String actor, String organisation, String subject, String details) {
	}

	@GetMapping
	String list(@AuthenticationPrincipal Staff staff, @ModelAttribute("typed") Typed typed, @RequestParam(required = false) Long beforeAt,
			@RequestParam(required = false) Long beforeId, HttpServletResponse response, Model model) {
		model.addAttribute("kinds", Arrays.stream(AuditKind.values()).map(kind -> new KindView(kind.name(), texts.kind(kind))).toList());
		List<Entry> found;
		try {
			var filter = filter(typed);
			model.addAttribute("from", filter.from());
			model.addAttribute("to", filter.to());
			found = reading.page(staff, filter, Position.of(beforeAt, beforeId), PAGE + 1);
		} catch (DateTimeException noDay) {
			return again("audit.problem.days", response, model);
		} catch (QueryTimeoutException tooLong) {
			return again("audit.problem.tooLong", response, model);
		}
		model.addAttribute("entries", found.stream().limit(PAGE).map(this::view).toList());
		if (found.size() > PAGE) {
			var last = found.get(PAGE - 1);
			model.addAttribute("beforeAt", new Position(last.at(), last.id()).micros());
			model.addAttribute("beforeId", last.id());
		}
		model.addAttribute("latest", beforeAt == null);
		return "staff/audit";
	}

	record KindView(String code, String name) {
	}

	private String again(String problem, HttpServletResponse response, Model model) {
		response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
		model.addAttribute("problem", text(problem));
		return "staff/audit";
	}

	/** @throws DateTimeException if a day is none, or the last is before the first */
	private Filter filter(Typed typed) {
		var today = LocalDate.ofInstant(clock.instant(), ZONE);
		var to = Typed.known(typed.to()) == null ? today : LocalDate.parse(typed.to().strip());
		var from = Typed.known(typed.from()) == null ? to.minusDays(DAYS - 1L) : LocalDate.parse(typed.from().strip());
		if (from.isAfter(to) || from.getYear() < 2000 || to.getYear() > 2999) {
			throw new DateTimeException("Not a span of days");
		}
		var kind = Arrays.stream(AuditKind.values()).filter(one -> one.name().equals(typed.kind())).findFirst().orElse(null);
		return new Filter(from, to, kind, Typed.known(typed.actor()), Typed.known(typed.organisation()), Typed.known(typed.subject()));
	}

	private EntryView view(Entry entry) {
		return new EntryView(entry.place(), texts.moment(entry.at()), texts.kind(entry.kind()), texts.name(entry.actor()), entry.organisation(), texts.name(entry.subject()),
				texts.details(entry));
	}

	/** A spreadsheet that is written while it is read; it changes nothing but that the trail tells of it. */
	@PostMapping("/export")
	String export(@AuthenticationPrincipal Staff staff, @ModelAttribute("typed") Typed typed, HttpServletResponse response, RedirectAttributes flash) throws IOException {
		Filter filter;
		try {
			filter = filter(typed);
		} catch (DateTimeException noDay) {
			flash.addFlashAttribute("warning", text("audit.problem.days"));
			return "redirect:" + StaffPaths.AUDIT;
		}
		response.setContentType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
		response.setHeader(HttpHeaders.CONTENT_DISPOSITION,
				ContentDisposition.attachment().filename("audit-" + filter.from() + "-" + filter.to() + ".xlsx").build().toString());
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		// Not closed when something goes wrong: what was cut off is to be a download that failed, not a spreadsheet that looks whole.
		var sheet = new AuditSheet(response.getOutputStream(), texts, messages);
		if (reading.export(staff, filter, sheet::add)) {
			sheet.note(text("audit.export.more", AuditReading.MOST_EXPORTED));
		}
		sheet.finish();
		return null;
	}

	/** A verification as the page shows it. */
	record CheckView(String account, String started, String finished, String state, String style, String text, List<String> findings,
			List<String> remarks) {
	}

	@GetMapping("/checks")
	String checks(@AuthenticationPrincipal Staff staff, Model model) {
		var latest = checks.latest(staff);
		model.addAttribute("checks", latest.stream().map(this::view).toList());
		model.addAttribute("running", latest.stream().anyMatch(one -> one.state() == AuditChecks.State.RUNNING));
		return "staff/audit-checks";
	}

	private CheckView view(AuditChecks.Check check) {
		var text = switch (check.state()) {
			case RUNNING -> text("audit.check.reached", Long.toString(check.reached()));
			case INTERRUPTED -> "";
			case UNTOUCHED, TOUCHED -> check.last() < check.first() ? text("audit.check.empty", Long.toString(check.waiting()))
					: text("audit.check.text", Long.toString(check.first()), Long.toString(check.last()), check.anchors(), Long.toString(check.waiting()));
		};
		var style = switch (check.state()) {
			case RUNNING -> "";
			case INTERRUPTED -> "state-returned";
			case UNTOUCHED -> "state-published";
			case TOUCHED -> "state-lapsed";
		};
		return new CheckView(check.account(), texts.moment(check.started()), check.finished() == null ? null : texts.moment(check.finished()),
				text(check.state().messageKey()), style, text, check.findings(), check.remarks());
	}

	@PostMapping("/checks")
	String check(@AuthenticationPrincipal Staff staff, RedirectAttributes flash) {
		boolean started = checks.start(staff);
		flash.addFlashAttribute(started ? "message" : "warning", text(started ? "audit.check.started" : "audit.check.runs"));
		return "redirect:" + StaffPaths.AUDIT + "/checks";
	}

	private String text(String key, Object... arguments) {
		return messages.getMessage(key, arguments, Locale.SIMPLIFIED_CHINESE);
	}
}
