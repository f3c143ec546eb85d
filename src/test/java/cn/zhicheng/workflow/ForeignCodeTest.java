package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.junit.jupiter.api.AfterEach;
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

import com.fasterxml.jackson.databind.JsonNode;

/** No expression, script or class that comes with a request ever runs, and only what was checked is deployed. */
@ApplicationTest
class ForeignCodeTest {

	private static final String DESIGNER = "designer";
	private static final String SCHOOL = "gz-school";
	private static final String PROCESS = "title-record-review";
	private static final String SCRIPT = "<bpmn:scriptTask id=\"evil\" scriptFormat=\"javascript\"><bpmn:script>1</bpmn:script></bpmn:scriptTask>";

	@Autowired
	TestRestTemplate http;
	@Autowired
	TestRecords filed;
	@Autowired
	RepositoryService repository;
	@Autowired
	TaskService tasks;
	@Autowired
	RuntimeService runtime;
	@Autowired
	FilterService filters;
	@Autowired
	IdentityService identities;
	@Autowired
	ProcessEngineConfigurationImpl configuration;

	@BeforeEach
	@AfterEach
	void noAccountIsLockedOrSignedOn() {
		identities.clearAuthentication();
		List.of(SCHOOL, DESIGNER, "admin").forEach(identities::unlockUser);
	}

	@Test
	void a_deployment_with_one_fault_leaves_nothing_behind_and_says_in_chinese_what_is_wrong() throws IOException {
		var deployments = repository.createDeploymentQuery().count();
		var versions = repository.createProcessDefinitionQuery().processDefinitionKey(PROCESS).count();
		var good = Files.readString(Path.of("processes/deadlines.dmn"));
		var bad = Files.readString(Path.of("processes/title-record-review.bpmn")).replace("</bpmn:process>", SCRIPT + "</bpmn:process>");

		var answer = deploy(DESIGNER, Map.of("deadlines.dmn", good, "review.bpmn", bad));

		assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
		assertThat(answer.getBody().get("message").asText()).contains("未部署，正在使用的版本不变").contains("review.bpmn，元素 evil：不能使用“bpmn:scriptTask”");
		assertThat(repository.createDeploymentQuery().count()).isEqualTo(deployments);
		assertThat(repository.createProcessDefinitionQuery().processDefinitionKey(PROCESS).count()).isEqualTo(versions);
		var number = filed.submittedBySomebody(SCHOOL);
		assertThat(tasks.createTaskQuery().processInstanceBusinessKey(number).count()).isEqualTo(1);
	}

	@Test
	void what_the_engine_itself_finds_wrong_is_told_with_its_element() throws IOException {
		var deployments = repository.createDeploymentQuery().count();
		var answer = deploy(DESIGNER, Map.of("x.bpmn", Files.readString(Path.of("processes/title-record-review.bpmn"))
				.replace("sourceRef=\"reviewed\" targetRef=\"decisionGateway\" />", "sourceRef=\"reviewed\" targetRef=\"decisionGateway\"><bpmn:conditionExpression>"
						+ "${true}</bpmn:conditionExpression></bpmn:sequenceFlow>")));
		assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
		assertThat(answer.getBody().get("message").asText()).contains("x.bpmn，元素 reviewed：流程引擎不能识别");
		assertThat(repository.createDeploymentQuery().count()).isEqualTo(deployments);
	}

	@ParameterizedTest
	@ValueSource(strings = { "admin", SCHOOL, "supervisor", "gs-reform" })
	void only_designers_deploy_over_rest(String account) throws IOException {
		assertThat(deploy(account, Map.of("deadlines.dmn", Files.readString(Path.of("processes/deadlines.dmn")))).getStatusCode())
				.isEqualTo(HttpStatus.FORBIDDEN);
	}

	@Test
	void whoever_reaches_the_engine_another_way_deploys_and_deletes_nothing_either() {
		var deployment = repository.createDeploymentQuery().list().get(0).getId();
		identities.setAuthentication("admin", List.of("camunda-admin"));
		var model = repository.createDeployment().addString("a.dmn", "<x/>");
		assertRefused(model::deploy, "只有流程设计人员可以部署");
		assertRefused(() -> repository.createDeployment().addDeploymentResources(deployment).deploy(), "只有流程设计人员可以部署");
		assertRefused(() -> repository.deleteDeployment(deployment, true), "部署不能删除");
		identities.setAuthentication(DESIGNER, List.of("designer"));
		assertRefused(() -> repository.deleteDeployment(deployment), "部署不能删除");
	}

