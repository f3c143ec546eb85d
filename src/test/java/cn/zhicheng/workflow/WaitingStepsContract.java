package cn.zhicheng.workflow;

import static cn.zhicheng.workflow.TestModels.shipped;
import static cn.zhicheng.workflow.TestModels.timer;
import static cn.zhicheng.workflow.TestModels.with;
import static cn.zhicheng.workflow.TestModels.withNotice;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.MutableClock;
import cn.zhicheng.TestRecords;
import cn.zhicheng.TestReviews;
import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.designer.ProcessModels;
import cn.zhicheng.filing.Filing;
import cn.zhicheng.filing.RecordDates;
import cn.zhicheng.filing.RecordState;
import cn.zhicheng.review.Dossiers;
import cn.zhicheng.review.Duty;
import cn.zhicheng.review.Supervision;
import cn.zhicheng.security.Staff;

/**
 * A record that waits for a date or a message lies with nobody: nobody can be late with it, and the stage that comes after it
 * has as much time as it waited.
 */
@ApplicationTest
abstract class WaitingStepsContract {

	private static final Staff PROVINCE = new Staff("gs-reform", Set.of("gs-reform"));
	private static final Staff COUNTY = new Staff("gz-reform", Set.of("gz-reform"));

	@Autowired
	TestRecords filed;
	@Autowired
	TestReviews reviews;
	@Autowired
	RepositoryService repository;
	@Autowired
	RuntimeService runtime;
	@Autowired
	ManagementService management;
	@Autowired
	TaskService tasks;
	@Autowired
	RecordDates dates;
	@Autowired
	Filing filing;
	@Autowired
	Dossiers dossiers;
	@Autowired
	Supervision supervision;
	@Autowired
	ProcessModels models;
	@Autowired
	JdbcClient database;
	@Autowired
	MutableClock clock;

	@BeforeEach
	void it_is_april() {
		clock.set(ApplicationTest.START);
	}

	@AfterEach
	void everything_is_as_it_was() {
		clock.set(ApplicationTest.START);
		runtime.createProcessInstanceQuery().processDefinitionKey(TitleRecordReview.KEY).list()
				.forEach(one -> runtime.deleteProcessInstance(one.getId(), "end of the test"));
		deploy(shipped());
	}

	@Test
	void it_is_at_the_step_it_waits_at_and_with_nobody() {
		deploy(withNotice());
		var number = filed.submittedBySomebody("gs-hospital");
		reviews.confirm(number, "gs-hospital", "gs-health");
		assertThat(reviews.record(number).stepName()).contains("职改办审核");
		reviews.confirm(number, "gs-reform");

		var record = reviews.record(number);
		assertThat(record.isWaiting()).isTrue();
		assertThat(record.stepName()).contains("公示");
		assertThat(record.waitingUntil()).contains(timerAt(number, "publicNotice").getDuedate().toInstant());
		assertThat(reviews.events(number)).endsWith("CONFIRMED", "WAITING");
		var dossier = dossiers.find(PROVINCE, number).orElseThrow();
		assertThat(dossier.decidable()).isFalse();
		assertThat(dossier.deadline()).isNull();
		assertThat(dossier.notice()).isEqualTo(dossier.waiting()).contains("公示").contains("无需办理");

		management.executeJob(timerAt(number, "publicNotice").getId());
		assertThat(reviews.record(number).state()).isEqualTo(RecordState.PUBLISHED);
		assertThat(reviews.record(number).isWaiting()).isFalse();
	}

