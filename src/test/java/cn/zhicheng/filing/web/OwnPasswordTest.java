package cn.zhicheng.filing.web;

import static org.assertj.core.api.Assertions.assertThat;
import static cn.zhicheng.FormToken.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrlPattern;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.web.servlet.MockMvc;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.CookieJar;
import cn.zhicheng.MutableClock;
import cn.zhicheng.TestRecords;
import cn.zhicheng.filing.ApplicantAccounts;
import cn.zhicheng.filing.ApplicantAccounts.Admission;
import cn.zhicheng.filing.ApplicantAccounts.Claim;

/** A person sets another password, without asking the unit. */
@ApplicationTest
class OwnPasswordTest {

	private static final String NEW = "mima-2022-xin";

	@Autowired
	MockMvc web;
	@Autowired
	TestRecords filed;
	@Autowired
	ApplicantAccounts accounts;
	@Autowired
	MutableClock clock;
	@Autowired
	JdbcTemplate jdbc;

	private Claim person;
	private long id;
	private CookieJar session;

	@BeforeEach
	void signedIn() throws Exception {
		clock.set(ApplicationTest.START);
		person = filed.newPerson();
		id = filed.personId(person);
		session = signIn();
	}

	@Test
	void the_new_one_counts_at_once_this_session_goes_on_and_the_others_end() throws Exception {
		var other = signIn();
		change(TestRecords.PASSWORD, NEW, NEW, "/portal/account");
		assertThat(text(session, "/portal/account")).contains("密码已修改", "name=\"present\"", "<strong>修改密码</strong>");
		web.perform(get("/portal").with(other)).andExpect(redirectedUrlPattern("/portal/sign-in*"));
		assertThat(accounts.signIn(person, TestRecords.PASSWORD, "10.9.0.2")).isInstanceOf(Admission.Refused.class);
		assertThat(accounts.signIn(person, NEW, "10.9.0.2")).isInstanceOf(Admission.Admitted.class);
		assertThat(jdbc.queryForList("select details from audit_entry where kind = 'CREDENTIALS_CHANGED' and actor = ?", String.class, "applicant:" + id))
				.anyMatch(details -> details.contains("PASSWORD_CHANGED")).noneMatch(details -> details.contains(NEW));
	}

	@ParameterizedTest
	@CsvSource({ "falsch-2021, mima-2022-xin, mima-2022-xin, 当前密码不正确", "'', mima-2022-xin, mima-2022-xin, 密码", "mima-2021, mima-2021, mima-2021, 不能与当前密码相同",
			"mima-2021, mima-2022-xin, anders-2022, 不一致", "mima-2021, kurz-1, kurz-1, 至少 8 个字符", "mima-2021, Zhicheng-2021, Zhicheng-2021, 常见密码",
			"mima-2021, abcd1234, abcd1234, 常见密码" })
	void what_is_wrong_changes_nothing_and_is_said(String present, String password, String repeated, String sentence) throws Exception {
		change(present, password, repeated, "/portal/account#password");
		assertThat(text(session, "/portal/account")).contains(sentence);
		assertThat(accounts.signIn(person, TestRecords.PASSWORD, "10.9.0.2")).isInstanceOf(Admission.Admitted.class);
	}

	@Test
	void a_known_password_is_refused_with_the_code_as_well() {
		assertThat(accounts.passwordProblem(person, "Zhicheng-2021")).contains("problem.password.known");
		assertThat(accounts.passwordProblem(person, NEW)).isEmpty();
	}

	private void change(String present, String password, String repeated, String next) throws Exception {
		web.perform(post("/portal/account/password").with(csrf()).with(session).param("present", present).param("password", password).param("repeated", repeated))
				.andExpect(redirectedUrl(next));
	}

	private String text(CookieJar own, String address) throws Exception {
		return web.perform(get(address).with(own)).andExpect(status().isOk()).andReturn().getResponse().getContentAsString(StandardCharsets.UTF_8);
	}

	private CookieJar signIn() throws Exception {
		var own = new CookieJar();
		web.perform(post("/portal/sign-in").with(csrf()).with(own).param("documentType", "RESIDENT_ID_CARD")
				.param("documentNumber", person.documentNumber()).param("name", person.name()));
		web.perform(post("/portal/sign-in/password").with(csrf()).with(own).param("password", TestRecords.PASSWORD)).andExpect(status().is3xxRedirection());
		return own;
	}
}
