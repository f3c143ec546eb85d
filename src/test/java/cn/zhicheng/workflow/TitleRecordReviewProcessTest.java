package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.io.IOException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests;
import org.camunda.community.process_test_coverage.engine.platform7.ProcessCoverageInMemProcessEngineConfiguration;
import org.camunda.community.process_test_coverage.junit5.platform7.ProcessEngineCoverageExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.jdbc.core.JdbcTemplate;

import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.deadline.Stage;
import cn.zhicheng.filing.RecordDates;
import cn.zhicheng.filing.RecordSubmitted;
import cn.zhicheng.filing.RecordWithdrawn;
import cn.zhicheng.filing.TitleRecord;
import cn.zhicheng.filing.RecordsByNumber;
import cn.zhicheng.filing.TitleRecords;
import cn.zhicheng.organisation.Organisation;
import cn.zhicheng.organisation.OrganisationKind;
import cn.zhicheng.review.DecisionRefusedException;
import cn.zhicheng.review.ReviewDesk;
import cn.zhicheng.review.Verdict;
import cn.zhicheng.security.Staff;

/**
 * Every path of {@code processes/title-record-review.bpmn} with the real delegates and the real table of dates, the
 * capabilities behind them mocked. Fails unless every flow node and sequence flow is covered; the report lies in
 * {@code target/process-test-coverage}.
 */
class TitleRecordReviewProcessTest {

	private static final Map<Object, Object> BEANS = new HashMap<>();

	@RegisterExtension
	static ProcessEngineCoverageExtension coverage = ProcessEngineCoverageExtension.builder(configuration())
			.assertClassCoverageAtLeast(1.0).build();

	private static final String NUMBER = "ZC2021-00000007";
	private static final long RECORD_ID = 7;

	private static final Organisation SCHOOL = organisation("gz-school", OrganisationKind.UNIT, "620702");
	private static final Organisation BUREAU = organisation("gz-education", OrganisationKind.DEPARTMENT, "620702");
	private static final Organisation COUNTY_OFFICE = organisation("gz-reform", OrganisationKind.REFORM_OFFICE, "620702");
	private static final Organisation PROVINCIAL_OFFICE = organisation("gs-reform", OrganisationKind.REFORM_OFFICE, "620000");

	private final ReviewDesk desk = mock(ReviewDesk.class);
	private final TitleRecords records = mock(TitleRecords.class);
	private final RecordDates dates = mock(RecordDates.class);
	private ReviewDesk.Place here;
	private ProcessEngine engine;
	private RecordEvents events;

	private static ProcessCoverageInMemProcessEngineConfiguration configuration() {
		var configuration = new ProcessCoverageInMemProcessEngineConfiguration();
		configuration.setProcessEngineName("title-record-review-test");
		configuration.setJdbcUrl("jdbc:h2:mem:title-record-review-test");
		configuration.setBeans(BEANS);
		new ReviewTaskRules().preInit(configuration);
		new StepParsing(new StepEvents(null, null)).preInit(configuration);
		return configuration;
	}

	private static Organisation organisation(String code, OrganisationKind kind, String region) {
		return new Organisation(code, code, kind, null, region, null);
	}

	@BeforeAll
	static void deploy_the_models_as_they_lie_in_the_folder() throws IOException {
		var deployment = coverage.getProcessEngine().getRepositoryService().createDeployment();
		for (var model : List.of("title-record-review.bpmn", "deadlines.dmn")) {
			deployment.addString(model, Files.readString(ProcessFolder.file(model)));
		}
		deployment.deploy();
	}