	@Test
	void it_is_never_overdue_nor_lapsed() {
		deploy(withNotice());
		var number = filed.submittedBySomebody("gs-hospital");
		reviews.confirm(number, "gs-hospital", "gs-health");
		var other = filed.submittedBySomebody("gs-hospital");
		reviews.confirm(other, "gs-hospital", "gs-health");
		clock.set("2021-06-21T00:00");
		management.executeJob(timerAt(number, "reformOfficeDeadline").getId());
		assertThat(dates.isOverdue(reviews.record(number), clock.instant())).isTrue();
		reviews.confirm(number, "gs-reform");

		assertThat(reviews.record(number).overdueSince()).isEmpty();
		assertThat(dates.isOverdue(reviews.record(number), clock.instant())).isFalse();
		var duty = new Duty("gs-reform", 2021);
		var figures = supervision.view(PROVINCE, duty).orElseThrow().figures();
		assertThat(List.of(figures.open(), figures.overdue(), figures.waiting())).containsExactly(1, 1, 1);
		assertThat(supervision.open(PROVINCE, duty).orElseThrow()).extracting(Supervision.Open::number).containsExactly(other);
		assertThat(supervision.waiting(PROVINCE, duty).orElseThrow()).extracting(Supervision.Waiting::number, Supervision.Waiting::step)
				.containsExactly(org.assertj.core.groups.Tuple.tuple(number, "公示"));
		assertThat(supervision.below(PROVINCE, "gs-reform", 2021).orElseThrow()).filteredOn(one -> one.code().equals("gs-reform"))
				.extracting(one -> one.figures().open() + "/" + one.figures().waiting()).containsExactly("1/1");

		assertThat(supervision.lapse(PROVINCE, duty, 1, true, null)).contains(new Supervision.Lapse(java.util.Optional.empty(), false));

		assertThat(reviews.record(other).state()).isEqualTo(RecordState.LAPSED);
		assertThat(reviews.record(number).state()).isEqualTo(RecordState.IN_REVIEW);
		management.executeJob(timerAt(number, "publicNotice").getId());
		assertThat(reviews.record(number).state()).isEqualTo(RecordState.PUBLISHED);
	}

	/** The department of the county confirms on the last day of the reform office of the county, and its record waits for five more. */
	@Test
	void the_stage_after_it_has_as_many_days_as_it_waited() {
		deploy(withWaitAfterConfirmation("P5D"));
		var number = filed.submittedBySomebody("gz-school");
		reviews.confirm(number, "gz-school");
		goOn(number, "2021-04-06T09:00");
		assertThat(reviews.record(number).scheduledDeadline()).contains(new Deadline(LocalDate.parse("2021-05-20")));
		clock.set("2021-05-31T10:00");
		reviews.confirm(number, "gz-education");
		goOn(number, "2021-06-05T10:00");

		var record = reviews.record(number);
		assertThat(record.organisation()).isEqualTo("gz-reform");
		assertThat(record.isWaiting()).isFalse();
		assertThat(record.scheduledDeadline()).contains(new Deadline(LocalDate.parse("2021-06-10")));
		assertThat(dates.reviewDeadline(record)).isEqualTo(record.scheduledDeadline().orElseThrow());
		assertThat(timerAt(number, "reformOfficeDeadline").getDuedate()).isEqualTo(end("2021-06-10"));
		assertThat(reviews.task(number).getDueDate()).isEqualTo(new Date(end("2021-06-10").getTime() - 1));
		assertThat(reasons(number)).anyMatch(reason -> reason.contains("2021-05-31 顺延至 2021-06-10"));
		assertThat(supervision.open(COUNTY, new Duty("gz-reform", 2021)).orElseThrow()).filteredOn(one -> one.number().equals(number))
				.extracting(Supervision.Open::overdue).containsExactly(false);
	}

	@Test
	void but_not_beyond_the_last_date_of_the_campaign() {
		deploy(withWaitAfterConfirmation("P5D"));
		var number = filed.submittedBySomebody("lz-company");
		reviews.confirm(number, "lz-company");
		goOn(number, "2021-04-06T09:00");
		clock.set("2021-06-13T10:00");
		reviews.confirm(number, "lz-reform");
		goOn(number, "2021-06-18T10:00");
		assertThat(reviews.record(number).organisation()).isEqualTo("gs-reform");
		assertThat(reviews.record(number).scheduledDeadline()).contains(new Deadline(LocalDate.parse("2021-06-20")));
	}

