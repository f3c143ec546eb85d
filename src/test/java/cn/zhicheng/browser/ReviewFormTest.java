package cn.zhicheng.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import com.microsoft.playwright.Page;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.MutableClock;
import cn.zhicheng.TestRecords;
import cn.zhicheng.filing.Filing;
import cn.zhicheng.filing.RecordField;
import cn.zhicheng.filing.RecordJournal;
import cn.zhicheng.filing.RecordState;
import cn.zhicheng.filing.TitleRecord;
import cn.zhicheng.filing.TitleRecords;
import cn.zhicheng.security.PersonalDataField;
import cn.zhicheng.security.PersonalDataLooks;
import cn.zhicheng.security.StaffSignOn;

/**
 * Reviewers at work in Tasklist, with a browser.
 */
@ApplicationTest
class ReviewFormTest {

	private static final String TASKLIST = "/camunda/app/tasklist/default/";
	private static final String SCHOOL = "gz-school";
	private static final String COLLEAGUE = "gz-colleague";
	private static final String PASSWORD = "Zhicheng-2021";

	@RegisterExtension
	static final Browsers BROWSERS = new Browsers();

	@LocalServerPort
	int port;
	@Autowired
	TestRecords filed;
	@Autowired
	Filing filing;
	@Autowired
	TitleRecords records;
	@Autowired
	RecordJournal journal;
	@Autowired
	PersonalDataLooks looks;
	@Autowired
	TaskService tasks;
	@Autowired
	RuntimeService runtime;
	@Autowired
	HistoryService engineHistory;
	@Autowired
	ManagementService management;
	@Autowired
	IdentityService identities;
	@Autowired
	StaffSignOn signOn;
	@Autowired
	MutableClock clock;

	@AfterEach
	void theClockStandsAtTheStartAgain() {
		clock.set(ApplicationTest.START);
	}

	@Test
	void record_pages_and_doubts_with_their_reasons_stand_on_one_screen() {
		var number = submittedWith(Map.of(RecordField.ISSUE_DATE, "2009-12-25", RecordField.SPECIALITY, "<b id=\"markup\">小学语文</b>"));
		var page = opened(SCHOOL, number);

		assertThat(page.locator(".zc-head")).containsText("2021-05-10 24:00");
		assertThat(page.locator(".zc-doubts")).containsText("发证日期 2009-12-25 早于评审年度 2010 年");
		assertThat(page.locator(".zc-doubts")).containsText("证书应在评审之后颁发");
		assertThat(page.locator("#zc-field-issueDate")).containsText("疑点");
		assertThat(page.locator("#zc-field-documentNumber")).containsText("6207**********001X");
		assertThat(page.locator("#zc-field-speciality")).containsText("<b id=\"markup\">");
		assertThat(page.locator("#markup")).hasCount(0);

		page.locator(".zc-file", new Page.LocatorOptions().setHasText("资格文件")).click();
		assertThat(page.locator(".zc-page-number")).hasText("1 / 3");
		page.locator(".zc-paper").press("ArrowRight");
		assertThat(page.locator(".zc-page-number")).hasText("2 / 3");
		page.waitForFunction("() => document.querySelector('.zc-sheet img').naturalWidth > 1000");
		var fitting = page.locator(".zc-sheet img").boundingBox().width;
		page.locator(".zc-paper").press("+");
		page.waitForFunction("width => document.querySelector('.zc-sheet img').getBoundingClientRect().width > width * 1.2", fitting);

		var record = page.locator(".zc-record").boundingBox();
		var pages = page.locator(".zc-pages").boundingBox();
		assertThat(pages.x).as("pages beside the record at 1280 pixels").isGreaterThanOrEqualTo(record.x + record.width);
		assertThat(page.locator(".zc-confirm-button").boundingBox().y).as("the decision is in view").isLessThan(760);

		page.setViewportSize(1000, 800);
		page.waitForFunction("() => document.querySelector('.zc-pages').getBoundingClientRect().top"
				+ " >= document.querySelector('#zc-field-committee').getBoundingClientRect().bottom");
	}