	@BeforeEach
	void put_mocked_capabilities_behind_the_steps() {
		engine = coverage.getProcessEngine();
		BpmnAwareTests.init(engine);
		events = new RecordEvents(engine.getRuntimeService(), engine.getTaskService(), records, dates, mock(RunningReviews.class));
		var messages = new ResourceBundleMessageSource();
		messages.setBasenames("messages/review", "messages/workflow");
		messages.setDefaultEncoding("UTF-8");
		BEANS.clear();
		BEANS.putAll(Map.of("routeRecord", new RouteRecord(desk, messages), "applyDeadline", new ApplyDeadline(desk), "describeReview",
				new DescribeReview(desk, messages), "recordDecision",
				new RecordDecision(desk, engine.getIdentityService(), messages), "escalateOverdueReview",
				new EscalateOverdueReview(mock(RecordsByNumber.class), desk, engine.getTaskService(), new OverdueTasks(engine.getTaskService(), mock(JdbcTemplate.class))), "lapseRecord",
				new LapseRecord(desk), "publishRecord", new PublishRecord(desk, messages)));
		when(desk.applyDeadline(eq(NUMBER), any())).thenAnswer(call -> in2021(call.getArgument(1)));
		// As the real one does with a decision on a record that lies elsewhere.
		when(desk.recordDecision(any(), any(), any(), any(), any())).thenAnswer(call -> {
			if (!here.equals(call.getArgument(1))) {
				throw new DecisionRefusedException("decision.notHere");
			}
			return Optional.empty();
		});
	}

	@AfterEach
	void end_what_still_runs() {
		engine.getIdentityService().clearAuthentication();
		engine.getRuntimeService().createProcessInstanceQuery().list()
				.forEach(instance -> engine.getRuntimeService().deleteProcessInstance(instance.getId(), "test"));
	}

	@Test
	void a_record_climbs_from_unit_to_department_to_reform_office_and_is_published() {
		routes(SCHOOL, BUREAU, COUNTY_OFFICE, PROVINCIAL_OFFICE);
		var instance = submit();

		assertThat(instance).hasBusinessKey(NUMBER).hasPassed("recordSubmitted", "routeRecord", "determineDeadline")
				.isWaitingAtExactly("unitReview");
		assertThat(BpmnAwareTests.task(instance)).hasCandidateGroup("gz-school")
				.hasDueDate(Date.from(in2021("05-10").lastMoment()));
		confirm(instance, "gz-school");
		assertThat(instance).isWaitingAtExactly("departmentReview");
		assertThat(BpmnAwareTests.task(instance)).hasCandidateGroup("gz-education")
				.hasDueDate(Date.from(in2021("05-20").lastMoment()));
		confirm(instance, "gz-education");
		assertThat(instance).isWaitingAtExactly("reformOfficeReview");
		assertThat(BpmnAwareTests.task(instance)).hasCandidateGroup("gz-reform")
				.hasDueDate(Date.from(in2021("05-31").lastMoment()));
		confirm(instance, "gz-reform");
		assertThat(BpmnAwareTests.task(instance)).hasCandidateGroup("gs-reform")
				.hasDueDate(Date.from(in2021("06-20").lastMoment()));
		confirm(instance, "gs-reform");

		assertThat(instance).hasPassed("publishRecord", "recordPublished").isEnded();
		verify(desk).publishRecord(NUMBER);
		for (var one : List.of(SCHOOL, BUREAU, COUNTY_OFFICE, PROVINCIAL_OFFICE)) {
			verify(desk).recordDecision(NUMBER, placeOf(one), Verdict.CONFIRM, null, reviewerOf(one.code()));
		}
	}

	@Test
	void the_process_keeps_four_variables_and_nothing_of_the_record() {
		routes(SCHOOL, BUREAU);
		var instance = submit();
		assertThat(instance).variables().containsOnlyKeys("recordId", "organisation", "stage", "deadline")
				.containsEntry("recordId", RECORD_ID).containsEntry("organisation", "gz-school").containsEntry("stage", "unit")
				.containsEntry("deadline", Date.from(in2021("05-10").end()));

		confirm(instance, "gz-school");

		assertThat(instance).variables().containsOnlyKeys("recordId", "organisation", "stage", "deadline");
	}

