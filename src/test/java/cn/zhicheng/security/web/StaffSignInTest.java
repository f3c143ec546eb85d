package cn.zhicheng.security.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.camunda.bpm.engine.IdentityService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.boot.test.web.server.LocalServerPort;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.MutableClock;
import cn.zhicheng.StaffBrowser;
import cn.zhicheng.security.StaffAccounts;
import cn.zhicheng.security.StaffGroups;
import cn.zhicheng.security.SignInTries;

/**
 * The one sign-in of staff, over HTTP: what it opens, what it refuses, and what has to be done first.
 */
@ApplicationTest
class StaffSignInTest {

	private static final String SCHOOL = "gz-school";
	private static final String NOBODY = "nobody-of-this-name";
	private static final String NEWCOMER = "school-newcomer";
	private static final String OWN_PASSWORD = "Eigenes-Wort-7";

	@LocalServerPort
	int port;
	@Autowired
	StaffAccounts accounts;
	@Autowired
	IdentityService identities;
	@Autowired
	MutableClock clock;
	@Autowired
	org.springframework.jdbc.core.simple.JdbcClient database;
	@Autowired
	TestRestTemplate http;

	private StaffBrowser browser;
	private String firstPassword;

	@BeforeEach
	void aNewAccount() {
		nothingHasBeenTried();
		browser = new StaffBrowser(port);
		firstPassword = accounts.create(NEWCOMER, "新来的审核员", SCHOOL);
	}

	@AfterEach
	void everythingIsAsBefore() {
		accounts.remove(NEWCOMER);
		nothingHasBeenTried();
		clock.set(ApplicationTest.START);
	}

	private void nothingHasBeenTried() {
		SignInTries.forget(database);
	}

	@ParameterizedTest
	@CsvSource({ "/camunda/app/tasklist/default/", "/staff" })
	void a_page_for_staff_leads_to_the_sign_in_and_back(String page) {
		var asked = browser.get(page);
		assertThat(asked.statusCode()).isEqualTo(302);
		assertThat(StaffBrowser.target(asked)).startsWith("/sign-in?continue=");
		var answer = browser.post(StaffBrowser.target(asked), "/sign-in",
				Map.of("account", SCHOOL, "password", StaffBrowser.PASSWORD, "continue", page));
		assertThat(StaffBrowser.target(answer)).isEqualTo(page);
		assertThat(browser.get(page).statusCode()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://example.org/", "//example.org/", "/portal", "/camunda/app/../../evil", "javascript:alert(1)",
			"/staff\\@example.org", "/staffed" })
	void nobody_is_led_out_of_the_pages_for_staff(String elsewhere) {
		var answer = browser.post("/sign-in", "/sign-in",
				Map.of("account", SCHOOL, "password", StaffBrowser.PASSWORD, "continue", elsewhere));
		assertThat(StaffBrowser.target(answer)).isEqualTo("/staff");
	}

