package cn.zhicheng.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.ProcessEngineImpl;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.camunda.bpm.spring.boot.starter.configuration.impl.DefaultJobConfiguration.JobConfiguration;
import org.camunda.bpm.spring.boot.starter.property.CamundaBpmProperties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import cn.zhicheng.MutableClock;
import cn.zhicheng.TestRecords;
import cn.zhicheng.TestReviews;

/**
 * What happens on PostgreSQL when the dates of 10,000 and of 100,000 records pass in the same second while a reviewer goes on
 * deciding: with this application's job executor, and with stock settings in the same application on the same rows.
 * {@code mvn -Pbench test}; {@code -Dbench.timers=20000} for a smaller one. Not part of the tests.
 */
class StageTimersBenchmark {

	private static final int MANY = Integer.getInteger("bench.timers", 100_000);
	private static final int FEW = MANY / 10;
	private static final int STOCK_ROUNDS = 1;
	private static final int OUR_ROUNDS = 2;
	private static final int IDLE_DECISIONS = 150;
	private static final int WARM_UP = 200;
	private static final int TASKS = 20_000;
	/** A reviewer's decision every so often: 25 a second, six times what it takes to decide on 600,000 records four times each in twenty working days */
	private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(40);
	private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private static final int PATIENCE_SECONDS = 600;

	private static final double AT_LEAST_FASTER = 2;
	private static final double AT_MOST_SLOWER_DECISION = 2;
	/** The rate of the large round is compared with that of small ones on a machine that others use too. */
	private static final double MAY_FALL_TO = 0.9;

	private static final String DUE = "2021-05-31 12:00:00";
	private static final String NOW = "2021-06-01T09:00";

	private static ConfigurableApplicationContext application;
	private static ProcessEngineConfigurationImpl engine;
	private static JobExecutor ours;
	private static JobExecutor stock;
	private static DueTimers timers;
	private static Queue<String> tasks;

	private final List<Double> idle = new ArrayList<>();
	private final List<Drain> drains = new ArrayList<>();

	/** Milliseconds of each decision meanwhile. */
	private record Drain(boolean stock, int timers, double seconds, List<Double> decisions) {

		double rate() {
			return timers / seconds;
		}
	}

	@BeforeAll
	static void records_under_way() {
		application = BenchmarkedApplication.start();
		engine = ((ProcessEngineImpl) application.getBean(ProcessEngine.class)).getProcessEngineConfiguration();
		ours = engine.getJobExecutor();
		ours.shutdown();
		var settings = new CamundaBpmProperties();
		var threads = (ThreadPoolTaskExecutor) JobConfiguration.camundaTaskExecutor(settings);
		threads.initialize();
		stock = JobConfiguration.jobExecutor(threads, settings);
		timers = new DueTimers(application.getBean(JdbcTemplate.class), application.getBean(TestRecords.class), application.getBean(TestReviews.class));
		long begin = System.nanoTime();
		timers.create(MANY + FEW * (STOCK_ROUNDS + OUR_ROUNDS + 1), TASKS);
		System.out.printf("filled in %.0f s%n", BenchmarkedApplication.secondsSince(begin));
		tasks = new ArrayDeque<>(timers.tasksOfReviewer());
		application.getBean(MutableClock.class).set(NOW);
	}

	@AfterAll
	static void stop() {
		if (application != null) {
			application.close();
		}
	}

	@Test
	void a_hundred_thousand_dates_pass_without_hurting_who_decides() throws IOException {
		decide(WARM_UP);
		drain(ours, FEW / 2);
		drain(stock, FEW / 2);
		drains.clear();
		idle.clear();
		for (int round = 0; round < Math.max(STOCK_ROUNDS, OUR_ROUNDS); round++) {
			if (round < STOCK_ROUNDS) {
				drain(stock, FEW);
			}
			if (round < OUR_ROUNDS) {
				drain(ours, FEW);
			}
		}
		drain(ours, MANY);
		idle.addAll(decide(IDLE_DECISIONS));

		report();
		assertThat(rate(false, FEW) / rate(true, FEW)).as("times faster than stock").isGreaterThanOrEqualTo(AT_LEAST_FASTER);
		assertThat(rate(false, MANY) / rate(false, FEW)).as("rate of the large round as part of that of small ones")
				.isGreaterThanOrEqualTo(MAY_FALL_TO);
		assertThat(percentile95(decisions(false, MANY)) / percentile95(idle)).as("times slower a decision at the 95th percentile")
				.isLessThanOrEqualTo(AT_MOST_SLOWER_DECISION);
	}