	@Test
	void a_wait_before_a_review_does_not_take_its_time_either() {
		deploy(with(shipped(), "toDepartment", "held", timer("held", "暂缓", "P10D", "departmentReview")));
		var number = filed.submittedBySomebody("gz-school");
		clock.set("2021-05-05T09:00");
		reviews.confirm(number, "gz-school");
		var waiting = reviews.record(number);
		assertThat(waiting.organisation()).isEqualTo("gz-education");
		assertThat(waiting.isWaiting()).isTrue();
		assertThat(dates.isOverdue(waiting, Instant.parse("2021-07-01T00:00:00Z"))).isFalse();

		goOn(number, "2021-05-15T09:00");

		assertThat(reviews.record(number).scheduledDeadline()).contains(new Deadline(LocalDate.parse("2021-05-25")));
		assertThat(reviews.record(number).stageSince()).isEqualTo(clock.instant());
		assertThat(timerAt(number, "departmentDeadline").getDuedate()).isEqualTo(end("2021-05-25"));
		assertThat(reviews.task(number).getDueDate()).isEqualTo(new Date(end("2021-05-25").getTime() - 1));
		assertThat(reasons(number)).anyMatch(reason -> reason.contains("2021-05-20 顺延至 2021-05-25"));
	}

	/** Until its unit has decided, see the notice; nothing listens where it waits. */
	@Test
	void a_record_can_be_withdrawn_while_it_waits_before_its_unit() {
		deploy(with(shipped(), "toUnit", "held", timer("held", "暂缓", "P2D", "unitReview")));
		var number = filed.submitted("gz-school");
		assertThat(reviews.record(number).canBeWithdrawn()).isTrue();
		withdraw(number);
		assertThat(reviews.record(number).state()).isEqualTo(RecordState.DRAFT);
		assertThat(runtime.createProcessInstanceQuery().processInstanceBusinessKey(number).count()).isZero();
	}

	@Test
	void a_resubmission_can_be_withdrawn_from_there_and_keeps_its_date() {
		deploy(with(shipped(), "toUnit", "held", timer("held", "暂缓", "P2D", "unitReview")));
		var number = filed.submitted("gz-school");
		goOn(number, "2021-04-03T09:00");
		reviews.sendBack(number, "gz-school");
		var until = dates.amendmentDeadline(reviews.record(number));
		filed.amendAndResubmit(number);
		withdraw(number);
		assertThat(reviews.record(number).state()).isEqualTo(RecordState.RETURNED);
		assertThat(dates.amendmentDeadline(reviews.record(number))).isEqualTo(until);
		assertThat(reviews.task(number).getTaskDefinitionKey()).isEqualTo(TitleRecordReview.AMENDMENT);
		assertThat(timerAt(number, "amendmentDeadline").getDuedate()).isEqualTo(Date.from(until.end()));
		filed.amendAndResubmit(number);
		assertThat(reviews.record(number).isWaiting()).isTrue();
	}

	private void withdraw(String number) {
		var record = reviews.record(number);
		filing.withdraw(record.applicant().id(), number);
	}

	@Test
	void it_waits_for_a_message_until_nobody_knows_when() {
		deploy(with(shipped(), "noSuperiorLeft", "noticed", """
				<bpmn:receiveTask id="noticed" name="等待公示结果" messageRef="recordWithdrawnMessage" />
				<bpmn:sequenceFlow id="fromNoticed" sourceRef="noticed" targetRef="publishRecord" />
				"""));
		var number = filed.submittedBySomebody("gs-hospital");
		reviews.confirm(number, "gs-hospital", "gs-health", "gs-reform");
		assertThat(reviews.record(number).stepName()).contains("等待公示结果");
		assertThat(reviews.record(number).isWaiting()).isTrue();
		assertThat(reviews.record(number).waitingUntil()).isEmpty();
		runtime.createMessageCorrelation(TitleRecordReview.RECORD_WITHDRAWN).processInstanceBusinessKey(number).correlate();
		assertThat(reviews.record(number).state()).isEqualTo(RecordState.PUBLISHED);
	}

