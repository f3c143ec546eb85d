package cn.zhicheng.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;

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

/** Tokens for programs: made by who has proved to be there, for one purpose, and good for nothing else. */
@ApplicationTest
class StaffTokensTest {

	private static final String ACCOUNT = "several-roles";
	private static final String PASSWORD = "Eigenes-Wort-7";
	private static final Pattern TOKEN = Pattern.compile("<code id=\"token\">(zct_[\\w-]{43})</code>");
	private static final String EVALUATE = "/engine-rest/decision-definition/key/deadlines/evaluate";
	private static final String PLACE = """
			{"variables": {"region": {"value": "620702"}, "stage": {"value": "unit"}, "organisationLevel": {"value": "county"}}}""";

	@LocalServerPort
	int port;
	@Autowired
	StaffAccounts accounts;
	@Autowired
	StaffDirectory directory;
	@Autowired
	StaffSignOn signOn;
	@Autowired
	SecondFactor codes;
	@Autowired
	TestRecords filed;
	@Autowired
	MutableClock clock;
	@Autowired
	JdbcClient database;

	private StaffBrowser browser;

	@BeforeEach
	void anAccountWithSeveralRoles() {
		var first = accounts.create(ACCOUNT, "多面手", "gz-school");
		accounts.join(ACCOUNT, StaffRole.DESIGNER.group());
		accounts.join(ACCOUNT, StaffGroups.administratorsOf("gz-school"));
		assertThat(signOn.changePassword(directory.find(ACCOUNT).orElseThrow(), first, PASSWORD, Caller.at("192.0.2.1"))).isEmpty();
		browser = new StaffBrowser(port);
		assertThat(browser.signOn(ACCOUNT, PASSWORD).statusCode()).isEqualTo(302);
	}

	@AfterEach
	void nothingIsLeft() {
		accounts.remove(ACCOUNT);
		SignInTries.forget(database);
		clock.set(ApplicationTest.START);
	}

	@Test
	void it_is_made_with_the_password_and_shown_once() {
		var answer = make("Modeler", TokenPurpose.DEPLOY, PASSWORD);
		var token = token(answer);
		assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
		assertThat(browser.get("/staff/tokens").body()).contains("Modeler", "部署", "尚未使用", "2021年6月30日 09:00 到期").doesNotContain(token);
		assertThat(database.sql("select token from staff_token where account = ?").param(ACCOUNT).query(String.class).single()).doesNotContain(token.substring(4));
		assertThat(database.sql("select details from audit_entry where actor = ? and kind = 'CREDENTIALS_CHANGED' order by id desc fetch first row only")
				.param(ACCOUNT).query(String.class).single()).contains("token made: DEPLOY").doesNotContain(token);
	}

	@Test
	void a_wrong_password_or_nothing_chosen_makes_none_and_loses_nothing_typed() {
		assertThat(make("Modeler", TokenPurpose.DEPLOY, "falsch").body()).contains("当前密码不正确", "value=\"Modeler\"");
		var answer = browser.post("/staff/tokens", "/staff/tokens", Map.of("name", "x".repeat(101), "purpose", "DEPLOY", "proof", PASSWORD));
		assertThat(answer.statusCode()).isEqualTo(422);
		assertThat(browser.post("/staff/tokens", "/staff/tokens", Map.of("name", "y", "purpose", "ALL", "proof", PASSWORD)).body()).contains("请填写名称");
		assertThat(database.sql("select count(*) from staff_token").query(Integer.class).single()).isZero();
	}

	@Test
	void each_purpose_opens_what_it_is_for_and_nothing_else() {
		var deploy = token(make("Modeler", TokenPurpose.DEPLOY, PASSWORD));
		var review = token(make("Abgleich", TokenPurpose.REVIEW, PASSWORD));
		var read = token(make("Bericht", TokenPurpose.READ, PASSWORD));
		var number = filed.submittedBySomebody("gz-school");
		var task = database.sql("select ID_ from ACT_RU_TASK where PROC_INST_ID_ = (select PROC_INST_ID_ from ACT_RU_EXECUTION where BUSINESS_KEY_ = ?)")
				.param(number).query(String.class).single();
		var complete = "/engine-rest/task/" + task + "/complete";
		var confirm = "{\"variables\": {\"decision\": {\"value\": \"confirm\", \"type\": \"String\"}}}";

		assertThat(send("POST", EVALUATE, PLACE, deploy)).isEqualTo(200);
		assertThat(send("GET", "/engine-rest/deployment", "", deploy)).isEqualTo(200);
		assertThat(send("GET", "/api/review/records/" + number, "", deploy)).isEqualTo(404);
		assertThat(send("POST", complete, confirm, deploy)).isEqualTo(403);

		assertThat(send("POST", EVALUATE, PLACE, review)).isEqualTo(403);
		assertThat(send("POST", "/engine-rest/deployment/create", "", review)).isEqualTo(403);

		assertThat(send("GET", "/api/review/records/" + number, "", read)).isEqualTo(200);
		assertThat(send("POST", "/engine-rest/task", "{}", read)).as("a question").isEqualTo(200);
		assertThat(send("POST", complete, confirm, read)).isEqualTo(403);
		assertThat(send("PUT", "/api/review/records/" + number + "/notes", "{\"marks\": [], \"remarks\": [], \"reason\": \"\"}", read)).isEqualTo(403);
		assertThat(send("POST", "/engine-rest/deployment/create", "", read)).isEqualTo(403);

		assertThat(send("POST", complete, confirm, review)).isEqualTo(204);
	}