	private void drain(JobExecutor executor, int number) {
		idle.addAll(decide(IDLE_DECISIONS));
		var round = timers.arm(number, DUE);
		// Stock takes what comes first.
		engine.setJobExecutorAcquireByDueDate(executor == ours);
		engine.setJobExecutor(executor);
		if (executor.getProcessEngines().isEmpty()) {
			executor.getProcessEngines().add((ProcessEngineImpl) engine.getProcessEngine());
		}
		var reviewer = new Reviewer();
		reviewer.start();
		long begin = System.nanoTime();
		executor.start();
		while (timers.isOpen(DUE)) {
			if (BenchmarkedApplication.secondsSince(begin) > PATIENCE_SECONDS) {
				throw new IllegalStateException("Timers are left after %d seconds".formatted(PATIENCE_SECONDS));
			}
			LockSupport.parkNanos(LOOK_NANOS);
		}
		double took = BenchmarkedApplication.secondsSince(begin);
		executor.shutdown();
		drains.add(new Drain(executor == stock, number, took, reviewer.stopped()));
		System.out.printf("%s %d: %.0f/s, decisions %d, p95 %.1f ms, idle p95 %.1f ms%n", executor == stock ? "stock" : "ours", number, number / took,
				drains.get(drains.size() - 1).decisions().size(), percentile95(drains.get(drains.size() - 1).decisions()), percentile95(idle));
		assertThat(timers.faults(round)).isEmpty();
	}

	/** Decides at an even pace until it is told to stop. */
	private static final class Reviewer extends Thread {

		private final List<Double> times = new ArrayList<>();
		private RuntimeException failure;
		private volatile boolean stopped;

		@Override
		public void run() {
			try {
				while (!stopped) {
					times.add(decideOne());
				}
			} catch (RuntimeException e) {
				failure = e;
			}
		}

		private List<Double> stopped() {
			stopped = true;
			try {
				join();
			} catch (InterruptedException e) {
				throw new IllegalStateException(e);
			}
			if (failure != null) {
				throw failure;
			}
			return times;
		}
	}

	private static List<Double> decide(int number) {
		var times = new ArrayList<Double>();
		for (int i = 0; i < number; i++) {
			times.add(decideOne());
		}
		return times;
	}

	/** As a reviewer's completion in Tasklist, from the call of the engine on. */
	private static double decideOne() {
		var task = tasks.remove();
		var identities = engine.getIdentityService();
		identities.setAuthentication(DueTimers.OFFICE, List.of(DueTimers.OFFICE));
		long begin = System.nanoTime();
		try {
			engine.getTaskService().complete(task, Map.of("decision", "confirm"));
		} finally {
			identities.clearAuthentication();
		}
		long took = System.nanoTime() - begin;
		LockSupport.parkNanos(PACE_NANOS - took);
		return took / 1e6;
	}

	private double rate(boolean ofStock, int number) {
		return median(drains.stream().filter(drain -> drain.stock() == ofStock && drain.timers() == number).map(Drain::rate).toList());
	}

	private List<Double> decisions(boolean ofStock, int number) {
		return drains.stream().filter(drain -> drain.stock() == ofStock && drain.timers() == number).flatMap(drain -> drain.decisions().stream()).toList();
	}

	private static double median(List<Double> values) {
		return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
	}

	private static double percentile95(List<Double> values) {
		var sorted = new ArrayList<>(values);
		Collections.sort(sorted);
		return sorted.get((int) Math.ceil(sorted.size() * 0.95) - 1);
	}

	private void report() throws IOException {
		var lines = new ArrayList<String>();
		lines.add("| due in one second | timers a second | times stock | a decision, median ms | 95th percentile ms | times idle |");
		lines.add("| --- | ---: | ---: | ---: | ---: | ---: |");
		lines.add("| none | | | %.1f | %.1f | |".formatted(median(idle), percentile95(idle)));
		lines.add(line("%,d, stock settings".formatted(FEW), true, FEW));
		lines.add(line("%,d".formatted(FEW), false, FEW));
		lines.add(line("%,d".formatted(MANY), false, MANY));
		System.out.println(String.join(System.lineSeparator(), lines));
		Files.createDirectories(Path.of("target"));
		Files.write(Path.of("target/stage-timers-benchmark.md"), lines);
	}

	private String line(String what, boolean ofStock, int number) {
		var decisions = decisions(ofStock, number);
		return "| %s | %.0f | %.1f | %.1f | %.1f | %.2f |".formatted(what, rate(ofStock, number), rate(ofStock, number) / rate(true, FEW),
				median(decisions), percentile95(decisions), percentile95(decisions) / percentile95(idle));
	}
}
