package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;

import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.MutableClock;
import cn.zhicheng.TestRecords;
import cn.zhicheng.TestReviews;
import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.deadline.DeadlineCalendar;
import cn.zhicheng.deadline.DeadlineExtension.Granted;
import cn.zhicheng.deadline.DeadlineExtensions;
import cn.zhicheng.deadline.DeadlineExtensions.Refusal;
import cn.zhicheng.deadline.DeadlinePublications;
import cn.zhicheng.filing.Filing;
import cn.zhicheng.filing.FilingOutcome;
import cn.zhicheng.filing.RecordJournal;
import cn.zhicheng.filing.RecordState;
import cn.zhicheng.organisation.OrganisationDirectory;
import cn.zhicheng.review.DateFollowing;

/**
 * A date is moved while records are on their way: it counts at once, and tasks, timers, marks and histories follow, with none
 * lost and none doubled.
 */
@ApplicationTest
abstract class DatesPublishedContract {

	private static final int YEAR = 2021;

	@Autowired
	TestRecords filed;
	@Autowired
	TestReviews reviews;
	@Autowired
	RecordJournal journal;
	@Autowired
	Filing filing;
	@Autowired
	RepositoryService repository;
	@Autowired
	ManagementService management;
	@Autowired
	RuntimeService runtime;
	@Autowired
	TaskService tasks;
	@Autowired
	DeadlinePublications publications;
	@Autowired
	DeadlineExtensions extensions;
	@Autowired
	PastDates pastDates;
	@Autowired
	DeadlineCalendar calendar;
	@Autowired
	OrganisationDirectory organisations;
	@Autowired
	MutableClock clock;
	@Autowired
	DateFollowing following;
	@Autowired
	OverdueTasks overdueTasks;
	@Autowired
	ReviewSteps steps;
	@Autowired
	ProcessEngine engine;
	@Autowired
	JdbcClient database;
	@Autowired
	TransactionTemplate transactions;

	@BeforeEach
	void it_is_april() {
		clock.set(ApplicationTest.START);
	}

	@AfterEach
	void publish_the_dates_of_the_notices_again() throws IOException {
		clock.set(ApplicationTest.START);
		publish(table(), "复原");
		runBatches();
	}

	@Test
	void a_later_date_counts_at_once_and_task_timer_and_history_follow() throws IOException {
		var number = filed.submittedBySomebody("gz-school");

		publish(unitsOfZhangyeUntil("05-15"), "顺延五天");

		clock.set("2021-05-12T10:00");
		assertThat(dueDate(number)).isEqualTo(lastMoment("05-10"));
		runBatches();
		assertThat(dueDate(number)).isEqualTo(lastMoment("05-15"));
		assertThat(timer(number).getDuedate()).isEqualTo(end("05-15"));
		assertThat(runtime.getVariable(reviews.task(number).getProcessInstanceId(), "deadline")).isEqualTo(end("05-15"));
		assertThat(reviews.record(number).scheduledDeadline()).contains(date("05-15"));
		assertThat(journal.of(reviews.record(number).id())).last().satisfies(entry -> {
			assertThat(entry.event()).isEqualTo("DATE_CHANGED");
			assertThat(entry.reason()).isEqualTo("用人单位审核截止日期由 2021-05-10 改为 2021-05-15。发布日期表第 %d 版：顺延五天"
					.formatted(publications.inForce().orElseThrow().version()));
		});
	}

	@Test
	void a_decision_after_the_former_date_is_in_time_by_the_new_one_before_anything_has_followed() throws IOException {
		var number = filed.submittedBySomebody("gz-school");
		publish(unitsOfZhangyeUntil("05-15"), "顺延");
		clock.set("2021-05-15T23:59:59.999");

		reviews.confirm(number, "gz-school");

		assertThat(journal.of(reviews.record(number).id())).filteredOn(RecordJournal.Entry::late).isEmpty();
	}

	@Test
	void a_decision_after_the_new_date_is_late_before_anything_has_followed() throws IOException {
		var number = filed.submittedBySomebody("gz-school");
		publish(unitsOfZhangyeUntil("05-05"), "提前");
		clock.set("2021-05-06T00:00");

		reviews.confirm(number, "gz-school");

		assertThat(journal.of(reviews.record(number).id())).filteredOn(RecordJournal.Entry::late).hasSize(1);
	}

