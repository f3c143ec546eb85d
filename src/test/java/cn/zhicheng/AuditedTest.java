package cn.zhicheng;

import static org.assertj.core.api.Assertions.assertThat;
import static cn.zhicheng.FormToken.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.io.File;
import java.util.List;
import java.util.Map;

import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.model.dmn.Dmn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.web.servlet.MockMvc;

import cn.zhicheng.security.StaffAccounts;

/** Who did what stands in the audit trail, by whatever way it was done. */
@ApplicationTest
class AuditedTest {

	@Autowired
	TestRecords filed;
	@Autowired
	MockMvc web;
	@Autowired
	JdbcTemplate jdbc;
	@Autowired
	TaskService tasks;
	@Autowired
	IdentityService identities;
	@Autowired
	AuthorizationService authorizations;
	@Autowired
	RepositoryService repository;
	@Autowired
	StaffAccounts accounts;

	private long before;

	@BeforeEach
	void fromHereOn() {
		before = jdbc.queryForObject("select coalesce(max(id), 0) from audit_entry", Long.class);
	}

	@AfterEach
	void nobodyIsSignedOn() {
		identities.clearAuthentication();
	}

	private List<String> told() {
		return jdbc.query("select kind, actor, organisation, subject, details from audit_entry where id > ? order by id",
				(row, number) -> row.getString(1) + "|" + row.getString(2) + "|" + row.getString(3) + "|" + row.getString(4) + "|"
						+ row.getString(5), before);
	}

	@Test
	void sign_in_refusals_and_sign_out_of_an_individual() throws Exception {
		var person = filed.newPerson();
		long id = filed.personId(person);
		var session = new CookieJar();
		var claim = post("/portal/sign-in").with(csrf()).with(session).param("documentType", "RESIDENT_ID_CARD")
				.param("documentNumber", person.documentNumber());
		web.perform(claim.param("name", "冒名")).andExpect(status().isOk());
		web.perform(post("/portal/sign-in/password").with(csrf()).with(session).param("password", TestRecords.PASSWORD))
				.andExpect(status().isUnprocessableEntity());
		web.perform(post("/portal/sign-in").with(csrf()).with(session).param("documentType", "RESIDENT_ID_CARD")
				.param("documentNumber", person.documentNumber()).param("name", person.name())).andExpect(status().isOk());
		web.perform(post("/portal/sign-in/password").with(csrf()).with(session).param("password", "wrong-2021"))
				.andExpect(status().isUnprocessableEntity());
		web.perform(post("/portal/sign-in/password").with(csrf()).with(session).param("password", TestRecords.PASSWORD))
				.andExpect(redirectedUrl("/portal"));
		web.perform(post("/portal/sign-out").with(csrf()).with(session)).andExpect(redirectedUrl("/portal/sign-in?signedOut"));
		var who = "applicant:" + id;
		assertThat(told()).endsWith(
				"SIGN_IN_REFUSED|" + who + "|null|" + who + "|{\"address\":\"127.0.0.1\",\"step\":\"password\"}",
				"SIGN_IN_REFUSED|" + who + "|null|" + who + "|{\"address\":\"127.0.0.1\",\"step\":\"password\"}",
				"SIGNED_IN|" + who + "|null|" + who + "|{\"address\":\"127.0.0.1\",\"what\":\"SIGNED_IN\"}",
				"SIGNED_OUT|" + who + "|null|" + who + "|{\"address\":\"127.0.0.1\"}");
	}

	@Test
	void a_refused_sign_in_of_nobody_known_names_nobody() throws Exception {
		var session = new CookieJar();
		web.perform(post("/portal/sign-in").with(csrf()).with(session).param("documentType", "RESIDENT_ID_CARD")
				.param("documentNumber", "11010519491231002X").param("name", "无名氏")).andExpect(status().isOk());
		web.perform(post("/portal/sign-in/password").with(csrf()).with(session).param("password", TestRecords.PASSWORD))
				.andExpect(status().isUnprocessableEntity());
		assertThat(told()).containsExactly(
				"SIGN_IN_REFUSED|applicant:unknown|null|applicant:unknown|{\"address\":\"127.0.0.1\",\"step\":\"password\"}");
	}

