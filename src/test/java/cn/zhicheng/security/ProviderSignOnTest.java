package cn.zhicheng.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.StaffBrowser;

/**
 * Profile {@code oidc} with a real provider: it says who somebody is, the account and its rights are ours. The application is
 * set as behind a proxy that has the certificate.
 */
@ApplicationTest
@ActiveProfiles("oidc")
class ProviderSignOnTest {

	private static final IdentityProvider PROVIDER = IdentityProvider.start();
	private static final String TASKLIST = "/camunda/app/tasklist/default/";

	@LocalServerPort
	int port;
	@Autowired
	StaffAccounts accounts;
	@Autowired
	SamePerson persons;
	@Autowired
	Throttle throttle;
	@Autowired
	JdbcClient database;

	private StaffBrowser browser;

	@DynamicPropertySource
	static void provider(DynamicPropertyRegistry properties) {
		properties.add("ZHICHENG_OIDC_ISSUER", PROVIDER::issuer);
		properties.add("ZHICHENG_OIDC_CLIENT_ID", () -> IdentityProvider.CLIENT);
		properties.add("ZHICHENG_OIDC_CLIENT_SECRET", () -> IdentityProvider.SECRET);
		properties.add("server.forward-headers-strategy", () -> "native");
	}

	@BeforeEach
	void aBrowser() {
		PROVIDER.register("http://localhost:" + port + "/sign-in/provider/zhicheng");
		browser = new StaffBrowser(port);
	}

	@AfterAll
	static void stop() {
		PROVIDER.close();
	}

	@Test
	void the_sign_in_page_offers_the_provider_beside_the_password() {
		assertThat(browser.get("/sign-in?continue=" + TASKLIST).body()).contains("用统一身份认证登录", "name=\"password\"");
	}

	@Test
	void behind_a_proxy_with_tls_cookies_are_sent_over_tls_only() {
		var answer = browser.send(browser.request("/sign-in").header("Accept", "text/html").header("X-Forwarded-Proto", "https"));
		assertThat(answer.headers().allValues("Set-Cookie")).isNotEmpty()
				.allSatisfy(cookie -> assertThat(cookie).contains("HttpOnly", "Secure").containsPattern("SameSite=(Strict|Lax)"));
	}

	@Test
	void who_signs_on_with_the_provider_works_here_with_the_rights_of_the_account() {
		assertThat(signOnAs("gz-school")).isEqualTo(TASKLIST);
		assertThat(browser.get(TASKLIST).statusCode()).isEqualTo(200);
		assertThat(browser.get("/camunda/api/admin/auth/user/default").body()).contains("gz-school", "tasklist").doesNotContain("cockpit");
		assertThat(browser.get("/staff").body()).contains("审核：甘州区示范小学");
		assertThat(browser.get("/api/review/cards?taskIds=").statusCode()).isEqualTo(200);
		browser.post("/staff", "/sign-out", Map.of());
		assertThat(browser.get("/staff").statusCode()).isEqualTo(302);
	}

	@Test
	void the_first_password_here_does_not_concern_who_signs_on_there() {
		accounts.create("school-newcomer", "新来的审核员", "gz-school");
		try {
			assertThat(signOnAs("school-newcomer")).isEqualTo(TASKLIST);
			assertThat(browser.get("/staff").statusCode()).isEqualTo(200);
		} finally {
			accounts.remove("school-newcomer");
		}
	}

	@Test
	void who_then_signs_on_with_a_password_in_the_same_session_is_not_answered_for_by_the_provider() {
		var first = accounts.create("school-newcomer", "新来的审核员", "gz-school");
		try {
			signOnAs("gz-school");
			browser.post("/staff", "/sign-in", Map.of("account", "school-newcomer", "password", first));
			assertThat(StaffBrowser.target(browser.get("/staff"))).isEqualTo("/staff/password");
			browser.post("/staff/password", "/sign-out", Map.of());

			signOnAs("school-newcomer");
			assertThat(browser.get("/staff").statusCode()).isEqualTo(200);
			browser.post("/staff", "/sign-in", Map.of("account", "school-newcomer", "password", first));
			assertThat(StaffBrowser.target(browser.get("/staff"))).as("the same account").isEqualTo("/staff/password");
		} finally {
			accounts.remove("school-newcomer");
		}
	}

