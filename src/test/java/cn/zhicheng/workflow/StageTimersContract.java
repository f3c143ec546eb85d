package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;

import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.ProcessEngineImpl;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.IdentityLink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.CountedRoundTrips;
import cn.zhicheng.MutableClock;
import cn.zhicheng.TestRecords;
import cn.zhicheng.TestReviews;
import cn.zhicheng.filing.RecordsByNumber;

/**
 * Due dates of stages share transactions, and what each of them does is what it would do alone.
 */
@ApplicationTest
abstract class StageTimersContract {

	private static final String LATE = "2021-06-01T00:00";
	private static final int TOGETHER = 12;
	private static final int AT_ONCE = 100;
	private static final int AT_MOST_EACH = 3;

	@Autowired
	CountedRoundTrips counted;
	@Autowired
	TestRecords filed;
	@Autowired
	TestReviews reviews;
	@Autowired
	ManagementService management;
	@Autowired
	ProcessEngine engine;
	@Autowired
	MutableClock clock;
	@Autowired
	RecordsByNumber records;
	@Autowired
	DueRecords due;
	@Autowired
	RuntimeService runtime;
	@Autowired
	TaskService tasks;
	@Autowired
	TransactionTemplate transactions;
	@Autowired
	JdbcTemplate jdbc;

	private StageTimerExecutor executor;
	private JobExecutor ownExecutor;

	@BeforeEach
	void an_executor_that_runs_what_it_takes_at_once() {
		executor = new StageTimerExecutor(TOGETHER, due::lockFree) {

			@Override
			public boolean isActive() {
				return true;
			}

			@Override
			public void jobWasAdded() {
				// There is no thread to be told.
			}
		};
		executor.ensureInitialization();
		ownExecutor = configuration().getJobExecutor();
		configuration().setJobExecutor(executor);
		// Neither jobs of the engine itself nor what another test has left is taken with those of a test.
		clock.set(LATE);
		run(take());
		clock.set(ApplicationTest.START);
	}

	@AfterEach
	void the_engine_has_its_own_again() {
		configuration().setJobExecutor(ownExecutor);
	}

	@Test
	void dates_of_several_records_are_escalated_in_one_transaction() {
		int ofTwo = roundTripsOf(2);
		int ofTwelve = roundTripsOf(12);

		assertThat(ofTwelve - ofTwo).as("round trips of ten more").isLessThanOrEqualTo(10 * AT_MOST_EACH);
	}

	/** Each record is marked exactly once, in one transaction after the one in which the jobs were taken. */
	private int roundTripsOf(int number) {
		clock.set(ApplicationTest.START);
		var numbers = dueRecords(number);
		clock.set(LATE);
		var jobs = take();

		counted.begin();
		run(jobs);

		assertThat(jobs).hasSize(1);
		var count = counted.count();
		assertThat(count.commits()).isEqualTo(1);
		assertThat(numbers).allSatisfy(this::isEscalatedOnce);
		return count.roundTrips();
	}

	@Test
	void more_than_share_a_transaction_are_run_in_several() {
		var numbers = dueRecords(TOGETHER + 3);
		clock.set(LATE);
		var jobs = take();

		run(jobs);

		assertThat(jobs).extracting(List::size).containsExactlyInAnyOrder(TOGETHER, 3);
		assertThat(numbers).allSatisfy(this::isEscalatedOnce);
		assertThat(take()).isEmpty();
	}

	@Test
	void one_that_fails_keeps_its_retries_and_holds_back_none_of_the_others() {
		var numbers = dueRecords(5);
		var broken = numbers.get(2);
		jdbc.update("update title_record set state = 'LAPSED' where number = ?", broken);
		var instance = reviews.task(broken).getProcessInstanceId();
		clock.set(LATE);

		run(take());

		assertThat(numbers).filteredOn(number -> !number.equals(broken)).allSatisfy(this::isEscalatedOnce);
		assertThat(reviews.events(broken)).doesNotContain("OVERDUE");
		var left = timer(instance);
		assertThat(left.getRetries()).isEqualTo(4);
		assertThat(left.getExceptionMessage()).contains(broken);
		assertThat(left.getDuedate()).isAfter(Date.from(clock.instant()));
		jdbc.update("update title_record set state = 'IN_REVIEW' where number = ?", broken);
		clock.advance(Duration.ofMinutes(2));
		run(take());
		assertThat(broken).satisfies(this::isEscalatedOnce);
	}