	@ParameterizedTest
	@CsvSource({ "1, unitReview", "2, departmentReview", "3, reformOfficeReview" })
	void each_stage_can_return_a_record_which_then_begins_again_at_its_unit(int stages, String review) {
		var way = List.of(SCHOOL, BUREAU, COUNTY_OFFICE).subList(0, stages);
		routes(way.toArray(Organisation[]::new));
		var until = in2021("06-05");
		doReturn(Optional.of(until)).when(desk).recordDecision(eq(NUMBER), any(), eq(Verdict.RETURN), any(), any());
		var instance = submit();
		for (int i = 0; i < stages - 1; i++) {
			confirm(instance, way.get(i).code());
		}
		assertThat(instance).isWaitingAtExactly(review);
		var reviewer = way.get(stages - 1).code();
		complete(instance, reviewer, Map.of("decision", "return", "reason", "证书编号与证书不符"));

		verify(desk).recordDecision(NUMBER, placeOf(way.get(stages - 1)), Verdict.RETURN, "证书编号与证书不符", reviewerOf(reviewer));
		assertThat(instance).isWaitingAtExactly("amendment");
		assertThat(BpmnAwareTests.task(instance)).isNotAssigned().hasDueDate(Date.from(until.end()));
		assertThat(engine.getTaskService().getIdentityLinksForTask(BpmnAwareTests.task(instance).getId())).isEmpty();
		assertThat(jobAt("amendmentDeadline").getDuedate()).isEqualTo(Date.from(until.end()));

		routes(SCHOOL);
		when(desk.beginStep(eq(NUMBER), any(), eq(false))).thenReturn(true);
		events.completeAmendment(new RecordSubmitted.Again(RECORD_ID, NUMBER, Map.of(), List.of()));
		assertThat(instance).isWaitingAtExactly("unitReview");
		assertThat(BpmnAwareTests.task(instance)).hasDescription("退回后重报");
	}

	@ParameterizedTest
	@CsvSource({ "1, unitReview, unitDeadline, unitEscalated", "2, departmentReview, departmentDeadline, departmentEscalated",
			"3, reformOfficeReview, reformOfficeDeadline, reformOfficeEscalated" })
	void a_stage_that_is_overdue_is_escalated_and_can_still_decide(int stages, String review, String timer, String end) {
		var way = List.of(SCHOOL, BUREAU, COUNTY_OFFICE, PROVINCIAL_OFFICE);
		routes(way.subList(0, stages + 1).toArray(Organisation[]::new));
		var superior = way.get(stages);
		when(desk.escalateOverdueReview(NUMBER)).thenReturn(Optional.of(superior));
		var instance = submit();
		for (int i = 0; i < stages - 1; i++) {
			confirm(instance, way.get(i).code());
		}
		assertThat(BpmnAwareTests.task(instance).getPriority()).isEqualTo(50);
		fire(timer);

		assertThat(instance).hasPassed(end).isWaitingAtExactly(review);
		var task = BpmnAwareTests.task(instance);
		assertThat(task).hasCandidateGroup(way.get(stages - 1).code());
		assertThat(task.getPriority()).isEqualTo(TitleRecordReview.OVERDUE_PRIORITY);
		assertThat(engine.getTaskService().getIdentityLinksForTask(task.getId())).filteredOn(link -> superior.code().equals(link.getGroupId()))
				.singleElement().satisfies(link -> assertThat(link.getType()).isEqualTo(TaskReaders.SUPERIOR));

		confirm(instance, way.get(stages - 1).code());
		assertThat(instance).isWaitingAtExactly(stages == 1 ? "departmentReview" : "reformOfficeReview");
	}

	@Test
	void an_overdue_record_at_the_top_of_the_tree_has_nobody_to_be_escalated_to() {
		routes(PROVINCIAL_OFFICE);
		when(desk.escalateOverdueReview(NUMBER)).thenReturn(Optional.empty());
		var instance = submit();

		fire("reformOfficeDeadline");

		assertThat(instance).hasPassed("reformOfficeEscalated").isWaitingAtExactly("reformOfficeReview");
		assertThat(BpmnAwareTests.task(instance).getPriority()).isEqualTo(TitleRecordReview.OVERDUE_PRIORITY);
	}

