package cn.zhicheng.workflow;

import static cn.zhicheng.workflow.TestModels.shipped;
import static cn.zhicheng.workflow.TestModels.withNotice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.impl.persistence.entity.FilterEntity;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.task.TaskQuery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.transaction.support.TransactionTemplate;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.MutableClock;
import cn.zhicheng.TestRecords;
import cn.zhicheng.TestReviews;
import cn.zhicheng.designer.ProcessModels;
import cn.zhicheng.filing.RecordState;
import cn.zhicheng.organisation.NewOrganisation;
import cn.zhicheng.organisation.OrganisationDetails;
import cn.zhicheng.organisation.OrganisationKind;
import cn.zhicheng.organisation.OrganisationRegistry;
import cn.zhicheng.organisation.Outcome;
import cn.zhicheng.organisation.Restructuring;
import cn.zhicheng.review.RecordLapsed;
import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffGroups;

/**
 * A second review behind that of the department, and a timer of the designer's own at the first: the one is a step like all
 * others, the other keeps its own date.
 */
@ApplicationTest
abstract class OwnStepsContract {

	static final String SECOND = "departmentSecondReview";
	private static final String DECIDED = "<bpmn:sequenceFlow id=\"departmentDecided\" sourceRef=\"departmentReview\" targetRef=\"reviewed\" />";
	private static final Staff COUNTY = new Staff("gz-reform", Set.of("gz-reform", StaffGroups.administratorsOf("gz-reform")));

	private static int organisations;

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
	TaskService tasks;
	@Autowired
	ManagementService management;
	@Autowired
	FilterService filters;
	@Autowired
	TaskFilters makesFilters;
	@Autowired
	ProcessModels models;
	@Autowired
	OrganisationRegistry registry;
	@Autowired
	Restructuring restructuring;
	@Autowired
	ApplicationEventPublisher events;
	@Autowired
	TransactionTemplate transactions;
	@Autowired
	MutableClock clock;

	@BeforeEach
	void a_designer_deploys_a_second_review() throws IOException {
		clock.set(ApplicationTest.START);
		repository.createDeployment().name("复核").addString("title-record-review.bpmn", withSecondReview()).deploy();
	}

	@AfterEach
	void everything_is_as_it_was() throws IOException {
		clock.set(ApplicationTest.START);
		runtime.createProcessInstanceQuery().processDefinitionKey(TitleRecordReview.KEY).list()
				.forEach(one -> runtime.deleteProcessInstance(one.getId(), "end of the test"));
		repository.createDeployment().name("复原").addString("title-record-review.bpmn", shipped()).addString("deadlines.dmn", dates("05-20")).deploy();
		runBatches();
	}

	@Test
	void a_record_passes_the_second_review_to_its_publication() {
		var number = filed.submittedBySomebody("gz-school");
		reviews.confirm(number, "gz-school", "gz-education");
		assertThat(reviews.task(number).getTaskDefinitionKey()).isEqualTo(SECOND);
		assertThat(reviews.record(number).organisation()).isEqualTo("gz-education");
		assertThat(reviews.record(number).confirmedAt()).isPresent();
		reviews.confirm(number, "gz-education", "gz-reform", "zy-reform", "gs-reform");
		assertThat(reviews.record(number).state()).isEqualTo(RecordState.PUBLISHED);
		assertThat(reviews.events(number)).containsSubsequence("CONFIRMED", "CONFIRMED", "CONFIRMED", "CONFIRMED", "CONFIRMED", "CONFIRMED", "PUBLISHED");
	}

	@Test
	void the_decision_of_the_first_review_does_not_count_for_the_second() {
		var number = atSecondReview();
		assertThatThrownBy(() -> reviews.complete(number, "gz-education", Map.of())).isInstanceOf(ProcessEngineException.class).hasMessageContaining("请选择");
		assertThat(reviews.task(number).getTaskDefinitionKey()).isEqualTo(SECOND);
	}

	@Test
	void a_notice_of_five_days_after_the_last_confirmation_ends_with_the_publication() throws IOException {
		repository.createDeployment().name("公示").addString("title-record-review.bpmn", withNotice()).deploy();
		var number = filed.submittedBySomebody("gs-hospital");
		reviews.confirm(number, "gs-hospital", "gs-health", "gs-reform");
		assertThat(reviews.record(number).state()).isEqualTo(RecordState.IN_REVIEW);
		assertThat(reviews.record(number).confirmedAt()).isPresent();
		management.executeJob(timer(number, "publicNotice").getId());
		assertThat(reviews.record(number).state()).isEqualTo(RecordState.PUBLISHED);
	}

