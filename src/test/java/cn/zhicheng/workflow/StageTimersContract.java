package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;

import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.ProcessEngineImpl;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

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
@Import(CountedRoundTrips.class)
abstract class StageTimersContract {

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

	private StageTimerExecutor executor;
	private JobExecutor ownExecutor;

	@BeforeEach
	void an_executor_that_runs_what_it_takes_at_once() {
		executor = new StageTimerExecutor(20, records::lockFree) {

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
	}

	@AfterEach
	void the_engine_has_its_own_again() {
		configuration().setJobExecutor(ownExecutor);
	}

	private ProcessEngineConfigurationImpl configuration() {
		return ((ProcessEngineImpl) engine).getProcessEngineConfiguration();
	}

	private int takeDueJobs(int atMost) {
		var taken = configuration().getCommandExecutorTxRequired().execute(executor.getAcquireJobsCmd(atMost)).getJobIdBatches();
		taken.forEach(jobs -> executor.getExecuteJobsRunnable(jobs, (ProcessEngineImpl) engine).run());
		return taken.size();
	}

	@Test
	void dates_of_several_records_are_escalated_in_one_transaction() {
		for (int n : new int[] { 2, 2, 12 }) {
		clock.set(ApplicationTest.START);
		var numbers = dueRecords(n);
		clock.set("2021-06-01T00:00");

		counted.begin();
		takeDueJobs(50);

		var c = counted.count();
		System.out.println("ROUND " + n + " " + c.roundTrips() + " " + c.commits());
		c.statements().forEach(x -> System.out.println("ROUND    " + x.replaceAll("\\s+", " ").replaceAll("select .* from", "select … from")));
		assertThat(numbers).allSatisfy(number -> assertThat(reviews.events(number)).containsOnlyOnce("OVERDUE"));
		}
	}

	private List<String> dueRecords(int number) {
		return Stream.generate(() -> filed.submittedBySomebody("gs-hospital")).limit(number).toList();
	}
}
