package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.Group;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;

import com.fasterxml.jackson.databind.JsonNode;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.FormToken;
import cn.zhicheng.MutableClock;
import cn.zhicheng.organisation.AdministratorChange;
import cn.zhicheng.organisation.AdministratorChanges;
import cn.zhicheng.organisation.AdministratorChanges.Asked;
import cn.zhicheng.organisation.AdministratorChanges.Wanted;
import cn.zhicheng.organisation.OrganisationStaff;
import cn.zhicheng.organisation.Outcome;
import cn.zhicheng.organisation.StaffKind;
import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffAuthentication;
import cn.zhicheng.security.StaffRole;

/**
 * Two persons for the rights of administrators, where there are two.
 */
@ApplicationTest
abstract class AdministratorChangesContract {

	private static final String PASSWORD = "Zhicheng-2021";
	private static final String ADMINISTRATORS = StaffRole.ADMINISTRATOR.group();
	private static final String WATCHERS = StaffRole.SECURITY.group();
	private static final String TOP = "gs-reform";
	private static final List<String> MADE = List.of("second-admin", "third-admin", "somebody");
	private static final Staff FIRST = new Staff("admin", Set.of(ADMINISTRATORS));
	/** Has chosen its password, so that the pages let it in. */
	private static final Staff OWN_PASSWORD = new Staff("designer", Set.of(ADMINISTRATORS));
	private static final Staff SECURITY = new Staff("security", Set.of(WATCHERS));
	private static final Staff SECOND = new Staff("second-admin", Set.of(ADMINISTRATORS));

	@Autowired
	AdministratorChanges changes;
	@Autowired
	OrganisationStaff staffOf;
	@Autowired
	IdentityService identities;
	@Autowired
	TestRestTemplate http;
	@Autowired
	MockMvc web;
	@Autowired
	JdbcTemplate jdbc;
	@Autowired
	MutableClock clock;

	/** Nobody but the one administrator keeps the installation, until a test says so. */
	@BeforeEach
	void accounts_without_groups() {
		MADE.forEach(this::account);
		identities.deleteMembership("security", WATCHERS);
	}

	@AfterEach
	void nobody_is_left() {
		identities.clearAuthentication();
		jdbc.update("delete from administrator_request");
		MADE.forEach(identities::deleteUser);
		identities.deleteUser("fresh-admin");
		identities.deleteMembership("designer", ADMINISTRATORS);
		identities.deleteMembership("security", WATCHERS);
		identities.createMembership("security", WATCHERS);
	}

	@Test
	void a_single_administrator_goes_on_alone_and_it_is_told() {
		assertThat(engine("PUT", "/group/camunda-admin/members/somebody", null).getStatusCode()).isEqualTo(HttpStatus.NO_CONTENT);
		assertThat(groupsOf("somebody")).containsExactly(ADMINISTRATORS);
		assertThat(told("somebody")).anyMatch(details -> details.contains("\"by\":\"alone\"") && details.contains("JOIN"));
	}

