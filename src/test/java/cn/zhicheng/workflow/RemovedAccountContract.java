package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.TestRecords;
import cn.zhicheng.organisation.AdministratorChange;
import cn.zhicheng.organisation.AdministratorChanges;
import cn.zhicheng.organisation.AdministratorChanges.Wanted;
import cn.zhicheng.security.Caller;
import cn.zhicheng.security.SignInAttempts;
import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffAccounts;
import cn.zhicheng.security.StaffRole;
import cn.zhicheng.security.StaffSessions;
import cn.zhicheng.security.StaffTokens;
import cn.zhicheng.security.TokenPurpose;

/**
 * Whoever gets the name of an account that was removed gets nothing else of it.
 */
@ApplicationTest
abstract class RemovedAccountContract {

	private static final String NAME = "leaver";
	private static final String GROUP = "leavers";
	private static final Staff LEAVER = new Staff(NAME, Set.of());
	private static final Staff ADMINISTRATOR = new Staff("admin", Set.of(StaffRole.ADMINISTRATOR.group()));
	private static final Caller BROWSER = new Caller("10.9.0.1", true, Optional.of("browser-of-the-leaver"));

	@Autowired
	IdentityService identities;
	@Autowired
	AuthorizationService authorizations;
	@Autowired
	FilterService filters;
	@Autowired
	TaskService tasks;
	@Autowired
	StaffAccounts accounts;
	@Autowired
	StaffTokens tokens;
	@Autowired
	StaffSessions sessions;
	@Autowired
	SignInAttempts attempts;
	@Autowired
	AdministratorChanges changes;
	@Autowired
	TestRecords filed;
	@Autowired
	JdbcTemplate database;

	@BeforeEach
	void an_account() {
		account(NAME);
	}

	@AfterEach
	void nothing_is_left() {
		identities.clearAuthentication();
		identities.deleteUser(NAME);
		identities.deleteGroup(GROUP);
		identities.deleteUser("second-admin");
		database.update("delete from administrator_request");
		filters.createTaskFilterQuery().filterNameLike("of the leaver%").list().forEach(filter -> filters.deleteFilter(filter.getId()));
		tasks.createTaskQuery().taskName("of the leaver").list().forEach(task -> tasks.deleteTask(task.getId(), true));
	}

	@Test
	void rights_go_with_the_account_and_with_the_group() {
		grant(NAME, null, Resources.APPLICATION, "cockpit");
		grant(NAME, null, Resources.USER, NAME);
		grant("admin", null, Resources.APPLICATION, "nothing-of-the-leaver");
		identities.deleteUser(NAME);
		assertThat(authorizations.createAuthorizationQuery().userIdIn(NAME).list()).isEmpty();
		assertThat(authorizations.createAuthorizationQuery().userIdIn("admin").resourceId("nothing-of-the-leaver").list()).hasSize(1);
		authorizations.createAuthorizationQuery().resourceId("nothing-of-the-leaver").list().forEach(one -> authorizations.deleteAuthorization(one.getId()));

		identities.saveGroup(identities.newGroup(GROUP));
		grant(null, GROUP, Resources.APPLICATION, "cockpit");
		identities.deleteGroup(GROUP);
		assertThat(authorizations.createAuthorizationQuery().groupIdIn(GROUP).list()).isEmpty();
	}

	@Test
	void what_an_earlier_version_left_is_not_taken_over() {
		identities.deleteUser(NAME);
		grant(NAME, null, Resources.APPLICATION, "cockpit");
		grant(null, GROUP, Resources.APPLICATION, "cockpit");
		account(NAME);
		identities.saveGroup(identities.newGroup(GROUP));
		assertThat(authorizations.createAuthorizationQuery().userIdIn(NAME).list()).extracting(Authorization::getResourceType)
				.as("only what the engine gives everybody on the own account").containsOnly(Resources.USER.resourceType());
		assertThat(authorizations.createAuthorizationQuery().groupIdIn(GROUP).list()).extracting(Authorization::getResourceType)
				.doesNotContain(Resources.APPLICATION.resourceType());
	}

