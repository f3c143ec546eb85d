package cn.zhicheng.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

import cn.zhicheng.TestRecords;
import cn.zhicheng.TestReviews;

/**
 * A changed date is published on PostgreSQL while 100,000 records are on their way: how long the publication takes, from whose
 * end on the date counts, and at what rate tasks and timers follow. {@code mvn -Pbench test}; {@code -Dbench.moved=20000} for
 * a smaller one. Not part of the tests.
 */
class DateFollowingBenchmark {

	private static final int MOVED = Integer.getInteger("bench.moved", 100_000);
	private static final double AT_LEAST_PER_SECOND = 2_000;
	private static final int PATIENCE_SECONDS = 300;

	private static ConfigurableApplicationContext application;
	private static JdbcTemplate jdbc;

	@BeforeAll
	static void records_under_way() {
		// How organisations follow is measured by itself.
		application = BenchmarkedApplication.start("--zhicheng.supervision.look-every=1d");
		jdbc = application.getBean(JdbcTemplate.class);
		new DueTimers(jdbc, application.getBean(TestRecords.class), application.getBean(TestReviews.class)).create(MOVED, 1);
	}

	@AfterAll
	static void stop() {
		if (application != null) {
			application.close();
		}
	}

	@Test
	void a_hundred_thousand_records_follow_a_published_date() throws IOException {
		var table = Files.readString(Path.of("processes", "deadlines.dmn"));
		BenchmarkedApplication.publish(application, table.replace("\"05-10\"", "\"05-11\""), "预热");
		BenchmarkedApplication.awaitBatches(application, PATIENCE_SECONDS);

		long begin = System.nanoTime();
		BenchmarkedApplication.publish(application, table.replace("\"05-10\"", "\"05-12\"").replace("\"05-31\"", "\"06-02\""), "测量");
		double publication = BenchmarkedApplication.secondsSince(begin);
		begin = System.nanoTime();
		BenchmarkedApplication.awaitBatches(application, PATIENCE_SECONDS);
		double following = BenchmarkedApplication.secondsSince(begin);

		double rate = MOVED / following;
		var result = """
				| what | measured |
				| --- | ---: |
				| records on their way whose date changes | %,d |
				| publication, from whose end on the date counts | %.1f s |
				| records that follow, with task, timer and history | %,.0f/s |
				""".formatted(MOVED, publication, rate);
		Files.createDirectories(Path.of("target"));
		Files.writeString(Path.of("target", "date-following-benchmark.md"), result);
		System.out.println(result);
		assertThat(count("select count(*) from title_record where number like 'T-%' and deadline in (date '2021-05-12', date '2021-06-02')"))
				.isEqualTo(MOVED);
		assertThat(count("""
				select count(*) from ACT_RU_TASK t join ACT_RU_JOB j on j.PROCESS_INSTANCE_ID_ = t.PROC_INST_ID_
				join ACT_RU_EXECUTION e on e.ID_ = t.PROC_INST_ID_ join title_record r on r.number = e.BUSINESS_KEY_
				where r.number like 'T-%' and j.DUEDATE_ = t.DUE_DATE_ + interval '1 millisecond' and t.DUE_DATE_ < timestamp '2021-06-04'
				""")).isEqualTo(MOVED);
		assertThat(count("""
				select count(*) from history_entry h join title_record r on r.id = h.record_id
				where h.event = 'DATE_CHANGED' and h.reason like '%测量' and r.number like 'T-%'
				""")).isEqualTo(MOVED);
		assertThat(rate).as("records a second").isGreaterThanOrEqualTo(AT_LEAST_PER_SECOND);
	}

	private static long count(String query) {
		return jdbc.queryForObject(query, Long.class);
	}
}
