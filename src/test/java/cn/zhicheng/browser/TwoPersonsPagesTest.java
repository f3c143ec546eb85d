package cn.zhicheng.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;

import org.camunda.bpm.engine.IdentityService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.MutableClock;
import cn.zhicheng.StaffBrowser;
import cn.zhicheng.TestRecords;
import cn.zhicheng.filing.ApplicantAccounts;
import cn.zhicheng.filing.ApplicantAccounts.Admission;
import cn.zhicheng.filing.RosterClerk;
import cn.zhicheng.organisation.NewOrganisation;
import cn.zhicheng.organisation.OrganisationDetails;
import cn.zhicheng.organisation.OrganisationKind;
import cn.zhicheng.organisation.OrganisationLevel;
import cn.zhicheng.organisation.OrganisationRegistry;
import cn.zhicheng.organisation.Outcome;
import cn.zhicheng.security.StaffRole;

/**
 * What one person asks for and another one decides, each in a browser: large lapses, rights of administrators, and the account
 * of somebody whose unit is shut out.
 */
@ApplicationTest
class TwoPersonsPagesTest {

	@RegisterExtension
	static final Browsers BROWSERS = new Browsers();

	private static final String PASSWORD = "Zhicheng-2021";
	private static final String ADMINISTRATORS = StaffRole.ADMINISTRATOR.group();
	private static final String SUPERIOR = "lapsing-superior";
	private static final String SCHOOL = "lapsing-school";

	@LocalServerPort
	int port;
	@Autowired
	IdentityService identities;
	@Autowired
	OrganisationRegistry registry;
	@Autowired
	TestRecords filed;
	@Autowired
	ApplicantAccounts accounts;
	@Autowired
	JdbcTemplate jdbc;
	@Autowired
	MutableClock clock;

	@BeforeEach
	void nobody_waits() {
		jdbc.update("delete from sign_in_attempts");
	}

	@AfterEach
	void at_the_beginning() {
		jdbc.update("delete from administrator_request");
		for (var account : new String[] { "designer", "supervisor" }) {
			identities.deleteMembership(account, ADMINISTRATORS);
		}
		clock.set(ApplicationTest.START);
	}

	@Test
	void a_large_lapse_is_asked_by_one_and_refused_or_confirmed_by_another() {
		register(SUPERIOR, "甘州区示范主管部门", OrganisationKind.DEPARTMENT, OrganisationLevel.COUNTY, "gz-reform");
		register(SCHOOL, "甘州区停办小学", OrganisationKind.UNIT, null, SUPERIOR);
		identities.createMembership("lz-company", SUPERIOR);
		var numbers = IntStream.range(0, 11).mapToObj(one -> filed.submittedBySomebody(SCHOOL)).toList();
		clock.set("2021-05-11T09:00");
		askForLapse();

		var own = signedOn("lz-company", "/staff/lapses");
		assertThat(own.locator("section.panel")).containsText("甘州区停办小学：逾期未审 11 条");
		assertThat(own.locator("section.panel")).not().containsText("确认使");
		fits(own, "lapses-own");
		var other = signedOn("gz-reform", "/staff");
		fits(other, "staff-home-with-lapse");
		press(other, "逾期处理确认");
		assertThat(other.locator("main")).not().containsText(numbers.get(0));
		fits(other, "lapses");
		decide(other, "核实后学校仍在办", "不同意");
		assertThat(other.locator(".notice-done")).containsText("已取消，没有信息失效");
		assertThat(other.locator("main")).containsText("没有等待确认的逾期处理");
		fits(other, "lapses-refused");

		askForLapse();
		own.reload();
		decide(own, "填错了", "撤回");
		assertThat(own.locator(".notice-done")).containsText("已取消");
		askForLapse();
		other.reload();
		decide(other, "学校确已停办", "确认使 11 条失效");
		assertThat(other.locator(".notice-done")).containsText("已确认，这些信息正在失效");
		fits(other, "lapses-confirmed");
		assertThat(jdbc.queryForObject("select count(*) from title_record where employer = ? and state = 'LAPSED'", Integer.class, SCHOOL)).isEqualTo(11);
	}

