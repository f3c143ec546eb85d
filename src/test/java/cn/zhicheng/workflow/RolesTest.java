package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.LinkedMultiValueMap;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.TestRecords;
import cn.zhicheng.filing.RecordState;
import cn.zhicheng.filing.TitleRecords;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What each role can do over Camunda's REST interface and our own, and above all what it cannot.
 */
@ApplicationTest
class RolesTest {

	private static final String SCHOOL = "gz-school";
	private static final String STRANGER = "lz-company";
	private static final String SUPERVISOR = "supervisor";
	private static final String DESIGNER = "designer";
	private static final String ADMINISTRATOR = "admin";
	private static final String DECISION = "eligibility";

	@Autowired
	TestRestTemplate http;
	@Autowired
	TestRecords filed;
	@Autowired
	TitleRecords records;
	@Autowired
	TaskService tasks;
	@Autowired
	RuntimeService runtime;
	@Autowired
	RepositoryService repository;
	@Autowired
	IdentityService identities;

	/** A wrong password locks an account for seconds, which by a standing clock do not pass; others in this JVM try some. */
	@BeforeEach
	void noAccountIsLocked() {
		List.of(SCHOOL, STRANGER, SUPERVISOR, DESIGNER, ADMINISTRATOR, "gz-education", "gs-reform").forEach(identities::unlockUser);
	}

	@Test
	void a_supervisor_finds_a_running_record_by_its_number_and_sees_where_it_is() {
		var number = filed.submittedBySomebody(SCHOOL);
		var found = get(SUPERVISOR, "/engine-rest/process-instance?businessKey=" + number).getBody();
		assertThat(found.findValuesAsText("businessKey")).containsExactly(number);
		var activities = get(SUPERVISOR, "/engine-rest/process-instance/" + found.get(0).get("id").asText() + "/activity-instances");
		assertThat(activities.getBody().get("childActivityInstances").findValuesAsText("activityId")).containsExactly("unitReview");
		assertThat(get(SUPERVISOR, "/api/review/records/" + number).getStatusCode()).isEqualTo(HttpStatus.OK);
	}

	@Test
	void a_supervisor_changes_nothing_of_a_record() {
		assertChangesNothing(SUPERVISOR, filed.submittedBySomebody(SCHOOL));
	}

	@ParameterizedTest
	@ValueSource(strings = { STRANGER, "gz-education", DESIGNER })
	void who_does_not_review_the_record_changes_nothing_of_it(String account) {
		assertChangesNothing(account, filed.submittedBySomebody(SCHOOL));
	}

	@ParameterizedTest
	@ValueSource(strings = { STRANGER, "gz-education", "gs-reform" })
	void a_reviewer_sees_neither_tasks_nor_processes_of_others(String account) {
		var number = filed.submittedBySomebody(SCHOOL);
		assertForbidden(get(account, "/engine-rest/process-instance?businessKey=" + number));
		assertThat(get(account, "/engine-rest/task?processInstanceBusinessKey=" + number).getBody()).isEmpty();
		assertHidden(get(account, "/engine-rest/process-instance/" + task(number).getProcessInstanceId()));
		assertHidden(get(account, "/engine-rest/process-instance/" + task(number).getProcessInstanceId() + "/variables"));
		assertHidden(get(account, "/engine-rest/process-instance/" + task(number).getProcessInstanceId() + "/activity-instances"));
		assertForbidden(get(account, "/engine-rest/variable-instance?processInstanceIdIn=" + task(number).getProcessInstanceId()));
		assertThat(get(account, "/api/review/records/" + number).getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
	}

	@Test
	void a_reviewer_sees_the_own_task_but_cannot_reach_past_it_to_the_process() {
		var number = filed.submittedBySomebody(SCHOOL);
		assertThat(get(SCHOOL, "/engine-rest/task?processInstanceBusinessKey=" + number).getBody()).hasSize(1);
		assertForbidden(exchange(SCHOOL, HttpMethod.PUT, "/engine-rest/task/" + task(number).getId() + "/variables/organisation",
				Map.of("value", "gs-reform", "type", "String")));
		assertForbidden(exchange(SCHOOL, HttpMethod.DELETE, "/engine-rest/process-instance/" + task(number).getProcessInstanceId(), null));
		assertUntouched(number);
	}

	@Test
	void a_designer_deploys_a_decision_but_nobody_deletes_a_deployment_and_the_records_with_it() throws IOException {
		long before = versions();
		var answer = deploy(DESIGNER);
		assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.OK);
		var deployment = answer.getBody().get("id").asText();
		try {
			assertThat(versions()).isEqualTo(before + 1);
			assertForbidden(exchange(DESIGNER, HttpMethod.DELETE, "/engine-rest/deployment/" + deployment + "?cascade=true", null));
			assertThat(repository.createDeploymentQuery().deploymentId(deployment).count()).isEqualTo(1);
		} finally {
			assertForbidden(exchange(ADMINISTRATOR, HttpMethod.DELETE, "/engine-rest/deployment/" + deployment, null));
			repository.deleteDeployment(deployment);
		}
		assertThat(versions()).isEqualTo(before);
	}

