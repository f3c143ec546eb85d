package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.w3c.dom.Element;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.MutableClock;
import cn.zhicheng.TestRecords;
import cn.zhicheng.TestReviews;
import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.designer.ModelVersions;
import cn.zhicheng.designer.ProcessModels;
import cn.zhicheng.filing.RecordState;
import cn.zhicheng.organisation.NewOrganisation;
import cn.zhicheng.organisation.OrganisationDetails;
import cn.zhicheng.organisation.OrganisationKind;
import cn.zhicheng.organisation.OrganisationRegistry;
import cn.zhicheng.organisation.Outcome;
import cn.zhicheng.organisation.Restructuring;
import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffGroups;

/**
 * What the guide for process designers shows, 复核 and 公示 added with the element templates, is deployed exactly as it lies there
 * and walked to publication.
 */
@ApplicationTest
class GuideExampleTest {

	private static final Path TEMPLATES = Path.of("processes", ".camunda", "element-templates", "zhicheng.json");
	private static final String SECOND = "departmentSecondReview";
	private static final Staff COUNTY = new Staff("gz-reform", Set.of("gz-reform", StaffGroups.administratorsOf("gz-reform")));

	@Autowired
	TestRecords filed;
	@Autowired
	TestReviews reviews;
	@Autowired
	RepositoryService repository;
	@Autowired
	RuntimeService runtime;
	@Autowired
	HistoryService history;
	@Autowired
	ManagementService management;
	@Autowired
	ProcessModels models;
	@Autowired
	ModelVersions versions;
	@Autowired
	OrganisationRegistry registry;
	@Autowired
	Restructuring restructuring;
	@Autowired
	MutableClock clock;

	@BeforeEach
	void a_designer_deploys_the_example() throws IOException {
		clock.set(ApplicationTest.START);
		deploy(example());
	}

	@AfterEach
	void everything_is_as_it_was() throws IOException {
		clock.set(ApplicationTest.START);
		runtime.createProcessInstanceQuery().processDefinitionKey(TitleRecordReview.KEY).list()
				.forEach(one -> runtime.deleteProcessInstance(one.getId(), "end of the test"));
		repository.createDeployment().name("复原").addString("title-record-review.bpmn", TestModels.shipped()).addString("deadlines.dmn", dates("05-20")).deploy();
		new TestBatches(management).run();
	}

	@Test
	void it_is_made_with_the_templates_that_lie_beside_the_models() throws Exception {
		var templates = new ObjectMapper().readTree(TEMPLATES.toFile());
		var graph = new ProcessGraph(ModelXml.read("example", Files.readAllBytes(ProcessFolder.EXAMPLE)));
		var made = graph.nodes().stream().filter(node -> node.hasAttributeNS(BpmnRules.CAMUNDA, "modelerTemplate")).toList();
		assertThat(made).extracting(node -> node.getAttribute("id")).containsExactlyInAnyOrder(SECOND, "publicNotice");
		for (var node : made) {
			var template = StreamSupport.stream(templates.spliterator(), false)
					.filter(one -> one.get("id").asText().equals(node.getAttributeNS(BpmnRules.CAMUNDA, "modelerTemplate"))).findFirst().orElseThrow();
			for (var property : template.get("properties")) {
				assertThat(allowed(property)).as(property.get("label").asText()).contains(valueOf(property, node, graph));
			}
		}
	}

	private static List<String> allowed(JsonNode property) {
		var values = new ArrayList<>(List.of(property.get("value").asText()));
		if (property.has("choices")) {
			property.get("choices").forEach(choice -> values.add(choice.get("value").asText()));
		}
		return values;
	}

	private static String valueOf(JsonNode property, Element node, ProcessGraph graph) {
		var name = property.get("binding").get("name").asText();
		return property.get("binding").get("type").asText().equals("property") ? node.getAttributeNS(BpmnRules.CAMUNDA, name.substring("camunda:".length()))
				: graph.properties().filter(one -> one.of().isSameNode(node) && one.name().equals(name)).findFirst().orElseThrow().value();
	}

	/** Each is told apart by what the engine knows. */
	@Test
	void every_template_says_what_the_check_knows() throws IOException {
		for (var template : new ObjectMapper().readTree(TEMPLATES.toFile())) {
			var step = StreamSupport.stream(template.get("properties").spliterator(), false)
					.filter(one -> one.get("binding").get("name").asText().equals(StepKind.PROPERTY)).findFirst().orElseThrow();
			assertThat(StepKind.ofKey(step.get("value").asText())).as(template.get("name").asText()).isPresent();
			assertThat(template.get("id").asText()).startsWith("cn.zhicheng.");
		}
	}

