package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;

import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.JobQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.MessageSource;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.MutableClock;
import cn.zhicheng.TestRecords;
import cn.zhicheng.TestReviews;
import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.filing.Filing;
import cn.zhicheng.filing.FilingOutcome;
import cn.zhicheng.filing.RecordField;
import cn.zhicheng.filing.RecordJournal;
import cn.zhicheng.filing.RecordState;
import cn.zhicheng.filing.TitleRecord;
import cn.zhicheng.organisation.OrganisationDirectory;

/**
 * The calendar of the two notices (甘人社通〔2021〕117号 四, 张人社职〔2021〕39号 三) in the campaign of 2021: every row of
 * it in the last millisecond that is in time and in the first that is late, on a machine in another zone.
 */
@ApplicationTest
class CampaignCalendarTest {

	private static final LocalTime LAST_MILLISECOND = LocalTime.of(23, 59, 59, 999_000_000);
	private static final String AMENDMENT_TIMER = "amendmentDeadline";

	@Autowired
	TestRecords filed;
	@Autowired
	TestReviews reviews;
	@Autowired
	Filing filing;
	@Autowired
	RecordJournal journal;
	@Autowired
	OrganisationDirectory organisations;
	@Autowired
	TaskService tasks;
	@Autowired
	ManagementService management;
	@Autowired
	MessageSource messages;
	@Autowired
	MutableClock clock;

	@Test
	void the_machine_is_not_in_china_and_the_engine_follows_the_applications_clock() {
		assertThat(TimeZone.getDefault().getID()).isNotEqualTo("Asia/Shanghai");
		assertThat(TimeZone.getDefault().hasSameRules(TimeZone.getTimeZone("Asia/Shanghai"))).isFalse();
		clock.set("2021-05-10T23:59:59.999");
		assertThat(ClockUtil.getCurrentTime()).isEqualTo(new Date(clock.millis())).isEqualTo("2021-05-10T15:59:59.999Z");
	}

	@ParameterizedTest
	@ValueSource(strings = { "gz-school", "zy-school", "gz-archive", "gs-hospital", "lz-company" })
	void filing_is_open_until_the_last_millisecond_of_30_april(String unit) {
		var inTime = filed.completeDraft(filed.newPerson(), unit);
		var late = filed.completeDraft(filed.newPerson(), unit);

		lastMomentOf("04-30");
		assertThat(submit(inTime)).isInstanceOf(FilingOutcome.Done.class);
		firstMomentAfter("04-30");
		assertThat(sentencesOf(submit(late))).containsExactly("填报已于 2021-04-30 24:00 截止，逾期不再接受任何形式的补报");

		assertThat(reviews.record(late.number()).state()).isEqualTo(RecordState.DRAFT);
		assertThat(tasks.createTaskQuery().processInstanceBusinessKey(late.number()).count()).isZero();
	}

	@ParameterizedTest
	@CsvSource({
			"gz-school,   gz-school,    unit,         05-10",
			"zy-school,   zy-school,    unit,         05-10",
			"gz-archive,  gz-archive,   unit,         05-10",
			"gs-hospital, gs-hospital,  unit,         05-31",
			"gz-school,   gz-education, department,   05-20",
			"zy-school,   zy-education, department,   05-31",
			"gs-hospital, gs-health,    department,   05-31",
			"gz-school,   gz-reform,    reformOffice, 05-31",
			"gz-school,   zy-reform,    reformOffice, 06-20",
			"zy-school,   zy-reform,    reformOffice, 06-20",
			"gz-school,   gs-reform,    reformOffice, 06-20",
			"gs-hospital, gs-reform,    reformOffice, 06-20" })
	void a_review_is_in_time_until_the_last_millisecond_and_late_for_good_from_the_next(String unit, String reviewer,
			String stage, String date) {
		var inTime = lyingAt(unit, reviewer);
		var late = lyingAt(unit, reviewer);
		assertThat(reviews.task(late).getTaskDefinitionKey()).isEqualTo(stage + "Review");
		assertThat(reviews.record(late).scheduledDeadline()).contains(dateOf2021(date));

		lastMomentOf(date);
		assertThat(reviews.task(late).getDueDate()).isEqualTo(new Date(clock.millis()));
		reviews.confirm(inTime, reviewer);
		firstMomentAfter(date);
		reviews.confirm(late, reviewer);

		assertThat(lateDecisionsOf(inTime)).isEmpty();
		assertThat(lateDecisionsOf(late)).containsExactly(reviewer);
	}