	@Test
	void with_a_second_one_camunda_admin_refuses_and_says_where_it_is_done() {
		join("second-admin");
		join("third-admin");
		refused(engine("PUT", "/group/camunda-admin/members/somebody", null));
		refused(engine("DELETE", "/group/camunda-admin/members/second-admin", null));
		refused(engine("DELETE", "/user/second-admin", null));
		refused(engine("PUT", "/group/gs-reform--admin/members/somebody", null));
		refused(engine("PUT", "/user/gs-reform/credentials", Map.of("password", "Anders-als-2021", "authenticatedUserPassword", PASSWORD)));
		refused(engine("PUT", "/user/second-admin/credentials", Map.of("password", "Anders-als-2021", "authenticatedUserPassword", PASSWORD)));
		assertThat(engine("PUT", "/user/second-admin/profile", Map.of("id", "second-admin", "firstName", "", "lastName", "x", "email", "a@example.org")).getBody()
				.get("message").asText()).contains("系统管理员、安全管理员和审计员的账号资料由本人修改");
		assertThat(staffOf.add(FIRST, TOP, StaffKind.ADMINISTRATOR, "fresh-admin", "新人")).isInstanceOf(Outcome.Refused.class);
		assertThat(staffOf.resetPassword(FIRST, TOP, StaffKind.ADMINISTRATOR, "gs-reform")).isInstanceOf(Outcome.Refused.class);
		assertThat(staffOf.remove(FIRST, TOP, StaffKind.ADMINISTRATOR, "gs-reform")).isInstanceOf(Outcome.Refused.class);
		assertThat(groupsOf("somebody")).isEmpty();
		assertThat(groupsOf("second-admin")).containsExactly(ADMINISTRATORS);
		assertThat(groupsOf("gs-reform")).contains("gs-reform--admin");
		assertThat(identities.checkPassword("gs-reform", PASSWORD)).isTrue();
		// What has nothing to do with administrators stays as it is.
		assertThat(engine("PUT", "/group/supervisor/members/somebody", null).getStatusCode()).isEqualTo(HttpStatus.NO_CONTENT);
	}

	@Test
	void another_administrator_confirms_what_one_has_asked_for() throws Exception {
		join("designer");
		assertThat(problem(ask(FIRST, AdministratorChange.JOIN, "", "fresh-admin", "", "接替"))).isEqualTo("organisation.problem.missing");
		assertThat(problem(ask(FIRST, AdministratorChange.JOIN, "", "fresh-admin", "新人", " "))).isEqualTo("administrators.problem.reason");
		assertThat(done(ask(FIRST, AdministratorChange.JOIN, "", "fresh-admin", "新人", "接替")).waits()).isTrue();
		assertThat(problem(ask(OWN_PASSWORD, AdministratorChange.JOIN, "", "fresh-admin", "新人", "接替"))).isEqualTo("administrators.problem.waits");
		assertThat(identities.createUserQuery().userId("fresh-admin").count()).isZero();
		long id = waiting();
		assertThat(page(OWN_PASSWORD)).contains("指定（系统管理员）：fresh-admin 新人").contains("接替").contains("/staff/administrators/" + id + "/confirmation");
		assertThat(page(FIRST)).contains("指定（系统管理员）：fresh-admin 新人").doesNotContain("/staff/administrators/" + id + "/confirmation");
		assertThat(web.perform(MockMvcRequestBuilders.get("/staff/administrators").with(authentication(StaffAuthentication.ofSession(new Staff("gs-reform",
				Set.of(TOP, "gs-reform--admin")))))).andReturn().getResponse().getStatus()).isEqualTo(404);
		assertThat(problem(changes.confirm(FIRST, id, "同意"))).isEqualTo("administrators.problem.samePerson");
		assertThat(problem(changes.confirm(OWN_PASSWORD, id, " "))).isEqualTo("administrators.problem.reason");

		var answer = web.perform(MockMvcRequestBuilders.post("/staff/administrators/" + id + "/confirmation").param("reason", "核实无误")
				.with(authentication(StaffAuthentication.ofSession(OWN_PASSWORD))).with(FormToken.csrf())).andReturn();

		assertThat(answer.getFlashMap().get("message")).isEqualTo("已生效。");
		assertThat(answer.getFlashMap().get("issued")).isNotNull();
		assertThat(groupsOf("fresh-admin")).containsExactly(ADMINISTRATORS);
		assertThat(told("fresh-admin")).anyMatch(details -> details.contains("\"asked by\":\"admin\"") && details.contains("核实无误"));
		assertThat(problem(changes.confirm(OWN_PASSWORD, id, "同意"))).as("once").isEqualTo("administrators.problem.gone");
	}