	@Test
	void a_record_passes_it_to_its_publication() {
		var number = filed.submittedBySomebody("gz-school");
		reviews.confirm(number, "gz-school", "gz-education");
		assertThat(reviews.task(number).getTaskDefinitionKey()).isEqualTo(SECOND);
		assertThat(reviews.record(number).stepName()).contains("主管部门复核");
		assertThatThrownBy(() -> reviews.confirm(number, "gz-education")).isInstanceOf(ProcessEngineException.class).hasMessageContaining("另一名审核人员");
		another(number, "gz-education");
		reviews.confirm(number, "gz-reform", "zy-reform", "gs-reform");
		assertThat(reviews.record(number).isWaiting()).isTrue();
		assertThat(reviews.record(number).stepName()).contains("公示五日");
		management.executeJob(timer(number, "publicNotice").getId());
		assertThat(reviews.record(number).state()).isEqualTo(RecordState.PUBLISHED);
	}

	/** The model leads from the timer of the second review to nothing but an end. */
	@Test
	void its_dates_are_escalated() {
		var number = atSecondReview("gz-school", "gz-education");
		clock.set("2021-05-21T00:00");
		management.executeJob(timer(number, "departmentSecondDeadline").getId());
		assertThat(reviews.record(number).overdueSince()).contains(clock.instant());
		assertThat(reviews.task(number).getPriority()).isEqualTo(TitleRecordReview.OVERDUE_PRIORITY);
		another(number, "gz-education");
		assertThat(reviews.record(number).organisation()).isEqualTo("gz-reform");
	}

	@Test
	void it_follows_changed_dates() throws IOException {
		var number = atSecondReview("gz-school", "gz-education");
		var overdue = atSecondReview("gz-school", "gz-education");
		clock.set("2021-05-21T00:00");
		management.executeJob(timer(overdue, "departmentSecondDeadline").getId());
		repository.createDeployment().name("测试").addString("deadlines.dmn", dates("05-25")).deploy();
		new TestBatches(management).run();
		for (var one : List.of(number, overdue)) {
			assertThat(timer(one, "departmentSecondDeadline").getDuedate()).isEqualTo(end("2021-05-25"));
			assertThat(reviews.task(one).getDueDate()).isEqualTo(new Date(end("2021-05-25").getTime() - 1));
			assertThat(reviews.task(one).getPriority()).isEqualTo(TitleRecordReview.PRIORITY);
			assertThat(reviews.record(one).overdueSince()).isEmpty();
		}
	}

	@Test
	void it_returns_a_record_from_either_review() {
		var number = filed.submitted("gz-school");
		reviews.confirm(number, "gz-school");
		reviews.sendBack(number, "gz-education");
		assertThat(reviews.record(number).state()).isEqualTo(RecordState.RETURNED);
		filed.amendAndResubmit(number);
		reviews.confirm(number, "gz-school", "gz-education");
		reviews.complete(reviews.task(number).getId(), "zweite", "gz-education", Map.of("decision", "return", "reason", "证书编号与证书不符"));
		assertThat(reviews.record(number).state()).isEqualTo(RecordState.RETURNED);
		filed.amendAndResubmit(number);
		assertThat(reviews.task(number).getTaskDefinitionKey()).isEqualTo("unitReview");
	}

	@Test
	void it_goes_to_the_heir_of_a_merged_organisation_and_asks_for_another_person_there_too() {
		var former = register("guide-former", OrganisationKind.DEPARTMENT, "gz-reform");
		var heir = register("guide-heir", OrganisationKind.DEPARTMENT, "gz-reform");
		var school = register("guide-school", OrganisationKind.UNIT, former);
		var number = atSecondReview(school, former);
		assertThat(restructuring.merge(COUNTY, former, heir)).isInstanceOf(Outcome.Done.class);
		var task = reviews.task(number).getId();
		assertThatThrownBy(() -> reviews.complete(task, former, heir, Map.of("decision", "confirm"))).hasMessageContaining("另一名审核人员");
		another(number, heir);
		reviews.confirm(number, "gz-reform", "zy-reform", "gs-reform");
		management.executeJob(timer(number, "publicNotice").getId());
		assertThat(reviews.record(number).state()).isEqualTo(RecordState.PUBLISHED);
	}

	@Test
	void what_is_under_way_is_migrated_to_it() throws IOException {
		deploy(TestModels.shipped());
		var number = filed.submittedBySomebody("gz-school");
		reviews.confirm(number, "gz-school");
		var former = reviews.task(number).getProcessDefinitionId();
		deploy(example());
		models.migrate(models.proposal(former).orElseThrow(), Map.of("departmentReview", "departmentReview"), "designer");
		new TestBatches(management).run();
		reviews.confirm(number, "gz-education");
		another(number, "gz-education");
		reviews.confirm(number, "gz-reform", "zy-reform", "gs-reform");
		management.executeJob(timer(number, "publicNotice").getId());
		assertThat(reviews.record(number).state()).isEqualTo(RecordState.PUBLISHED);
	}

