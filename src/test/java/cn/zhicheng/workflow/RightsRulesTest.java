package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.authorization.TaskPermissions;
import org.camunda.bpm.engine.identity.Group;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.StaffBrowser;
import cn.zhicheng.organisation.OrganisationStaff;
import cn.zhicheng.organisation.Outcome;
import cn.zhicheng.organisation.StaffKind;
import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffAccounts;
import cn.zhicheng.security.StaffGroups;
import cn.zhicheng.security.StaffRole;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the administrators of the installation cannot do with accounts, groups and rights: nobody can who gives rights in the
 * whole installation and would review, or who takes over an account that does.
 */
@ApplicationTest
@ExtendWith(OutputCaptureExtension.class)
class RightsRulesTest {

	private static final String PASSWORD = "Zhicheng-2021";
	private static final String ADMINISTRATOR = "admin";
	private static final String ADMINISTRATORS = StaffRole.ADMINISTRATOR.group();
	private static final String SCHOOL = "gz-school";
	private static final String TOP = "gs-reform";
	private static final String SOMEBODY = "somebody";

	@LocalServerPort
	int port;
	@Autowired
	TestRestTemplate http;
	@Autowired
	IdentityService identities;
	@Autowired
	AuthorizationService authorizations;
	@Autowired
	StaffAccounts accounts;
	@Autowired
	OrganisationStaff staffOf;
	@Autowired
	AdministratorRights start;
	@Autowired
	JdbcTemplate jdbc;

	@BeforeEach
	void somebody_without_an_organisation() {
		account(SOMEBODY);
		// Where there is no second one, one goes on alone.
		identities.deleteMembership("security", StaffRole.SECURITY.group());
	}

	@AfterEach
	void nobody_is_left() {
		identities.clearAuthentication();
		authorizations.createAuthorizationQuery().userIdIn(SOMEBODY, "second-admin").list().forEach(right -> authorizations.deleteAuthorization(right.getId()));
		List.of(SOMEBODY, "second-admin").forEach(identities::deleteUser);
		identities.createMembership("security", StaffRole.SECURITY.group());
	}

	@ParameterizedTest
	@CsvSource({ "auditor, camunda-admin", "auditor, supervisor", "auditor, designer", "auditor, gs-reform--admin", "designer, auditor", "gs-reform, auditor", "admin, auditor",
			"gz-school, security-admin", "supervisor, security-admin" })
	void who_watches_has_nothing_else(String account, String group) {
		assertThat(put("/group/" + group + "/members/" + account, null).getStatusCode()).isEqualTo(HttpStatus.FORBIDDEN);
		var before = groupsOf(account);
		assertThatThrownBy(() -> identities.createMembership(account, group)).isInstanceOf(AuthorizationException.class).hasMessageContaining("不兼任");
		assertThat(groupsOf(account)).isEqualTo(before);
	}

	@ParameterizedTest
	@ValueSource(strings = { "system", "applicant", "unknown", "audit", "everybody", "Upper", "two--hyphens", "under_score" })
	void nobody_makes_an_account_whose_name_is_another_ones_in_the_audit_trail(String account) {
		var answer = as(ADMINISTRATOR, HttpMethod.POST, "/user/create", Map.of("profile", Map.of("id", account, "firstName", "", "lastName", "x", "email", ""),
				"credentials", Map.of("password", "Anders-als-2021")));
		assertThat(answer.getStatusCode().is4xxClientError()).as(answer.toString()).isTrue();
		assertThat(identities.createUserQuery().userId(account).count()).isZero();
	}

	@Test
	void who_watches_and_has_something_else_by_whatever_way_watches_no_longer() {
		jdbc.update("insert into ACT_ID_MEMBERSHIP (USER_ID_, GROUP_ID_) values ('auditor', 'designer')");
		start.run(null);
		assertThat(groupsOf("auditor")).containsExactly("designer");
		jdbc.update("delete from ACT_ID_MEMBERSHIP where USER_ID_ = 'auditor'");
		identities.createMembership("auditor", StaffRole.AUDITOR.group());
		start.run(null);
		assertThat(groupsOf("auditor")).containsExactly("auditor");
	}

	@ParameterizedTest
	@ValueSource(strings = { "gz-school", "gz-education", "gz-reform", "zy-reform", "gs-reform", "gs-reform--admin" })
	void an_administrator_does_not_put_himself_into_an_organisation(String group, CapturedOutput log) {
		var lines = log.getAll().lines().count();
		assertRefused(put("/group/" + group + "/members/admin", null), "不能改变自己所在的用户组");
		assertThat(groupsOf(ADMINISTRATOR)).containsExactly(ADMINISTRATORS);
		assertThat(log.getAll().lines().skip(lines).filter(line -> !line.isBlank())).hasSizeLessThanOrEqualTo(1);
		assertThat(refusals()).last().asString().contains("RIGHTS_REFUSED|admin|account:admin|").contains("rights.ownGroups").contains(group);
	}