	@Test
	void where_the_first_of_several_events_counts_the_gateway_is_the_step() {
		deploy(with(shipped(), "noSuperiorLeft", "either", """
				<bpmn:eventBasedGateway id="either" name="公示或撤销公示" />
				<bpmn:sequenceFlow id="toNotice" sourceRef="either" targetRef="publicNotice" />
				<bpmn:sequenceFlow id="toMessage" sourceRef="either" targetRef="ended" />
				<bpmn:intermediateCatchEvent id="ended"><bpmn:messageEventDefinition id="endedMessage" messageRef="recordWithdrawnMessage" /></bpmn:intermediateCatchEvent>
				<bpmn:sequenceFlow id="fromEnded" sourceRef="ended" targetRef="publishRecord" />
				""" + timer("publicNotice", "公示", "P5D", "publishRecord")));
		var number = filed.submittedBySomebody("gs-hospital");
		reviews.confirm(number, "gs-hospital", "gs-health", "gs-reform");
		assertThat(reviews.record(number).stepName()).contains("公示或撤销公示");
		assertThat(reviews.record(number).waitingUntil()).contains(timerAt(number, "publicNotice").getDuedate().toInstant());
		management.executeJob(timerAt(number, "publicNotice").getId());
		assertThat(reviews.record(number).state()).isEqualTo(RecordState.PUBLISHED);
	}

	@Test
	void what_is_waited_for_beside_a_review_does_not_take_the_record_from_its_reviewers() {
		deploy(with(shipped(), "toReformOffice", "both", """
				<bpmn:parallelGateway id="both" />
				<bpmn:sequenceFlow id="toNotice" sourceRef="both" targetRef="publicNotice" />
				<bpmn:sequenceFlow id="toReview" sourceRef="both" targetRef="reformOfficeReview" />
				<bpmn:endEvent id="noticed" />
				""" + timer("publicNotice", "同时公示", "P5D", "noticed")));
		var number = filed.submittedBySomebody("gs-hospital");
		reviews.confirm(number, "gs-hospital", "gs-health");
		assertThat(reviews.record(number).isWaiting()).isFalse();
		assertThat(reviews.record(number).stepName()).contains("职改办审核");
		assertThat(dossiers.find(PROVINCE, number).orElseThrow().decidable()).isTrue();
		reviews.confirm(number, "gs-reform");
		assertThat(reviews.record(number).state()).isEqualTo(RecordState.PUBLISHED);
	}

	@Test
	void a_timer_beside_a_review_leads_nobody_to_think_that_the_record_waits() {
		deploy(with(shipped(), "unitOverdue", "later", timer("later", "一日后", "P1D", "escalateUnitReview")));
		var number = filed.submittedBySomebody("gz-school");
		clock.set("2021-05-11T00:00");
		management.executeJob(timerAt(number, "unitDeadline").getId());
		assertThat(reviews.record(number).isWaiting()).isFalse();
		management.executeJob(timerAt(number, "later").getId());
		assertThat(reviews.record(number).overdueSince()).isPresent();
		assertThat(reviews.task(number).getPriority()).isEqualTo(TitleRecordReview.OVERDUE_PRIORITY);
	}

	@Test
	void what_else_an_organisation_is_to_do_is_shown_by_its_own_name() {
		deploy(with(shipped(), "noSuperiorLeft", "announced", """
				<bpmn:userTask id="announced" name="登记公示" />
				<bpmn:sequenceFlow id="fromAnnounced" sourceRef="announced" targetRef="publishRecord" />
				"""));
		var number = filed.submittedBySomebody("gs-hospital");
		reviews.confirm(number, "gs-hospital", "gs-health", "gs-reform");
		assertThat(reviews.record(number).stepName()).contains("登记公示");
		assertThat(dates.isOverdue(reviews.record(number), Instant.parse("2021-07-01T00:00:00Z"))).as("no organisation has it to do").isFalse();
		tasks.complete(reviews.task(number).getId());
		assertThat(reviews.record(number).state()).isEqualTo(RecordState.PUBLISHED);
	}