	@Test
	void a_decision_names_reviewer_organisation_and_record_and_a_refused_one_is_none() {
		var number = filed.submitted("gz-school");
		var task = tasks.createTaskQuery().processInstanceBusinessKey(number).singleResult().getId();
		identities.setAuthentication("gz-school", List.of("gz-school"));
		assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> tasks.complete(task, Map.of("decision", "return")))).isNotNull();
		tasks.complete(task, Map.of("decision", "confirm"));
		assertThat(told()).filteredOn(entry -> !entry.startsWith("SIGNED_IN|")).containsExactly(
				"DECIDED|gz-school|gz-school|" + number + "|{\"decision\":\"CONFIRM\",\"late\":\"false\",\"submission\":\"1\"}");
	}

	@Test
	void a_look_names_who_looked_at_what() throws Exception {
		var number = filed.submitted("gz-school");
		web.perform(post("/api/review/records/" + number + "/looks").contentType("application/json").content("{\"field\":\"MOBILE\"}")
				.with(org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic("gz-school", "Zhicheng-2021")))
				.andExpect(status().isOk());
		assertThat(told()).contains("LOOKED|gz-school|gz-school|" + number + "|{\"address\":\"127.0.0.1\",\"field\":\"MOBILE\"}");
	}

	@Test
	void changes_of_accounts_and_rights_name_the_one_who_made_them() {
		identities.setAuthentication("admin", List.of("camunda-admin"));
		accounts.create("newcomer-1", "新人", "gz-school");
		accounts.leave("newcomer-1", "gz-school");
		var granted = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
		granted.setUserId("newcomer-1");
		granted.setResource(Resources.APPLICATION);
		granted.setResourceId("cockpit");
		granted.addPermission(Permissions.ACCESS);
		authorizations.saveAuthorization(granted);
		authorizations.deleteAuthorization(granted.getId());
		identities.deleteUser("newcomer-1");
		assertThat(told()).containsExactly(
				"ACCOUNT_CHANGED|admin|null|account:newcomer-1|{\"operation\":\"Create\"}",
				"RIGHTS_CHANGED|admin|null|account:newcomer-1|{\"group\":\"gz-school\",\"operation\":\"Create\"}",
				"RIGHTS_CHANGED|admin|null|account:newcomer-1|{\"group\":\"gz-school\",\"operation\":\"Delete\"}",
				"RIGHTS_CHANGED|admin|null|account:newcomer-1|{\"id\":\"cockpit\",\"operation\":\"Create\",\"permissions\":\"ACCESS\",\"resource\":\"Application\",\"type\":\"1\"}",
				"RIGHTS_CHANGED|admin|null|account:newcomer-1|{\"id\":\"cockpit\",\"operation\":\"Delete\",\"permissions\":\"ACCESS\",\"resource\":\"Application\",\"type\":\"1\"}",
				"ACCOUNT_CHANGED|admin|null|account:newcomer-1|{\"operation\":\"Delete\"}");
	}

	@Test
	void a_deployment_names_its_files_and_one_that_changes_nothing_is_none() {
		identities.setAuthentication("designer", List.of("designer"));
		var model = Dmn.readModelFromFile(new File("processes/eligibility.dmn"));
		var first = repository.createDeployment().name("audited").addModelInstance("eligibility.dmn", model).enableDuplicateFiltering(false).deploy();
		repository.createDeployment().name("audited").addModelInstance("eligibility.dmn", model).enableDuplicateFiltering(false).deploy();
		identities.clearAuthentication();
		repository.deleteDeployment(first.getId());
		assertThat(told()).containsExactly(
				"DEPLOYED|designer|null|deployment:" + first.getId() + "|{\"operation\":\"Create\",\"resources\":\"eligibility.dmn\"}",
				"DEPLOYED|system|null|deployment:" + first.getId() + "|{\"operation\":\"Delete\"}");
	}

	@Test
	void what_the_application_set_up_at_its_start_is_told_too() {
		assertThat(jdbc.queryForList("select subject from audit_entry where actor = 'system' and kind = 'ACCOUNT_CHANGED'", String.class))
				.contains("account:gz-school", "account:supervisor", "account:admin");
		assertThat(jdbc.queryForObject("select count(*) from audit_entry where actor = 'system' and kind = 'DEPLOYED' and details like '%title-record-review.bpmn%'",
				Integer.class)).isEqualTo(1);
	}
}
