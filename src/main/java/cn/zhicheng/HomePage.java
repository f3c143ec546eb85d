package cn.zhicheng;

import java.time.Clock;
import java.time.format.DateTimeFormatter;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

import cn.zhicheng.deadline.DeadlineCalendar;

/**
 * The first page: where to go, and which campaign runs until when (甘人社通〔2021〕117号 四).
 */
@Controller
class HomePage {

	private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy年M月d日");

	private final DeadlineCalendar calendar;
	private final Clock clock;

	HomePage(DeadlineCalendar calendar, Clock clock) {
		this.calendar = calendar;
		this.clock = clock;
	}

	@GetMapping("/")
	String home(Model model) {
		int year = calendar.campaignYear();
		var filing = calendar.filingDeadline(year);
		var last = calendar.lastDate(year);
		model.addAttribute("year", Integer.toString(year));
		model.addAttribute("filingUntil", DATE.format(filing.date()));
		model.addAttribute("lastDate", DATE.format(last.date()));
		model.addAttribute("filingOver", filing.isPassedAt(clock.instant()));
		model.addAttribute("over", last.isPassedAt(clock.instant()));
		return "home";
	}
}