	@Test
	void a_security_administrator_confirms_what_the_only_administrator_wants_and_the_other_way_round() throws Exception {
		identities.createMembership("security", WATCHERS);
		refused(engine("PUT", "/group/camunda-admin/members/somebody", null));
		refused(engine("PUT", "/group/auditor/members/somebody", null));
		assertThat(done(ask(FIRST, AdministratorChange.JOIN, "", "somebody", "", "接替")).waits()).isTrue();
		assertThat(page(SECURITY)).contains("指定（系统管理员）：somebody").contains("/confirmation");
		done(changes.confirm(SECURITY, waiting(), "核实无误"));
		assertThat(groupsOf("somebody")).containsExactly(ADMINISTRATORS);
		assertThat(done(ask(SECURITY, AdministratorChange.JOIN, "auditor", "third-admin", "", "设审计员")).waits()).isTrue();
		assertThat(page(FIRST)).contains("指定（审计员）：third-admin");
		assertThat(problem(changes.confirm(SECURITY, waiting(), "同意"))).isEqualTo("administrators.problem.samePerson");
		done(changes.confirm(FIRST, waiting(), "同意"));
		assertThat(groupsOf("third-admin")).containsExactly("auditor");
		assertThat(told("third-admin")).anyMatch(details -> details.contains("\"group\":\"auditor\"") && details.contains("\"asked by\":\"security\""));
		assertThat(web.perform(MockMvcRequestBuilders.get("/staff/administrators").with(authentication(StaffAuthentication.ofSession(new Staff("auditor",
				Set.of("auditor")))))).andReturn().getResponse().getStatus()).as("an auditor names nobody").isEqualTo(404);
	}

	@Test
	void the_only_administrator_names_who_watches_him_and_is_alone_no_longer() {
		assertThat(done(ask(FIRST, AdministratorChange.JOIN, "auditor", "fresh-admin", "新人", "设审计员")).password()).isPresent();
		assertThat(groupsOf("fresh-admin")).containsExactly("auditor");
		assertThat(done(ask(FIRST, AdministratorChange.JOIN, "security-admin", "somebody", "", "设安全管理员")).waits()).isFalse();
		assertThat(done(ask(FIRST, AdministratorChange.RESET, "auditor", "fresh-admin", "", "忘记密码")).waits()).isTrue();
		assertThat(problem(changes.confirm(new Staff("somebody", Set.of(WATCHERS)), waiting(), "同意"))).as("whose password he knows may be himself")
				.isEqualTo("administrators.problem.passwordKnown");
		clock.advance(Duration.ofDays(6).plusHours(23));
		assertThat(problem(changes.confirm(new Staff("somebody", Set.of(WATCHERS)), waiting(), "同意"))).isEqualTo("administrators.problem.passwordKnown");
	}

	@Test
	void an_administrator_does_not_rid_himself_of_who_watches_him() {
		identities.createMembership("security", WATCHERS);
		refused(engine("DELETE", "/group/security-admin/members/security", null));
		refused(engine("DELETE", "/user/security", null));
		refused(engine("DELETE", "/user/auditor", null));
		refused(engine("PUT", "/user/auditor/credentials", Map.of("password", "Anders-als-2021", "authenticatedUserPassword", PASSWORD)));
		assertThat(engine("PUT", "/user/security/profile", Map.of("id", "security", "firstName", "", "lastName", "x", "email", "a@example.org")).getStatusCode())
				.isEqualTo(HttpStatus.FORBIDDEN);
		assertThat(done(ask(FIRST, AdministratorChange.LEAVE, "security-admin", "security", "", "离任")).waits()).isTrue();
		assertThat(groupsOf("security")).containsExactly(WATCHERS);
	}

	@Test
	void who_watches_has_nothing_else_and_no_account_has_two_of_the_three() {
		join("second-admin");
		assertThat(problem(ask(FIRST, AdministratorChange.JOIN, "security-admin", "second-admin", "", "兼任"))).isEqualTo("rights.apart");
		assertThat(problem(ask(FIRST, AdministratorChange.JOIN, "auditor", "gs-reform", "", "兼任"))).isEqualTo("rights.apart");
		assertThat(problem(ask(FIRST, AdministratorChange.JOIN, "auditor", "supervisor", "", "兼任"))).isEqualTo("rights.apart");
		assertThat(problem(ask(FIRST, AdministratorChange.JOIN, "", "auditor", "", "兼任"))).isEqualTo("rights.apart");
		assertThat(problem(ask(FIRST, AdministratorChange.JOIN, TOP, "auditor", "", "兼任"))).isEqualTo("rights.apart");
		assertThat(problem(ask(FIRST, AdministratorChange.JOIN, "supervisor", "somebody", "", "兼任"))).as("no such place here")
				.isEqualTo("administrators.problem.organisation");
	}

