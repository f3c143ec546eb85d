package cn.zhicheng.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.LocalDate;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.review.SupervisionStarts;

/**
 * On PostgreSQL 30,000 units begin to be supervised, and follow a date that is changed: how long it takes until all are, and
 * until the last reminder has moved. {@code mvn -Pbench test}; {@code -Dbench.organisations=3000} for a smaller one. Not part
 * of the tests.
 */
class SupervisionBenchmark {

	private static final int ORGANISATIONS = Integer.getInteger("bench.organisations", 30_000);
	private static final int PATIENCE_SECONDS = 1_800;

	private static ConfigurableApplicationContext application;
	private static JdbcTemplate jdbc;

	@BeforeAll
	static void units() {
		// Begun by the benchmark, at once and not in the background.
		application = BenchmarkedApplication.start("--zhicheng.supervision.look-every=1d");
		jdbc = application.getBean(JdbcTemplate.class);
		BenchmarkedApplication.createUnits(jdbc, ORGANISATIONS);
		jdbc.execute("vacuum analyze");
	}

	@AfterAll
	static void stop() {
		if (application != null) {
			application.close();
		}
	}

	@Test
	void all_units_of_a_province_are_supervised_and_follow_a_date() throws IOException {
		long begin = System.nanoTime();
		int begun = application.getBean(SupervisionStarts.class).beginAll();
		double beginning = BenchmarkedApplication.secondsSince(begin);
		assertThat(begun).isGreaterThanOrEqualTo(ORGANISATIONS);
		assertThat(remindersOn("2021-05-03")).isGreaterThanOrEqualTo(ORGANISATIONS);

		begin = System.nanoTime();
		BenchmarkedApplication.publish(application, Files.readString(Path.of("processes", "deadlines.dmn")).replace("\"05-10\"", "\"05-12\""), "测量");
		double publication = BenchmarkedApplication.secondsSince(begin);
		begin = System.nanoTime();
		BenchmarkedApplication.awaitBatches(application, PATIENCE_SECONDS);
		double following = BenchmarkedApplication.secondsSince(begin);

		assertThat(remindersOn("2021-05-05")).isGreaterThanOrEqualTo(ORGANISATIONS);
		var result = """
				| what | measured |
				| --- | ---: |
				| organisations that begin to be supervised | %,.0f/s |
				| publication beside %,d of them | %.1f s |
				| organisations whose reminders follow | %,.0f/s |
				""".formatted(begun / beginning, begun, publication, begun / following);
		Files.writeString(Path.of("target", "supervision-benchmark.md"), result);
		System.out.println(result);
	}

	/** @return how many units of the benchmark are to be reminded next on the morning of a day */
	private static int remindersOn(String day) {
		return jdbc.queryForObject("""
				select count(*) from ACT_RU_JOB j join ACT_RU_EXECUTION e on e.ID_ = j.PROCESS_INSTANCE_ID_
				where e.BUSINESS_KEY_ like '2021/bench-unit-%' and j.DUEDATE_ = ?
				""", Integer.class, Timestamp.from(LocalDate.parse(day).atTime(8, 0).atZone(Deadline.ZONE).toInstant()));
	}
}
