package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.camunda.bpm.engine.RepositoryService;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.MutableClock;
import cn.zhicheng.TestRecords;
import cn.zhicheng.TestReviews;
import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.filing.Filing;
import cn.zhicheng.filing.FilingOutcome;
import cn.zhicheng.filing.RecordJournal;
import cn.zhicheng.filing.TitleRecord;

/**
 * 500 submissions and 500 decisions race the last second of a date on several threads. The clock goes on by a millisecond
 * with each of them and passes the date in their midst; the machine's zone is another one than the date's (pom.xml).
 */
@ApplicationTest
abstract class LastSecondContract {

	private static final int OF_EACH = 500;
	private static final int THREADS = 4;
	private static final LocalDate DATE = LocalDate.of(2021, 4, 30);
	private static final Instant END = Instant.parse("2021-04-30T16:00:00Z");

	@Autowired
	TestRecords filed;
	@Autowired
	TestReviews reviews;
	@Autowired
	Filing filing;
	@Autowired
	RecordJournal journal;
	@Autowired
	MutableClock clock;
	@Autowired
	JdbcTemplate jdbc;
	@Autowired
	RepositoryService repository;

	/** A record and the moments between which it was submitted or decided on. */
	private record Asked(String number, Instant before, boolean accepted, Instant after) {

		/** The one moment that counts lies between the two. */
		private boolean includes(Instant moment) {
			return !moment.isBefore(before) && !moment.isAfter(after);
		}
	}

	/** Lets units review as long as people may file. */
	private void reviewUntil(LocalDate date) throws IOException {
		var table = Files.readString(ProcessFolder.file("deadlines.dmn"));
		var day = "\"" + date.toString().substring("2021-".length()) + "\"";
		repository.createDeployment().name("单位审核与填报同日截止").addString("deadlines.dmn", table.replace("\"05-31\"", day).replace("\"05-10\"", day).replace("\"05-20\"", day)).deploy();
	}

	private interface Action {

		boolean accepted();
	}

	@Test
	void no_late_submission_is_taken_and_no_decision_is_marked_but_by_comparison() throws Exception {
		var drafts = drafts(2 * OF_EACH);
		var toSubmit = drafts.subList(0, OF_EACH);
		var toDecide = drafts.subList(OF_EACH, 2 * OF_EACH);
		toDecide.forEach(filed::submit);
		var tasks = toDecide.stream().collect(Collectors.toMap(TitleRecord::number, record -> reviews.task(record.number()).getId()));
		reviewUntil(DATE);

		clock.set(END.minusMillis(OF_EACH));
		var race = new ArrayList<Callable<Asked>>();
		for (int i = 0; i < OF_EACH; i++) {
			var draft = toSubmit.get(i);
			var decided = toDecide.get(i).number();
			race.add(() -> asked(draft.number(), () -> filing.submit(draft.applicant().id(), draft.number(), draft.version())
					instanceof FilingOutcome.Done));
			race.add(() -> asked(decided, () -> {
				reviews.complete(tasks.get(decided), "gs-hospital", "gs-hospital", Map.of("decision", "confirm"));
				return true;
			}));
		}
		var asked = run(race).stream().collect(Collectors.toMap(Asked::number, one -> one));

		var submissions = toSubmit.stream().map(record -> asked.get(record.number())).toList();
		assertThat(submissions).allSatisfy(this::isTakenByComparison);
		var decisions = toDecide.stream().map(record -> asked.get(record.number())).toList();
		assertThat(decisions).allSatisfy(this::isMarkedByComparison);
		// The race was one: both happened on both sides of the date.
		assertThat(submissions).extracting(Asked::accepted).contains(true, false);
		assertThat(decisions.stream().map(this::isMarkedLate)).contains(true, false);
		assertThat(new Deadline(DATE).end()).isEqualTo(END);
	}

	private void isTakenByComparison(Asked submission) {
		var record = reviews.record(submission.number());
		if (submission.accepted()) {
			assertThat(record.submittedAt()).isBefore(END).matches(submission::includes);
		} else {
			assertThat(record.submittedAt()).isNull();
			assertThat(submission.after()).as("refused while the date had not passed").isAfterOrEqualTo(END);
		}
	}

	private void isMarkedByComparison(Asked decision) {
		var entry = confirmation(decision);
		assertThat(entry.at()).matches(decision::includes);
		assertThat(entry.late()).isEqualTo(!entry.at().isBefore(END));
	}

	private boolean isMarkedLate(Asked decision) {
		return confirmation(decision).late();
	}

	private RecordJournal.Entry confirmation(Asked decision) {
		return journal.of(reviews.record(decision.number()).id()).stream().filter(entry -> entry.event().equals("CONFIRMED")).findFirst().orElseThrow();
	}

	private Asked asked(String number, Action action) {
		clock.advance(Duration.ofMillis(1));
		var before = clock.instant();
		boolean accepted = action.accepted();
		return new Asked(number, before, accepted, clock.instant());
	}

	private static List<Asked> run(List<Callable<Asked>> race) throws Exception {
		var threads = Executors.newFixedThreadPool(THREADS);
		try {
			var all = new ArrayList<Asked>();
			for (var result : threads.invokeAll(race)) {
				all.add(result.get());
			}
			return all;
		} finally {
			threads.shutdown();
		}
	}

	/** One is made as usual; the others are copies of its rows, each of another person. */
	private List<TitleRecord> drafts(int number) {
		var draft = filed.completeDraft(filed.newPerson(), "gs-hospital");
		copy("applicant", number, "id = " + draft.applicant().id(), Map.of("id", "-n", "document_number_hash", "'race-' || n"));
		copy("title_record", number, "id = " + draft.id(), Map.of("id", "-n", "number", "'RACE-' || n", "applicant_id", "-n"));
		copy("evidence", number, "record_id = " + draft.id(), Map.of("id", "-(id * 10000 + n)", "record_id", "-n"));
		return IntStream.rangeClosed(1, number).mapToObj(n -> reviews.record("RACE-" + n)).toList();
	}

	private void copy(String table, int number, String which, Map<String, String> changed) {
		var columns = jdbc.queryForList("select * from %s where %s".formatted(table, which)).get(0).keySet().stream().map(String::toLowerCase).toList();
		var values = columns.stream().map(column -> changed.getOrDefault(column, column)).collect(Collectors.joining(", "));
		jdbc.update("insert into %s (%s) select %s from %1$s, generate_series(1, %d) as copies(n) where %s"
				.formatted(table, String.join(", ", columns), values, number, which));
	}
}
