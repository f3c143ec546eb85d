package cn.zhicheng.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.MutableClock;

/**
 * Programs sign on with each request (HTTP basic): what is remembered of it, and what the audit trail learns.
 */
@ApplicationTest
class ProgramSignOnTest {

	private static final String PROGRAM = "school-program";
	private static final String PASSWORD = "Eigenes-Wort-7";
	private static final Caller ADDRESS = Caller.at("192.0.2.9");

	@Autowired
	StaffSignOn signOn;
	@Autowired
	StaffAccounts accounts;
	@Autowired
	StaffDirectory directory;
	@Autowired
	SecondFactor codes;
	@Autowired
	MutableClock clock;
	@Autowired
	JdbcClient database;
	@Autowired
	TestRestTemplate http;

	private Staff staff;
	private long before;

	@BeforeEach
	void aProgramWithAPasswordOfItsOwn() {
		before = database.sql("select coalesce(max(id), 0) from audit_entry").query(Long.class).single();
		var first = accounts.create(PROGRAM, "接口程序", "gz-school");
		staff = directory.find(PROGRAM).orElseThrow();
		assertThat(signOn.changePassword(staff, first, PASSWORD, ADDRESS)).isEmpty();
	}

	@AfterEach
	void everythingIsAsBefore() {
		accounts.remove(PROGRAM);
		SignInTries.forget(database);
	}

	private int ask(String password) {
		return http.withBasicAuth(PROGRAM, password).getForEntity("/engine-rest/task/count", String.class).getStatusCode().value();
	}

	private List<String> told() {
		return database.sql("select kind || ' ' || details from audit_entry where actor = ? and id > ? and kind like 'SIGN%' order by id")
				.params(PROGRAM, before).query(String.class).list();
	}

	@Test
	void a_sign_on_stands_in_the_audit_trail_once_and_not_with_each_request() {
		assertThat(ask(PASSWORD)).isEqualTo(200);
		assertThat(ask(PASSWORD)).isEqualTo(200);
		assertThat(told()).containsExactly("SIGNED_IN {\"address\":\"127.0.0.1\",\"what\":\"program\"}");
	}

	@Test
	void a_wrong_password_stands_there_too_and_what_is_remembered_does_not_make_it_right() {
		assertThat(ask(PASSWORD)).isEqualTo(200);
		assertThat(ask("falsch")).isEqualTo(401);
		assertThat(told()).hasSize(2).last().isEqualTo("SIGN_IN_REFUSED {\"address\":\"127.0.0.1\",\"what\":\"password\"}");
	}

	@Test
	void a_wrong_password_counts_once() {
		for (int i = 0; i < 4; i++) {
			assertThat(ask("falsch")).isEqualTo(401);
		}
		assertThat(ask(PASSWORD)).isEqualTo(200);
	}

	@Test
	void a_second_factor_counts_at_once_though_the_password_was_right_just_before() {
		assertThat(ask(PASSWORD)).isEqualTo(200);
		var secret = signOn.newSecondFactor();
		assertThat(signOn.addSecondFactor(staff, secret, codes.codeAt(secret, clock.instant()))).isPresent();
		assertThat(ask(PASSWORD)).isEqualTo(401);
		assertThat(told()).hasSize(2).last().isEqualTo("SIGN_IN_REFUSED {\"address\":\"127.0.0.1\",\"what\":\"code\"}");
		assertThat(signOn.removeSecondFactor(staff, PASSWORD, ADDRESS)).isTrue();
		assertThat(ask(PASSWORD)).isEqualTo(200);
	}

	@Test
	void an_account_without_rights_is_refused_and_so_it_says() {
		accounts.leave(PROGRAM, "gz-school");
		assertThat(ask(PASSWORD)).isEqualTo(401);
		assertThat(told()).containsExactly("SIGN_IN_REFUSED {\"address\":\"127.0.0.1\",\"what\":\"rights\"}");
	}
}
