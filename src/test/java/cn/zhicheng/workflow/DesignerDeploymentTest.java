package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

import com.fasterxml.jackson.databind.JsonNode;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.MutableClock;
import cn.zhicheng.TestRecords;

/** What a designer deploys from Camunda Modeler and what lies in the folder at a start end the same, and do not undo each other. */
@ApplicationTest
class DesignerDeploymentTest {

	private static final String REVIEW = "title-record-review.bpmn";
	private static final String DEADLINES = "deadlines.dmn";
	private static final String UNIT_FORM = "forms/unit-review.html";

	@Autowired
	TestRestTemplate http;
	@Autowired
	RepositoryService repository;
	@Autowired
	TaskService tasks;
	@Autowired
	ProcessEngine engine;
	@Autowired
	ModelDeployment start;
	@Autowired
	RunningModels running;
	@Autowired
	PastDates pastDates;
	@Autowired
	WorkflowSettings settings;
	@Autowired
	TestRecords filed;
	@Autowired
	MutableClock clock;

	/** Twice, for what is put back to what the folder had before has not changed. */
	@BeforeEach
	@AfterEach
	void whatLiesInTheFolderIsInUse() {
		clock.set(ApplicationTest.START);
		var folder = FolderFiles.read(settings);
		var touched = new LinkedHashMap<>(folder);
		touched.replaceAll((name, content) -> running.isRunning(name, content) ? content : bytes(new String(content, StandardCharsets.UTF_8) + "\n"));
		pastDates.confirmedDuring(() -> {
			start.deploy(engine, touched);
			start.deploy(engine, folder);
			return null;
		});
		folder.forEach((name, content) -> assertThat(running.isRunning(name, content)).as(name).isTrue());
	}

	@Test
	void a_process_deployed_alone_keeps_the_forms_it_shows() throws IOException {
		var review = text("processes/" + REVIEW).replace("name=\"用人单位审核\"", "name=\"用人单位初审\"");
		var answer = deployAsModeler(REVIEW, Map.of(REVIEW, review));
		assertThat(answer.getStatusCode()).as(String.valueOf(answer.getBody())).isEqualTo(HttpStatus.OK);

		var number = filed.submittedBySomebody("gz-school");
		var task = tasks.createTaskQuery().processInstanceBusinessKey(number).singleResult();
		assertThat(task.getName()).isEqualTo("用人单位初审");
		var form = http.withBasicAuth("gz-school", "Zhicheng-2021").getForEntity("/engine-rest/task/" + task.getId() + "/deployed-form", String.class);
		assertThat(form.getStatusCode()).isEqualTo(HttpStatus.OK);
		assertThat(form.getBody()).isEqualTo(text(UNIT_FORM));
	}

	@Test
	void a_form_attached_in_modeler_counts_though_it_has_lost_its_folder() throws IOException {
		var form = text(UNIT_FORM) + "\n<!-- attached -->";
		deployAsModeler(REVIEW, Map.of(REVIEW, text("processes/" + REVIEW).replace("name=\"用人单位审核\"", "name=\"用人单位终审\""), "unit-review.html", form));
		assertThat(formInUse()).isEqualTo(form);
	}

	@Test
	void a_form_deployed_alone_takes_its_process_along() throws IOException {
		var form = text(UNIT_FORM) + "\n<!-- alone -->";
		var answer = deployAsModeler("form", Map.of("unit-review.html", form));
		assertThat(answer.getStatusCode()).as(String.valueOf(answer.getBody())).isEqualTo(HttpStatus.OK);
		assertThat(formInUse()).isEqualTo(form);
		assertThat(running.isRunning(REVIEW, bytes(text("processes/" + REVIEW)))).isTrue();
	}