	@Test
	void somebody_without_an_account_here_is_told_so() {
		var back = signOnAs("stranger");
		assertThat(back).isEqualTo("/sign-in?provider=unknown");
		assertThat(browser.get(back).body()).contains("本系统中没有与之对应的账号");
		assertThat(lastRefusal()).isEqualTo("unknown {\"address\":\"127.0.0.1\",\"what\":\"provider\"}");
		assertThat(browser.get("/staff").statusCode()).isEqualTo(302);
	}

	@Test
	void an_account_without_rights_is_refused_by_its_name() {
		accounts.create("school-newcomer", "新来的审核员", "gz-school");
		accounts.leave("school-newcomer", "gz-school");
		try {
			assertThat(signOnAs("school-newcomer")).isEqualTo("/sign-in?provider=unknown");
			assertThat(lastRefusal()).isEqualTo("school-newcomer {\"address\":\"127.0.0.1\",\"what\":\"provider\"}");
		} finally {
			accounts.remove("school-newcomer");
		}
	}

	@Test
	void accounts_with_the_same_verified_address_are_of_one_person_even_after_a_reset() {
		accounts.create("school-newcomer", "新来的审核员", "gz-school");
		accounts.create("school-unverified", "另一个审核员", "gz-school");
		try {
			for (var account : List.of("gz-school", "school-newcomer", "school-unverified")) {
				signOnAs(account);
				browser.post("/staff", "/sign-out", Map.of());
			}
			assertThat(persons.accountsOf("gz-school")).containsExactlyInAnyOrder("gz-school", "school-newcomer");
			assertThat(persons.isOfBoth("gz-school", "school-unverified")).isFalse();
			assertThat(database.sql("select count(distinct subject_hash) from staff_credentials where user_id in ('gz-school', 'school-newcomer', 'school-unverified')")
					.query(Integer.class).single()).isEqualTo(3);
			assertThat(database.sql("select mail_hash from staff_credentials where user_id = 'gz-school'").query(String.class).single()).matches("[0-9a-f]{64}");
			accounts.resetPassword("school-newcomer");
			assertThat(persons.isOfBoth("school-newcomer", "gz-school")).isTrue();
		} finally {
			List.of("school-newcomer", "school-unverified").forEach(accounts::remove);
		}
	}

	private String lastRefusal() {
		return database.sql("select actor || ' ' || details from audit_entry where kind = 'SIGN_IN_REFUSED' order by id desc fetch first row only")
				.query(String.class).single();
	}

	private int refusals() {
		return database.sql("select count(*) from audit_entry where kind = 'SIGN_IN_REFUSED'").query(Integer.class).single();
	}

	@Test
	void answers_that_nobody_asked_for_do_not_flood_the_audit_trail() {
		SignInTries.forget(throttle);
		var before = refusals();
		try {
			for (int i = 0; i < 35; i++) {
				browser.get("/sign-in/provider/zhicheng?code=stolen&state=guessed");
			}
			assertThat(refusals() - before).isEqualTo(30);
		} finally {
			SignInTries.forget(throttle);
		}
	}

	@Test
	void an_answer_that_nobody_asked_for_opens_nothing() {
		var back = StaffBrowser.target(browser.get("/sign-in/provider/zhicheng?code=stolen&state=guessed"));
		assertThat(back).isEqualTo("/sign-in?provider=failed");
		assertThat(browser.get(back).body()).contains("统一身份认证没有成功");
		assertThat(browser.get("/staff").statusCode()).isEqualTo(302);
	}

	/** @return where the browser arrives */
	private String signOnAs(String person) {
		var start = StaffBrowser.target(browser.get("/sign-in/provider?continue=" + TASKLIST));
		var asked = browser.get(start).headers().firstValue("Location").orElseThrow();
		assertThat(asked).startsWith(PROVIDER.issuer() + "/oauth2/authorize?");
		var there = new StaffBrowser(PROVIDER.port());
		there.post("/login", "/login", Map.of("username", person, "password", IdentityProvider.PASSWORD));
		var answer = there.get(asked.substring(PROVIDER.issuer().length()));
		return StaffBrowser.target(browser.get(StaffBrowser.target(answer)));
	}
}