	/** It was confirmed late: nothing at the notice was overdue, and the others that follow the date are not held back. */
	@Test
	void a_record_that_waits_after_a_late_confirmation_holds_back_no_dates() throws IOException {
		repository.createDeployment().name("公示").addString("title-record-review.bpmn", withNotice()).deploy();
		var number = filed.submittedBySomebody("gs-hospital");
		reviews.confirm(number, "gs-hospital", "gs-health");
		var other = filed.submittedBySomebody("gs-hospital");
		reviews.confirm(other, "gs-hospital", "gs-health");
		clock.set("2021-06-21T00:00");
		management.executeJob(timer(number, "reformOfficeDeadline").getId());
		reviews.confirm(number, "gs-reform");
		var notice = timer(number, "publicNotice").getDuedate();

		repository.createDeployment().name("测试").addString("deadlines.dmn", dates("05-20").replace("\"06-20\"", "\"06-25\"")).deploy();
		runBatches();

		assertThat(timer(number, "publicNotice").getDuedate()).isEqualTo(notice);
		assertThat(timer(other, "reformOfficeDeadline").getDuedate()).isEqualTo(end("2021-06-26"));
		management.executeJob(timer(number, "publicNotice").getId());
		assertThat(reviews.record(number).state()).isEqualTo(RecordState.PUBLISHED);
	}

	@Test
	void it_can_return_the_record_and_the_way_begins_again() {
		var number = filed.submitted("gz-school");
		reviews.confirm(number, "gz-school", "gz-education");
		reviews.sendBack(number, "gz-education");
		assertThat(reviews.record(number).state()).isEqualTo(RecordState.RETURNED);
		filed.amendAndResubmit(number);
		reviews.confirm(number, "gz-school", "gz-education", "gz-education");
		assertThat(reviews.record(number).organisation()).isEqualTo("gz-reform");
	}

	@Test
	void its_task_is_in_the_filters_of_its_organisation() {
		var number = atSecondReview();
		assertThat(shownTo("gz-education", number)).containsExactly("待我审核", "本机构待审");
		clock.set("2021-05-21T00:00");
		assertThat(shownTo("gz-education", number)).containsExactly("待我审核", "本机构待审", "已逾期");
	}

	@Test
	void its_date_is_escalated_as_any_other() {
		var number = atSecondReview();
		clock.set("2021-05-21T00:00");
		management.executeJob(timer(number, SECOND + "Deadline").getId());
		assertThat(reviews.record(number).overdueSince()).isPresent();
		assertThat(reviews.task(number).getPriority()).isEqualTo(TitleRecordReview.OVERDUE_PRIORITY);
		assertThat(shownTo("gz-reform", number)).containsExactly("已逾期");
	}

	@Test
	void dates_that_change_move_the_timer_of_the_stage_and_no_other() throws IOException {
		var first = filed.submittedBySomebody("gz-school");
		reviews.confirm(first, "gz-school");
		var own = timer(first, "threeDays").getDuedate();
		var second = atSecondReview();

		publish("05-25");

		assertThat(timer(first, "threeDays").getDuedate()).isEqualTo(own);
		assertThat(timer(first, "departmentDeadline").getDuedate()).isEqualTo(end("2021-05-26"));
		assertThat(timer(second, SECOND + "Deadline").getDuedate()).isEqualTo(end("2021-05-26"));
		assertThat(reviews.task(first).getDueDate()).isEqualTo(reviews.task(second).getDueDate()).isEqualTo(new Date(end("2021-05-26").getTime() - 1));
	}

	@Test
	void what_was_overdue_at_it_is_not_any_more_with_a_later_date() throws IOException {
		var number = atSecondReview();
		clock.set("2021-05-21T00:00");
		management.executeJob(timer(number, SECOND + "Deadline").getId());

		publish("05-25");

		assertThat(reviews.record(number).overdueSince()).isEmpty();
		assertThat(reviews.task(number).getPriority()).isEqualTo(TitleRecordReview.PRIORITY);
		assertThat(timer(number, SECOND + "Deadline").getDuedate()).isEqualTo(end("2021-05-26"));
		assertThat(shownTo("gz-reform", number)).isEmpty();
	}