	@Test
	void with_a_second_factor_the_password_opens_nothing_for_a_program_and_a_token_does() {
		var staff = directory.find(ACCOUNT).orElseThrow();
		var secret = signOn.newSecondFactor();
		assertThat(signOn.addSecondFactor(staff, secret, codes.codeAt(secret, clock.instant()))).isPresent();
		clock.advance(Duration.ofSeconds(30));
		assertThat(make("Modeler", TokenPurpose.DEPLOY, PASSWORD).body()).as("the password is not enough").contains("验证码不正确");
		var token = token(make("Modeler", TokenPurpose.DEPLOY, codes.codeAt(secret, clock.instant())));
		assertThat(send("GET", "/engine-rest/version", "", PASSWORD)).isEqualTo(401);
		assertThat(send("GET", "/engine-rest/version", "", token)).isEqualTo(200);
	}

	@Test
	void it_opens_nothing_once_it_is_revoked_too_old_or_the_account_was_reset() {
		var revoked = token(make("eins", TokenPurpose.READ, PASSWORD));
		var old = token(make("zwei", TokenPurpose.READ, PASSWORD));
		var id = database.sql("select min(id) from staff_token where account = ?").param(ACCOUNT).query(Long.class).single();
		assertThat(new StaffBrowser(port).post("/sign-in", "/staff/tokens/" + id + "/revocation", Map.of()).statusCode()).isEqualTo(401);
		assertThat(send("GET", "/engine-rest/version", "", revoked)).as("nobody else revokes it").isEqualTo(200);
		var other = StaffBrowser.signedOn(port, "zy-school");
		other.post("/staff/tokens", "/staff/tokens/" + id + "/revocation", Map.of());
		assertThat(send("GET", "/engine-rest/version", "", revoked)).isEqualTo(200);
		browser.post("/staff/tokens", "/staff/tokens/" + id + "/revocation", Map.of());
		assertThat(send("GET", "/engine-rest/version", "", revoked)).isEqualTo(401);

		clock.advance(StaffTokens.VALID);
		assertThat(send("GET", "/engine-rest/version", "", old)).isEqualTo(401);
		clock.set(ApplicationTest.START);
		SignInTries.forget(database);
		assertThat(send("GET", "/engine-rest/version", "", old)).isEqualTo(200);
		accounts.resetPassword(ACCOUNT);
		assertThat(send("GET", "/engine-rest/version", "", old)).isEqualTo(401);
	}

	@Test
	void it_is_of_one_account_and_no_password_in_a_browser() {
		var token = token(make("Modeler", TokenPurpose.READ, PASSWORD));
		assertThat(send("GET", "/engine-rest/version", "", "gz-school", token)).isEqualTo(401);
		assertThat(new StaffBrowser(port).signOn(ACCOUNT, token).statusCode()).isEqualTo(422);
	}

	@Test
	void tokens_are_not_to_be_tried_out() {
		long before = database.sql("select max(id) from audit_entry").query(Long.class).single();
		for (int i = 0; i < 5; i++) {
			assertThat(send("GET", "/engine-rest/version", "", "zct_" + String.valueOf(i).repeat(43))).isEqualTo(401);
		}
		assertThat(database.sql("select count(*) from audit_entry where actor = ? and kind = 'SIGN_IN_REFUSED' and id > ?").params(ACCOUNT, before).query(Integer.class).single())
				.isEqualTo(5);
	}

	@Test
	void own_sessions_are_listed_and_ended() {
		var elsewhere = new StaffBrowser(port);
		elsewhere.signOn(ACCOUNT, PASSWORD);
		var page = browser.get("/staff/sessions").body();
		assertThat(page).contains("当前设备", "来自 127.0.0.1", "退出所有其他设备");
		var id = page.replaceAll("(?s).*?/staff/sessions/(\\d+)/end.*", "$1");
		var stranger = StaffBrowser.signedOn(port, "zy-school");
		stranger.post("/staff/sessions", "/staff/sessions/" + id + "/end", Map.of());
		assertThat(elsewhere.get("/staff").statusCode()).as("nobody else ends it").isEqualTo(200);
		browser.post("/staff/sessions", "/staff/sessions/" + id + "/end", Map.of());
		assertThat(elsewhere.get("/staff").statusCode()).isEqualTo(302);
		assertThat(browser.get("/staff/sessions").body()).contains("该设备已退出登录").doesNotContain("退出所有其他设备");

		elsewhere.signOn(ACCOUNT, PASSWORD);
		browser.post("/staff/sessions", "/staff/sessions/others", Map.of());
		assertThat(elsewhere.get("/staff").statusCode()).isEqualTo(302);
		assertThat(browser.get("/staff").statusCode()).isEqualTo(200);
	}

	private HttpResponse<String> make(String name, TokenPurpose purpose, String proof) {
		return browser.post("/staff/tokens", "/staff/tokens", Map.of("name", name, "purpose", purpose.name(), "proof", proof));
	}

	private static String token(HttpResponse<String> page) {
		var found = TOKEN.matcher(page.body());
		assertThat(found.find()).as(page.body()).isTrue();
		return found.group(1);
	}

	private int send(String method, String path, String body, String password) {
		return send(method, path, body, ACCOUNT, password);
	}

	private int send(String method, String path, String body, String account, String password) {
		try {
			return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
					.header("Authorization", "Basic " + Base64.getEncoder().encodeToString((account + ":" + password).getBytes(StandardCharsets.UTF_8)))
					.header("Content-Type", "application/json").method(method, HttpRequest.BodyPublishers.ofString(body)).build(),
					HttpResponse.BodyHandlers.ofString()).statusCode();
		} catch (java.io.IOException e) {
			throw new IllegalStateException(e);
		} catch (InterruptedException e) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(e);
		}
	}
}
