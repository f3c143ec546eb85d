package cn.zhicheng.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.camunda.bpm.engine.ManagementService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Check;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.MutableClock;
import cn.zhicheng.TestRecords;
import cn.zhicheng.TestReviews;
import cn.zhicheng.filing.ApplicantAccounts.Claim;
import cn.zhicheng.filing.Filing;
import cn.zhicheng.filing.RecordField;
import cn.zhicheng.filing.RecordJournal.Remark;
import cn.zhicheng.review.Dossiers;
import cn.zhicheng.review.ReviewNotes;
import cn.zhicheng.security.Staff;

/**
 * Every page of ours, with as much on it as can be, on a desk and on a phone: nothing is wider than the window, and what
 * WCAG 2.1 AA asks of text (contrast of 4.5:1, 3:1 where it is large) and of names of fields and buttons holds.
 */
@ApplicationTest
class ReadableTextTest {

	private static final String STAFF_PASSWORD = "Zhicheng-2021";

	@RegisterExtension
	static final Browsers BROWSERS = new Browsers();

	@LocalServerPort
	int port;
	@Autowired
	TestRecords filed;
	@Autowired
	TestReviews reviews;
	@Autowired
	Filing filing;
	@Autowired
	Dossiers dossiers;
	@Autowired
	ManagementService management;
	@Autowired
	MutableClock clock;

