package cn.zhicheng.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.MutableClock;
import cn.zhicheng.StaffBrowser;
import cn.zhicheng.TestRecords;

/** Rights, passwords and models are changed only by who has proved a short while ago to be there. */
@ApplicationTest
class StepUpTest {

	private static final String NEW = "neuer-pruefer";
	private static final String STAFF = "/organisation/gz-school/staff/reviewer";

	@LocalServerPort
	int port;
	@Autowired
	StaffAccounts accounts;
	@Autowired
	MutableClock clock;
	@Autowired
	JdbcClient database;
	@Autowired
	TestRecords filed;

	private StaffBrowser browser;

	@BeforeEach
	void somebodyHasBeenSignedOnForAWhile() {
		browser = StaffBrowser.signedOn(port, "gz-school");
		clock.advance(StepUp.COUNTS);
	}

	@AfterEach
	void nothingIsLeft() {
		accounts.find(NEW).ifPresent(account -> accounts.remove(NEW));
		SignInTries.forget(database);
		clock.set(ApplicationTest.START);
	}

	@Test
	void a_form_waits_for_the_password_and_goes_on_with_it() {
		var asked = add();
		assertThat(asked.statusCode()).isEqualTo(403);
		assertThat(asked.body()).contains("再次验证身份", "您刚才的操作还没有执行").doesNotContain(NEW);
		assertThat(accounts.find(NEW)).isEmpty();

		var wrong = browser.submit(asked, "/staff/proof", Map.of("proof", "falsch"));
		assertThat(wrong.statusCode()).isEqualTo(422);
		assertThat(wrong.body()).contains("当前密码不正确", "name=\"form\"");
		assertThat(accounts.find(NEW)).isEmpty();

		assertThat(StaffBrowser.target(browser.submit(wrong, "/staff/proof", Map.of("proof", StaffBrowser.PASSWORD)))).isEqualTo("/organisation/gz-school");
		assertThat(accounts.find(NEW)).isPresent();
		assertThat(browser.get("/organisation/gz-school").body()).as("its first password, once").contains(NEW, "只显示这一次");
	}

	@Test
	void a_proof_counts_for_a_quarter_of_an_hour() {
		browser.post("/staff/proof", "/staff/proof", Map.of("proof", StaffBrowser.PASSWORD));
		assertThat(StaffBrowser.target(add())).isEqualTo("/organisation/gz-school");
		clock.advance(StepUp.COUNTS);
		assertThat(browser.post("/organisation/gz-school", STAFF + "/" + NEW + "/removal", Map.of()).statusCode()).isEqualTo(403);
		assertThat(accounts.find(NEW)).isPresent();
	}

	@Test
	void after_fifty_numbers_in_full_a_proof_is_asked_for_and_nothing_is_shown_or_recorded_without() {
		var number = filed.submitted("gz-school");
		for (int i = 0; i < 50; i++) {
			assertThat(look(number, browser).statusCode()).as("look " + i).isEqualTo(200);
		}
		var asked = look(number, browser);
		assertThat(asked.statusCode()).isEqualTo(403);
		assertThat(asked.body()).contains("ProofNeeded", "您已连续查看 50 个完整号码").doesNotContain("value");
		assertThat(database.sql("select count(*) from personal_data_look where record_number = :number").param("number", number).query(Integer.class).single()).isEqualTo(50);
		assertThat(look(number, StaffBrowser.signedOn(port, "gz-school")).statusCode()).as("who has just signed on has proved it").isEqualTo(200);

		browser.post("/staff/proof", "/staff/proof", Map.of("proof", StaffBrowser.PASSWORD));
		assertThat(look(number, browser).statusCode()).isEqualTo(200);
	}

	private HttpResponse<String> look(String number, StaffBrowser by) {
		clock.advance(Duration.ofMillis(10));
		return by.send("POST", "/api/review/records/" + number + "/looks", "{\"field\":\"MOBILE\"}", by.token());
	}

	@Test
	void what_changes_no_rights_is_not_asked_for_it() {
		assertThat(browser.post("/staff/sessions", "/staff/sessions/others", Map.of()).statusCode()).isEqualTo(302);
		assertThat(browser.get("/organisation/gz-school").statusCode()).isEqualTo(200);
	}

	@Test
	void a_form_of_one_account_does_not_go_on_for_another() {
		var asked = add();
		var other = StaffBrowser.signedOn(port, "gz-education");
		var form = asked.body().replaceAll("(?s).*name=\"form\" value=\"([^\"]+)\".*", "$1");
		assertThat(StaffBrowser.target(other.post("/staff/proof", "/staff/proof", Map.of("proof", StaffBrowser.PASSWORD, "form", form)))).isEqualTo("/staff");
		assertThat(accounts.find(NEW)).isEmpty();
	}

	@Test
	void the_web_apps_are_told_where_to_prove_it() {
		var admin = StaffBrowser.signedOn(port, "admin");
		clock.advance(StepUp.COUNTS);
		var account = "{\"profile\": {\"id\": \"" + NEW + "\", \"firstName\": \"\", \"lastName\": \"新人\"}, \"credentials\": {\"password\": \"Neues-Wort-77\"}}";
		var create = "/camunda/api/engine/engine/default/user/create";
		var refused = admin.send("POST", create, account, admin.token());
		assertThat(refused.statusCode()).isEqualTo(403);
		assertThat(refused.body()).contains("/staff/proof");
		admin.post("/staff/proof", "/staff/proof", Map.of("proof", StaffBrowser.PASSWORD));
		assertThat(admin.send("POST", create, account, admin.token()).statusCode()).isEqualTo(204);
	}

	private HttpResponse<String> add() {
		return browser.post("/organisation/gz-school", STAFF, Map.of("account", NEW, "name", "新审核人"));
	}
}