	@Test
	void tokens_sessions_second_factor_and_known_browsers_go_however_it_is_removed() {
		tokens.make(LEAVER, "stamp", "Modeler", TokenPurpose.values()[0]);
		sessions.begin(LEAVER, "stamp", false, OptionalLong.empty(), new MockHttpServletRequest(), new MockHttpServletResponse());
		database.update("insert into staff_credentials (user_id, password_stamp, version) values (?, 'stamp', 0)", NAME);
		attempts.succeeded(attempts.begin(SignInAttempts.Kind.STAFF, NAME, BROWSER, false), BROWSER);
		assertThat(attempts.begin(SignInAttempts.Kind.STAFF, NAME, BROWSER, false).knownPlace()).isPresent();
		identities.deleteUser(NAME);
		for (var kept : List.of("staff_token where account", "sign_on_session where account", "staff_credentials where user_id")) {
			assertThat(database.queryForObject("select count(*) from " + kept + " = ?", Integer.class, NAME)).as(kept).isZero();
		}
		assertThat(attempts.begin(SignInAttempts.Kind.STAFF, NAME, BROWSER, false).knownPlace()).isEmpty();
	}

	@Test
	void its_tasks_wait_for_somebody_else_and_its_own_filters_are_gone() {
		var task = tasks.newTask();
		task.setName("of the leaver");
		task.setAssignee(NAME);
		task.setOwner(NAME);
		tasks.saveTask(task);
		tasks.addCandidateUser(task.getId(), NAME);
		filter("of the leaver alone");
		var shared = filter("of the leaver and others");
		grant("admin", null, Resources.FILTER, shared);
		identities.deleteUser(NAME);
		assertThat(tasks.createTaskQuery().taskId(task.getId()).singleResult()).satisfies(left -> {
			assertThat(left.getAssignee()).isNull();
			assertThat(left.getOwner()).isNull();
		});
		assertThat(tasks.getIdentityLinksForTask(task.getId())).isEmpty();
		assertThat(filters.createTaskFilterQuery().filterNameLike("of the leaver%").list()).singleElement().satisfies(left -> {
			assertThat(left.getName()).isEqualTo("of the leaver and others");
			assertThat(left.getOwner()).isNull();
		});
	}

	@Test
	void what_others_have_asked_for_it_is_over() {
		account("second-admin");
		identities.createMembership("second-admin", StaffRole.ADMINISTRATOR.group());
		changes.ask(ADMINISTRATOR, new Wanted(AdministratorChange.JOIN, "gs-reform", NAME, "", "接任"));
		assertThat(changes.waiting(ADMINISTRATOR)).hasSize(1);
		identities.deleteUser(NAME);
		assertThat(changes.waiting(ADMINISTRATOR)).isEmpty();
		account(NAME);
		changes.ask(ADMINISTRATOR, new Wanted(AdministratorChange.JOIN, "gs-reform", NAME, "", "接任"));
		assertThat(changes.waiting(ADMINISTRATOR)).as("asked for the later one").hasSize(1);
	}

	@Test
	void what_a_reviewer_has_noted_is_nobodys_afterwards() {
		var now = Timestamp.from(Instant.parse("2021-04-01T01:00:00Z"));
		var record = filed.completeDraft("zy-school").id();
		database.update("insert into review_notes (id, record_id, submission, organisation, reviewer, updated_at) values (-1, ?, 99, 'gs-reform', ?, ?)", record, NAME, now);
		identities.deleteUser(NAME);
		assertThat(database.queryForObject("select count(*) from review_notes where id = -1", Integer.class)).isZero();
	}

	private void account(String name) {
		var user = identities.newUser(name);
		user.setLastName(name);
		user.setPassword("Zhicheng-2021");
		identities.saveUser(user);
	}

	private String filter(String name) {
		var filter = filters.newTaskFilter(name);
		filter.setOwner(NAME);
		filter.setQuery(tasks.createTaskQuery());
		filters.saveFilter(filter);
		grant(NAME, null, Resources.FILTER, filter.getId());
		return filter.getId();
	}

	private void grant(String user, String group, Resource resource, String id) {
		var right = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
		if (user != null && authorizations.createAuthorizationQuery().userIdIn(user).resourceType(resource).resourceId(id).count() > 0) {
			return;
		}
		right.setUserId(user);
		right.setGroupId(group);
		right.setResource(resource);
		right.setResourceId(id);
		right.addPermission(Permissions.ALL);
		authorizations.saveAuthorization(right);
	}
}