	@Test
	void a_timer_of_the_designers_own_does_not_wait_for_the_date_of_the_stage() {
		var number = filed.submittedBySomebody("gz-school");
		reviews.confirm(number, "gz-school");
		clock.set("2021-04-10T00:00");
		management.executeJob(timer(number, "threeDays").getId());
		assertThat(history.createHistoricActivityInstanceQuery().processInstanceId(instance(number)).activityId("toldAfterThreeDays").count()).isOne();
		assertThat(reviews.record(number).overdueSince()).isEmpty();
	}

	@Test
	void what_waits_at_it_goes_to_the_heir_of_a_merged_organisation_and_the_own_timer_stays() {
		var former = register(OrganisationKind.DEPARTMENT, "gz-reform");
		var heir = register(OrganisationKind.DEPARTMENT, "gz-reform");
		var school = register(OrganisationKind.UNIT, former);
		var second = filed.submittedBySomebody(school);
		reviews.confirm(second, school, former);
		var first = filed.submittedBySomebody(school);
		reviews.confirm(first, school);
		var own = timer(first, "threeDays").getDuedate();

		done(restructuring.merge(COUNTY, former, heir));

		assertThat(timer(first, "threeDays").getDuedate()).isEqualTo(own);
		assertThat(reviews.record(second).confirmedAt()).isPresent();
		reviews.confirm(second, heir);
		assertThat(reviews.record(second).organisation()).isEqualTo("gz-reform");
		reviews.confirm(first, heir, heir, "gz-reform", "zy-reform", "gs-reform");
		reviews.confirm(second, "gz-reform", "zy-reform", "gs-reform");
		assertThat(List.of(reviews.record(first).state(), reviews.record(second).state())).containsOnly(RecordState.PUBLISHED);
	}

	@Test
	void a_lapse_ends_it_with_whatever_runs_beside() {
		var number = atSecondReview();
		transactions.executeWithoutResult(status -> events.publishEvent(new RecordLapsed(number)));
		assertThat(runtime.createProcessInstanceQuery().processInstanceBusinessKey(number).count()).isZero();
		assertThat(history.createHistoricActivityInstanceQuery().activityId("recordLapsed").processInstanceId(
				history.createHistoricProcessInstanceQuery().processInstanceBusinessKey(number).singleResult().getId()).count()).isOne();
	}

	@Test
	void records_under_way_are_migrated_to_the_version_with_it() throws IOException {
		repository.createDeployment().name("复原").addString("title-record-review.bpmn", shipped()).deploy();
		var number = filed.submittedBySomebody("gz-school");
		reviews.confirm(number, "gz-school");
		var former = reviews.task(number).getProcessDefinitionId();
		repository.createDeployment().name("复核").addString("title-record-review.bpmn", withSecondReview()).deploy();
		models.migrate(models.proposal(former).orElseThrow(), Map.of("departmentReview", "departmentReview"), "designer");
		runBatches();
		assertThat(reviews.task(number).getProcessDefinitionId()).isNotEqualTo(former);
		reviews.confirm(number, "gz-education");
		assertThat(reviews.task(number).getTaskDefinitionKey()).isEqualTo(SECOND);
	}

	/** As an older version made them; one of them has been changed since. */
	@Test
	void filters_that_name_the_steps_there_were_follow_unless_somebody_changed_them() {
		var steps = new String[] { "unitReview", "departmentReview", "reformOfficeReview" };
		name("本机构待审", ofGroups().taskDefinitionKeyIn(steps).orderByTaskPriority().desc().orderByDueDate().asc());
		name("退回后重报", ofGroups().taskDefinitionKeyIn(steps).taskDescriptionLike("退回%").orderByDueDate().asc());
		management.deleteProperty("zhicheng_review_filters");
		var number = atSecondReview();
		assertThat(shownTo("gz-education", number)).containsExactly("待我审核");

		makesFilters.run(new DefaultApplicationArguments());

		assertThat(shownTo("gz-education", number)).containsExactly("待我审核", "本机构待审");
		assertThat(((FilterEntity) filter("退回后重报")).getQueryInternal()).contains("unitReview");
	}

	private TaskQuery ofGroups() {
		return tasks.createTaskQuery().processDefinitionKey(TitleRecordReview.KEY).taskCandidateGroupInExpression("${currentUserGroups()}").includeAssignedTasks();
	}

	private void name(String filter, TaskQuery query) {
		filters.saveFilter(filter(filter).setQuery(query));
	}

	private Filter filter(String name) {
		return filters.createTaskFilterQuery().filterName(name).singleResult();
	}

	private String atSecondReview() {
		var number = filed.submittedBySomebody("gz-school");
		reviews.confirm(number, "gz-school", "gz-education");
		return number;
	}