	@Test
	void camunda_admin_refuses_it_alike() {
		var browser = StaffBrowser.signedOn(port, ADMINISTRATOR);
		for (var group : List.of(SCHOOL, "gs-reform--admin")) {
			var answer = browser.send("PUT", "/camunda/api/engine/engine/default/group/" + group + "/members/admin", "", browser.token());
			assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
			assertThat(answer.body()).contains("不能改变自己所在的用户组").doesNotContain("org.camunda.bpm.engine.impl");
		}
		assertThat(groupsOf(ADMINISTRATOR)).containsExactly(ADMINISTRATORS);
	}

	@Test
	void whoever_reaches_the_engine_another_way_is_refused_alike() {
		identities.setAuthentication(ADMINISTRATOR, List.of(ADMINISTRATORS));
		assertThatThrownBy(() -> identities.createMembership(ADMINISTRATOR, SCHOOL)).isInstanceOf(AuthorizationException.class);
		assertThatThrownBy(() -> identities.deleteMembership(ADMINISTRATOR, ADMINISTRATORS)).isInstanceOf(AuthorizationException.class);
		assertThat(groupsOf(ADMINISTRATOR)).containsExactly(ADMINISTRATORS);
	}

	@Test
	void nor_does_a_second_administrator_and_nobody_else_by_whatever_way() {
		account("second-admin");
		assertThat(put("/group/camunda-admin/members/second-admin", null).getStatusCode()).isEqualTo(HttpStatus.NO_CONTENT);
		assertRefused(put("/group/gs-reform--admin/members/second-admin", null), "系统管理员（camunda-admin）不能加入任何机构");
		assertThatThrownBy(() -> accounts.join("second-admin", SCHOOL)).isInstanceOf(AuthorizationException.class);
		assertThatThrownBy(() -> identities.createMembership("second-admin", StaffGroups.supervisorsOf(TOP))).isInstanceOf(AuthorizationException.class);
		var asked = staffOf.add(new Staff(SCHOOL, Set.of(StaffGroups.administratorsOf(SCHOOL))), SCHOOL, StaffKind.REVIEWER, "second-admin", "李四");
		assertThat(asked).isInstanceOf(Outcome.Refused.class);
		assertThat(groupsOf("second-admin")).containsExactly(ADMINISTRATORS);
	}

	@ParameterizedTest
	@ValueSource(strings = { "gz-school", "gs-reform" })
	void who_belongs_to_an_organisation_becomes_no_administrator_of_the_installation(String account) {
		assertRefused(put("/group/camunda-admin/members/" + account, null), "不能兼任系统管理员");
		assertThatThrownBy(() -> identities.createMembership(account, ADMINISTRATORS)).isInstanceOf(AuthorizationException.class);
		assertThat(groupsOf(account)).doesNotContain(ADMINISTRATORS);
	}

	@ParameterizedTest
	@ValueSource(strings = { "gz-school", "gz-school--admin", "gs-reform", "gs-reform--supervisor" })
	void an_administrator_says_for_no_organisation_who_is_on_its_staff(String group) {
		assertRefused(put("/group/" + group + "/members/" + SOMEBODY, null), "机构的人员由该机构的管理员");
		assertRefused(delete("/group/" + SCHOOL + "/members/" + SCHOOL), "机构的人员由该机构的管理员");
		assertThat(groupsOf(SOMEBODY)).isEmpty();
		assertThat(groupsOf(SCHOOL)).contains(SCHOOL);
	}

	@ParameterizedTest
	@ValueSource(strings = { "gs-reform--admin", "supervisor", "designer" })
	void an_administrator_names_those_of_topmost_organisations_and_of_roles(String group) {
		assertThat(put("/group/" + group + "/members/" + SOMEBODY, null).getStatusCode()).isEqualTo(HttpStatus.NO_CONTENT);
		assertThat(groupsOf(SOMEBODY)).containsExactly(group);
		assertThat(delete("/group/" + group + "/members/" + SOMEBODY).getStatusCode()).isEqualTo(HttpStatus.NO_CONTENT);
	}