	@Test
	void a_timer_that_fires_before_the_date_by_comparison_changes_nothing_and_is_tried_again() {
		routes(SCHOOL);
		doThrow(new IllegalStateException("not overdue")).when(desk).escalateOverdueReview(NUMBER);
		var instance = submit();

		assertThatThrownBy(() -> fire("unitDeadline")).isInstanceOf(IllegalStateException.class);

		assertThat(instance).isWaitingAtExactly("unitReview");
		assertThat(BpmnAwareTests.task(instance).getPriority()).isEqualTo(50);
		assertThat(jobAt("unitDeadline").getRetries()).isPositive();
	}

	@Test
	void a_record_that_is_not_amended_in_time_lapses() {
		routes(SCHOOL);
		doReturn(Optional.of(in2021("05-15"))).when(desk).recordDecision(eq(NUMBER), any(), eq(Verdict.RETURN), any(), any());
		var instance = submit();
		complete(instance, "gz-school", Map.of("decision", "return", "reason", "缺盖章页"));

		fire("amendmentDeadline");

		verify(desk).lapseRecord(NUMBER);
		assertThat(instance).hasPassed("lapseRecord", "recordLapsed").isEnded();
	}

	@Test
	void a_record_withdrawn_before_the_first_decision_ends_its_process() {
		routes(SCHOOL);
		var instance = submit();

		events.withdraw(new RecordWithdrawn(RECORD_ID, NUMBER, true, false));

		assertThat(instance).hasPassed("recordWithdrawn", "backToDraft").isEnded();
	}

	@Test
	void a_record_withdrawn_after_a_return_is_in_amendment_again_with_the_date_it_had() {
		routes(SCHOOL);
		var until = in2021("06-03");
		doReturn(Optional.of(until)).when(desk).recordDecision(eq(NUMBER), any(), eq(Verdict.RETURN), any(), any());
		var record = mock(TitleRecord.class);
		when(dates.amendmentDeadline(record)).thenReturn(until);
		when(records.findById(RECORD_ID)).thenReturn(Optional.of(record));
		var instance = submit();
		complete(instance, "gz-school", Map.of("decision", "return", "reason", "缺盖章页"));
		routes(SCHOOL);
		events.completeAmendment(new RecordSubmitted.Again(RECORD_ID, NUMBER, Map.of(), List.of()));

		events.withdraw(new RecordWithdrawn(RECORD_ID, NUMBER, false, false));

		assertThat(instance).isWaitingAtExactly("amendment");
		assertThat(jobAt("amendmentDeadline").getDuedate()).isEqualTo(Date.from(until.end()));
	}

	@Test
	void a_refused_decision_tells_the_reviewer_why_and_leaves_the_task_open() {
		routes(SCHOOL);
		doThrow(new DecisionRefusedException("decision.reasonMissing")).when(desk).recordDecision(any(), any(), any(), any(), any());
		var instance = submit();

		assertThatThrownBy(() -> complete(instance, "gz-school", Map.of("decision", "return")))
				.isInstanceOf(ProcessEngineException.class).hasMessageContaining("退回修改必须注明原因");
		assertThat(instance).isWaitingAtExactly("unitReview");
	}

	@Test
	void a_decision_that_is_neither_confirm_nor_return_reaches_the_desk_as_none() {
		routes(SCHOOL, BUREAU);
		var instance = submit();
		complete(instance, "gz-school", Map.of("decision", "approve"));
		verify(desk).recordDecision(NUMBER, placeOf(SCHOOL), null, null, reviewerOf("gz-school"));
	}

	@Test
	void nobody_decides_without_being_signed_on() {
		routes(SCHOOL);
		var instance = submit();

		assertThatThrownBy(() -> engine.getTaskService().complete(BpmnAwareTests.task(instance).getId(),
				Map.of("decision", "confirm"))).hasMessageContaining("signed-on reviewer");

		assertThat(instance).isWaitingAtExactly("unitReview");
		verify(desk, never()).recordDecision(any(), any(), any(), any(), any());
	}