	@Test
	void what_is_in_use_is_not_deployed_again_but_what_was_replaced_meanwhile_is() throws IOException {
		var own = text("processes/" + DEADLINES).replace("\"06-20\"", "\"06-25\"");
		deployAsModeler("dates", Map.of(DEADLINES, own));
		var versions = versionsOf("deadlines");
		deployAsModeler("dates", Map.of(DEADLINES, own));
		assertThat(versionsOf("deadlines")).isEqualTo(versions);

		restart(changed("processes/" + DEADLINES, text("processes/" + DEADLINES).replace("\"06-20\"", "\"06-26\"")));
		deployAsModeler("dates", Map.of(DEADLINES, own));
		assertThat(running.isRunning(DEADLINES, bytes(own))).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"04-30|06-31|没有“06-31”这一天（采集批次为 2021 年）",
			"05-20|07-20|“主管部门审核”的截止日期 2021-07-20 晚于上级“甘州区职改办”",
			"05-10|03-10|“用人单位审核”的截止日期由 2021-05-10 改为 2021-03-10，这一天已经过去" })
	void dates_that_do_not_fit_the_tree_are_refused_with_their_row_and_the_table_in_use_stays(String from, String to, String sentence)
			throws IOException {
		var versions = versionsOf("deadlines");
		var answer = deployAsModeler("dates", Map.of(DEADLINES, text("processes/" + DEADLINES).replaceFirst("\"" + from + "\"", "\"" + to + "\"")));
		assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
		assertThat(answer.getBody().get("message").asText()).contains("未部署，正在使用的版本不变").contains("deadlines.dmn，第 ").contains(sentence);
		assertThat(versionsOf("deadlines")).isEqualTo(versions);
		assertThat(running.isRunning(DEADLINES, bytes(text("processes/" + DEADLINES)))).isTrue();
	}

	@Test
	void past_dates_that_somebody_has_confirmed_are_deployed() throws IOException {
		var past = text("processes/" + DEADLINES).replace("\"04-30\"", "\"03-10\"");
		assertThatThrownBy(() -> repository.createDeployment().addString(DEADLINES, past).deploy()).hasMessageContaining("/designer");
		pastDates.confirmedDuring(() -> repository.createDeployment().addString(DEADLINES, past).deploy());
		assertThat(running.isRunning(DEADLINES, bytes(past))).isTrue();
		assertThatThrownBy(() -> repository.createDeployment().addString(DEADLINES, past.replace("03-10", "03-11")).deploy())
				.hasMessageContaining("/designer");
	}

	@Test
	void a_restart_with_the_folder_unchanged_deploys_nothing() {
		var deployments = repository.createDeploymentQuery().count();
		restart(FolderFiles.read(settings));
		assertThat(repository.createDeploymentQuery().count()).isEqualTo(deployments);
	}

	@Test
	void what_modeler_deployed_stays_when_the_folder_has_not_changed() throws IOException {
		var own = text("processes/" + DEADLINES).replace("\"06-20\"", "\"06-21\"");
		var review = text("processes/" + REVIEW).replace("name=\"用人单位审核\"", "name=\"用人单位复审\"");
		deployAsModeler("dates", Map.of(DEADLINES, own));
		deployAsModeler("review", Map.of(REVIEW, review));

		restart(FolderFiles.read(settings));

		assertThat(running.isRunning(DEADLINES, bytes(own))).isTrue();
		assertThat(running.isRunning(REVIEW, bytes(review))).isTrue();
	}

	@Test
	void another_file_that_changed_in_the_folder_counts_and_what_modeler_deployed_stays() throws IOException {
		var own = text("processes/" + DEADLINES).replace("\"06-20\"", "\"06-22\"");
		var review = text("processes/" + REVIEW).replace("name=\"用人单位审核\"", "name=\"用人单位再审\"");
		deployAsModeler("dates", Map.of(DEADLINES, own));
		deployAsModeler("review", Map.of(REVIEW, review));
		var form = text(UNIT_FORM) + "\n<!-- folder -->";

		restart(changed(UNIT_FORM, form));

		assertThat(formInUse()).isEqualTo(form);
		assertThat(running.isRunning(REVIEW, bytes(review))).isTrue();
		assertThat(running.isRunning(DEADLINES, bytes(own))).isTrue();
		var deployments = repository.createDeploymentQuery().count();
		restart(changed(UNIT_FORM, form));
		assertThat(repository.createDeploymentQuery().count()).isEqualTo(deployments);
		// The form is put back, for the next test finds the folder as it is.
		restart(FolderFiles.read(settings));
		assertThat(running.isRunning(REVIEW, bytes(review))).isTrue();
	}

	@Test
	void where_both_have_changed_the_folder_wins_and_a_file_put_back_has_changed_again() throws IOException {
		var own = text("processes/" + DEADLINES).replace("\"06-20\"", "\"06-23\"");
		var folder = text("processes/" + DEADLINES).replace("\"06-20\"", "\"06-24\"");
		deployAsModeler("dates", Map.of(DEADLINES, own));
		restart(changed("processes/" + DEADLINES, folder));
		assertThat(running.isRunning(DEADLINES, bytes(folder))).isTrue();
		restart(FolderFiles.read(settings));
		assertThat(running.isRunning(DEADLINES, bytes(text("processes/" + DEADLINES)))).isTrue();
	}

	@Test
	void a_start_with_faults_in_the_folder_names_them_all_and_deploys_nothing() {
		var deployments = repository.createDeploymentQuery().count();
		var folder = new LinkedHashMap<>(FolderFiles.read(settings));
		folder.compute("processes/" + DEADLINES, (name, content) -> bytes(new String(content, StandardCharsets.UTF_8).replace("\"06-20\"", "\"06-31\"")));
		folder.compute("processes/" + REVIEW, (name, content) -> bytes(new String(content, StandardCharsets.UTF_8).replace("${lapseRecord}", "${lapse}")));
		folder.compute(UNIT_FORM, (name, content) -> bytes(new String(content, StandardCharsets.UTF_8) + "<!-- fine -->"));

		assertThatThrownBy(() -> restart(folder)).isInstanceOf(IllegalStateException.class)
				.hasMessageContaining("发现 2 处问题").hasMessageContaining("没有“06-31”这一天").hasMessageContaining("没有名为“lapse”的步骤");

		assertThat(repository.createDeploymentQuery().count()).isEqualTo(deployments);
		folder.putAll(FolderFiles.read(settings));
		restart(folder);
		assertThat(repository.createDeploymentQuery().count()).isEqualTo(deployments);
	}

	private void restart(Map<String, byte[]> folder) {
		clock.advance(Duration.ofMinutes(1));
		start.deploy(engine, folder);
	}

	private Map<String, byte[]> changed(String name, String content) {
		var folder = new LinkedHashMap<>(FolderFiles.read(settings));
		folder.put(name, bytes(content));
		return folder;
	}

	private String formInUse() {
		return new String(running.form(running.process("title-record-review").orElseThrow(), UNIT_FORM).orElseThrow().content(), StandardCharsets.UTF_8);
	}

	private long versionsOf(String decision) {
		return repository.createDecisionDefinitionQuery().decisionDefinitionKey(decision).count();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String text(String name) throws IOException {
		return Files.readString(Path.of(name));
	}

	/** The request Camunda Modeler sends. */
	private ResponseEntity<JsonNode> deployAsModeler(String name, Map<String, String> files) {
		clock.advance(Duration.ofMinutes(1));
		var parts = new LinkedMultiValueMap<String, Object>();
		parts.addAll(new LinkedMultiValueMap<>(Map.of("deployment-name", List.of(name), "deployment-source", List.of("Camunda Modeler"),
				"enable-duplicate-filtering", List.of("true"), "deploy-changed-only", List.of("true"))));
		files.forEach((file, content) -> parts.add(file, new ByteArrayResource(bytes(content)) {

			@Override
			public String getFilename() {
				return file;
			}
		}));
		var headers = new HttpHeaders();
		headers.setContentType(MediaType.MULTIPART_FORM_DATA);
		return http.withBasicAuth("designer", "Zhicheng-2021").exchange("/engine-rest/deployment/create", HttpMethod.POST,
				new HttpEntity<>(parts, headers), JsonNode.class);
	}
}