	@Test
	void a_wait_and_then_somebody_elses_task_give_the_next_stage_their_days() {
		deploy(with(shipped(), "confirmed", "notice", timer("notice", "公示", "P5D", "announced") + """
				<bpmn:userTask id="announced" name="登记公示" />
				<bpmn:sequenceFlow id="fromAnnounced" sourceRef="announced" targetRef="routeRecord" />
				"""));
		var number = filed.submittedBySomebody("gz-school");
		clock.set("2021-05-18T10:00");
		reviews.confirm(number, "gz-school");
		goOn(number, "2021-05-23T10:00");
		assertThat(reviews.record(number).stepName()).contains("登记公示");
		tasks.complete(reviews.task(number).getId());
		assertThat(reviews.record(number).organisation()).isEqualTo("gz-education");
		assertThat(reviews.record(number).scheduledDeadline()).contains(new Deadline(LocalDate.parse("2021-05-28")));
	}

	/** The first of several events, and one at the border of a step, cancel the step that they end. */
	@Test
	void a_wait_that_is_cut_short_gives_its_days_too() {
		deploy(with(shipped(), "toDepartment", "either", """
				<bpmn:eventBasedGateway id="either" name="暂缓" />
				<bpmn:sequenceFlow id="toHeld" sourceRef="either" targetRef="held" />
				<bpmn:sequenceFlow id="toMessage" sourceRef="either" targetRef="ended" />
				<bpmn:intermediateCatchEvent id="ended"><bpmn:messageEventDefinition id="endedMessage" messageRef="recordWithdrawnMessage" /></bpmn:intermediateCatchEvent>
				<bpmn:sequenceFlow id="fromEnded" sourceRef="ended" targetRef="departmentReview" />
				""" + timer("held", "暂缓十日", "P10D", "departmentReview")));
		assertThat(afterTenDays()).isEqualTo(new Deadline(LocalDate.parse("2021-05-25")));
		deploy(with(shipped(), "toDepartment", "asked", """
				<bpmn:receiveTask id="asked" name="等待答复" messageRef="recordWithdrawnMessage" />
				<bpmn:boundaryEvent id="unanswered" attachedToRef="asked"><bpmn:timerEventDefinition id="unansweredTimer">
				  <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P10D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>
				<bpmn:sequenceFlow id="fromAsked" sourceRef="asked" targetRef="departmentReview" />
				<bpmn:sequenceFlow id="fromUnanswered" sourceRef="unanswered" targetRef="departmentReview" />
				"""));
		assertThat(afterTenDays()).isEqualTo(new Deadline(LocalDate.parse("2021-05-25")));
	}

	private Deadline afterTenDays() {
		clock.set(ApplicationTest.START);
		var number = filed.submittedBySomebody("gz-school");
		clock.set("2021-05-05T09:00");
		reviews.confirm(number, "gz-school");
		goOn(number, "2021-05-15T09:00");
		assertThat(timerAt(number, "departmentDeadline").getDuedate()).isEqualTo(end("2021-05-25"));
		return reviews.record(number).scheduledDeadline().orElseThrow();
	}

