package cn.zhicheng.filing.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static cn.zhicheng.FormToken.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.CookieJar;
import cn.zhicheng.MutableClock;
import cn.zhicheng.TestRecords;
import cn.zhicheng.filing.ApplicantAccounts;
import cn.zhicheng.filing.ApplicantAccounts.Claim;
import cn.zhicheng.filing.OwnDataExport;
import cn.zhicheng.filing.RosterClerk;
import cn.zhicheng.filing.Rosters;
import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffAuthentication;
import cn.zhicheng.security.StaffGroups;

/** After a unit has reset a person's access, whoever has the new code is the person: that is never silent, and gives not everything. */
@ApplicationTest
class AccountResetTest {

	private static final String SCHOOL = "gz-school";

	@Autowired
	MockMvc web;
	@Autowired
	TestRecords filed;
	@Autowired
	Rosters rosters;
	@Autowired
	ApplicantAccounts accounts;
	@Autowired
	OwnDataExport export;
	@Autowired
	MutableClock clock;
	@Autowired
	JdbcTemplate jdbc;

	private Claim person;

	@BeforeEach
	void a_person_whose_access_is_reset() {
		clock.set(ApplicationTest.START);
		person = filed.newPerson();
		filed.submit(filed.completeDraft(person, SCHOOL));
	}

	@Test
	void for_a_day_nobody_gets_all_data_and_the_page_says_until_when_and_why() throws Exception {
		reset();
		var session = signIn();
		var page = body(web.perform(get("/portal/export").with(session)).andExpect(status().isOk()));
		assertThat(page).contains("您的账户刚由单位重置过", "2021年4月2日 09:00").doesNotContain("name=\"password\"");
		assertThat(body(web.perform(post("/portal/export").with(csrf()).with(session).param("password", TestRecords.PASSWORD)).andExpect(status().isForbidden())))
				.contains("2021年4月2日 09:00");
		long id = filed.personId(person);
		assertThatThrownBy(() -> export.collect(id, "10.9.0.9")).isInstanceOf(IllegalStateException.class);

		clock.advance(Duration.ofHours(24));
		session = signIn();
		assertThat(web.perform(post("/portal/export").with(csrf()).with(session).param("password", TestRecords.PASSWORD)).andExpect(status().isOk())
				.andReturn().getResponse().getContentType()).isEqualTo("application/zip");
	}

	@Test
	void the_first_code_locks_nothing() throws Exception {
		assertThat(body(web.perform(get("/portal/export").with(signIn())).andExpect(status().isOk()))).contains("name=\"password\"");
	}

	@Test
	void it_stands_out_for_the_unit_and_for_the_superior_for_thirty_days() throws Exception {
		reset();
		assertThat(as(new Staff(SCHOOL, Set.of(SCHOOL)), "/organisation/gz-school/roster")).contains("最近 30 天重置", "2021年4月1日 09:00，由账号 clerk 办理", "演示甲");
		var administrator = new Staff("gz-school", Set.of(StaffGroups.administratorsOf(SCHOOL)));
		assertThat(as(administrator, "/organisation/gz-school")).contains("最近 30 天重置了 ", "/organisation/gz-school/roster#resets");
		var superior = new Staff("gz-education", Set.of(StaffGroups.administratorsOf("gz-education")));
		assertThat(as(superior, "/organisation/gz-education")).containsPattern("近 30 天重置 \\d+ 个账户");
		assertThat(as(superior, "/organisation/gz-school")).contains("最近 30 天重置了 ").doesNotContain("#resets");

		clock.advance(Duration.ofDays(31));
		assertThat(as(new Staff(SCHOOL, Set.of(SCHOOL)), "/organisation/gz-school/roster")).doesNotContain("最近 30 天重置");
		assertThat(as(superior, "/organisation/gz-education")).doesNotContain("近 30 天重置");
	}

	private void reset() {
		var entry = jdbc.queryForObject("select max(id) from roster_entry where organisation = ?", Long.class, SCHOOL);
		var slip = rosters.reset(new RosterClerk(SCHOOL, "clerk", "10.9.0.1"), entry).orElseThrow();
		assertThat(accounts.open(person, slip.code(), TestRecords.PASSWORD, "10.9.0.2")).isInstanceOf(ApplicantAccounts.Admission.Admitted.class);
	}

	private CookieJar signIn() throws Exception {
		var own = new CookieJar();
		web.perform(post("/portal/sign-in").with(csrf()).with(own).param("documentType", "RESIDENT_ID_CARD")
				.param("documentNumber", person.documentNumber()).param("name", person.name()));
		web.perform(post("/portal/sign-in/password").with(csrf()).with(own).param("password", TestRecords.PASSWORD)).andExpect(status().is3xxRedirection());
		return own;
	}

	private String as(Staff staff, String address) throws Exception {
		return body(web.perform(get(address).with(new CookieJar()).with(authentication(StaffAuthentication.ofSession(staff)))).andExpect(status().isOk()));
	}

	private static String body(ResultActions answer) throws Exception {
		return answer.andReturn().getResponse().getContentAsString(StandardCharsets.UTF_8);
	}
}