	private List<String> shownTo(String organisation, String number) {
		return List.of("待我审核", "本机构待审", "已逾期").stream().filter(name -> {
			var ofRecord = tasks.createTaskQuery().processInstanceBusinessKey(number);
			return reviews.as(organisation, organisation, () -> !filters.<Task, TaskQuery>list(filter(name).getId(), ofRecord).isEmpty());
		}).toList();
	}

	private String instance(String number) {
		return runtime.createProcessInstanceQuery().processInstanceBusinessKey(number).singleResult().getId();
	}

	private Job timer(String number, String event) {
		return management.createJobQuery().processInstanceId(instance(number)).activityId(event).singleResult();
	}

	private static Date end(String day) {
		return Date.from(LocalDate.parse(day).atStartOfDay(ZoneId.of("Asia/Shanghai")).toInstant());
	}

	/** @param county until when departments of counties in Zhangye review */
	private void publish(String county) throws IOException {
		repository.createDeployment().name("测试").addString("deadlines.dmn", dates(county)).deploy();
		runBatches();
	}

	private static String dates(String county) throws IOException {
		return Files.readString(ProcessFolder.file("deadlines.dmn")).replace("\"05-20\"", "\"" + county + "\"");
	}

	private void runBatches() {
		new TestBatches(management).run();
	}

	private String register(OrganisationKind kind, String superior) {
		var code = "own-" + ++organisations;
		done(registry.register(new NewOrganisation(code, new OrganisationDetails("自设机构" + organisations, kind, null, "620702", null, null, null, null), superior, null), "test"));
		return code;
	}

	private static void done(Outcome<?> outcome) {
		assertThat(outcome).isInstanceOf(Outcome.Done.class);
	}

	private static String withSecondReview() throws IOException {
		return shipped().replace(DECIDED, """
				<bpmn:sequenceFlow id="departmentDecided" sourceRef="departmentReview" targetRef="confirmedFirst" />
				<bpmn:exclusiveGateway id="confirmedFirst" default="returnedFirst" />
				<bpmn:sequenceFlow id="returnedFirst" sourceRef="confirmedFirst" targetRef="reviewed" />
				<bpmn:sequenceFlow id="toSecond" sourceRef="confirmedFirst" targetRef="departmentSecondReview">
				  <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${decision == 'confirm'}</bpmn:conditionExpression>
				</bpmn:sequenceFlow>
				<bpmn:userTask id="departmentSecondReview" name="主管部门复核" camunda:formKey="embedded:deployment:forms/department-review.html" \
				camunda:candidateGroups="${organisation}" camunda:dueDate="${deadline}" camunda:priority="50">
				  <bpmn:extensionElements>
				    <camunda:taskListener delegateExpression="${describeReview}" event="create" />
				    <camunda:taskListener delegateExpression="${recordDecision}" event="complete" />
				  </bpmn:extensionElements>
				</bpmn:userTask>
				<bpmn:sequenceFlow id="secondDecided" sourceRef="departmentSecondReview" targetRef="reviewed" />
				<bpmn:boundaryEvent id="departmentSecondReviewDeadline" name="复核截止" cancelActivity="false" attachedToRef="departmentSecondReview">
				  <bpmn:timerEventDefinition id="secondTimer"><bpmn:timeDate xsi:type="bpmn:tFormalExpression">${deadline}</bpmn:timeDate></bpmn:timerEventDefinition>
				</bpmn:boundaryEvent>
				<bpmn:sequenceFlow id="secondOverdue" sourceRef="departmentSecondReviewDeadline" targetRef="escalateSecondReview" />
				<bpmn:serviceTask id="escalateSecondReview" name="标记逾期并报上级" camunda:delegateExpression="${escalateOverdueReview}" />
				<bpmn:sequenceFlow id="secondMarked" sourceRef="escalateSecondReview" targetRef="secondEscalated" />
				<bpmn:endEvent id="secondEscalated" />
				<bpmn:boundaryEvent id="threeDays" name="三日未办" cancelActivity="false" attachedToRef="departmentReview">
				  <bpmn:timerEventDefinition id="threeDaysTimer"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P3D</bpmn:timeDuration></bpmn:timerEventDefinition>
				</bpmn:boundaryEvent>
				<bpmn:sequenceFlow id="afterThreeDays" sourceRef="threeDays" targetRef="toldAfterThreeDays" />
				<bpmn:endEvent id="toldAfterThreeDays" />
				""");
	}
}