	@Test
	void what_is_refused_or_not_confirmed_within_seven_days_changes_nothing() {
		join("second-admin");
		ask(FIRST, AdministratorChange.JOIN, TOP, "somebody", "", "接替");
		assertThat(changes.refuse(SECOND, waiting(), "不认识")).isInstanceOf(Outcome.Done.class);
		ask(FIRST, AdministratorChange.JOIN, TOP, "somebody", "", "接替");
		long id = waiting();
		clock.advance(Duration.ofDays(7));
		assertThat(problem(changes.confirm(SECOND, id, "同意"))).isEqualTo("administrators.problem.gone");
		assertThat(done(ask(FIRST, AdministratorChange.JOIN, TOP, "somebody", "", "接替")).waits()).isTrue();
		assertThat(groupsOf("somebody")).isEmpty();
		done(changes.confirm(SECOND, waiting(), "同意"));
		assertThat(groupsOf("somebody")).containsExactly("gs-reform--admin");
	}

	@Test
	void one_of_two_does_not_rid_himself_of_the_other_and_the_last_one_stays() {
		join("second-admin");
		assertThat(done(ask(FIRST, AdministratorChange.LEAVE, "", "second-admin", "", "离任")).waits()).isTrue();
		assertThat(problem(ask(FIRST, AdministratorChange.LEAVE, "", "admin", "", "离任"))).isEqualTo("administrators.problem.own");
		long id = waiting();
		done(ask(SECOND, AdministratorChange.LEAVE, "", "admin", "", "离任"));
		long other = waiting();
		done(changes.confirm(SECOND, id, "同意"));
		assertThat(identities.createUserQuery().userId("second-admin").count()).as("no rights are left").isZero();
		assertThat(problem(changes.confirm(FIRST, other, "同意"))).as("over with the account").isEqualTo("administrators.problem.gone");
		assertThat(groupsOf("admin")).containsExactly(ADMINISTRATORS);
	}

	@Test
	void whose_password_only_the_other_one_could_reset_has_a_day_to_say_no() throws Exception {
		identities.createMembership("security", WATCHERS);
		assertThat(done(ask(FIRST, AdministratorChange.RESET, "security-admin", "security", "", "忘记密码")).waits()).isTrue();
		long id = waiting();
		clock.advance(Duration.ofHours(23));
		assertThat(problem(changes.confirm(FIRST, id, "同意"))).isEqualTo("administrators.problem.cools");
		assertThat(page(FIRST)).contains("没有第三人可以确认：2021年4月2日 09:00 后可由您本人确认").contains("/confirmation");
		assertThat(changes.refuse(SECURITY, id, "没有忘记")).isInstanceOf(Outcome.Done.class);
		clock.advance(Duration.ofHours(2));
		assertThat(problem(changes.confirm(FIRST, id, "同意"))).isEqualTo("administrators.problem.gone");
		assertThat(identities.checkPassword("security", PASSWORD)).isTrue();
		join("second-admin");
		done(ask(FIRST, AdministratorChange.RESET, "security-admin", "security", "", "忘记密码"));
		clock.advance(Duration.ofDays(2));
		assertThat(problem(changes.confirm(FIRST, waiting(), "同意"))).as("where there is a third one, he says so").isEqualTo("administrators.problem.samePerson");
	}

