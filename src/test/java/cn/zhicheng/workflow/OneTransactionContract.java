package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.FailingCode;
import cn.zhicheng.MutableClock;
import cn.zhicheng.TestRecords;
import cn.zhicheng.TestReviews;
import cn.zhicheng.filing.Filing;
import cn.zhicheng.filing.RecordPublished;
import cn.zhicheng.filing.RecordState;
import cn.zhicheng.filing.RecordSubmitted;
import cn.zhicheng.filing.RecordWithdrawn;

/**
 * Our tables and the engine's change together or not at all, whichever of the two fails.
 */
@ApplicationTest
abstract class OneTransactionContract {

	@Autowired
	FailingCode ourCode;
	@Autowired
	FailingStep engineStep;
	@Autowired
	TestRecords filed;
	@Autowired
	TestReviews reviews;
	@Autowired
	Filing filing;
	@Autowired
	RuntimeService runtime;
	@Autowired
	ManagementService management;
	@Autowired
	RepositoryService repository;
	@Autowired
	MutableClock clock;
	@Autowired
	JdbcTemplate jdbc;

	private String deployment;

	@BeforeEach
	void deploy_a_version_of_the_process_in_which_steps_can_fail() {
		var model = ProcessFolder.read(ProcessFolder.file("title-record-review.bpmn"));
		((UserTask) model.getModelElementById("unitReview")).builder()
				.camundaExecutionListenerDelegateExpression("start", "${failingStep}");
		for (var end : List.of("recordPublished", "unitEscalated", "backToDraft")) {
			((EndEvent) model.getModelElementById(end)).builder()
					.camundaExecutionListenerDelegateExpression("end", "${failingStep}");
		}
		deployment = repository.createDeployment().addModelInstance("title-record-review.bpmn", model).deploy().getId();
	}

	@AfterEach
	void leave_nothing_behind() {
		clock.set(ApplicationTest.START);
		repository.deleteDeployment(deployment, true);
	}

	@Test
	void a_submission_that_fails_in_our_code_leaves_no_process() {
		var draft = filed.completeDraft(filed.newPerson(), "gs-hospital");
		var before = everything();
		ourCode.beforeCommitOf(OneTransactionContract::tellsOfARecord);

		assertThatThrownBy(() -> filed.submit(draft)).hasMessage("our code fails");

		assertThat(ourCode.hasFailed()).isTrue();
		assertThat(everything()).isEqualTo(before);
	}

	@Test
	void a_submission_that_fails_in_the_engine_leaves_a_draft() {
		var draft = filed.completeDraft(filed.newPerson(), "gs-hospital");
		var before = everything();
		engineStep.failAt("unitReview");

		assertThatThrownBy(() -> filed.submit(draft)).hasStackTraceContaining("the engine fails");

		assertThat(everything()).isEqualTo(before);
		assertThat(reviews.record(draft.number()).state()).isEqualTo(RecordState.DRAFT);
	}

	@Test
	void a_last_confirmation_that_fails_in_our_code_leaves_the_task_open() {
		var number = atTheProvincialOffice();
		var before = everything();
		ourCode.beforeCommitOf(OneTransactionContract::tellsOfARecord);

		assertThatThrownBy(() -> reviews.confirm(number, "gs-reform")).hasStackTraceContaining("our code fails");

		assertThat(ourCode.hasFailed()).isTrue();
		assertThat(everything()).isEqualTo(before);
	}

	@Test
	void a_last_confirmation_that_fails_in_the_engine_publishes_nothing() {
		var number = atTheProvincialOffice();
		var before = everything();
		engineStep.failAt("recordPublished");

		assertThatThrownBy(() -> reviews.confirm(number, "gs-reform")).hasStackTraceContaining("the engine fails");

		assertThat(everything()).isEqualTo(before);
		engineStep.disarm();
		reviews.confirm(number, "gs-reform");
		assertThat(reviews.record(number).state()).isEqualTo(RecordState.PUBLISHED);
	}

	@Test
	void a_withdrawal_that_fails_in_our_code_or_in_the_engine_leaves_the_record_in_review() {
		var draft = filed.completeDraft(filed.newPerson(), "gs-hospital");
		var number = filed.submit(draft);
		var before = everything();

		ourCode.beforeCommitOf(OneTransactionContract::tellsOfARecord);
		assertThatThrownBy(() -> filing.withdraw(draft.applicant().id(), number)).hasMessage("our code fails");
		assertThat(everything()).isEqualTo(before);
		ourCode.disarm();
		engineStep.failAt("backToDraft");
		assertThatThrownBy(() -> filing.withdraw(draft.applicant().id(), number)).hasStackTraceContaining("the engine fails");
		assertThat(everything()).isEqualTo(before);
	}

	@Test
	void an_escalation_that_fails_in_the_engine_marks_nothing_and_is_tried_again() {
		var number = filed.submit(filed.completeDraft(filed.newPerson(), "gs-hospital"));
		clock.set("2021-06-01T00:00");
		var job = management.createJobQuery().processInstanceId(
				reviews.task(number).getProcessInstanceId()).singleResult();
		var before = everything();
		engineStep.failAt("unitEscalated");

		assertThatThrownBy(() -> management.executeJob(job.getId())).hasStackTraceContaining("the engine fails");

		var after = everything();
		// The engine notes the failure at its job, and nothing else is left of it.
		for (var noted : List.of("act_ru_job", "act_hi_job_log", "act_ge_bytearray")) {
			before.remove(noted);
			after.remove(noted);
		}
		assertThat(after).isEqualTo(before);
		engineStep.disarm();
		management.executeJob(job.getId());
		assertThat(reviews.record(number).overdueSince()).contains(clock.instant());
	}

	private static boolean tellsOfARecord(Object event) {
		return event instanceof RecordSubmitted || event instanceof RecordWithdrawn || event instanceof RecordPublished;
	}

	private String atTheProvincialOffice() {
		var number = filed.submit(filed.completeDraft(filed.newPerson(), "gs-hospital"));
		reviews.confirm(number, "gs-hospital", "gs-health");
		return number;
	}

	/** Every row of every table, the engine's and ours; only its own measurements the engine writes beside a transaction. */
	private Map<String, List<String>> everything() {
		var tables = jdbc.queryForList("select table_name from information_schema.tables where lower(table_schema) = 'public'",
				String.class);
		var rows = new TreeMap<>(tables.stream().map(table -> table.toLowerCase(Locale.ROOT))
				.filter(table -> !table.contains("meter_log") && !table.startsWith("flyway")).collect(Collectors.toMap(table -> table, this::rows)));
		assertThat(rows).containsKeys("act_ru_execution", "act_hi_procinst", "title_record", "history_entry", "register_entry");
		return rows;
	}

	private List<String> rows(String table) {
		var rows = jdbc.query("select * from " + table, (result, index) -> {
			var values = new ArrayList<String>();
			for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
				values.add(result.getString(i));
			}
			return values.toString();
		});
		rows.sort(null);
		return rows;
	}
}