	@AfterEach
	void theClockStandsAtTheStartAgain() {
		clock.set(ApplicationTest.START);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1280, 360 })
	void pages_for_everyone(int width) {
		var page = window(width);
		for (var path : List.of("/", "/portal/sign-in", "/portal/sign-in?expired", "/portal/organisation", "/portal/organisation/status", "/verify")) {
			page.navigate(path);
			readable(page, path);
		}
		page.navigate("/verify");
		press(page, "查询");
		assertThat(page.locator(".problem").first()).isVisible();
		readable(page, "verify with problems");
		page.getByLabel("姓名").fill("演示甲");
		page.getByLabel("证件号码").fill("62070219800101001X");
		page.getByLabel("证书编号").fill("甘教职2010第99999号");
		press(page, "查询");
		assertThat(page.getByText("未查询到").first()).isVisible();
		readable(page, "verify not found");
		page.navigate("/nowhere");
		readable(page, "error");
		page.navigate("/portal/sign-in");
		press(page, "下一步");
		readable(page, "sign-in with problems");
		identify(page, filed.newPerson());
		press(page, "设置密码并登录");
		assertThat(page.locator(".problem").first()).isVisible();
		readable(page, "new-password with problems");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1280, 360 })
	void the_portal_with_a_draft_a_returned_an_overdue_and_a_published_record(int width) {
		var person = filed.newPerson();
		var published = filed.submit(filed.completeDraft(person, "lz-company"));
		reviews.confirm(published, "lz-company", "lz-reform", "gs-reform");
		var returned = filed.submit(filed.completeDraft(person, "gz-school"));
		var overdue = filed.submit(filed.completeDraft(person, "gz-school"));
		var draft = filing.begin(filed.personId(person)).orElseThrow();
		clock.set("2021-05-08T10:00");
		returnWithRemarks(returned);
		clock.set("2021-05-11T00:00");
		management.executeJob(management.createJobQuery().processInstanceId(reviews.task(overdue).getProcessInstanceId())
				.singleResult().getId());

		var page = window(width);
		page.navigate("/portal/sign-in");
		identify(page, person);
		page.fill("#password", TestRecords.PASSWORD);
		press(page, "登录");
		assertThat(page.locator(".state")).hasCount(4);
		assertThat(page.getByText("已逾期").first()).isVisible();
		readable(page, "portal");
		for (var number : List.of(published, returned, overdue, draft.number())) {
			page.navigate("/portal/records/" + number);
			readable(page, "record-" + filing.find(filed.personId(person), number).orElseThrow().state() + (number.equals(overdue) ? "-overdue" : ""));
		}
		page.navigate("/portal/records/" + returned);
		assertThat(page.getByText("与证书上的编号不一致").first()).isVisible();
		page.navigate("/portal/records/" + returned + "/edit");
		readable(page, "edit returned");
		page.navigate("/portal/records/" + draft.number() + "/edit?check");
		assertThat(page.locator(".problem").first()).isVisible();
		readable(page, "edit with problems");
		page.navigate("/portal/records/" + draft.number() + "/deletion");
		readable(page, "deletion");
		page.navigate("/portal/records/" + overdue + "/withdrawal");
		readable(page, "withdrawal");
	}

	@ParameterizedTest
	@CsvSource({ "gz-school, 1440", "gz-school, 360", "gz-education, 1440", "gz-education, 360", "gz-reform, 1440", "gz-reform, 360" })
	void the_review_form_of_each_kind_of_organisation(String organisation, int width) {
		var person = filed.newPerson();
		var number = resubmitted(person);
		for (var below : List.of("gz-school", "gz-education", "gz-reform")) {
			if (below.equals(organisation)) {
				break;
			}
			reviews.confirm(number, below);
		}
		var page = window(width);
		Browsers.signOn(page, "/camunda/app/tasklist/default/", organisation, STAFF_PASSWORD);
		assertThat(page.getByText("待我审核").first()).isVisible();
		page.navigate("/camunda/app/tasklist/default/#/?task=" + reviews.task(number).getId());
		assertThat(page.locator(".zc-head-number")).hasText(number);
		assertThat(page.locator(".zc-pages img").first()).isVisible();
		Browsers.remark(page, page.locator("#zc-field-certificateNumber .zc-add-remark"), "certificateNumber", "与证书上的编号不一致");
		assertThat(page.locator(".zc-point").first()).isVisible();
		readable(page, ".zc-review", "form-" + organisation);
	}

	private void returnWithRemarks(String number) {
		var noted = reviews.as("gz-school", "gz-school", () -> dossiers.note(new Staff("gz-school", Set.of("gz-school")), number,
				new ReviewNotes.Content(List.of(), List.of(
						new Remark(RecordField.CERTIFICATE_NUMBER.key(), "与证书上的编号不一致，请照证书填写"),
						new Remark("evidence.QUALIFICATION_DOCUMENT", "缺少盖章页，请补充扫描")), "")));
		assertThat(noted).contains(Dossiers.NotesOutcome.SAVED);
		reviews.complete(number, "gz-school", Map.of("decision", "return", "reason", "证书编号有误，资格文件不全，请修改后重报"));
	}

	/** With a doubt, a change and a former return, so that every part of the form has something in it. */
	private String resubmitted(Claim person) {
		var number = filed.submit(filed.completeDraft(person, "gz-school"));
		returnWithRemarks(number);
		long id = filed.personId(person);
		filing.save(id, number, filing.find(id, number).orElseThrow().version(), Map.of(RecordField.CERTIFICATE_NUMBER,
				"甘教职2010第00099号", RecordField.ISSUE_DATE, "2009-12-25", RecordField.FIRST_APPOINTMENT_DATE, "2009-03-01"));
		return filed.submit(filing.find(id, number).orElseThrow());
	}

	private static void readable(Page page, String name) {
		readable(page, "body", name);
	}

	private static void readable(Page page, String part, String name) {
		int width = page.viewportSize().width;
		Browsers.picture(page, "screen-%s-%d".formatted(name.replaceAll("[^\\w-]+", "_"), width));
		assertThat((Integer) page.evaluate("document.documentElement.scrollWidth")).as("width of %s", name).isLessThanOrEqualTo(width);
		var found = new AxeBuilder(page).setLegacyMode(true).options(faultsOnly()).include(List.of(part))
				.withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")).analyze();
		assertThat(found.getPasses()).as("checked on %s", name).extracting(Rule::getId).contains("color-contrast");
		assertThat(nodes(found.getViolations())).as("%s at %d", name, width).isEmpty();
		// What the computation gives up is not known to be readable: only symbols and fields, whose text is as that of others.
		assertThat(nodes(found.getIncomplete())).as("unclear on %s at %d", name, width)
				.filteredOn(node -> node.startsWith("color-contrast") && !node.contains("<textarea") && !node.contains("non-text characters"))
				.isEmpty();
	}

	/** Of what is in order, that it was looked at: to tell where each of those nodes stands takes longer than to check them. */
	private static AxeRunOptions faultsOnly() {
		var options = new AxeRunOptions();
		options.setResultTypes(List.of("violations", "incomplete"));
		return options;
	}

	private static List<String> nodes(List<Rule> rules) {
		return rules.stream().flatMap(rule -> rule.getNodes().stream()
				.map(node -> rule.getId() + " " + node.getHtml() + " " + node.getAny().stream().map(Check::getMessage).toList())).toList();
	}

	private static void identify(Page page, Claim person) {
		page.getByLabel("证件号码").fill(person.documentNumber());
		page.getByLabel("姓名").fill(person.name());
		press(page, "下一步");
	}

	private static void press(Page page, String button) {
		page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button)).first().click();
	}

	private Page window(int width) {
		return BROWSERS.window("http://localhost:" + port, width, width < 500 ? 800 : 900);
	}
}