	@ParameterizedTest
	@CsvSource({
			"gz-school,   gz-school,    unit,         05-10",
			"gs-hospital, gs-hospital,  unit,         05-31",
			"gz-school,   gz-education, department,   05-20",
			"zy-school,   zy-education, department,   05-31",
			"gz-school,   gz-reform,    reformOffice, 05-31",
			"zy-school,   zy-reform,    reformOffice, 06-20" })
	void an_overdue_review_is_seen_by_the_superior_and_decided_by_its_own_organisation(String unit, String reviewer, String stage,
			String date) {
		var number = lyingAt(unit, reviewer);
		var superior = organisations.get(reviewer).superior().orElseThrow();
		var timer = stage + "Deadline";

		lastMomentOf(date);
		assertThat(dueTimersOf(number).list()).isEmpty();
		assertThat(seenBy(superior, number)).isFalse();
		firstMomentAfter(date);
		assertThat(dueTimersOf(number).list()).extracting(Job::getDuedate).containsExactly(new Date(clock.millis()));
		fire(number, timer);

		assertThat(reviews.record(number).overdueSince()).contains(clock.instant());
		assertThat(reviews.record(number).state()).isEqualTo(RecordState.IN_REVIEW);
		assertThat(reviews.record(number).organisation()).isEqualTo(reviewer);
		assertThat(reviews.events(number)).endsWith("OVERDUE");
		assertThat(reviews.task(number).getPriority()).isEqualTo(TitleRecordReview.OVERDUE_PRIORITY);
		assertThat(seenBy(superior, number)).isTrue();
		assertThat(seenBy("lz-reform", number)).isFalse();
		assertThatThrownBy(() -> reviews.confirm(number, superior)).isInstanceOf(AuthorizationException.class);

		reviews.confirm(number, reviewer);
		assertThat(lateDecisionsOf(number)).containsExactly(reviewer);
		assertThat(reviews.record(number).organisation()).isEqualTo(superior);
		assertThat(reviews.record(number).overdueSince()).isEmpty();
	}

	@Test
	void a_timer_that_fires_too_early_escalates_nothing_and_is_set_anew() {
		var number = lyingAt("gz-school", "gz-school");
		lastMomentOf("05-10");

		fire(number, "unitDeadline");

		assertThat(reviews.record(number).overdueSince()).isEmpty();
		assertThat(reviews.events(number)).doesNotContain("OVERDUE");
		assertThat(reviews.task(number).getPriority()).isEqualTo(50);
		firstMomentAfter("05-10");
		fire(number, "unitDeadline");
		assertThat(reviews.record(number).overdueSince()).contains(clock.instant());
	}

	@ParameterizedTest
	@CsvSource({
			// returned at, by, to be amended until: the stage's date, five days at least, never past the campaign
			"2021-05-01T10:00,         gz-school,    05-10",
			"2021-05-05T23:59:59.999,  gz-school,    05-10",
			"2021-05-06T00:00,         gz-school,    05-11",
			"2021-05-01T10:00,         gz-education, 05-20",
			"2021-05-20T23:59:59.999,  gz-education, 05-25",
			"2021-05-25T10:00,         gz-education, 05-30",
			"2021-06-10T10:00,         gz-reform,    06-15",
			"2021-06-14T10:00,         gs-reform,    06-20",
			"2021-06-18T10:00,         gs-reform,    06-20",
			"2021-06-20T23:59:59.999,  gs-reform,    06-20" })
	void a_returned_record_can_be_amended_until_its_date_and_lapses_after_it(String returnedAt, String reviewer, String until) {
		var amended = lyingAt("gz-school", reviewer);
		var forgotten = lyingAt("gz-school", reviewer);
		clock.set(returnedAt);
		reviews.sendBack(amended, reviewer);
		reviews.sendBack(forgotten, reviewer);
		assertThat(reviews.record(amended).scheduledAmendmentDeadline()).contains(dateOf2021(until));

		lastMomentOf(until);
		assertThat(dueTimersOf(forgotten).list()).isEmpty();
		assertThat(submit(reviews.record(amended))).isInstanceOf(FilingOutcome.Done.class);
		assertThat(reviews.task(amended).getTaskDefinitionKey()).isEqualTo("unitReview");

		firstMomentAfter(until);
		assertThat(sentencesOf(submit(reviews.record(forgotten))))
				.containsExactly("修改完善已于 2021-" + until + " 24:00 截止，不能再提交");
		assertThat(reviews.record(forgotten).state()).isEqualTo(RecordState.RETURNED);
		assertThat(dueTimersOf(forgotten).list()).hasSize(1);
		fire(forgotten, AMENDMENT_TIMER);
		assertThat(reviews.record(forgotten).state()).isEqualTo(RecordState.LAPSED);
		assertThat(reviews.events(forgotten)).endsWith("LAPSED");
		assertThat(tasks.createTaskQuery().processInstanceBusinessKey(forgotten).count()).isZero();
		assertThat(submit(reviews.record(forgotten))).isInstanceOf(FilingOutcome.NotNow.class);
	}