	@Test
	void rights_of_an_administrator_are_asked_for_by_one_and_given_by_another() {
		identities.createMembership("designer", ADMINISTRATORS);
		identities.createMembership("supervisor", ADMINISTRATORS);
		var first = signedOn("designer", "/staff/administrators");
		fits(first, "administrators");
		first.locator("#kind").selectOption("JOIN");
		first.locator("#organisation").selectOption("gs-reform");
		first.locator("#account").fill("gs-new-admin");
		first.locator("#reason").fill("原管理员离任");
		press(first, "提交");
		assertThat(first.locator(".notice-warning")).containsText("管理员姓名：此项必填");
		fits(first, "administrators-problem");
		first.locator("#name").fill("王新任");
		press(first, "提交");
		assertThat(first.locator(".notice-done")).containsText("已提出，等待另一名系统管理员或安全管理员确认");
		assertThat(first.locator("section.panel").first()).not().containsText("不同意");
		fits(first, "administrators-asked");

		var second = signedOn("supervisor", "/staff");
		press(second, "管理员变更");
		fits(second, "administrators-waiting");
		decide(second, "已电话核实", "确认");
		assertThat(second.locator(".notice-done")).containsText("已生效");
		assertThat(second.locator(".notice-warning")).containsText("gs-new-admin");
		fits(second, "administrators-issued");
		assertThat(identities.createUserQuery().userId("gs-new-admin").memberOfGroup("gs-reform--admin").count()).isOne();
	}

	@Test
	void an_account_that_another_unit_keeps_is_claimed_and_the_superior_of_both_decides() {
		var person = filed.newPerson();
		filed.personId(person);
		var code = filed.handOut(new RosterClerk("zy-school", "zy-school", "10.3.0.1"), person);
		assertThat(accounts.open(person, code, "mima-2022-xin", "10.3.0.9")).isNotInstanceOf(Admission.Admitted.class);

		var unit = signedOn("zy-school", "/organisation/zy-school/roster");
		var row = unit.locator(".people li", new Page.LocatorOptions().setHasText("账户由其他单位管理"));
		var number = row.locator(".number").boundingBox();
		assertThat(row.locator(".row-actions").boundingBox().x).as("beside the number").isGreaterThanOrEqualTo(number.x + number.width);
		fits(unit, "claim-roster");
		press(unit, "申请转入");
		fits(unit, "claim-ask");
		unit.getByLabel("原因").fill("该同志为我校在编教师，2015 年调入");
		press(unit, "申请转入");
		assertThat(unit.locator(".notice-done")).containsText("已申请转入，等待上级机构决定");
		fits(unit, "claim-asked");

		var superior = signedOn("zy-reform", "/staff");
		fits(superior, "staff-home-with-claim");
		press(superior, "账户转入申请");
		assertThat(superior.locator("main")).not().containsText(person.documentNumber());
		assertThat(superior.locator("main")).containsText("该同志为我校在编教师");
		fits(superior, "claims");
		decide(superior, "已向两个单位核实", "同意转入");
		assertThat(superior.locator(".notice-done")).containsText("已同意，账户由申请单位管理");
		fits(superior, "claims-approved");
		unit.reload();
		assertThat(unit.locator(".people")).not().containsText("等待上级机构决定");
		fits(unit, "claim-roster-afterwards");
	}

	/** As the form in Tasklist sends it. */
	private void askForLapse() {
		var browser = StaffBrowser.signedOn(port, "lz-company");
		var answer = browser.send("POST", "/api/supervision/2021/organisations/" + SCHOOL + "/lapse",
				"{\"number\": 11, \"confirmed\": true, \"reason\": \"学校已停办，无人办理\"}", browser.token());
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
	}

	private void register(String code, String name, OrganisationKind kind, OrganisationLevel level, String superior) {
		assertThat(registry.register(new NewOrganisation(code, new OrganisationDetails(name, kind, level, "620702", null, null, null, null), superior, null), "test"))
				.isInstanceOf(Outcome.Done.class);
	}

	private Page signedOn(String account, String path) {
		var page = BROWSERS.window("http://localhost:" + port, 1280, 900);
		Browsers.signOn(page, path, account, PASSWORD);
		page.waitForURL("**" + path);
		return page;
	}

	private static void decide(Page page, String reason, String button) {
		var form = page.locator("section.panel form").first();
		form.locator("input[name=reason]").fill(reason);
		form.getByText(button, new Locator.GetByTextOptions().setExact(true)).click();
	}

	private static void press(Page page, String name) {
		page.locator("main button, main a", new Page.LocatorOptions().setHasText(name)).first().click();
	}

	private static void fits(Page page, String name) {
		assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")).as(name).isTrue();
		Browsers.pictures(page, name);
	}
}