	@ParameterizedTest
	@CsvSource({ "gz-school, FORBIDDEN", "gs-health, FORBIDDEN", "gs-reform, NO_CONTENT", "somebody, NO_CONTENT", "supervisor, NO_CONTENT" })
	void an_administrator_sets_passwords_of_topmost_administrators_and_of_those_without_an_organisation(String account, HttpStatus expected) {
		var answer = put("/user/" + account + "/credentials", Map.of("password", "Anders-als-2021", "authenticatedUserPassword", PASSWORD));
		assertThat(answer.getStatusCode()).as(String.valueOf(answer.getBody())).isEqualTo(expected);
		assertThat(identities.checkPassword(account, "Anders-als-2021")).isEqualTo(expected == HttpStatus.NO_CONTENT);
		if (expected == HttpStatus.NO_CONTENT) {
			var user = identities.createUserQuery().userId(account).singleResult();
			user.setPassword(PASSWORD);
			identities.saveUser(user);
		} else {
			assertThat(answer.getBody().get("message").asText()).startsWith("机构人员的密码由该机构的管理员重置");
		}
	}

	/** Who has another right in an organisation below than the topmost administrators give is not theirs alone. */
	@Test
	void a_topmost_administrator_who_reviews_below_keeps_the_password() {
		identities.createMembership(SOMEBODY, StaffGroups.administratorsOf(TOP));
		identities.createMembership(SOMEBODY, SCHOOL);
		assertRefused(put("/user/" + SOMEBODY + "/credentials", Map.of("password", "Anders-als-2021", "authenticatedUserPassword", PASSWORD)), "机构人员的密码");
		assertRefused(delete("/user/" + SOMEBODY), "机构人员的账号");
	}

	@Test
	void an_administrator_changes_no_profile_of_others_staff_but_everybody_the_own() {
		var profile = Map.of("id", SCHOOL, "firstName", "", "lastName", "改名", "email", "elsewhere@example.org");
		assertRefused(put("/user/gz-school/profile", profile), "机构人员的账号由该机构的管理员管理");
		assertThat(as(SCHOOL, HttpMethod.PUT, "/user/gz-school/profile", Map.of("id", SCHOOL, "firstName", "", "lastName", "甘州区示范小学", "email", ""))
				.getStatusCode()).isEqualTo(HttpStatus.NO_CONTENT);
	}

	@Test
	void an_administrator_removes_neither_himself_nor_staff_of_an_organisation() {
		assertRefused(delete("/user/admin"), "不能删除自己的账号");
		assertRefused(delete("/user/" + SCHOOL), "机构人员的账号由该机构的管理员移除");
		assertThat(delete("/user/" + SOMEBODY).getStatusCode()).isEqualTo(HttpStatus.NO_CONTENT);
		assertThat(identities.createUserQuery().userIdIn(ADMINISTRATOR, SCHOOL).count()).isEqualTo(2);
	}

	@Test
	void groups_are_made_by_the_application_only() {
		assertRefused(as(ADMINISTRATOR, HttpMethod.POST, "/group/create", Map.of("id", "neu", "name", "neu", "type", "")), "用户组由本系统");
		assertRefused(put("/group/" + SCHOOL, Map.of("id", SCHOOL, "name", "anders", "type", "ORGANISATION")), "用户组由本系统");
		assertRefused(delete("/group/" + SCHOOL), "用户组由本系统");
	}

	@ParameterizedTest
	@ValueSource(strings = { "USER", "GROUP", "GROUP_MEMBERSHIP", "AUTHORIZATION", "TENANT", "TENANT_MEMBERSHIP" })
	void nobody_but_the_administrators_group_can_be_given_rights_to_give_rights(Resources resource) {
		assertRefused(grant(1, null, SOMEBODY, resource, "ALL"), "只能授予系统管理员组");
		assertRefused(grant(1, "designer", null, resource, "CREATE"), "只能授予系统管理员组");
		assertRefused(grant(0, null, "*", resource, "ALL"), "只能授予系统管理员组");
	}

	@Test
	void a_right_to_read_them_can_be_given_and_does_not_become_more() {
		var read = grant(1, null, SOMEBODY, Resources.USER, "READ");
		assertThat(read.getStatusCode()).as(String.valueOf(read.getBody())).isEqualTo(HttpStatus.OK);
		assertRefused(put("/authorization/" + read.getBody().get("id").asText(),
				Map.of("userId", SOMEBODY, "resourceType", Resources.USER.resourceType(), "resourceId", "*", "permissions", List.of("ALL"))), "只能授予系统管理员组");
	}

