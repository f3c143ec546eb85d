package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.repository.Deployment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.JdbcTemplate;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.StaffBrowser;
import cn.zhicheng.TestRecords;
import cn.zhicheng.TestReviews;

/** What is kept of a form, and what a reviewer's browser is given of it, is what was looked at: no file runs anything. */
@ApplicationTest
class ServedFormsTest {

	private static final String FORM = "forms/unit-review.html";
	private static final String POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";

	@Autowired
	TestRestTemplate http;
	@LocalServerPort
	int port;
	@Autowired
	RepositoryService repository;
	@Autowired
	TaskService tasks;
	@Autowired
	TestRecords filed;
	@Autowired
	TestReviews reviews;
	@Autowired
	RunningModels running;
	@Autowired
	JdbcTemplate database;

	private String task;

	@BeforeEach
	void a_record_is_reviewed() {
		task = reviews.task(filed.submittedBySomebody("gz-school")).getId();
	}

	static Stream<Arguments> attacks() {
		var program = "<img src=\"x\" alt=\"{{constructor.constructor('alert(1)')()}}\">";
		return Stream.of(Arguments.of("an image in a list", bytes("<form><select><option>a</option>" + program + "</select></form>")),
				Arguments.of("UTF-16", ("\uFEFF<form>" + program + "</form>").getBytes(StandardCharsets.UTF_16LE)),
				Arguments.of("a script in a text field", bytes("<form><textarea><script xmlns=\"http://www.w3.org/1999/xhtml\">alert(1)</script></textarea></form>")));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("attacks")
	void a_form_with_a_program_is_refused_and_one_of_an_older_version_is_shown_without(String what, byte[] form) {
		assertThat(refusal(form)).startsWith("未部署").contains(FORM);
		// As if it had been taken before these rules.
		assertThat(database.update("update ACT_GE_BYTEARRAY set BYTES_ = ? where NAME_ = ? and DEPLOYMENT_ID_ = ?", form, FORM, deploymentOfReviews())).isOne();
		for (var answer : List.of(overRest(), overTasklist())) {
			assertThat(answer).doesNotContain("<img", "<script", "{{", "constructor.constructor('alert");
		}
	}

	@Test
	void a_form_is_no_page_that_could_run_anything() {
		for (var path : List.of("deployed-form", "form", "rendered-form")) {
			var answer = http.withBasicAuth("gz-school", StaffBrowser.PASSWORD).getForEntity("/engine-rest/task/" + task + "/" + path, String.class);
			assertThat(answer.getHeaders().get("Content-Security-Policy")).as(path).containsExactly(POLICY);
			var own = StaffBrowser.signedOn(port, "gz-school").get("/camunda/api/engine/engine/default/task/" + task + "/" + path);
			assertThat(own.headers().allValues("Content-Security-Policy")).as(path).contains(POLICY);
		}
	}

	@Test
	void what_is_kept_of_a_form_is_what_was_understood_of_it() throws IOException {
		var lax = "\uFEFF" + Files.readString(Path.of(FORM)).replace("<ul>", "<UL>").replace("</ul>", "<li>加一项</ul>");
		repository.createDeployment().name("form").addInputStream(FORM, new ByteArrayInputStream(bytes(lax))).deploy();
		var kept = running.form(running.process(TitleRecordReview.KEY).orElseThrow(), FORM).orElseThrow().content();
		assertThat(new String(kept, StandardCharsets.UTF_8)).startsWith("<!-- ").contains("<ul>", "<li>加一项</li></ul>").doesNotContain("\uFEFF", "<UL>");
		assertThat(FormRules.written(kept)).isEqualTo(kept);
		// The same file again is no new version.
		var versions = repository.createProcessDefinitionQuery().processDefinitionKey(TitleRecordReview.KEY).count();
		assertThat(running.isRunning(FORM, bytes(lax))).isTrue();
		repository.createDeployment().name("form").enableDuplicateFiltering(true).addInputStream(FORM, new ByteArrayInputStream(bytes(lax))).deploy();
		assertThat(repository.createProcessDefinitionQuery().processDefinitionKey(TitleRecordReview.KEY).count()).isEqualTo(versions);
	}

	private String overRest() {
		var answer = http.withBasicAuth("gz-school", StaffBrowser.PASSWORD).getForEntity("/engine-rest/task/" + task + "/deployed-form", String.class);
		assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.OK);
		assertThat(answer.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE)).isNotNull();
		return answer.getBody();
	}

	private String overTasklist() {
		var answer = StaffBrowser.signedOn(port, "gz-school").get("/camunda/api/engine/engine/default/task/" + task + "/deployed-form");
		assertThat(answer.statusCode()).isEqualTo(200);
		return answer.body();
	}

	private String refusal(byte[] form) {
		try {
			Deployment deployment = repository.createDeployment().addInputStream(FORM, new ByteArrayInputStream(form)).deploy();
			return "taken as " + deployment.getId();
		} catch (ProcessEngineException refused) {
			return refused.getMessage();
		}
	}

	private String deploymentOfReviews() {
		var definition = tasks.createTaskQuery().taskId(task).singleResult().getProcessDefinitionId();
		return repository.getProcessDefinition(definition).getDeploymentId();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}
}
