package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

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
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.util.LinkedMultiValueMap;

import org.slf4j.LoggerFactory;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.MutableClock;
import cn.zhicheng.TestRecords;
import cn.zhicheng.TestReviews;
import cn.zhicheng.designer.ModelProposals;
import cn.zhicheng.security.StaffAccounts;
import cn.zhicheng.security.StaffRole;

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
	ModelProposals proposals;
	@Autowired
	TwoPersons twoPersons;
	@Autowired
	StaffAccounts accounts;
	@Autowired
	TestReviews reviews;
	@Autowired
	TestRecords filed;
	@Autowired
	MutableClock clock;

	@BeforeEach
	@AfterEach
	void whatLiesInTheFolderIsInUse() {
		clock.set(ApplicationTest.START);
		var folder = FolderFiles.read(settings);
		var forms = folder.entrySet().stream().filter(file -> ModelContents.isForm(file.getKey())).collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
		boolean formsInUse = forms.entrySet().stream().allMatch(form -> running.isRunning(form.getKey(), form.getValue()));
		pastDates.confirmedDuring(() -> {
			folder.forEach((name, content) -> {
				if (!ModelContents.isForm(name) && (!running.isRunning(name, content) || !formsInUse && ModelContents.isProcess(name))) {
					putInUse(name, content, ModelContents.of(name, content).forms().stream().collect(Collectors.toMap(form -> form, forms::get)));
				}
			});
			return null;
		});
		folder.forEach((name, content) -> assertThat(running.isRunning(name, content)).as(name).isTrue());
	}

	/** As a start with an empty database does. */
	private void putInUse(String name, byte[] content, Map<String, byte[]> forms) {
		var deployment = repository.createDeployment().name(name).source(ModelDeployment.SOURCE).addInputStream(name, new ByteArrayInputStream(content));
		forms.forEach((form, text) -> deployment.addInputStream(form, new ByteArrayInputStream(text)));
		deployment.deploy();
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
		deployAsModeler("dates of one test", Map.of(DEADLINES, own));
		var versions = versionsOf("deadlines");
		deployAsModeler("dates of one test", Map.of(DEADLINES, own));
		assertThat(versionsOf("deadlines")).isEqualTo(versions);

		putInUse("processes/" + DEADLINES, bytes(text("processes/" + DEADLINES).replace("\"06-20\"", "\"06-26\"")), Map.of());
		deployAsModeler("dates of one test", Map.of(DEADLINES, own));
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

	/** A file that nobody had in use, of something that came from a folder: a new release. */
	@Test
	void a_file_that_is_new_in_the_folder_is_taken_where_what_is_in_use_came_from_a_folder_and_nothing_else() throws IOException {
		var review = text("processes/" + REVIEW).replace("name=\"用人单位审核\"", "name=\"用人单位再审\"");
		deployAsModeler("review", Map.of(REVIEW, review));
		var folder = changed("processes/" + DEADLINES, text("processes/" + DEADLINES).replace("\"06-20\"", "\"06-22\""));

		restart(folder);

		assertThat(running.isRunning(DEADLINES, folder.get("processes/" + DEADLINES))).isTrue();
		assertThat(running.isRunning(REVIEW, bytes(review))).isTrue();
		var deployments = repository.createDeploymentQuery().count();
		restart(folder);
		assertThat(repository.createDeploymentQuery().count()).isEqualTo(deployments);
	}

	@Test
	void a_form_that_is_new_in_the_folder_is_taken_with_the_process_in_use() throws IOException {
		var form = text(UNIT_FORM) + "\n<!-- folder -->";
		restart(changed(UNIT_FORM, form));
		assertThat(formInUse()).isEqualTo(form);
		assertThat(running.isRunning(REVIEW, bytes(text("processes/" + REVIEW)))).isTrue();
	}

	/** One line in the log and one button: what a designer has deployed stays until a designer decides. */
	@Test
	void what_a_designer_deployed_is_not_replaced_by_another_file_of_the_folder_which_is_offered_instead() throws IOException {
		var own = text("processes/" + DEADLINES).replace("\"06-20\"", "\"06-23\"");
		deployAsModeler("dates", Map.of(DEADLINES, own));
		var folder = changed("processes/" + DEADLINES, text("processes/" + DEADLINES).replace("\"06-20\"", "\"06-24\""));
		int before = proposals.open().size();
		var warnings = warningsDuring(() -> restart(folder));

		assertThat(running.isRunning(DEADLINES, bytes(own))).isTrue();
		assertThat(warnings).singleElement().asString().contains("processes/deadlines.dmn", "/designer/processes");
		assertThat(proposals.open()).hasSize(before + 1).first().satisfies(one -> {
			assertThat(one.account()).isNull();
			assertThat(one.files()).containsExactly("processes/deadlines.dmn");
		});
		assertThat(warningsDuring(() -> restart(folder))).hasSize(1);
		assertThat(proposals.open()).as("offered once").hasSize(before + 1);

		var proposal = proposals.open().get(0).id();
		take(proposal);
		assertThat(running.isRunning(DEADLINES, folder.get("processes/" + DEADLINES))).isTrue();
		assertThat(warningsDuring(() -> restart(folder))).isEmpty();
	}

	/** A start waits for nobody, and with two designers decides nothing by itself. */
	@Test
	void with_two_persons_a_new_file_of_the_folder_is_offered_and_one_designer_confirms_it() throws IOException {
		var folder = changed("processes/" + DEADLINES, text("processes/" + DEADLINES).replace("\"06-20\"", "\"06-30\""));
		ReflectionTestUtils.setField(twoPersons, "settings", new DesignerSettings(true));
		accounts.create("designer-two", "第二名设计人员", StaffRole.DESIGNER.group());
		try {
			assertThat(warningsDuring(() -> restart(folder))).hasSize(1);
			assertThat(running.isRunning(DEADLINES, bytes(text("processes/" + DEADLINES)))).isTrue();
			take(proposals.open().get(0).id());
			assertThat(running.isRunning(DEADLINES, folder.get("processes/" + DEADLINES))).isTrue();
		} finally {
			ReflectionTestUtils.setField(twoPersons, "settings", new DesignerSettings(false));
			accounts.remove("designer-two");
		}
	}

	@Test
	void what_a_designer_has_discarded_is_not_offered_again() throws IOException {
		deployAsModeler("dates", Map.of(DEADLINES, text("processes/" + DEADLINES).replace("\"06-20\"", "\"06-27\"")));
		var folder = changed("processes/" + DEADLINES, text("processes/" + DEADLINES).replace("\"06-20\"", "\"06-28\""));
		restart(folder);
		var proposal = proposals.open().get(0).id();
		assertThat(proposals.discard(proposal, "designer")).isTrue();
		assertThat(warningsDuring(() -> restart(folder))).isEmpty();
		assertThat(proposals.open()).noneMatch(one -> one.id() == proposal);
	}

	/** Two servers with different folders, one of them started again and again, beside a designer. */
	@Test
	void a_rolling_upgrade_from_one_folder_to_another_undoes_nothing() throws IOException {
		var former = FolderFiles.read(settings);
		var next = new LinkedHashMap<>(former);
		next.put("processes/" + DEADLINES, bytes(text("processes/" + DEADLINES).replace("\"06-20\"", "\"06-21\"")));
		next.put("processes/" + REVIEW, bytes(text("processes/" + REVIEW).replace("name=\"用人单位审核\"", "name=\"用人单位核验\"")));
		next.put(UNIT_FORM, bytes(text(UNIT_FORM) + "\n<!-- next -->"));

		restart(next);
		for (int i = 0; i < 3; i++) {
			restart(former);
			next.forEach((name, content) -> assertThat(running.isRunning(name, content)).as(name).isTrue());
			restart(next);
		}
		var own = new String(next.get("processes/" + DEADLINES), StandardCharsets.UTF_8).replace("06-21", "06-22");
		deployAsModeler("dates", Map.of(DEADLINES, own));
		var deployments = repository.createDeploymentQuery().count();
		restart(former);
		restart(next);
		restart(former);
		assertThat(repository.createDeploymentQuery().count()).isEqualTo(deployments);
		assertThat(running.isRunning(DEADLINES, bytes(own))).isTrue();
		assertThat(running.isRunning(REVIEW, next.get("processes/" + REVIEW))).isTrue();
	}

	/** Nothing of it is in use, so that there is nothing to go on with. */
	@Test
	void a_start_with_faults_in_files_of_which_nothing_is_in_use_names_them_all_and_deploys_nothing() {
		var deployments = repository.createDeploymentQuery().count();
		var folder = new LinkedHashMap<String, byte[]>();
		folder.put("processes/another.bpmn", bytes(reading("processes/" + REVIEW).replace("id=\"title-record-review\"", "id=\"another\"")));
		assertThatThrownBy(() -> restart(folder)).isInstanceOf(IllegalStateException.class).hasMessageContaining("another");
		assertThat(repository.createDeploymentQuery().count()).isEqualTo(deployments);
	}

	@Test
	void a_start_with_faults_in_a_file_that_is_in_use_otherwise_goes_on_and_names_them_in_one_line() {
		var deployments = repository.createDeploymentQuery().count();
		var folder = new LinkedHashMap<>(FolderFiles.read(settings));
		folder.compute("processes/" + DEADLINES, (name, content) -> bytes(new String(content, StandardCharsets.UTF_8).replace("\"06-20\"", "\"06-31\"")));
		folder.compute("processes/" + REVIEW, (name, content) -> bytes(new String(content, StandardCharsets.UTF_8).replace("${lapseRecord}", "${lapse}")));

		var warnings = warningsDuring(() -> restart(folder));

		assertThat(warnings).singleElement().asString().contains("发现 2 处问题", "没有“06-31”这一天", "没有名为“lapse”的步骤").doesNotContain("\n");
		assertThat(repository.createDeploymentQuery().count()).isEqualTo(deployments);
	}

	/** Cut off, or with the marks of a merge: whatever it was, there is something to go on with. */
	@Test
	void a_start_with_a_file_that_can_not_be_read_goes_on_and_says_so() {
		var deployments = repository.createDeploymentQuery().count();
		for (var name : List.of("processes/" + DEADLINES, "processes/" + REVIEW)) {
			var folder = changed(name, "<<<<<<< HEAD");
			assertThat(warningsDuring(() -> restart(folder))).singleElement().asString().contains(name.substring("processes/".length()));
			assertThat(repository.createDeploymentQuery().count()).isEqualTo(deployments);
		}
	}

	/** A tenant would have versions of its own, one to be activated later stops everybody, and the folder is nobody's. */
	@Test
	void a_deployment_for_a_tenant_for_later_or_as_the_folder_is_refused() throws IOException {
		var own = text("processes/" + DEADLINES).replace("\"06-20\"", "\"06-29\"");
		for (var parameter : Map.of("tenant-id", "other", "deployment-activation-time", "2099-01-01T00:00:00.000+0800", "deployment-source", "folder").entrySet()) {
			var answer = deployAsModeler("dates", Map.of(DEADLINES, own), parameter.getKey(), parameter.getValue());
			assertThat(answer.getStatusCode()).as(parameter.getKey()).isEqualTo(HttpStatus.BAD_REQUEST);
			assertThat(answer.getBody().get("message").asText()).contains("不能填写租户");
		}
		assertThat(running.isRunning(DEADLINES, bytes(text("processes/" + DEADLINES)))).isTrue();
	}

	private List<String> warningsDuring(Runnable start) {
		var log = (Logger) LoggerFactory.getLogger(ModelDeployment.class);
		var lines = new ListAppender<ILoggingEvent>();
		lines.start();
		log.addAppender(lines);
		try {
			start.run();
		} finally {
			log.detachAppender(lines);
		}
		return lines.list.stream().filter(line -> line.getLevel() == Level.WARN).map(ILoggingEvent::getFormattedMessage).toList();
	}

	private void take(long proposal) {
		reviews.as("designer", "designer", () -> {
			proposals.confirm(proposal, "designer", proposals.find(proposal, "designer").orElseThrow().base(), null);
			return null;
		});
	}

	private static String reading(String name) {
		try {
			return text(name);
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
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
		return deployAsModeler(name, files, "deployment-source", "Camunda Modeler");
	}

	private ResponseEntity<JsonNode> deployAsModeler(String name, Map<String, String> files, String parameter, String value) {
		clock.advance(Duration.ofMinutes(1));
		var parts = new LinkedMultiValueMap<String, Object>();
		parts.addAll(new LinkedMultiValueMap<>(Map.of("deployment-name", List.of(name), "deployment-source", List.of("Camunda Modeler"),
				"enable-duplicate-filtering", List.of("true"), "deploy-changed-only", List.of("true"))));
		parts.set(parameter, value);
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