	@Test
	void a_designer_sees_no_tasks_and_no_personal_data() {
		var number = filed.submittedBySomebody(SCHOOL);
		assertForbidden(get(DESIGNER, "/engine-rest/task"));
		assertHidden(get(DESIGNER, "/engine-rest/task/" + task(number).getId()));
		assertForbidden(get(DESIGNER, "/engine-rest/process-instance?businessKey=" + number));
		assertThat(get(DESIGNER, "/api/review/records/" + number).getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
		assertThat(get(DESIGNER, "/api/review/cards?taskIds=" + task(number).getId()).getBody()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { SCHOOL, "gs-reform", SUPERVISOR, ADMINISTRATOR })
	void nobody_but_a_designer_deploys(String account) throws IOException {
		long before = versions();
		assertForbidden(deploy(account));
		assertThat(versions()).isEqualTo(before);
	}

	@Test
	void an_administrator_reads_no_records() {
		var number = filed.submittedBySomebody(SCHOOL);
		assertThat(get(ADMINISTRATOR, "/api/review/records/" + number).getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
		assertThat(exchange(ADMINISTRATOR, HttpMethod.POST, "/api/review/records/" + number + "/looks", Map.of("field", "MOBILE"))
				.getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
	}

	private void assertChangesNothing(String account, String number) {
		var task = "/engine-rest/task/" + task(number).getId();
		var instance = "/engine-rest/process-instance/" + task(number).getProcessInstanceId();
		var text = Map.of("value", "confirm", "type", "String");
		assertForbidden(exchange(account, HttpMethod.POST, task + "/complete", Map.of("variables", Map.of("decision", text))));
		assertForbidden(exchange(account, HttpMethod.POST, task + "/claim", Map.of("userId", account)));
		assertForbidden(exchange(account, HttpMethod.POST, task + "/assignee", Map.of("userId", account)));
		assertForbidden(exchange(account, HttpMethod.PUT, task + "/variables/decision", text));
		assertForbidden(exchange(account, HttpMethod.POST, task + "/identity-links", Map.of("groupId", account, "type", "candidate")));
		assertForbidden(exchange(account, HttpMethod.PUT, instance + "/variables/organisation", text));
		assertForbidden(exchange(account, HttpMethod.PUT, instance + "/suspended", Map.of("suspended", true)));
		assertForbidden(exchange(account, HttpMethod.DELETE, instance, null));
		assertUntouched(number);
	}

	private void assertUntouched(String number) {
		assertThat(records.findByNumber(number).orElseThrow().state()).isEqualTo(RecordState.IN_REVIEW);
		assertThat(records.findByNumber(number).orElseThrow().organisation()).isEqualTo(SCHOOL);
		assertThat(task(number).getTaskDefinitionKey()).isEqualTo("unitReview");
		assertThat(task(number).getAssignee()).isNull();
		assertThat(task(number).isSuspended()).isFalse();
		assertThat(tasks.getIdentityLinksForTask(task(number).getId())).extracting("groupId").containsExactly(SCHOOL);
		assertThat(runtime.getVariables(task(number).getProcessInstanceId())).containsOnlyKeys("recordId", "stage", "organisation",
				"deadline").containsEntry("organisation", SCHOOL);
	}

	private static void assertForbidden(ResponseEntity<JsonNode> answer) {
		assertThat(answer.getStatusCode()).as(String.valueOf(answer.getBody())).isEqualTo(HttpStatus.FORBIDDEN);
	}

	private static void assertHidden(ResponseEntity<JsonNode> answer) {
		assertThat(answer.getStatusCode()).as(String.valueOf(answer.getBody())).isIn(HttpStatus.FORBIDDEN, HttpStatus.NOT_FOUND);
	}

	/** Deploys a copy of the table of dates under a name of its own, so that no other test goes by it. */
	private ResponseEntity<JsonNode> deploy(String account) throws IOException {
		var table = Files.readString(Path.of("processes/eligibility.dmn")).replaceFirst("camunda:versionTag=\"[^\"]*\"",
				"camunda:versionTag=\"trial\"");
		var parts = new LinkedMultiValueMap<String, Object>();
		parts.add("deployment-name", "rehearsal");
		parts.add("data", new ByteArrayResource(table.getBytes(StandardCharsets.UTF_8)) {

			@Override
			public String getFilename() {
				return "eligibility.dmn";
			}
		});
		var headers = new HttpHeaders();
		headers.setContentType(MediaType.MULTIPART_FORM_DATA);
		return as(account).exchange("/engine-rest/deployment/create", HttpMethod.POST, new HttpEntity<>(parts, headers), JsonNode.class);
	}

	private long versions() {
		return repository.createDecisionDefinitionQuery().decisionDefinitionKey(DECISION).count();
	}

	private Task task(String number) {
		return tasks.createTaskQuery().processInstanceBusinessKey(number).singleResult();
	}

	private ResponseEntity<JsonNode> get(String account, String address) {
		return as(account).getForEntity(address, JsonNode.class);
	}

	private ResponseEntity<JsonNode> exchange(String account, HttpMethod method, String address, Object body) {
		return as(account).exchange(address, method, new HttpEntity<>(body), JsonNode.class);
	}

	private TestRestTemplate as(String account) {
		return http.withBasicAuth(account, "Zhicheng-2021");
	}
}