	@Test
	void what_is_missing_is_said_beside_it_and_nothing_is_sent() {
		var number = filed.submitted(SCHOOL);
		var page = opened(SCHOOL, number);

		page.click(".zc-return-button");
		assertThat(page.locator("#zc-reason-problem")).containsText("请填写退回原因");
		assertThat(page.locator("#zc-reason")).isFocused();

		page.check("#zc-point-0");
		page.click(".zc-confirm-button");
		assertThat(page.locator("#zc-marks-problem")).containsText("还有未勾选的核对项目");
		assertThat(page.locator("#zc-point-1")).isFocused();

		page.keyboard().press("Control+Enter");
		assertThat(page.locator(".zc-confirm-button")).isEnabled();
		assertThat(record(number).organisation()).isEqualTo(SCHOOL);
		assertThat(events(number)).containsExactly("CREATED", "SUBMITTED");
	}

	@Test
	void what_was_typed_is_there_again_when_the_form_is_opened_again() {
		var number = filed.submitted(SCHOOL);
		var page = opened(SCHOOL, number);
		page.check("#zc-point-2");
		remark(page, "certificateNumber", "请对照证书");
		page.fill("#zc-reason", "写到一半");
		assertThat(page.locator(".zc-saved")).containsText("已保存");

		page.reload();

		assertThat(page.locator("#zc-reason")).hasValue("写到一半");
		assertThat(page.locator("#zc-remark-certificateNumber")).hasValue("请对照证书");
		assertThat(page.locator("#zc-point-2")).isChecked();
		assertThat(page.locator("#zc-point-0")).not().isChecked();
		assertThat(page.evaluate("() => JSON.stringify(localStorage)").toString()).doesNotContain("写到一半");
	}

	@Test
	void a_return_keeps_reason_and_remarks_and_the_amendment_is_shown_beside_them() {
		filed.submitted(SCHOOL);
		var number = filed.submitted(SCHOOL);
		var instance = runtime.createProcessInstanceQuery().processInstanceBusinessKey(number).singleResult().getId();
		var page = opened(SCHOOL, number);
		remark(page, "certificateNumber", "证书上是第00099号");
		Browsers.remark(page, page.locator("[id='zc-file-evidence.REVIEW_FORM'] .zc-add-remark"), "evidence.REVIEW_FORM", "缺第三页");
		assertThat(page.locator(".zc-file.zc-current")).containsText("评审");
		page.fill("#zc-reason", "证书编号与证书不一致");
		page.click(".zc-return-button");
		waitUntil(page, number, RecordState.RETURNED);

		var returned = journal.of(record(number).id()).stream().filter(entry -> entry.event().equals("RETURNED")).findFirst().orElseThrow();
		assertThat(returned.reason()).isEqualTo("证书编号与证书不一致");
		assertThat(returned.remarks()).extracting(RecordJournal.Remark::field, RecordJournal.Remark::text).containsExactlyInAnyOrder(
				org.assertj.core.groups.Tuple.tuple("certificateNumber", "证书上是第00099号"),
				org.assertj.core.groups.Tuple.tuple("evidence.REVIEW_FORM", "缺第三页"));
		assertThat(runtime.getVariables(instance)).doesNotContainKeys("reason", "remarks", "marks");
		assertThat(runtime.getVariables(instance).values().toString()).doesNotContain("第00099号", "缺第三页", "证书编号与证书不一致");

		filed.amendAndResubmit(number);
		// The other record comes up by itself, and would come instead of the one that is opened too soon.
		assertThat(page.locator(".zc-head-number")).not().hasText(number);
		open(page, number);

		assertThat(page.locator(".zc-head")).containsText("退回后重报");
		assertThat(page.locator(".zc-amendment")).containsText("证书编号与证书不一致");
		var changes = page.locator(".zc-changes");
		assertThat(changes.locator("del")).hasText("甘教职2010第00012号");
		assertThat(changes.locator("ins")).hasText("甘教职2010第00099号");
		assertThat(changes).containsText("退回时的备注：证书上是第00099号");
		assertThat(changes).containsText("未作修改");
		assertThat(changes).containsText("退回时的备注：缺第三页");
		assertThat(page.locator("#zc-reason")).hasValue("");
	}