	@Test
	void one_sign_on_opens_our_pages_the_web_apps_and_our_json_and_signing_out_ends_all_of_it() {
		browser.signOn(SCHOOL, StaffBrowser.PASSWORD);
		assertThat(opens(browser)).containsExactly(200, 200, 200, 200);
		browser.post("/staff", "/sign-out", Map.of());
		assertThat(opens(browser)).containsExactly(302, 302, 302, 401);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/verify", "/portal/sign-in", "/sign-in" })
	void cookies_stay_with_our_own_pages_and_away_from_scripts(String page) {
		assertThat(browser.get(page).headers().allValues("Set-Cookie")).isNotEmpty()
				.allSatisfy(cookie -> assertThat(cookie).contains("HttpOnly").containsPattern("SameSite=(Strict|Lax)"));
	}

	@Test
	void whoever_keeps_a_roster_finds_it_from_the_first_page() {
		browser.signOn(SCHOOL, StaffBrowser.PASSWORD);
		assertThat(browser.get("/staff").body()).contains("href=\"/organisation/gz-school/roster\"");
		assertThat(browser.get("/organisation/gz-school").body()).contains("href=\"/organisation/gz-school/roster\"");
		assertThat(browser.get("/organisation/gz-school/roster").statusCode()).isEqualTo(200);
	}

	@Test
	void signing_out_in_a_web_app_ends_all_of_it_too() {
		browser.signOn(SCHOOL, StaffBrowser.PASSWORD);
		browser.get("/camunda/app/tasklist/default/");
		assertThat(browser.send("POST", "/camunda/api/admin/auth/user/default/logout", "", browser.token()).statusCode()).isEqualTo(200);
		assertThat(opens(browser)).containsExactly(302, 302, 302, 401);
	}

	private List<Integer> opens(StaffBrowser one) {
		return List.of("/staff", "/camunda/app/tasklist/default/", "/camunda/api/admin/auth/user/default", "/api/review/cards?taskIds=")
				.stream().map(path -> one.get(path).statusCode()).toList();
	}

	@Test
	void the_session_is_a_new_one_after_the_sign_on() {
		browser.get("/camunda/app/tasklist/default/scripts/config.js");
		browser.post("/sign-in", "/sign-in", Map.of("account", SCHOOL, "password", "falsch"));
		var before = browser.session();
		browser.signOn(SCHOOL, StaffBrowser.PASSWORD);
		var stranger = new StaffBrowser(port);
		if (before != null) {
			stranger.useSession(before);
		}
		assertThat(browser.session()).isNotEqualTo(before);
		assertThat(stranger.get("/staff").statusCode()).isEqualTo(302);
	}

	@Test
	void the_session_keeps_its_id_until_the_next_sign_on() {
		browser.signOn(SCHOOL, StaffBrowser.PASSWORD);
		var session = browser.session();
		opens(browser);
		assertThat(browser.session()).isEqualTo(session);
	}

	@Test
	void the_sign_in_of_the_web_apps_is_closed() {
		browser.get("/camunda/app/tasklist/default/scripts/config.js");
		browser.get("/camunda/api/admin/auth/user/default");
		for (var app : List.of("tasklist", "cockpit", "admin", "welcome")) {
			var form = browser.form("/camunda/api/admin/auth/user/default/login/" + app, Map.of("username", SCHOOL, "password", StaffBrowser.PASSWORD));
			if (browser.token() != null) {
				form.header("X-XSRF-TOKEN", browser.token());
			}
			assertThat(browser.send(form).statusCode()).isIn(401, 403);
		}
		assertThat(browser.get("/api/review/cards?taskIds=").statusCode()).isEqualTo(401);
	}

	@Test
	void a_wrong_password_and_an_unknown_account_get_the_same_answer() {
		var wrong = browser.signOn(SCHOOL, "falsch");
		var unknown = browser.signOn(NOBODY, "falsch");
		assertThat(wrong.statusCode()).isEqualTo(422).isEqualTo(unknown.statusCode());
		assertThat(problem(wrong.body())).isEqualTo("账号或密码不正确，请重新输入。").isEqualTo(problem(unknown.body()));
		assertThat(wrong.body()).contains("value=\"" + SCHOOL + "\"").doesNotContain("falsch");
	}

	@ParameterizedTest
	@ValueSource(strings = { SCHOOL, NOBODY })
	void wrong_passwords_at_the_same_moment_are_counted_like_others_whether_or_not_there_is_the_account(String account) throws Exception {
		int tries = 8;
		var people = Executors.newFixedThreadPool(tries);
		try {
			var together = new CyclicBarrier(tries);
			List<Callable<Integer>> attempts = Collections.nCopies(tries, () -> {
				together.await(30, TimeUnit.SECONDS);
				return new StaffBrowser(port).signOn(account, "falsch").statusCode();
			});
			var answers = new ArrayList<Integer>();
			for (var answer : people.invokeAll(attempts, 1, TimeUnit.MINUTES)) {
				answers.add(answer.get());
			}
			assertThat(answers).containsExactlyInAnyOrder(422, 422, 422, 422, 422, 429, 429, 429);
		} finally {
			people.shutdownNow();
		}
	}

	@Test
	void wrong_passwords_do_not_hinder_whoever_is_setting_a_new_one() {
		var account = identities.createUserQuery().userId(NEWCOMER).singleResult();
		assertThat(browser.signOn(NEWCOMER, "falsch").statusCode()).isEqualTo(422);
		account.setPassword(OWN_PASSWORD);
		identities.saveUser(account);
		assertThat(browser.signOn(NEWCOMER, OWN_PASSWORD).statusCode()).isEqualTo(302);
	}

	@ParameterizedTest
	@CsvSource({ "'', Zhicheng-2021", "gz-school, ''", "'  ', ' '" })
	void what_is_missing_is_asked_for(String account, String password) {
		var answer = browser.signOn(account, password.isBlank() ? "" : password);
		assertThat(answer.statusCode()).isEqualTo(422);
		assertThat(problem(answer.body())).isEqualTo("请输入账号和密码。");
	}

	@ParameterizedTest
	@ValueSource(strings = { SCHOOL, NOBODY })
	void after_five_wrong_passwords_even_the_right_one_waits(String account) {
		for (int i = 0; i < 5; i++) {
			assertThat(browser.signOn(account, "falsch").statusCode()).isEqualTo(422);
		}
		var sixth = browser.signOn(account, StaffBrowser.PASSWORD);
		assertThat(sixth.statusCode()).isEqualTo(429);
		assertThat(problem(sixth.body())).isEqualTo("登录失败次数过多，请在 1 分钟后重试。");
		clock.advance(Duration.ofMinutes(16));
		assertThat(browser.signOn(account, StaffBrowser.PASSWORD).statusCode()).isEqualTo(account.equals(SCHOOL) ? 302 : 422);
	}

	@Test
	void programs_are_counted_like_people() {
		var program = http.withBasicAuth(SCHOOL, "falsch");
		for (int i = 0; i < 5; i++) {
			assertThat(program.getForEntity("/engine-rest/task/count", String.class).getStatusCode().value()).isEqualTo(401);
		}
		assertThat(browser.signOn(SCHOOL, StaffBrowser.PASSWORD).statusCode()).isEqualTo(429);
	}

	@Test
	void a_first_password_opens_nothing_but_the_page_where_it_is_changed() {
		browser.signOn(NEWCOMER, firstPassword);
		assertThat(StaffBrowser.target(browser.get("/staff"))).isEqualTo("/staff/password");
		assertThat(StaffBrowser.target(browser.get("/camunda/app/tasklist/default/"))).isEqualTo("/staff/password");
		var answer = browser.send("GET", "/api/review/cards?taskIds=", "", null);
		assertThat(answer.statusCode()).isEqualTo(403);
		assertThat(answer.body()).contains("请先在网页 /staff/password 修改初始密码");
		assertThat(browser.send("GET", "/camunda/api/engine/engine/default/task/count", "", null).statusCode()).isEqualTo(403);
		assertThat(http.withBasicAuth(NEWCOMER, firstPassword).getForEntity("/engine-rest/task/count", String.class).getStatusCode().value())
				.isEqualTo(403);
		assertThat(browser.get("/staff/password").body()).contains("这是由他人设置的初始密码");
		assertThat(StaffBrowser.target(browser.get("/staff/second-factor"))).isEqualTo("/staff/password");
	}

	@Test
	void with_a_password_of_ones_own_everything_opens_and_the_first_one_nothing() {
		browser.signOn(NEWCOMER, firstPassword);
		assertThat(StaffBrowser.target(change(firstPassword, OWN_PASSWORD, OWN_PASSWORD))).isEqualTo("/staff");
		assertThat(browser.get("/staff").body()).contains("密码已修改", "甘州区示范小学");
		assertThat(new StaffBrowser(port).signOn(NEWCOMER, firstPassword).statusCode()).isEqualTo(422);
		var other = new StaffBrowser(port);
		other.signOn(NEWCOMER, OWN_PASSWORD);
		assertThat(other.get("/staff").statusCode()).isEqualTo(200);
		assertThat(http.withBasicAuth(NEWCOMER, OWN_PASSWORD).getForEntity("/engine-rest/task/count", String.class).getStatusCode().value())
				.isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource({ "kurz-A1, 至少需要 10 个字符", "nurkleinbuchstaben-1, 须包含大写字母", "NURGROSS-123, 须包含小写字母", "Ohne-Ziffern-hier, 须包含数字",
			"OhneZeichen123, 须包含特殊字符", "School-Newcomer-1x, 不得包含账号或姓名" })
	void a_password_that_breaks_a_rule_is_refused_with_the_rule(String password, String sentence) {
		browser.signOn(NEWCOMER, firstPassword);
		var answer = change(firstPassword, password, password);
		assertThat(answer.statusCode()).isEqualTo(422);
		assertThat(answer.body()).contains(sentence);
		assertThat(identities.checkPassword(NEWCOMER, firstPassword)).isTrue();
	}

	@Test
	void the_present_password_the_repetition_and_a_new_one_are_asked_for() {
		browser.signOn(NEWCOMER, firstPassword);
		assertThat(change("falsch", OWN_PASSWORD, OWN_PASSWORD).body()).contains("当前密码不正确");
		assertThat(change(firstPassword, OWN_PASSWORD, "Anderes-Wort-8").body()).contains("两次输入的新密码不一致");
		assertThat(change(firstPassword, firstPassword, firstPassword).body()).contains("新密码不能与当前密码相同");
		assertThat(identities.checkPassword(NEWCOMER, firstPassword)).isTrue();
	}

	private java.net.http.HttpResponse<String> change(String present, String password, String repeated) {
		return browser.post("/staff/password", "/staff/password", Map.of("present", present, "password", password, "repeated", repeated));
	}

	@Test
	void a_password_set_by_somebody_else_ends_the_session_and_must_be_changed() {
		browser.signOn(NEWCOMER, firstPassword);
		change(firstPassword, OWN_PASSWORD, OWN_PASSWORD);
		var reset = accounts.resetPassword(NEWCOMER);
		assertThat(opens(browser)).containsExactly(302, 302, 302, 401);
		assertThat(StaffBrowser.target(browser.get("/staff"))).startsWith("/sign-in");
		browser.signOn(NEWCOMER, reset);
		assertThat(StaffBrowser.target(browser.get("/staff"))).isEqualTo("/staff/password");
	}

	@Test
	void a_password_set_in_camunda_admin_ends_the_session_too() {
		browser.signOn(NEWCOMER, firstPassword);
		change(firstPassword, OWN_PASSWORD, OWN_PASSWORD);
		setAsInAdmin("Anderes-Wort-8");
		assertThat(opens(browser)).containsExactly(302, 302, 302, 401);
	}

	private void setAsInAdmin(String password) {
		var account = identities.createUserQuery().userId(NEWCOMER).singleResult();
		account.setPassword(password);
		identities.saveUser(account);
	}

	@Test
	void changing_the_password_ends_every_session_but_the_one_where_it_was_changed() {
		browser.signOn(NEWCOMER, firstPassword);
		change(firstPassword, OWN_PASSWORD, OWN_PASSWORD);
		var elsewhere = new StaffBrowser(port);
		elsewhere.signOn(NEWCOMER, OWN_PASSWORD);
		assertThat(opens(elsewhere)).containsExactly(200, 200, 200, 200);
		change(OWN_PASSWORD, "Anderes-Wort-8", "Anderes-Wort-8");
		assertThat(opens(elsewhere)).containsExactly(302, 302, 302, 401);
		assertThat(opens(browser)).containsExactly(200, 200, 200, 200);
	}

	@Test
	void a_later_account_of_the_same_name_does_not_inherit_the_session() {
		browser.signOn(NEWCOMER, firstPassword);
		change(firstPassword, OWN_PASSWORD, OWN_PASSWORD);
		accounts.remove(NEWCOMER);
		accounts.create(NEWCOMER, "同名的后来者", "gs-reform");
		assertThat(opens(browser)).containsExactly(302, 302, 302, 401);
		assertThat(StaffBrowser.target(browser.get("/staff"))).startsWith("/sign-in");
	}

	@Test
	void rights_change_with_the_next_request() {
		var supervisor = StaffBrowser.signedOn(port, SCHOOL);
		assertThat(supervisor.get("/staff").body()).doesNotContain("督办：");
		accounts.join(SCHOOL, StaffGroups.supervisorsOf(SCHOOL));
		try {
			assertThat(supervisor.get("/staff").body()).contains("督办：甘州区示范小学");
		} finally {
			accounts.leave(SCHOOL, StaffGroups.supervisorsOf(SCHOOL));
		}
		assertThat(supervisor.get("/staff").body()).doesNotContain("督办：");
	}

	@Test
	void a_new_right_to_a_web_app_and_its_loss_count_with_the_next_request() {
		browser.signOn(NEWCOMER, firstPassword);
		change(firstPassword, OWN_PASSWORD, OWN_PASSWORD);
		assertThat(browser.get("/camunda/api/admin/auth/user/default").body()).doesNotContain("cockpit");
		accounts.join(NEWCOMER, "designer");
		assertThat(accounts.find(NEWCOMER).orElseThrow().groups()).contains("designer");
		assertThat(browser.get("/camunda/api/admin/auth/user/default").body()).contains("cockpit");
		accounts.leave(NEWCOMER, "designer");
		assertThat(browser.get("/camunda/api/admin/auth/user/default").body()).doesNotContain("cockpit");
	}

	@Test
	void an_account_that_is_removed_is_signed_out_with_the_next_request() {
		browser.signOn(NEWCOMER, firstPassword);
		change(firstPassword, OWN_PASSWORD, OWN_PASSWORD);
		accounts.remove(NEWCOMER);
		assertThat(opens(browser)).containsExactly(302, 302, 302, 401);
	}

	@Test
	void an_account_without_any_right_is_told_so() {
		accounts.leave(NEWCOMER, SCHOOL);
		var answer = browser.signOn(NEWCOMER, firstPassword);
		assertThat(problem(answer.body())).isEqualTo("账号和密码正确，但此账号未分配任何权限。请联系本机构或上级机构的管理员。");
	}

	@Test
	void a_new_sign_on_shows_time_and_address_of_the_last() {
		browser.signOn(NEWCOMER, firstPassword);
		change(firstPassword, OWN_PASSWORD, OWN_PASSWORD);
		assertThat(browser.get("/staff").body()).contains("这是您第一次登录");
		var then = java.time.format.DateTimeFormatter.ofPattern("yyyy年M月d日 HH:mm").withZone(java.time.ZoneId.of("Asia/Shanghai"))
				.format(clock.instant());
		clock.advance(Duration.ofDays(1));
		var next = new StaffBrowser(port);
		next.signOn(NEWCOMER, OWN_PASSWORD);
		assertThat(next.get("/staff").body()).contains("上次登录：" + then + "，来自 127.0.0.1。");
	}

	@Test
	void a_form_without_its_token_does_nothing() {
		var answer = browser.send(browser.form("/sign-in", Map.of("account", SCHOOL, "password", StaffBrowser.PASSWORD)));
		assertThat(answer.statusCode()).isEqualTo(403);
		assertThat(browser.get("/staff").statusCode()).isEqualTo(302);
	}

	private static String problem(String page) {
		var found = java.util.regex.Pattern.compile("role=\"alert\">([^<]+)<").matcher(page);
		return found.find() ? found.group(1) : "";
	}
}