	@Test
	void a_model_put_in_the_folder_is_checked_at_the_start_as_well() {
		assertRefused(() -> repository.createDeployment().addString("forms/x.html", "<form><script>1</script></form>").deploy(),
				"forms/x.html，文件第 1 行：表单中不能使用脚本");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"assigneeExpression\": \"${currentUser()}\"}", "{\"orQueries\": [{\"assigneeExpression\": \"${currentUser()}\"}]}",
			"{\"orQueries\": [{\"dueBeforeExpression\": \"${''.getClass()}\"}]}" })
	void a_query_from_outside_has_no_expressions(String query) {
		filed.submittedBySomebody(SCHOOL);
		var mine = filters.createTaskFilterQuery().filterName("待我审核").singleResult().getId();
		for (var address : List.of("/engine-rest/task", "/engine-rest/task/count", "/engine-rest/filter/" + mine + "/list",
				"/engine-rest/filter/" + mine + "/count")) {
			var answer = post(SCHOOL, address, query);
			assertThat(answer.getStatusCode()).as(address + " " + answer.getBody()).isEqualTo(HttpStatus.BAD_REQUEST);
		}
		assertThat(post(SCHOOL, "/engine-rest/filter/" + mine + "/list", "{}").getBody()).isNotEmpty();
	}

	@Test
	void a_filter_of_an_account_has_no_expressions() {
		identities.setAuthentication("admin", List.of("camunda-admin"));
		var plain = filters.newTaskFilter("ohne");
		plain.setQuery(tasks.createTaskQuery().taskAssignee("x"));
		filters.saveFilter(plain);
		filters.deleteFilter(plain.getId());
		var hidden = filters.newTaskFilter("mit");
		hidden.setQuery(tasks.createTaskQuery().or().taskAssigneeExpression("${currentUser()}").endOr());
		assertRefused(() -> filters.saveFilter(hidden), "不能使用表达式");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"value\": \"rO0ABQ==\", \"type\": \"Object\", \"valueInfo\": {\"objectTypeName\": \"java.lang.Object\", \"serializationDataFormat\": \"application/x-java-serialized-object\"}}",
			"{\"value\": \"YQ==\", \"type\": \"File\", \"valueInfo\": {\"filename\": \"a.html\"}}", "{\"value\": \"YQ==\", \"type\": \"Bytes\"}",
			"{\"value\": [\"a\"]}", "{\"value\": {\"a\": 1}}" })
	void a_variable_from_outside_is_neither_an_object_nor_a_file(String value) {
		var number = filed.submittedBySomebody(SCHOOL);
		var task = tasks.createTaskQuery().processInstanceBusinessKey(number).singleResult();
		var answer = post(SCHOOL, "/engine-rest/task/" + task.getId() + "/complete", "{\"variables\": {\"decision\": " + value + "}}");
		assertThat(answer.getStatusCode().isError()).as(String.valueOf(answer.getBody())).isTrue();
		assertThat(tasks.createTaskQuery().taskId(task.getId()).count()).isEqualTo(1);
		assertThat(runtime.getVariables(task.getProcessInstanceId())).doesNotContainKey("decision");
	}

	@ParameterizedTest
	@ValueSource(strings = { "${execution.id}", "${''.getClass()}", "${dataSource}", "${applicationContext}", "${organisation.bytes}",
			"${routeRecord.execute(execution)}", "${organisationDirectory}" })
	void an_expression_that_came_past_every_check_reaches_nothing(String expression) {
		var number = filed.submittedBySomebody(SCHOOL);
		var execution = runtime.createProcessInstanceQuery().processInstanceBusinessKey(number).singleResult();
		assertThat(catchThrowable(() -> configuration.getCommandExecutorTxRequired().execute(context ->
				configuration.getExpressionManager().createExpression(expression)
						.getValue(context.getExecutionManager().findExecutionById(execution.getId())))))
				.isInstanceOf(ProcessEngineException.class);
	}

	@Test
	void there_is_no_script_language() {
		for (var language : List.of("javascript", "groovy", "juel", "ruby", "python", "graal.js")) {
			assertThat(configuration.getScriptEngineResolver().getScriptEngine(language, false)).isNull();
		}
	}

	private static void assertRefused(ThrowingCallable action, String text) {
		assertThatThrownBy(action).isInstanceOf(ProcessEngineException.class).hasMessageContaining(text);
	}

	private ResponseEntity<JsonNode> post(String account, String address, String body) {
		var headers = new HttpHeaders();
		headers.setContentType(MediaType.APPLICATION_JSON);
		return http.withBasicAuth(account, "Zhicheng-2021").exchange(address, HttpMethod.POST, new HttpEntity<>(body, headers), JsonNode.class);
	}

	private ResponseEntity<JsonNode> deploy(String account, Map<String, String> files) {
		var parts = new LinkedMultiValueMap<String, Object>();
		parts.add("deployment-name", "rehearsal");
		files.forEach((name, content) -> parts.add(name, new ByteArrayResource(content.getBytes(StandardCharsets.UTF_8)) {

			@Override
			public String getFilename() {
				return name;
			}
		}));
		var headers = new HttpHeaders();
		headers.setContentType(MediaType.MULTIPART_FORM_DATA);
		return http.withBasicAuth(account, "Zhicheng-2021").exchange("/engine-rest/deployment/create", HttpMethod.POST,
				new HttpEntity<>(parts, headers), JsonNode.class);
	}
}