	@Test
	void its_notice_takes_no_days_from_anybody_and_a_longer_wait_before_a_stage_is_told() throws IOException {
		assertThat(warnings()).isEmpty();
		deploy(TestModels.with(TestModels.shipped(), "confirmed", "notice", TestModels.timer("notice", "公示", "P15D", "routeRecord")));
		assertThat(warnings()).isNotEmpty().allMatch(warning -> warning.startsWith("“公示”等待 15 天") && warning.contains("2021-06-20"));
		deploy(TestModels.with(TestModels.shipped(), "toUnit", "held", TestModels.timer("held", "暂缓", "P1D", "unitReview")));
		assertThat(warnings()).isEmpty();
		deploy(TestModels.with(TestModels.shipped(), "toUnit", "held", TestModels.timer("held", "暂缓", "P30D", "unitReview")));
		assertThat(warnings()).isNotEmpty().allMatch(warning -> warning.startsWith("“暂缓”等待 30 天") && warning.contains("2021-04-30"));
	}

	@Test
	void reviewers_are_reminded_of_one_record() throws IOException {
		deploy(TestModels.shipped().replace("<bpmn:boundaryEvent id=\"departmentDeadline\"", """
				<bpmn:boundaryEvent id="threeDays" name="三日未办" cancelActivity="false" attachedToRef="departmentReview">
				  <bpmn:timerEventDefinition id="threeDaysTimer"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P3D</bpmn:timeDuration></bpmn:timerEventDefinition>
				</bpmn:boundaryEvent>
				<bpmn:sequenceFlow id="afterThreeDays" sourceRef="threeDays" targetRef="remindOfRecord" />
				<bpmn:serviceTask id="remindOfRecord" name="提醒" camunda:modelerTemplate="cn.zhicheng.reminder.record" camunda:delegateExpression="${remindReviewers}">
				  <bpmn:extensionElements><camunda:properties><camunda:property name="zhicheng.step" value="reminder" /></camunda:properties></bpmn:extensionElements>
				</bpmn:serviceTask>
				<bpmn:sequenceFlow id="reminded" sourceRef="remindOfRecord" targetRef="recordReminded" />
				<bpmn:endEvent id="recordReminded" />
				<bpmn:boundaryEvent id="departmentDeadline\""""));
		var number = filed.submittedBySomebody("gz-school");
		reviews.confirm(number, "gz-school");
		clock.set("2021-04-04T10:00");
		management.executeJob(timer(number, "threeDays").getId());
		assertThat(history.createHistoricActivityInstanceQuery().activityId("recordReminded").processInstanceId(reviews.task(number).getProcessInstanceId()).count())
				.as("what it says, and to whom, see ReminderMailContract").isOne();
		assertThat(reviews.record(number).overdueSince()).isEmpty();
		reviews.confirm(number, "gz-education");
		assertThat(reviews.record(number).organisation()).isEqualTo("gz-reform");
	}

	private List<String> warnings() {
		return versions.models().stream().filter(one -> one.key().equals(TitleRecordReview.KEY)).findFirst().orElseThrow().warnings();
	}

	private String atSecondReview(String unit, String department) {
		var number = filed.submittedBySomebody(unit);
		reviews.confirm(number, unit, department);
		assertThat(reviews.task(number).getTaskDefinitionKey()).isEqualTo(SECOND);
		return number;
	}

	private void another(String number, String organisation) {
		reviews.complete(reviews.task(number).getId(), "zweite", organisation, Map.of("decision", "confirm"));
	}

	private String register(String code, OrganisationKind kind, String superior) {
		assertThat(registry.register(new NewOrganisation(code, new OrganisationDetails("示例机构" + code, kind, null, "620702", null, null, null, null), superior, null), "test"))
				.isInstanceOf(Outcome.Done.class);
		return code;
	}

	private Job timer(String number, String event) {
		var instance = runtime.createProcessInstanceQuery().processInstanceBusinessKey(number).singleResult().getId();
		return management.createJobQuery().processInstanceId(instance).activityId(event).singleResult();
	}

	private void deploy(String model) {
		repository.createDeployment().name("测试").addString("title-record-review.bpmn", model).deploy();
	}

	private static String example() throws IOException {
		return Files.readString(ProcessFolder.EXAMPLE);
	}

	private static String dates(String county) throws IOException {
		return Files.readString(ProcessFolder.file("deadlines.dmn")).replace("\"05-20\"", "\"" + county + "\"");
	}

	private static Date end(String lastDay) {
		return Date.from(new Deadline(LocalDate.parse(lastDay)).end());
	}
}
