package cn.zhicheng.filing.web;

import java.util.List;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import cn.zhicheng.deadline.DeadlineCalendar;
import cn.zhicheng.filing.Filing;
import cn.zhicheng.organisation.OrganisationDirectory;
import cn.zhicheng.security.ApplicantPrincipal;

/**
 * The person's own records, and the beginning of a new one.
 */
@Controller
class PortalController {

	private final Filing filing;
	private final RecordViews views;
	private final DeadlineCalendar calendar;
	private final OrganisationDirectory organisations;
	private final PageTexts texts;

	PortalController(Filing filing, RecordViews views, DeadlineCalendar calendar, OrganisationDirectory organisations, PageTexts texts) {
		this.filing = filing;
		this.views = views;
		this.calendar = calendar;
		this.organisations = organisations;
		this.texts = texts;
	}

	@GetMapping("/portal")
	String records(@AuthenticationPrincipal ApplicantPrincipal person, Model model) {
		model.addAttribute("cards", filing.recordsOf(person.id()).stream().map(views::card).toList());
		model.addAttribute("filingUntil", ChinaTime.end(calendar.filingDeadline(calendar.campaignYear())));
		if (person.lastSignIn() != null) {
			model.addAttribute("lastSignIn", texts.text("portal.lastSignIn", ChinaTime.moment(person.lastSignIn().at()),
					person.lastSignIn().remoteAddress()));
		}
		return "portal/records";
	}

	@PostMapping("/portal/records")
	String begin(@AuthenticationPrincipal ApplicantPrincipal person, RedirectAttributes flash) {
		var record = filing.begin(person.id());
		if (record.isEmpty()) {
			flash.addFlashAttribute("warning", texts.text("portal.tooManyRecords"));
			return "redirect:/portal";
		}
		return "redirect:/portal/records/" + record.get().number() + "/edit";
	}

	/** An employer that can be chosen. */
	record Employer(String code, String name, String superior) {
	}

	/** @param name part of the name; at most 20 answers */
	@GetMapping("/portal/employers")
	@ResponseBody
	List<Employer> employers(@RequestParam(defaultValue = "") String name) {
		return organisations.employers(name).stream().map(unit -> new Employer(unit.code(), unit.name(),
				unit.superior().map(organisations::nameOf).orElse(""))).toList();
	}
}
