package cn.zhicheng.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.TestDatabases;
import cn.zhicheng.TestRecords;
import cn.zhicheng.TestReviews;
import cn.zhicheng.ZhichengApplication;

/** The whole application on a PostgreSQL database of its own, with the clock of the tests and its job executor running. */
final class BenchmarkedApplication {

	private static final String UNIT = "zy-school";
	private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private BenchmarkedApplication() {
	}

	static ConfigurableApplicationContext start(String... arguments) {
		var all = new ArrayList<>(List.of("--spring.datasource.url=" + TestDatabases.postgresUrl(), "--spring.datasource.username=postgres",
				"--spring.datasource.password=postgres", "--server.port=0", "--zhicheng.campaign.year=2021",
				"--zhicheng.evidence.directory=target/test-evidence", "--zhicheng.security.audit.anchor-file=target/test-audit/benchmark.txt",
				"--zhicheng.security.personal-data.key-file=target/test-personal-data.key"));
		all.addAll(List.of(arguments));
		return new SpringApplicationBuilder(ZhichengApplication.class, ApplicationTest.StandingClock.class, TestRecords.class, TestReviews.class)
				.run(all.toArray(String[]::new));
	}

	/** Copies a unit in Zhangye so many times: {@code bench-unit-0} and so on. */
	static void createUnits(JdbcTemplate jdbc, int number) {
		var columns = jdbc.queryForMap("select * from organisation where code = ?", UNIT).keySet();
		var values = columns.stream().map(column -> switch (column) {
			case "code", "name" -> "'bench-unit-' || n";
			case "path" -> "replace(path, code, 'bench-unit-' || n)";
			case "credit_code" -> "null";
			default -> column;
		}).collect(Collectors.joining(", "));
		jdbc.update("insert into organisation (%s) select %s from organisation, generate_series(0, %d) as copies(n) where code = ?"
				.formatted(String.join(", ", columns), values, number - 1), UNIT);
	}

	/** Deploys a table of dates as a process designer does. */
	static void publish(ConfigurableApplicationContext application, String table, String reason) {
		application.getBean(TestReviews.class).as("designer", "designer", () -> application.getBean(RepositoryService.class).createDeployment()
				.name(reason).addInputStream("deadlines.dmn", new ByteArrayInputStream(table.getBytes(StandardCharsets.UTF_8))).deploy());
	}

	/** Looks and waits in turn until the job executor has done all jobs of all batches. */
	static void awaitBatches(ConfigurableApplicationContext application, int patienceSeconds) {
		var management = application.getBean(ManagementService.class);
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(patienceSeconds);
		// The statistics of batches look through all jobs, and would take part in what is measured.
		while (management.createBatchQuery().list().stream().anyMatch(batch -> batch.getJobsCreated() < batch.getTotalJobs()
				|| management.createJobQuery().jobDefinitionId(batch.getBatchJobDefinitionId()).count() > 0)) {
			assertThat(System.nanoTime()).as("the batches end").isLessThan(end);
			LockSupport.parkNanos(LOOK_NANOS);
		}
	}

	static double secondsSince(long begin) {
		return (System.nanoTime() - begin) / 1e9;
	}
}
