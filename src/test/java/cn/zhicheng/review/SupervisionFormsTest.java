package cn.zhicheng.review;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import com.microsoft.playwright.Page;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.MutableClock;
import cn.zhicheng.StaffBrowser;
import cn.zhicheng.TestRecords;
import cn.zhicheng.browser.Browsers;
import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.deadline.DeadlineCalendar;
import cn.zhicheng.organisation.OrganisationDirectory;

/**
 * A unit that is reminded and urged, and the superior that supervises it, with a browser in Tasklist.
 */
@ApplicationTest
class SupervisionFormsTest {

	private static final String TASKLIST = "/camunda/app/tasklist/default/";
	private static final String SCHOOL = "gz-school";
	private static final String EDUCATION = "gz-education";

	@RegisterExtension
	static final Browsers BROWSERS = new Browsers();

	@LocalServerPort
	int port;
	@Autowired
	SupervisionStarts starts;
	@Autowired
	TestRecords filed;
	@Autowired
	RuntimeService runtime;
	@Autowired
	ManagementService management;
	@Autowired
	DeadlineCalendar calendar;
	@Autowired
	OrganisationDirectory organisations;
	@Autowired
	MutableClock clock;

	private final List<String> complaints = new ArrayList<>();

	@Test
	void from_the_reminder_over_the_date_to_an_urging_and_an_extension() {
		filed.submittedBySomebody(SCHOOL);
		filed.submittedBySomebody(SCHOOL);
		starts.beginAll();
		clock.set("2021-05-03T08:00");
		fireWhatIsDue();
		var unit = opened(SCHOOL);
		assertThat(unit.locator(".zc-supervision")).containsText("2 条");
		Browsers.pictures(unit, "supervision-reminder");
		unit.locator(".zc-decide-button").click();
		assertThat(unit.locator(".zc-supervision")).hasCount(0);

		clock.set("2021-05-11T00:00");
		fireWhatIsDue();
		var superior = opened(EDUCATION);
		assertThat(superior.locator(".zc-places tbody tr")).hasCount(1);
		assertThat(superior.locator(".zc-places")).containsText("甘州区示范小学");
		superior.locator(".zc-actions button").first().click();
		assertThat(superior.locator(".zc-error").first()).not().isEmpty();
		superior.fill("#zc-urging", "请于本周内审核完毕。");
		superior.locator(".zc-actions button").first().click();
		assertThat(superior.locator(".zc-notice")).containsText("已催办");
		superior.fill("#zc-until", "2021-05-31");
		superior.fill("#zc-reason", "停电");
		superior.locator(".zc-actions section").nth(1).locator("button").click();
		assertThat(superior.locator(".zc-error").first()).containsText("2021-05-20");
		Browsers.pictures(superior, "supervision-overdue");
		assertThat(superior.locator("#zc-records option")).hasCount(2);
		assertThat(superior.locator("#zc-records option").first()).containsText("已逾期");
		superior.fill("#zc-until", "2021-05-15");
		superior.fill("#zc-record", superior.locator("#zc-records option").first().getAttribute("value"));
		superior.locator(".zc-actions section").nth(1).locator("button").click();
		assertThat(superior.locator(".zc-places tbody td strong")).hasText("1");
		assertThat(superior.locator("#zc-record")).hasValue("");
		superior.fill("#zc-until", "2021-05-18");
		superior.locator(".zc-actions section").nth(1).locator("button").click();
		assertThat(superior.locator(".zc-notice")).containsText("已延期");
		assertThat(calendar.reviewDeadline(organisations.get(SCHOOL), 2021)).isEqualTo(new Deadline(LocalDate.of(2021, 5, 18)));

		var urged = opened(SCHOOL);
		assertThat(urged.locator(".zc-supervision")).containsText("请于本周内审核完毕。");
		Browsers.pictures(urged, "supervision-urging");
		assertThat(complaints).isEmpty();
	}

	/** The supervision's own timers, one after another, as the job executor would, which is off in tests. */
	private void fireWhatIsDue() {
		var instance = runtime.createProcessInstanceQuery().processInstanceBusinessKey(new Duty(SCHOOL, 2021).key()).singleResult();
		List<Job> due;
		while (!(due = management.createJobQuery().processInstanceId(instance.getId()).executable().list()).isEmpty()) {
			management.executeJob(due.get(0).getId());
		}
	}

	private Page opened(String account) {
		var page = BROWSERS.window("http://localhost:" + port, 1280, 900);
		page.onConsoleMessage(message -> {
			if (message.text().contains("Content Security Policy")) {
				complaints.add(message.text());
			}
		});
		Browsers.signOn(page, TASKLIST, account, StaffBrowser.PASSWORD);
		Browsers.openTask(page, "提醒和督办", "");
		assertThat(page.locator(".zc-supervision .zc-head")).isVisible();
		return page;
	}
}