	@Test
	void what_was_overdue_is_not_any_more_and_is_again_after_the_new_date() throws IOException {
		var number = filed.submittedBySomebody("gz-school");
		clock.set("2021-05-11T00:00");
		fire(number);
		assertThat(reviews.record(number).overdueSince()).isPresent();

		publish(unitsOfZhangyeUntil("05-15"), "顺延");
		runBatches();

		assertThat(reviews.record(number).overdueSince()).isEmpty();
		assertThat(reviews.task(number).getPriority()).isEqualTo(50);
		assertThat(tasks.getIdentityLinksForTask(reviews.task(number).getId())).extracting("groupId").containsExactly("gz-school");
		assertThat(timer(number).getDuedate()).isEqualTo(end("05-15"));
		clock.set("2021-05-16T00:00");
		fire(number);
		assertThat(reviews.record(number).overdueSince()).contains(clock.instant());
		assertThat(reviews.events(number)).endsWith("OVERDUE", "DATE_CHANGED", "OVERDUE");
		assertThat(timers(number)).isEmpty();
	}

	@Test
	void a_date_moved_to_the_past_makes_overdue_once() throws IOException {
		var number = filed.submittedBySomebody("gz-school");
		clock.set("2021-05-09T10:00");

		publish(unitsOfZhangyeUntil("05-08"), "提前");
		runBatches();

		assertThat(timer(number).getDuedate()).isEqualTo(end("05-08"));
		fire(number);
		assertThat(reviews.events(number)).endsWith("DATE_CHANGED", "OVERDUE");
		assertThat(reviews.task(number).getPriority()).isEqualTo(TitleRecordReview.OVERDUE_PRIORITY);
	}

	@Test
	void a_timer_that_is_due_before_it_has_followed_is_set_anew() throws IOException {
		var number = filed.submittedBySomebody("gz-school");
		publish(unitsOfZhangyeUntil("05-15"), "顺延");
		clock.set("2021-05-11T00:00");

		fire(number);
		assertThat(reviews.record(number).overdueSince()).isEmpty();
		assertThat(timer(number).getDuedate()).isEqualTo(end("05-15"));
		runBatches();

		assertThat(timers(number)).hasSize(1);
		assertThat(timer(number).getDuedate()).isEqualTo(end("05-15"));
	}

	@Test
	void an_amendment_follows_the_date_of_the_stage_that_returned_the_record() throws IOException {
		var number = filed.submittedBySomebody("gz-school");
		reviews.sendBack(number, "gz-school");
		publish(unitsOfZhangyeUntil("05-15"), "顺延");
		clock.set("2021-05-13T10:00");

		assertThat(filing.deadlineOf(reviews.record(number))).isEqualTo(date("05-15"));
		fire(number);
		assertThat(reviews.record(number).state()).isEqualTo(RecordState.RETURNED);
		runBatches();
		assertThat(timer(number).getDuedate()).isEqualTo(end("05-15"));
		var record = reviews.record(number);
		assertThat(filing.submit(record.applicant().id(), number, record.version())).isInstanceOf(FilingOutcome.Done.class);
	}

	@Test
	void what_does_not_move_is_left_as_it_is() throws IOException {
		var elsewhere = filed.submittedBySomebody("lz-company");
		var before = timer(elsewhere);

		publish(unitsOfZhangyeUntil("05-15"), "顺延");
		runBatches();

		assertThat(reviews.events(elsewhere)).doesNotContain("DATE_CHANGED");
		assertThat(timer(elsewhere)).usingRecursiveComparison().comparingOnlyFields("id", "revision", "duedate").isEqualTo(before);
	}

	@Test
	void a_batch_that_was_interrupted_goes_on_and_moves_nothing_twice() throws IOException {
		var number = filed.submittedBySomebody("gz-school");
		publish(unitsOfZhangyeUntil("05-15"), "顺延");
		runBatches();
		// The next one finds everything where it should be.
		publish(unitsOfZhangyeUntil("05-15"), "同样的日期");
		runBatches();

		assertThat(reviews.events(number)).containsOnlyOnce("DATE_CHANGED");
		assertThat(timers(number)).hasSize(1);
	}

	@Test
	void of_many_that_have_moved_on_meanwhile_a_batch_of_their_own_takes_care_and_each_follows_once() throws IOException {
		var numbers = Stream.generate(() -> filed.submittedBySomebody("gz-school")).limit(3).toList();
		publish(unitsOfZhangyeUntil("05-15"), "顺延");
		var ofOneEach = new RunningDates(following, publications, organisations, overdueTasks, steps, engine, database, clock, 1);
		long before = management.createBatchQuery().type(DateFollowingBatch.TYPE).count();

		transactions.executeWithoutResult(status -> ofOneEach.followSince(clock.instant(), "顺延"));

		assertThat(management.createBatchQuery().type(DateFollowingBatch.TYPE).count()).isEqualTo(before + 1);
		assertThat(numbers).allSatisfy(number -> assertThat(dueDate(number)).isEqualTo(lastMoment("05-10")));
		runBatches();
		assertThat(numbers).allSatisfy(number -> {
			assertThat(dueDate(number)).isEqualTo(lastMoment("05-15"));
			assertThat(reviews.events(number)).containsOnlyOnce("DATE_CHANGED");
		});
		long after = management.createBatchQuery().count();
		transactions.executeWithoutResult(status -> ofOneEach.followSince(Instant.parse("2022-01-01T00:00:00Z"), "顺延"));
		assertThat(management.createBatchQuery().count()).as("nobody has moved on since").isEqualTo(after);
	}