	@Test
	void nobody_grants_himself_anything() {
		assertRefused(grant(1, null, ADMINISTRATOR, Resources.TASK, "READ"), "不能给自己");
		assertRefused(grant(1, ADMINISTRATORS, null, Resources.APPLICATION, "ALL"), "不能给自己");
		assertRefused(grant(0, null, "*", Resources.TASK, "READ"), "不能给自己");
	}

	@Test
	void no_administrator_is_given_tasks_or_processes_by_another_one_either() {
		account("second-admin");
		identities.createMembership("second-admin", ADMINISTRATORS);
		for (var resource : List.of(Resources.TASK, Resources.PROCESS_INSTANCE, Resources.PROCESS_DEFINITION)) {
			assertRefused(grant(1, null, "second-admin", resource, "READ"), "系统管理员只管理账号和权限");
		}
		// Whoever has the right to grant without being one of them does not either.
		grantDirectly(SOMEBODY, Resources.AUTHORIZATION, Permissions.ALL);
		identities.setAuthentication(SOMEBODY, List.of());
		var right = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
		right.setGroupId(ADMINISTRATORS);
		right.setResource(Resources.TASK);
		right.setResourceId(Authorization.ANY);
		right.addPermission(TaskPermissions.READ);
		assertThatThrownBy(() -> authorizations.saveAuthorization(right)).isInstanceOf(AuthorizationException.class).hasMessageContaining("系统管理员只管理账号和权限");
	}

	@Test
	void who_is_in_both_is_taken_out_of_the_organisations_at_the_start(CapturedOutput log) {
		identities.createMembership(SOMEBODY, SCHOOL);
		identities.createMembership(SOMEBODY, StaffGroups.administratorsOf(TOP));
		jdbc.update("insert into ACT_ID_MEMBERSHIP (USER_ID_, GROUP_ID_) values (?, ?)", SOMEBODY, ADMINISTRATORS);
		start.run(null);
		assertThat(groupsOf(SOMEBODY)).containsExactly(ADMINISTRATORS);
		assertThat(log.getAll().lines().filter(line -> line.contains("belongs to no organisation any more"))).hasSize(1);
		assertThat(jdbc.queryForList("select details from audit_entry where subject = 'account:somebody' and actor = 'system' and kind = 'RIGHTS_CHANGED'", String.class))
				.anyMatch(details -> details.contains("\"left\":\"gs-reform--admin gz-school\""));
	}

	private void account(String id) {
		var user = identities.newUser(id);
		user.setFirstName("");
		user.setLastName("某人");
		user.setPassword(PASSWORD);
		identities.saveUser(user);
	}

	private void grantDirectly(String account, Resource resource, Permission permission) {
		var right = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
		right.setUserId(account);
		right.setResource(resource);
		right.setResourceId(Authorization.ANY);
		right.addPermission(permission);
		authorizations.saveAuthorization(right);
	}

	private List<String> groupsOf(String account) {
		identities.clearAuthentication();
		return identities.createGroupQuery().groupMember(account).list().stream().map(Group::getId).toList();
	}

	private List<String> refusals() {
		return jdbc.query("select kind, actor, subject, details from audit_entry where kind = 'RIGHTS_REFUSED' order by id",
				(row, number) -> row.getString(1) + "|" + row.getString(2) + "|" + row.getString(3) + "|" + row.getString(4));
	}

	private ResponseEntity<JsonNode> grant(int type, String group, String account, Resources resource, String permission) {
		var body = new HashMap<String, Object>(Map.of("type", type, "resourceType", resource.resourceType(), "resourceId", "*",
				"permissions", List.of(permission)));
		body.put("groupId", group);
		body.put("userId", account);
		return as(ADMINISTRATOR, HttpMethod.POST, "/authorization/create", body);
	}

	private ResponseEntity<JsonNode> put(String address, Object body) {
		return as(ADMINISTRATOR, HttpMethod.PUT, address, body);
	}

	private ResponseEntity<JsonNode> delete(String address) {
		return as(ADMINISTRATOR, HttpMethod.DELETE, address, null);
	}

	private ResponseEntity<JsonNode> as(String account, HttpMethod method, String address, Object body) {
		return http.withBasicAuth(account, PASSWORD).exchange("/engine-rest" + address, method, new HttpEntity<>(body), JsonNode.class);
	}

	private static void assertRefused(ResponseEntity<JsonNode> answer, String sentence) {
		assertThat(answer.getStatusCode()).as(String.valueOf(answer.getBody())).isEqualTo(HttpStatus.FORBIDDEN);
		assertThat(answer.getBody().get("message").asText()).contains(sentence);
		assertThat(answer.getBody().toString()).doesNotContain("stackTrace").doesNotContain("at org.camunda");
	}
}