	@Test
	void a_record_is_confirmed_without_claiming_it_first_and_the_next_one_comes_up() {
		filed.submitted(SCHOOL);
		var number = filed.submitted(SCHOOL);
		var page = opened(SCHOOL, number);
		confirm(page);

		assertThat(page.locator(".zc-head-number")).not().hasText(number);
		assertThat(page.locator(".zc-head-number")).containsText("ZC2021-");
		assertThat(record(number).organisation()).isEqualTo("gz-education");
		assertThat(engineHistory.createHistoricTaskInstanceQuery().processInstanceBusinessKey(number).taskDefinitionKey("unitReview")
				.singleResult().getAssignee()).isEqualTo(SCHOOL);

		var superior = opened("gz-education", number);
		assertThat(superior.locator(".zc-record")).containsText("甘州区示范小学（gz-school）审查确认");
		assertThat(superior.locator(".zc-check-list")).containsText("属于本系统");
	}

	@Test
	void of_two_reviewers_the_second_is_told_and_one_decision_stands() {
		colleagueExists();
		var number = filed.submitted(SCHOOL);
		var first = opened(SCHOOL, number);
		var second = opened(COLLEAGUE, number);
		first.fill("#zc-reason", "我也在写");
		assertThat(first.locator(".zc-saved")).containsText("已保存");

		confirm(second);
		waitUntilAt(second, number, "gz-education");
		first.click(".zc-return-button");

		assertThat(first.locator(".zc-decide")).containsText("已作出“审查确认”的决定，不能重复办理");
		assertThat(first.locator(".zc-return-button")).isDisabled();
		assertThat(first.locator("#zc-reason")).hasValue("我也在写");
		assertThat(events(number)).containsExactly("CREATED", "SUBMITTED", "CONFIRMED");
	}

	@Test
	void a_task_that_a_colleague_has_claimed_is_shown_and_can_be_taken_over() {
		colleagueExists();
		var number = filed.submitted(SCHOOL);
		tasks.setAssignee(taskOf(number), COLLEAGUE);
		var page = opened(SCHOOL, number);

		assertThat(page.locator(".zc-notice")).containsText("同事 " + COLLEAGUE + " 已认领此任务");
		assertThat(page.locator(".zc-confirm-button")).isDisabled();
		page.click("text=改由我办理");
		confirm(page);
		waitUntilAt(page, number, "gz-education");
	}

	@Test
	void the_superior_reads_an_overdue_record_and_cannot_decide_on_it() {
		var number = filed.submitted(SCHOOL);
		clock.set("2021-05-11T00:00");
		var instance = runtime.createProcessInstanceQuery().processInstanceBusinessKey(number).singleResult().getId();
		management.executeJob(management.createJobQuery().processInstanceId(instance).singleResult().getId());

		var page = opened("gz-education", number);

		assertThat(page.locator(".zc-head")).containsText("已逾期");
		assertThat(page.locator(".zc-notice")).containsText("该信息现在由 甘州区示范小学 审核，您可以查看，不能办理");
		assertThat(page.locator(".zc-confirm-button")).hasCount(0);
		assertThat(page.locator(".zc-add-remark")).hasCount(0);
		assertThat(page.locator(".zc-look")).hasCount(0);
	}