	@Test
	void an_earlier_version_is_published_again_the_same_way() throws IOException {
		var number = filed.submittedBySomebody("gz-school");
		publish(unitsOfZhangyeUntil("05-15"), "顺延");
		runBatches();

		publish(table(), "撤回顺延");
		runBatches();

		assertThat(timer(number).getDuedate()).isEqualTo(end("05-10"));
		assertThat(publications.latest().subList(0, 2)).extracting(one -> one.reason().orElseThrow()).containsExactly("撤回顺延", "顺延");
	}

	@Test
	void what_is_refused_leaves_the_dates_in_force_as_they_are() {
		var before = publications.inForce().orElseThrow().id();

		assertThatThrownBy(() -> publish(table().replace("starts with(?, \"6207\")", "function() external"), "坏表"))
				.hasMessageContaining("未部署");

		assertThat(publications.inForce().orElseThrow().id()).isEqualTo(before);
		assertThat(calendar.reviewDeadline(organisations.get("gz-school"), YEAR)).isEqualTo(date("05-10"));
	}

	@Test
	void an_organisation_that_was_given_longer_has_longer_and_its_records_follow() {
		var number = filed.submittedBySomebody("zy-school");
		var school = organisations.get("zy-school");

		assertThat(extensions.extend(school, YEAR, date("05-20"), new Granted("zy-education", "zy-education", "停电"))).isEmpty();
		assertThat(calendar.reviewDeadline(school, YEAR)).isEqualTo(date("05-20"));
		assertThat(calendar.reviewDeadline(organisations.get("gz-school"), YEAR)).isEqualTo(date("05-10"));
		runBatches();

		assertThat(timer(number).getDuedate()).isEqualTo(end("05-20"));
		assertThat(journal.of(reviews.record(number).id())).last()
				.satisfies(entry -> assertThat(entry.reason()).endsWith("张掖市教育局延期：停电"));
		var next = filed.submittedBySomebody("zy-school");
		assertThat(timer(next).getDuedate()).isEqualTo(end("05-20"));
	}

	@Test
	void nobody_is_given_longer_than_the_superior_has_nor_until_a_day_that_is_over() {
		var school = organisations.get("gz-archive");
		var granted = new Granted("gz-reform", "gz-reform", "理由");
		clock.set("2021-05-09T10:00");

		assertThat(extensions.extend(school, YEAR, date("06-01"), granted)).contains(Refusal.AFTER_SUPERIOR);
		assertThat(extensions.extend(school, YEAR, date("05-08"), granted)).contains(Refusal.PAST);
		assertThat(extensions.extend(school, YEAR, date("05-10"), granted)).contains(Refusal.NOT_LATER);
		assertThat(extensions.extend(organisations.get("gs-reform"), YEAR, date("06-30"), granted)).contains(Refusal.NO_SUPERIOR);
		assertThat(extensions.of("gz-archive", YEAR)).isEmpty();
	}

	private static String table() throws IOException {
		return Files.readString(ProcessFolder.file("deadlines.dmn"));
	}

	private static String unitsOfZhangyeUntil(String date) throws IOException {
		return table().replace("\"05-10\"", "\"" + date + "\"");
	}

	/** As a process designer does, from wherever. */
	private void publish(String table, String name) {
		reviews.as("designer", "designer", () -> pastDates.confirmedDuring(() -> repository.createDeployment().name(name)
				.addInputStream("deadlines.dmn", new ByteArrayInputStream(table.getBytes(StandardCharsets.UTF_8))).deploy()));
	}

	private void runBatches() {
		new TestBatches(management).run();
	}

	private void fire(String number) {
		management.executeJob(timer(number).getId());
	}

	private Job timer(String number) {
		return timers(number).get(0);
	}

	private List<Job> timers(String number) {
		return management.createJobQuery().processInstanceId(reviews.task(number).getProcessInstanceId()).timers().list();
	}

	private Date dueDate(String number) {
		return reviews.task(number).getDueDate();
	}

	private static Deadline date(String date) {
		return new Deadline(LocalDate.parse(YEAR + "-" + date));
	}

	private static Date end(String date) {
		return Date.from(date(date).end());
	}

	private static Date lastMoment(String date) {
		return Date.from(date(date).lastMoment());
	}
}