	@Test
	void one_that_fails_again_and_again_ends_as_an_incident_of_its_own_record_and_can_be_run_when_it_is_mended() {
		var numbers = dueRecords(3);
		var broken = numbers.get(0);
		jdbc.update("update title_record set state = 'LAPSED' where number = ?", broken);
		var instance = reviews.task(broken).getProcessInstanceId();
		clock.set(LATE);

		for (int retries = 4; retries >= 0; retries--) {
			run(take());
			assertThat(timer(instance).getRetries()).isEqualTo(retries);
			clock.advance(Duration.ofDays(1));
		}

		run(take());
		assertThat(management.createJobQuery().processInstanceId(instance).executable().count()).as("nobody tries any more").isZero();
		assertThat(reviews.record(broken).overdueSince()).isEmpty();
		assertThat(runtime.createIncidentQuery().processInstanceId(instance).singleResult()).satisfies(incident -> {
			assertThat(incident.getConfiguration()).isEqualTo(timer(instance).getId());
			assertThat(incident.getIncidentMessage()).contains(broken);
		});
		assertThat(numbers.subList(1, 3)).allSatisfy(this::isEscalatedOnce).allSatisfy(number -> assertThat(
				runtime.createIncidentQuery().processInstanceId(reviews.task(number).getProcessInstanceId()).count()).isZero());
		jdbc.update("update title_record set state = 'IN_REVIEW' where number = ?", broken);
		management.setJobRetries(timer(instance).getId(), 1);
		run(take());
		assertThat(broken).satisfies(this::isEscalatedOnce);
		assertThat(runtime.createIncidentQuery().processInstanceId(instance).count()).isZero();
	}

	private Job timer(String instance) {
		return management.createJobQuery().processInstanceId(instance).singleResult();
	}

	@Test
	void what_was_decided_after_its_job_was_taken_is_not_escalated() {
		var numbers = dueRecords(3);
		clock.set(LATE);
		var jobs = take();
		reviews.confirm(numbers.get(0), "gs-hospital");

		run(jobs);

		assertThat(reviews.events(numbers.get(0))).contains("CONFIRMED").doesNotContain("OVERDUE");
		assertThat(numbers.subList(1, 3)).allSatisfy(this::isEscalatedOnce);
	}

	@Test
	void other_jobs_are_not_put_together_with_dates_of_stages() {
		dueRecords(2);
		// A timer of the same process that nobody knows may do anything.
		jdbc.update("update ACT_RU_JOB set HANDLER_CFG_ = 'remindOffice' where HANDLER_CFG_ = 'unitDeadline'");
		clock.set(LATE);

		assertThat(take()).extracting(List::size).containsExactly(1, 1);

		jdbc.update("update ACT_RU_JOB set HANDLER_CFG_ = 'unitDeadline' where HANDLER_CFG_ = 'remindOffice'");
	}

	private void isEscalatedOnce(String number) {
		assertThat(reviews.events(number)).containsOnlyOnce("OVERDUE");
		assertThat(reviews.record(number).overdueSince()).isPresent();
		var task = reviews.task(number);
		assertThat(task.getPriority()).isEqualTo(TitleRecordReview.OVERDUE_PRIORITY);
		assertThat(tasks.getIdentityLinksForTask(task.getId())).filteredOn(link -> link.getType().equals(TaskReaders.SUPERIOR))
				.extracting(IdentityLink::getGroupId).containsExactly("gs-health");
		assertThat(management.createJobQuery().processInstanceId(task.getProcessInstanceId()).count()).isZero();
	}

	/** Takes what is due, as the executor's thread does. */
	private List<List<String>> take() {
		return configuration().getCommandExecutorTxRequired().execute(executor.getAcquireJobsCmd(AT_ONCE)).getJobIdBatches();
	}

	private void run(List<List<String>> jobs) {
		jobs.forEach(one -> executor.getExecuteJobsRunnable(one, (ProcessEngineImpl) engine).run());
	}

	private ProcessEngineConfigurationImpl configuration() {
		return ((ProcessEngineImpl) engine).getProcessEngineConfiguration();
	}

	List<String> dueRecords(int number) {
		return Stream.generate(() -> filed.submittedBySomebody("gs-hospital")).limit(number).toList();
	}
}