	/** Otherwise one would reset the other's password, sign in as the other and confirm what he wants. */
	@Test
	void who_knows_the_password_of_the_other_is_confirmed_nothing_by_the_other() {
		join("second-admin");
		assertThat(done(ask(FIRST, AdministratorChange.RESET, "", "second-admin", "", "忘记密码")).waits()).isTrue();
		clock.advance(Duration.ofDays(1));
		assertThat(done(changes.confirm(FIRST, waiting(), "本人已当面确认")).password()).isPresent();
		done(ask(FIRST, AdministratorChange.JOIN, "", "third-admin", "", "接替"));
		assertThat(problem(changes.confirm(SECOND, waiting(), "同意"))).isEqualTo("administrators.problem.passwordKnown");
		clock.advance(Duration.ofDays(6));
		assertThat(problem(changes.confirm(SECOND, waiting(), "同意"))).isEqualTo("administrators.problem.passwordKnown");
	}

	@Test
	void who_belongs_to_an_organisation_administers_no_installation_and_nobody_below_is_named_here() {
		join("second-admin");
		assertThat(problem(ask(FIRST, AdministratorChange.JOIN, "", "gz-school", "", "接替"))).isEqualTo("rights.memberAdministers");
		assertThat(problem(ask(FIRST, AdministratorChange.JOIN, TOP, "second-admin", "", "接替"))).isEqualTo("rights.administratorJoins");
		assertThat(problem(ask(FIRST, AdministratorChange.JOIN, "gz-school", "somebody", "", "接替"))).isEqualTo("administrators.problem.organisation");
		assertThat(problem(ask(FIRST, AdministratorChange.RESET, TOP, "gz-school", "", "接替"))).isEqualTo("administrators.problem.noMember");
	}

	private Outcome<Asked> ask(Staff staff, AdministratorChange kind, String organisation, String account, String name, String reason) {
		return changes.ask(staff, new Wanted(kind, organisation, account, name, reason));
	}

	private static Asked done(Outcome<Asked> outcome) {
		assertThat(outcome).isInstanceOf(Outcome.Done.class);
		return ((Outcome.Done<Asked>) outcome).value();
	}

	private static String problem(Outcome<?> outcome) {
		assertThat(outcome).isInstanceOf(Outcome.Refused.class);
		return ((Outcome.Refused<?>) outcome).problems().get(0).messageKey();
	}

	private long waiting() {
		return jdbc.queryForObject("select max(id) from administrator_request where state = 'WAITING'", Long.class);
	}

	private String page(Staff staff) throws Exception {
		return web.perform(MockMvcRequestBuilders.get("/staff/administrators").with(authentication(StaffAuthentication.ofSession(staff)))).andReturn().getResponse()
				.getContentAsString(StandardCharsets.UTF_8);
	}

	private void join(String account) {
		identities.clearAuthentication();
		identities.createMembership(account, ADMINISTRATORS);
	}

	private void account(String id) {
		var user = identities.newUser(id);
		user.setFirstName("");
		user.setLastName("某人");
		user.setPassword(PASSWORD);
		identities.saveUser(user);
	}

	private List<String> groupsOf(String account) {
		identities.clearAuthentication();
		return identities.createGroupQuery().groupMember(account).list().stream().map(Group::getId).toList();
	}

	private List<String> told(String account) {
		return jdbc.queryForList("select details from audit_entry where kind = 'RIGHTS_CHANGED' and subject = ? order by id", String.class, "account:" + account);
	}

	private ResponseEntity<JsonNode> engine(String method, String address, Object body) {
		return http.withBasicAuth("admin", PASSWORD).exchange("/engine-rest" + address, HttpMethod.valueOf(method), new HttpEntity<>(body), JsonNode.class);
	}

	private static void refused(ResponseEntity<JsonNode> answer) {
		assertThat(answer.getStatusCode()).as(String.valueOf(answer.getBody())).isEqualTo(HttpStatus.FORBIDDEN);
		assertThat(answer.getBody().get("message").asText()).contains("须由另一名系统管理员或安全管理员确认，请在网页 /staff/administrators 办理");
	}
}