	@Test
	void a_timer_that_fires_too_early_lapses_nothing_and_the_record_can_still_be_amended() {
		var number = lyingAt("gz-school", "gz-school");
		reviews.sendBack(number, "gz-school");
		lastMomentOf("05-10");

		fire(number, AMENDMENT_TIMER);

		assertThat(reviews.record(number).state()).isEqualTo(RecordState.RETURNED);
		assertThat(reviews.task(number).getTaskDefinitionKey()).isEqualTo("amendment");
		assertThat(timersOf(number).singleResult().getDuedate()).isEqualTo(Date.from(dateOf2021("05-10").end()));
		assertThat(submit(reviews.record(number))).isInstanceOf(FilingOutcome.Done.class);
	}

	@Test
	void after_the_campaigns_last_date_nothing_is_returned_any_more_but_still_confirmed() {
		var number = lyingAt("gs-hospital", "gs-reform");
		firstMomentAfter("06-20");

		assertThatThrownBy(() -> reviews.sendBack(number, "gs-reform")).isInstanceOf(ProcessEngineException.class)
				.hasMessageContaining("本批次可修改的最后日期 2021-06-20 已过");
		assertThat(reviews.record(number).state()).isEqualTo(RecordState.IN_REVIEW);

		reviews.confirm(number, "gs-reform");
		assertThat(reviews.record(number).state()).isEqualTo(RecordState.PUBLISHED);
		assertThat(lateDecisionsOf(number)).containsExactly("gs-reform");
	}

	@Test
	void a_late_return_is_marked_late_too() {
		var number = lyingAt("gz-school", "gz-school");
		firstMomentAfter("05-10");
		reviews.sendBack(number, "gz-school");
		assertThat(lateDecisionsOf(number)).containsExactly("gz-school");
	}

	@Test
	void an_amendment_sent_after_the_units_date_is_overdue_at_once_but_not_lost() {
		var number = lyingAt("gz-school", "gz-education");
		clock.set("2021-05-15T10:00");
		reviews.sendBack(number, "gz-education");
		clock.set("2021-05-18T10:00");
		assertThat(submit(reviews.record(number))).isInstanceOf(FilingOutcome.Done.class);

		assertThat(dueTimersOf(number).list()).hasSize(1);
		fire(number, "unitDeadline");
		reviews.confirm(number, "gz-school");

		assertThat(reviews.record(number).organisation()).isEqualTo("gz-education");
		assertThat(lateDecisionsOf(number)).containsExactly("gz-school");
	}

	private void lastMomentOf(String date) {
		clock.set(dateOf2021(date).date().atTime(LAST_MILLISECOND).toString());
	}

	private void firstMomentAfter(String date) {
		clock.set(dateOf2021(date).date().plusDays(1).atStartOfDay().toString());
	}

	private static Deadline dateOf2021(String date) {
		return new Deadline(LocalDate.parse("2021-" + date));
	}

	/** Files a record and confirms it in April up to this organisation. */
	private String lyingAt(String unit, String organisation) {
		var number = filed.submit(filed.completeDraft(filed.newPerson(), unit));
		while (!reviews.record(number).organisation().equals(organisation)) {
			reviews.confirm(number, reviews.record(number).organisation());
		}
		return number;
	}

	private FilingOutcome submit(TitleRecord record) {
		long person = record.applicant().id();
		if (record.state() == RecordState.RETURNED) {
			filing.save(person, record.number(), record.version(), Map.of(RecordField.CERTIFICATE_NUMBER, "甘教职2010第00099号"));
		}
		return filing.submit(person, record.number(), reviews.record(record.number()).version());
	}

	private List<String> sentencesOf(FilingOutcome outcome) {
		assertThat(outcome).isInstanceOf(FilingOutcome.Refused.class);
		return ((FilingOutcome.Refused) outcome).problems().stream()
				.map(problem -> messages.getMessage(problem.messageKey(), problem.arguments().toArray(), Locale.SIMPLIFIED_CHINESE))
				.toList();
	}

	private boolean seenBy(String organisation, String number) {
		return reviews.as(organisation, organisation, () -> tasks.createTaskQuery().processInstanceBusinessKey(number).count() == 1);
	}

	private JobQuery timersOf(String number) {
		return management.createJobQuery().processInstanceId(reviews.task(number).getProcessInstanceId());
	}

	/** Those the engine would execute now, by its own clock. */
	private JobQuery dueTimersOf(String number) {
		return timersOf(number).executable();
	}

	private void fire(String number, String timer) {
		management.executeJob(timersOf(number).activityId(timer).singleResult().getId());
	}

	private List<String> lateDecisionsOf(String number) {
		return journal.of(reviews.record(number).id()).stream().filter(RecordJournal.Entry::late).map(RecordJournal.Entry::organisation)
				.toList();
	}
}