	@Test
	void a_reviewer_cannot_end_or_change_a_review_otherwise_than_by_a_decision() {
		routes(SCHOOL);
		var instance = submit();
		var task = BpmnAwareTests.task(instance).getId();
		engine.getIdentityService().setAuthentication("gz-school", List.of());

		assertThatThrownBy(() -> engine.getTaskService().handleBpmnError(task, "away"))
				.isInstanceOf(ProcessEngineException.class);
		assertThatThrownBy(() -> engine.getTaskService().handleEscalation(task, "away"))
				.isInstanceOf(ProcessEngineException.class);
		assertThatThrownBy(() -> engine.getTaskService().resolveTask(task, Map.of("organisation", "zy-education")))
				.isInstanceOf(ProcessEngineException.class);

		engine.getIdentityService().clearAuthentication();
		assertThat(instance).isWaitingAtExactly("unitReview").variables().containsEntry("organisation", "gz-school");
	}

	@ParameterizedTest
	@CsvSource({ "organisation, zy-education", "stage, reformOffice", "recordId, 8", "approved, true" })
	void a_client_cannot_overwrite_what_the_process_knows_of_the_record(String variable, String value) {
		routes(SCHOOL, BUREAU);
		var instance = submit();

		assertThatThrownBy(() -> complete(instance, "gz-school", Map.of("decision", "confirm", variable, value)))
				.isInstanceOf(ProcessEngineException.class).hasMessageContaining("只能提交 decision 和 reason");

		assertThat(instance).isWaitingAtExactly("unitReview").variables().containsEntry("organisation", "gz-school")
				.containsEntry("stage", "unit").containsEntry("recordId", RECORD_ID).doesNotContainKeys("decision", "approved");
	}

	@Test
	void a_date_sent_by_a_client_is_of_no_effect() {
		routes(SCHOOL, BUREAU);
		var instance = submit();

		complete(instance, "gz-school", Map.of("decision", "confirm", "deadline", new Date(0)));

		assertThat(instance).variables().containsEntry("deadline", Date.from(in2021("05-20").end()));
		assertThat(jobAt("departmentDeadline").getDuedate()).isEqualTo(Date.from(in2021("05-20").end()));
	}

	/** The first answers to {@code routeRecord}; after them no superior is left. */
	private void routes(Organisation... way) {
		var next = List.of(way).iterator();
		when(desk.routeRecord(NUMBER)).thenAnswer(call -> {
			var organisation = next.hasNext() ? Optional.of(next.next()) : Optional.<Organisation>empty();
			organisation.ifPresent(one -> here = placeOf(one));
			return organisation;
		});
	}

	private static ReviewDesk.Place placeOf(Organisation organisation) {
		return new ReviewDesk.Place(RECORD_ID, Stage.of(organisation.kind()).key(), organisation.code(), false);
	}

	private static Staff reviewerOf(String organisation) {
		return new Staff(organisation, Set.of(organisation));
	}

	private ProcessInstance submit() {
		events.start(new RecordSubmitted(RECORD_ID, NUMBER, Map.of()));
		return engine.getRuntimeService().createProcessInstanceQuery().processInstanceBusinessKey(NUMBER).singleResult();
	}

	private void confirm(ProcessInstance instance, String reviewer) {
		complete(instance, reviewer, Map.of("decision", "confirm"));
	}

	private void complete(ProcessInstance instance, String reviewer, Map<String, Object> variables) {
		Task task = BpmnAwareTests.task(instance);
		engine.getIdentityService().setAuthentication(reviewer, List.of(reviewer));
		try {
			engine.getTaskService().complete(task.getId(), variables);
		} finally {
			engine.getIdentityService().clearAuthentication();
		}
	}

	private void fire(String timer) {
		engine.getManagementService().executeJob(jobAt(timer).getId());
	}

	private org.camunda.bpm.engine.runtime.Job jobAt(String timer) {
		return engine.getManagementService().createJobQuery().activityId(timer).singleResult();
	}

	private static Deadline in2021(String monthAndDay) {
		return new Deadline(LocalDate.parse("2021-" + monthAndDay));
	}
}