	@Test
	void a_number_is_shown_in_full_on_demand_and_the_look_is_recorded() {
		var number = filed.submitted(SCHOOL);
		var page = opened(SCHOOL, number);
		var look = page.locator("#zc-field-documentNumber .zc-look");
		assertThat(look).hasAttribute("title", Pattern.compile("查看将被记录"));
		look.click();

		assertThat(page.locator("#zc-field-documentNumber")).containsText("62070219800101001X");
		assertThat(looks.of(number)).filteredOn(seen -> seen.field() != PersonalDataField.EVIDENCE).hasSize(1);
	}

	@Test
	void after_many_numbers_in_full_the_form_says_where_to_prove_who_is_there_and_keeps_what_was_typed() {
		var number = filed.submitted(SCHOOL);
		var page = opened(SCHOOL, number);
		page.locator("#zc-reason").fill("请补充证书");
		clock.advance(Duration.ofSeconds(1));
		for (int i = 0; i < 50; i++) {
			looks.record(SCHOOL, SCHOOL, number, PersonalDataField.MOBILE, "127.0.0.1");
		}
		page.locator("#zc-field-documentNumber .zc-look").click();
		assertThat(page.locator(".zc-decide .zc-error")).containsText("您已连续查看 50 个完整号码");
		Browsers.pictures(page, "review-proof");

		var proof = page.waitForPopup(() -> page.locator(".zc-decide .zc-error a").click());
		proof.locator("#proof").fill(PASSWORD);
		clock.advance(Duration.ofSeconds(1));
		proof.locator("main form button[type=submit]").click();
		assertThat(proof.locator("main")).containsText("身份已验证");

		page.locator("#zc-field-documentNumber .zc-look").click();
		assertThat(page.locator("#zc-field-documentNumber")).containsText("62070219800101001X");
		assertThat(page.locator(".zc-decide .zc-error")).hasCount(0);
		assertThat(page.locator("#zc-reason")).hasValue("请补充证书");
	}

	private String submittedWith(Map<RecordField, String> values) {
		var draft = filed.completeDraft(SCHOOL);
		long person = draft.applicant().id();
		filing.save(person, draft.number(), draft.version(), values);
		return filed.submit(filing.find(person, draft.number()).orElseThrow());
	}

	private void colleagueExists() {
		if (identities.createUserQuery().userId(COLLEAGUE).count() == 0) {
			var user = identities.newUser(COLLEAGUE);
			user.setFirstName("同事");
			user.setLastName("王");
			user.setPassword(PASSWORD);
			identities.saveUser(user);
			identities.createMembership(COLLEAGUE, SCHOOL);
			signOn.passwordIsKnown(COLLEAGUE);
		}
	}

	private Page opened(String account, String number) {
		var page = BROWSERS.window("http://localhost:" + port, 1280, 800);
		Browsers.signOn(page, TASKLIST, account, PASSWORD);
		assertThat(page.getByText("待我审核").first()).isVisible();
		open(page, number);
		return page;
	}

	private void open(Page page, String number) {
		page.navigate(TASKLIST + "#/?task=" + taskOf(number));
		assertThat(page.locator(".zc-head-number")).hasText(number);
	}

	private String taskOf(String number) {
		return tasks.createTaskQuery().processInstanceBusinessKey(number).singleResult().getId();
	}

	private static void remark(Page page, String field, String text) {
		Browsers.remark(page, page.locator("#zc-field-" + field + " .zc-add-remark"), field, text);
	}

	private static void confirm(Page page) {
		page.locator(".zc-point input").all().forEach(point -> point.check());
		page.click(".zc-confirm-button");
	}

	private void waitUntil(Page page, String number, RecordState state) {
		page.waitForCondition(() -> record(number).state() == state);
	}

	private void waitUntilAt(Page page, String number, String organisation) {
		page.waitForCondition(() -> organisation.equals(record(number).organisation()));
	}

	private TitleRecord record(String number) {
		return records.findByNumber(number).orElseThrow();
	}

	private List<String> events(String number) {
		return journal.of(record(number).id()).stream().map(RecordJournal.Entry::event).toList();
	}
}