	/** What begins beside the review or the wait where the record is does not take it from there. */
	@Test
	void a_task_beside_does_not_change_where_the_record_is() {
		var beside = """
				<bpmn:boundaryEvent id="threeDays" cancelActivity="false" attachedToRef="%s"><bpmn:timerEventDefinition id="threeDaysTimer">
				  <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P3D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>
				<bpmn:sequenceFlow id="afterThreeDays" sourceRef="threeDays" targetRef="called" />
				<bpmn:userTask id="called" name="电话催问" />
				<bpmn:sequenceFlow id="fromCalled" sourceRef="called" targetRef="calledEnd" />
				<bpmn:endEvent id="calledEnd" />
				""";
		deploy(with(shipped(), "toDepartment", "departmentReview", beside.formatted("departmentReview")));
		var first = filed.submittedBySomebody("gz-school");
		reviews.confirm(first, "gz-school");
		management.executeJob(timerAt(first, "threeDays").getId());
		assertThat(reviews.record(first).stepName()).contains("主管部门审核");
		assertThat(reviews.record(first).isWaiting()).isFalse();

		deploy(with(shipped(), "noSuperiorLeft", "noticed", """
				<bpmn:receiveTask id="noticed" name="等待公示结果" messageRef="recordWithdrawnMessage" />
				<bpmn:sequenceFlow id="fromNoticed" sourceRef="noticed" targetRef="publishRecord" />
				""" + beside.formatted("noticed")));
		var second = filed.submittedBySomebody("gs-hospital");
		reviews.confirm(second, "gs-hospital", "gs-health", "gs-reform");
		management.executeJob(timerAt(second, "threeDays").getId());
		assertThat(reviews.record(second).stepName()).contains("等待公示结果");
		assertThat(reviews.record(second).isWaiting()).isTrue();
	}

	@Test
	void a_record_that_waits_is_migrated_with_what_it_waits_for() {
		deploy(withNotice());
		var number = filed.submittedBySomebody("gs-hospital");
		reviews.confirm(number, "gs-hospital", "gs-health", "gs-reform");
		var due = timerAt(number, "publicNotice").getDuedate();
		var former = runtime.createProcessInstanceQuery().processInstanceBusinessKey(number).singleResult().getProcessDefinitionId();
		deploy(withNotice());
		var proposal = models.proposal(former).orElseThrow();
		assertThat(proposal.steps()).extracting(ProcessModels.Step::id).contains("publicNotice");

		models.migrate(proposal, Map.of("publicNotice", "publicNotice"), "designer");
		new TestBatches(management).run();

		assertThat(runtime.createProcessInstanceQuery().processInstanceBusinessKey(number).singleResult().getProcessDefinitionId()).isNotEqualTo(former);
		assertThat(timerAt(number, "publicNotice").getDuedate()).isEqualTo(due);
		assertThat(reviews.record(number).waitingUntil()).contains(due.toInstant());
		management.executeJob(timerAt(number, "publicNotice").getId());
		assertThat(reviews.record(number).state()).isEqualTo(RecordState.PUBLISHED);
	}

	private static String withWaitAfterConfirmation(String duration) {
		return with(shipped(), "confirmed", "notice", timer("notice", "公示", duration, "routeRecord"));
	}

	private void deploy(String model) {
		repository.createDeployment().name("测试").addString("title-record-review.bpmn", model).deploy();
	}

	/** @param moment at which the one timer that the record waits for is due */
	private void goOn(String number, String moment) {
		clock.set(moment);
		var record = reviews.record(number);
		assertThat(record.isWaiting()).as(record.stepName().orElse("")).isTrue();
		var timer = management.createJobQuery().processInstanceId(instance(number)).timers().singleResult();
		management.executeJob(timer.getId());
	}

	private List<String> reasons(String number) {
		return database.sql("select reason from history_entry where record_id = :id and event = 'DATE_CHANGED'").param("id", reviews.record(number).id())
				.query(String.class).list();
	}

	private String instance(String number) {
		return runtime.createProcessInstanceQuery().processInstanceBusinessKey(number).singleResult().getId();
	}

	private Job timerAt(String number, String event) {
		return management.createJobQuery().processInstanceId(instance(number)).activityId(event).singleResult();
	}

	private static Date end(String lastDay) {
		return Date.from(LocalDateTime.parse(lastDay + "T00:00").plusDays(1).atZone(Deadline.ZONE).toInstant());
	}
}
