package cn.zhicheng.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.FailingCode;
import cn.zhicheng.FormToken;
import cn.zhicheng.MutableClock;
import cn.zhicheng.TestRecords;
import cn.zhicheng.TestReviews;
import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.filing.RecordJournal;
import cn.zhicheng.filing.RecordState;
import cn.zhicheng.organisation.NewOrganisation;
import cn.zhicheng.organisation.OrganisationDetails;
import cn.zhicheng.organisation.OrganisationKind;
import cn.zhicheng.organisation.OrganisationLevel;
import cn.zhicheng.organisation.OrganisationRegistry;
import cn.zhicheng.organisation.Outcome;
import cn.zhicheng.organisation.Restructuring;
import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffAuthentication;
import cn.zhicheng.security.StaffGroups;

/**
 * Reminders, what happens at the date, and what superiors do about it, with the real engine. The dates are those of Zhangye in
 * 2021: units 10 May, departments of counties 20 May, offices of counties 31 May, the city's and the province's 20 June.
 */
@ApplicationTest
abstract class SupervisionContract {

	private static final String EDUCATION = "gz-education";
	/** Reviews for the superiors of large lapses, too. */
	private static final String CLERK = "lz-company";
	private static final AtomicInteger SCHOOLS = new AtomicInteger();
	private static final Staff COUNTY = new Staff("gz-reform", Set.of("gz-reform", StaffGroups.administratorsOf("gz-reform")));

	@Autowired
	SupervisionStarts starts;
	@Autowired
	Supervisions supervisions;
	@Autowired
	FailingCode failing;
	@Autowired
	LapseOrders orders;
	@Autowired
	Lapses lapses;
	@Autowired
	MockMvc web;
	@Autowired
	RecordJournal journal;
	@Autowired
	TestRecords filed;
	@Autowired
	TestReviews reviews;
	@Autowired
	OrganisationRegistry registry;
	@Autowired
	Restructuring restructuring;
	@Autowired
	RuntimeService runtime;
	@Autowired
	TaskService tasks;
	@Autowired
	ManagementService management;
	@Autowired
	HistoryService history;
	@Autowired
	RepositoryService repository;
	@Autowired
	Supervision supervisionOf;
	@Autowired
	JdbcTemplate jdbc;
	@Autowired
	IdentityService identities;
	@Autowired
	MutableClock clock;

	private String school;
	private Duty duty;
	private String superior;

	@BeforeEach
	void a_school_that_no_other_test_knows() {
		// The clock goes back between tests, and whoever signed in later then would have to wait.
		jdbc.update("delete from sign_in_attempts");
		school = register(EDUCATION);
		duty = new Duty(school, 2021);
	}

	@Test
	void every_organisation_is_supervised_once_those_that_come_later_included() {
		starts.beginAll();
		assertThat(instances(duty)).hasSize(1);
		assertThat(starts.beginAll()).isZero();
		var later = register(EDUCATION);
		assertThat(starts.beginAll()).isEqualTo(1);
		assertThat(instances(new Duty(later, 2021))).hasSize(1);
		assertThat(instances(new Duty("gs-reform", 2021))).hasSize(1);
	}

	@Test
	void an_organisation_is_reminded_seven_three_and_one_day_before_and_on_the_last_morning() {
		filed.submittedBySomebody(school);
		starts.beginAll();
		for (var day : List.of("2021-05-03", "2021-05-07", "2021-05-09", "2021-05-10")) {
			assertThat(timer(duty).getDuedate()).isEqualTo(at(day + "T08:00"));
			clock.set(day + "T08:00");
			fire(duty);
			assertThat(task(duty).getTaskDefinitionKey()).isEqualTo("reminder");
			assertThat(seenBy(school)).containsExactly("reminder");
			assertThat(seenBy(EDUCATION)).isEmpty();
		}
		assertThat(timer(duty).getDuedate()).isEqualTo(at("2021-05-11T00:00"));
	}

	@Test
	void a_newer_reminder_replaces_one_that_nobody_has_read_and_one_that_was_read_is_gone() {
		filed.submittedBySomebody(school);
		starts.beginAll();
		remind("2021-05-03T08:00");
		var first = task(duty).getId();
		remind("2021-05-07T08:00");
		assertThat(tasks.createTaskQuery().taskId(first).count()).isZero();
		read();
		assertThat(task(duty)).isNull();
		assertThat(timer(duty).getDuedate()).isEqualTo(at("2021-05-09T08:00"));
		remind("2021-05-09T08:00");
		assertThat(task(duty)).isNotNull();
	}

	/** A designer's own step by the element template 提醒机构: it has another id, and names no listener. */
	@Test
	void a_reminder_by_its_template_is_shown_read_and_followed_by_the_next() throws IOException {
		var model = Files.readString(Path.of("processes/stage-supervision.bpmn"));
		var listener = "<camunda:taskListener delegateExpression=\"${reminderRead}\" event=\"complete\" />";
		assertThat(model).contains(listener);
		repository.createDeployment().addInputStream("stage-supervision.bpmn", new ByteArrayInputStream(model.replace("id=\"reminder\"", "id=\"ownReminder\"")
				.replace("\"reminder\"", "\"ownReminder\"").replace(listener, "<camunda:properties><camunda:property name=\"zhicheng.step\" value=\"reminder\" /></camunda:properties>")
				.getBytes(StandardCharsets.UTF_8))).deploy();
		try {
			filed.submittedBySomebody(school);
			starts.beginAll();
			remind("2021-05-03T08:00");
			assertThat(task(duty).getTaskDefinitionKey()).isEqualTo("ownReminder");
			assertThat(reviews.as(school, school, () -> supervisionOf.cards(List.of(task(duty).getId())))).extracting(Supervision.Card::kind)
					.containsExactly(SupervisionTasks.Kind.REMINDER);
			read();
			assertThat(task(duty)).isNull();
			assertThat(timer(duty).getDuedate()).isEqualTo(at("2021-05-07T08:00"));
		} finally {
			repository.createDeployment().addInputStream("stage-supervision.bpmn", new ByteArrayInputStream(model.getBytes(StandardCharsets.UTF_8))).deploy();
		}
	}

	@Test
	void who_has_nothing_to_do_is_not_reminded() {
		starts.beginAll();
		remind("2021-05-03T08:00");
		assertThat(task(duty)).isNull();
		assertThat(timer(duty).getDuedate()).isEqualTo(at("2021-05-07T08:00"));
	}

	@Test
	void after_a_return_and_a_resubmission_reminders_still_come() {
		var number = filed.submitted(school);
		starts.beginAll();
		remind("2021-05-03T08:00");
		read();
		reviews.sendBack(number, school);
		remind("2021-05-07T08:00");
		assertThat(task(duty)).as("returned and not yet amended").isNotNull();
		read();
		filed.amendAndResubmit(number);
		remind("2021-05-09T08:00");
		assertThat(task(duty)).isNotNull();
		remind("2021-05-10T08:00");
		assertThat(task(duty)).isNotNull();
	}

	@Test
	void after_the_date_the_superior_supervises_every_day_until_nothing_is_open() throws Exception {
		var number = filed.submittedBySomebody(school);
		starts.beginAll();
		passDate();
		assertThat(seenBy(EDUCATION)).containsExactly("superviseOverdue");
		assertThat(seenBy(school)).isEmpty();

		reviews.complete(task(duty).getId(), EDUCATION, EDUCATION, Map.of());
		assertThat(task(duty)).isNull();
		clock.set("2021-05-12T00:00");
		fireAll(duty);
		assertThat(seenBy(EDUCATION)).containsExactly("superviseOverdue");

		reviews.confirm(number, school);
		clock.set("2021-05-13T00:00");
		fireAll(duty);
		assertThat(task(duty)).as("nobody looked, but nothing is overdue any more").isNull();
		assertThat(instances(duty)).as("it may be returned and come again").hasSize(1);

		reviews.confirm(number, EDUCATION, "gz-reform", "zy-reform", "gs-reform");
		clock.set("2021-05-14T00:00");
		fireAll(duty);
		assertThat(instances(duty)).isEmpty();
		assertThat(starts.beginAll()).as("it is over").isZero();
	}

	@Test
	void one_organisation_whose_supervision_fails_stops_no_other() {
		filed.submittedBySomebody(school);
		starts.beginAll();
		var other = duty;
		a_school_that_no_other_test_knows();
		filed.submittedBySomebody(school);
		starts.beginAll();
		jdbc.update("delete from supervision where organisation = ?", other.organisation());
		clock.set("2021-05-03T08:00");

		assertThatThrownBy(() -> fire(other)).isInstanceOf(RuntimeException.class);
		fire(duty);

		assertThat(task(duty)).isNotNull();
		assertThat(timer(other).getRetries()).as("tried again").isPositive();
	}

	@Test
	void who_cannot_begin_to_be_supervised_stops_no_other() {
		failing.at(event -> event instanceof Duty.Begun begun && begun.duty().organisation().equals(school));
		try {
			var later = register(EDUCATION);
			starts.beginAll();
			assertThat(instances(duty)).isEmpty();
			assertThat(instances(new Duty(later, 2021))).hasSize(1);
		} finally {
			failing.disarm();
		}
		starts.beginAll();
		assertThat(instances(duty)).hasSize(1);
	}

	@Test
	void a_moved_date_moves_reminders_and_the_timer_of_the_date() throws Exception {
		filed.submittedBySomebody(school);
		starts.beginAll();
		remind("2021-05-03T08:00");
		read();
		publish(table().replace("\"05-10\"", "\"05-20\""));
		try {
			runBatches();
			assertThat(timer(duty).getDuedate()).isEqualTo(at("2021-05-13T08:00"));
			remind("2021-05-13T08:00");
			assertThat(task(duty)).isNotNull();
		} finally {
			clock.set(ApplicationTest.START);
			publish(table());
			runBatches();
		}
	}

	@Test
	void by_later_dates_a_supervision_that_was_over_begins_anew() throws Exception {
		starts.beginAll();
		clock.set("2021-05-11T00:00");
		fireAll(duty);
		assertThat(instances(duty)).as("there was never anything to do").isEmpty();
		assertThat(starts.beginAll()).isZero();
		publish(table().replace("\"05-10\"", "\"05-20\""));
		try {
			assertThat(starts.beginAll()).isPositive();
			assertThat(instances(duty)).hasSize(1);
			assertThat(timer(duty).getDuedate()).isEqualTo(at("2021-05-13T08:00"));
			assertThat(starts.beginAll()).as("once").isZero();
		} finally {
			clock.set(ApplicationTest.START);
			publish(table());
			runBatches();
		}
	}

	@Test
	void another_table_of_reminders_moves_the_reminders_that_are_to_come() throws Exception {
		filed.submittedBySomebody(school);
		starts.beginAll();
		var reminders = Files.readString(Path.of("processes/reminders.dmn"));
		deploy("reminders.dmn", reminders.replace("<text>7</text>", "<text>5</text>").replace("<text>\"08:00\"</text>", "<text>\"09:30\"</text>"));
		try {
			runBatches();
			assertThat(timer(duty).getDuedate()).isEqualTo(at("2021-05-05T09:30"));
		} finally {
			deploy("reminders.dmn", reminders);
			runBatches();
		}
		assertThat(timer(duty).getDuedate()).isEqualTo(at("2021-05-03T08:00"));
	}

	@Test
	void a_timer_that_is_due_before_it_has_followed_reminds_and_escalates_nothing() throws Exception {
		filed.submittedBySomebody(school);
		starts.beginAll();
		publish(table().replace("\"05-10\"", "\"05-20\""));
		try {
			clock.set("2021-05-03T08:00");
			fire(duty);
			assertThat(task(duty)).isNull();
			assertThat(timer(duty).getDuedate()).isEqualTo(at("2021-05-13T08:00"));
		} finally {
			clock.set(ApplicationTest.START);
			publish(table());
			runBatches();
		}
	}

	@Test
	void a_superior_urges_into_the_task_list_and_a_newer_urging_replaces_the_former() throws Exception {
		filed.submittedBySomebody(school);
		starts.beginAll();
		passDate();
		assertThat(post(EDUCATION, "/urging", Map.of("text", " "))).isEqualTo("422 请填写催办的内容。");
		assertThat(post("lz-reform", "/urging", Map.of("text", "请办理"))).startsWith("404");
		assertThat(seenBy(school)).isEmpty();

		assertThat(post(EDUCATION, "/urging", Map.of("text", "请三日内办结"))).isEqualTo("204 ");
		assertThat(seenBy(school)).containsExactly("urging");
		assertThat(get(EDUCATION, "").at("/urging/text").asText()).isEqualTo("请三日内办结");
		assertThat(seenBy(EDUCATION)).containsExactly("superviseOverdue");

		post(EDUCATION, "/urging", Map.of("text", "请立即办结"));
		assertThat(seenBy(school)).containsExactly("urging");
		assertThat(get(EDUCATION, "").at("/urging/text").asText()).isEqualTo("请立即办结");
		reviews.complete(taskOfKind("urging").getId(), school, school, Map.of());
		assertThat(seenBy(school)).isEmpty();
		assertThat(seenBy(EDUCATION)).containsExactly("superviseOverdue");
	}

	@Test
	void a_superior_extends_until_its_own_date_at_the_latest() throws Exception {
		var number = filed.submittedBySomebody(school);
		starts.beginAll();
		passDate();
		assertThat(get(EDUCATION, "").at("/latest").asText()).isEqualTo("2021-05-20");
		assertThat(post(EDUCATION, "/extension", Map.of("until", "2021-05-21", "reason", "停电")))
				.isEqualTo("422 延期不能晚于本机构自己的截止日期 2021-05-20。");
		assertThat(post(EDUCATION, "/extension", Map.of("until", "明天", "reason", "停电"))).isEqualTo("422 请填写延期到哪一天，如 2027-05-15。");
		assertThat(post(EDUCATION, "/extension", Map.of("until", "2021-05-20", "reason", ""))).isEqualTo("422 请填写延期的原因。");
		assertThat(seenBy(EDUCATION)).containsExactly("superviseOverdue");

		assertThat(post(EDUCATION, "/extension", Map.of("until", "2021-05-20", "reason", "停电"))).isEqualTo("204 ");

		assertThat(task(duty)).as("there is time again").isNull();
		assertThat(timer(duty).getDuedate()).isEqualTo(at("2021-05-13T08:00"));
		runBatches();
		assertThat(reviews.record(number).scheduledDeadline()).contains(new Deadline(LocalDate.parse("2021-05-20")));
	}

	@Test
	void one_record_is_given_longer_and_the_others_stay_overdue() throws Exception {
		var longer = filed.submittedBySomebody(school);
		var other = filed.submittedBySomebody(school);
		starts.beginAll();
		passDate();
		assertThat(post(EDUCATION, "/extension", Map.of("record", longer, "until", "2021-05-31", "reason", "补件")))
				.isEqualTo("422 延期不能晚于本机构自己的截止日期 2021-05-20。");
		assertThat(post(EDUCATION, "/extension", Map.of("record", "ZC2021-99999999", "until", "2021-05-18", "reason", "补件"))).startsWith("422");

		assertThat(post(EDUCATION, "/extension", Map.of("record", longer, "until", "2021-05-18", "reason", "补件"))).isEqualTo("204 ");

		assertThat(get(EDUCATION, "").at("/overdue").asInt()).isEqualTo(1);
		assertThat(reviews.task(longer).getDueDate()).isEqualTo(Date.from(at("2021-05-19T00:00").toInstant().minusMillis(1)));
		assertThat(reviews.record(longer).scheduledDeadline()).contains(new Deadline(LocalDate.parse("2021-05-18")));
		assertThat(reviews.events(longer)).endsWith("DATE_CHANGED");
		assertThat(reviews.record(other).scheduledDeadline()).contains(new Deadline(LocalDate.parse("2021-05-10")));
		clock.set("2021-05-12T00:00");
		reviews.confirm(longer, school);
		assertThat(journal.of(reviews.record(longer).id())).noneMatch(RecordJournal.Entry::late);
	}

	@Test
	void what_is_overdue_lapses_only_when_the_superior_has_said_so_twice_and_named_the_number() throws Exception {
		var first = filed.submittedBySomebody(school);
		var second = filed.submittedBySomebody(school);
		starts.beginAll();
		assertThat(post(EDUCATION, "/lapse", Map.of("number", 2, "confirmed", true))).isEqualTo("422 该机构没有逾期未审的信息。");
		passDate();
		assertThat(post(EDUCATION, "/lapse", Map.of("number", 1, "confirmed", true)))
				.isEqualTo("422 该机构现在逾期未审的是 2 条，与您看到的不同，请核对后重新确认。");
		assertThat(post(EDUCATION, "/lapse", Map.of("number", 2))).isEqualTo("422 请再次确认：这 2 条信息将失效，本批次不再受理，不能恢复。");
		assertThat(post("gz-reform", "/lapse", Map.of("number", 2, "confirmed", true))).as("not the superior").startsWith("404");
		assertThat(reviews.record(first).state()).isEqualTo(RecordState.IN_REVIEW);

		assertThat(post(EDUCATION, "/lapse", Map.of("number", 2, "confirmed", true))).isEqualTo("204 ");

		for (var number : List.of(first, second)) {
			assertThat(reviews.record(number).state()).isEqualTo(RecordState.LAPSED);
			assertThat(reviews.record(number).lapsedBy()).contains(EDUCATION);
			assertThat(reviews.task(number)).isNull();
			assertThat(journal.of(reviews.record(number).id())).last().satisfies(entry -> {
				assertThat(entry.event()).isEqualTo("LAPSED_BY_SUPERIOR");
				assertThat(entry.reason()).isEqualTo("由上级（甘州区教育局）逾期处理");
			});
			assertThat(history.createHistoricActivityInstanceQuery().activityId("recordLapsed").processInstanceId(history
					.createHistoricProcessInstanceQuery().processInstanceBusinessKey(number).singleResult().getId()).count()).isEqualTo(1);
		}
		assertThat(task(duty)).isNull();
		fireAll(duty);
		assertThat(instances(duty)).as("nothing is left to come").isEmpty();
	}

	@Test
	void a_lapse_that_was_interrupted_goes_on_and_what_was_decided_meanwhile_stays() throws Exception {
		var lapsing = filed.submittedBySomebody(school);
		var decided = filed.submittedBySomebody(school);
		starts.beginAll();
		passDate();
		orders.add(duty, 2, EDUCATION, EDUCATION, clock.instant());
		reviews.confirm(decided, school);

		lapses.carryOutAll();
		lapses.carryOutAll();

		assertThat(reviews.record(lapsing).state()).isEqualTo(RecordState.LAPSED);
		assertThat(reviews.events(lapsing)).containsOnlyOnce("LAPSED_BY_SUPERIOR");
		assertThat(reviews.record(decided).state()).isEqualTo(RecordState.IN_REVIEW);
		assertThat(orders.isOpen(duty)).isFalse();
	}

	@Test
	void a_record_that_cannot_lapse_holds_back_no_other_and_the_decision_stands_until_it_has() throws Exception {
		var broken = filed.submittedBySomebody(school);
		var other = filed.submittedBySomebody(school);
		starts.beginAll();
		passDate();
		failing.at(event -> event instanceof RecordLapsed lapsed && lapsed.number().equals(broken));
		try {
			assertThat(post(EDUCATION, "/lapse", Map.of("number", 2, "confirmed", true))).isEqualTo("204 ");
		} finally {
			failing.disarm();
		}
		assertThat(reviews.record(other).state()).isEqualTo(RecordState.LAPSED);
		assertThat(reviews.record(broken).state()).isEqualTo(RecordState.IN_REVIEW);
		assertThat(reviews.task(broken)).isNotNull();
		assertThat(reviews.events(broken)).doesNotContain("LAPSED_BY_SUPERIOR");
		assertThat(get(EDUCATION, "").at("/lapsing").asBoolean()).isTrue();
		assertThat(post(EDUCATION, "/lapse", Map.of("number", 1, "confirmed", true))).isEqualTo("422 该机构上一次的逾期处理正在进行，请稍后再看。");

		lapses.carryOutAll();

		assertThat(reviews.record(broken).state()).isEqualTo(RecordState.LAPSED);
		assertThat(reviews.task(broken)).isNull();
		assertThat(List.of(broken, other)).allSatisfy(number -> assertThat(reviews.events(number)).containsOnlyOnce("LAPSED_BY_SUPERIOR"));
		assertThat(orders.isOpen(duty)).isFalse();
		assertThat(task(duty)).isNull();
	}

	@Test
	void more_than_ten_records_lapse_only_when_another_person_has_confirmed_it() throws Exception {
		var numbers = overdue(12);
		assertThat(post(CLERK, "/lapse", Map.of("number", 12, "confirmed", true)))
				.isEqualTo("422 一人在 24 小时内逾期处理合计超过 10 条的，须由另一名审核或督办人员确认，请填写原因。");
		assertThat(post(CLERK, "/lapse", Map.of("number", 12, "confirmed", true, "reason", "学校已停办")))
				.isEqualTo("202 已提出，等待另一名审核或督办人员确认；确认之前没有信息失效。");
		assertThat(numbers).allSatisfy(number -> assertThat(reviews.record(number).state()).isEqualTo(RecordState.IN_REVIEW));
		assertThat(get(CLERK, "").at("/asked/records").asInt()).isEqualTo(12);
		assertThat(get(CLERK, "").at("/asked/reason").asText()).isEqualTo("学校已停办");
		assertThat(post(CLERK, "/lapse", Map.of("number", 12, "confirmed", true, "reason", "学校已停办"))).isEqualTo("422 该机构已有一项逾期处理等待确认。");

		var id = waiting();
		assertThat(decide(CLERK, id, "confirmation", 12, "同意")).isEqualTo("这项逾期处理是您本人提出的，须由另一人确认。");
		assertThat(decide("lz-reform", id, "confirmation", 12, "同意")).as("nothing to do with it").isEqualTo("404");
		assertThat(decide("gz-reform", id, "confirmation", 12, " ")).isEqualTo("请填写理由。");
		assertThat(page("gz-reform")).contains("督办学校" + school + "：逾期未审 12 条").contains("学校已停办").contains("确认使 12 条失效").doesNotContain(numbers);
		assertThat(page("lz-reform")).doesNotContain("督办学校" + school);
		assertThat(lapses("designer").getStatus()).isEqualTo(404);
		reviews.confirm(numbers.get(0), school);
		var later = numbers.get(11);
		jdbc.update("update title_record set stage_since = ? where number = ?", Timestamp.from(clock.instant().plusSeconds(1)), later);
		assertThat(decide("gz-reform", id, "confirmation", 12, "同意")).isEqualTo("现在会失效的是 10 条（提出时 12 条），与您看到的不同，请核对后重新确认。");
		assertThat(page("gz-reform")).contains("提出时 12 条，现在会失效的是 10 条。");

		assertThat(decide("gz-reform", id, "confirmation", 10, "同意")).isEqualTo("已确认，这些信息正在失效。");

		assertThat(numbers.subList(1, 11)).allSatisfy(number -> {
			assertThat(reviews.record(number).state()).isEqualTo(RecordState.LAPSED);
			assertThat(journal.of(reviews.record(number).id())).last().satisfies(entry -> assertThat(entry.reason()).endsWith("逾期处理，经另一名人员确认"));
		});
		assertThat(List.of(numbers.get(0), later)).allSatisfy(number -> assertThat(reviews.record(number).state()).isEqualTo(RecordState.IN_REVIEW));
		assertThat(decide("gz-reform", id, "confirmation", 10, "同意")).as("once").isEqualTo("404");
		assertThat(jdbc.queryForList("select details from audit_entry where kind = 'SUPERVISED' and subject = ? order by id", String.class, duty.key()))
				.anySatisfy(details -> assertThat(details).contains("lapse asked", "学校已停办"))
				.anySatisfy(details -> assertThat(details).contains("lapse confirmed", "同意", CLERK));
	}

	@Test
	void a_large_lapse_that_is_refused_or_that_nobody_confirms_within_seven_days_is_none() throws Exception {
		var numbers = overdue(11);
		ask(11);
		assertThat(decide("supervisor", waiting(), "refusal", 11, "先催办")).isEqualTo("已取消，没有信息失效。");
		assertThat(get(CLERK, "").at("/asked").isNull()).isTrue();

		ask(11);
		var id = waiting();
		clock.set("2021-05-18T00:00");
		assertThat(decide("gz-reform", id, "confirmation", 11, "同意")).isEqualTo("404");
		assertThat(page("gz-reform")).doesNotContain("督办学校" + school);
		ask(11);
		assertThat(jdbc.queryForList("select state from lapse_request where organisation = ? order by id", String.class, school))
				.containsExactly("REFUSED", "EXPIRED", "WAITING");
		assertThat(decide(CLERK, waiting(), "refusal", 11, "弄错了")).as("taken back").isEqualTo("已取消，没有信息失效。");
		assertThat(numbers).allSatisfy(number -> assertThat(reviews.record(number).state()).isEqualTo(RecordState.IN_REVIEW));
	}

	@Test
	void ten_records_now_and_more_an_hour_later_are_more_than_ten() throws Exception {
		overdue(10);
		assertThat(post(CLERK, "/lapse", Map.of("number", 10, "confirmed", true))).isEqualTo("204 ");
		clock.set(ApplicationTest.START);
		school = register(superior);
		duty = new Duty(school, 2021);
		overdue(1);
		clock.set("2021-05-11T02:00");
		assertThat(post(CLERK, "/lapse", Map.of("number", 1, "confirmed", true))).startsWith("422 一人在 24 小时内");
		clock.set("2021-05-12T02:00");
		assertThat(post(CLERK, "/lapse", Map.of("number", 1, "confirmed", true))).as("the next day").isEqualTo("204 ");
	}

	@Test
	void where_nobody_else_could_confirm_it_nothing_is_asked() throws Exception {
		overdue(11);
		var above = jdbc.queryForList("select user_id_, group_id_ from act_id_membership where user_id_ in ('gz-reform', 'zy-reform', 'gs-reform', 'supervisor')");
		jdbc.update("delete from act_id_membership where user_id_ in ('gz-reform', 'zy-reform', 'gs-reform', 'supervisor')");
		try {
			assertThat(post(CLERK, "/lapse", Map.of("number", 11, "confirmed", true, "reason", "学校已停办"))).startsWith("422 本机构和各级上级机构都没有其他审核或督办人员可以确认。");
		} finally {
			above.forEach(row -> jdbc.update("insert into act_id_membership (user_id_, group_id_) values (?, ?)", row.get("user_id_"), row.get("group_id_")));
		}
	}

	/** A superior of its own, so that what lapsed for it within a day is this test's. */
	private List<String> overdue(int records) {
		if (superior == null) {
			superior = "supervising-" + SCHOOLS.incrementAndGet();
			assertThat(registry.register(new NewOrganisation(superior, new OrganisationDetails("督办机构" + superior, OrganisationKind.DEPARTMENT,
					OrganisationLevel.COUNTY, "620702", null, null, null, null), "gz-reform", null), "test")).isInstanceOf(Outcome.Done.class);
			identities.createMembership(CLERK, superior);
			school = register(superior);
			duty = new Duty(school, 2021);
		}
		var numbers = IntStream.range(0, records).mapToObj(one -> filed.submittedBySomebody(school)).toList();
		clock.set("2021-05-11T00:00");
		return numbers;
	}

	private void ask(int records) throws Exception {
		assertThat(post(CLERK, "/lapse", Map.of("number", records, "confirmed", true, "reason", "学校已停办"))).startsWith("202");
	}

	private long waiting() {
		return jdbc.queryForObject("select id from lapse_request where organisation = ? and state = 'WAITING'", Long.class, school);
	}

	private String page(String account) throws Exception {
		return lapses(account).getContentAsString(StandardCharsets.UTF_8);
	}

	private MockHttpServletResponse lapses(String account) throws Exception {
		return web.perform(MockMvcRequestBuilders.get("/staff/lapses").with(signedOn(account))).andReturn().getResponse();
	}

	private RequestPostProcessor signedOn(String account) {
		var groups = identities.createGroupQuery().groupMember(account).list().stream().map(Group::getId).collect(Collectors.toSet());
		return authentication(StaffAuthentication.ofSession(new Staff(account, groups)));
	}

	/** @return what is said on the page; where there is none the status */
	private String decide(String account, long id, String what, int number, String reason) throws Exception {
		var answer = web.perform(MockMvcRequestBuilders.post("/staff/lapses/" + id + "/" + what).with(signedOn(account)).with(FormToken.csrf())
				.param("number", Integer.toString(number)).param("reason", reason)).andReturn();
		var flash = answer.getFlashMap();
		return flash == null || flash.isEmpty() ? Integer.toString(answer.getResponse().getStatus()) : Stream.of("message", "warning").filter(flash::containsKey)
				.map(key -> (String) flash.get(key)).findFirst().orElseThrow();
	}

	@Test
	void the_province_closes_the_campaign_and_cannot_extend_it() throws Exception {
		var province = new Duty("gs-reform", 2021);
		var number = filed.submittedBySomebody("gs-hospital");
		reviews.confirm(number, "gs-hospital", "gs-health");
		starts.beginAll();
		clock.set("2021-06-21T00:00");
		fireAll(province);
		assertThat(reviews.as("gs-reform", "gs-reform", () -> taskOf(province, "superviseOverdue"))).isNotNull();
		var overdue = json(asked("/api/supervision/2021/organisations/gs-reform", "gs-reform")).at("/overdue").asInt();
		assertThat(overdue).isPositive();
		assertThat(send("gs-reform", "/api/supervision/2021/organisations/gs-reform/extension", Map.of("until", "2021-06-30", "reason", "再等")))
				.isEqualTo("422 本机构没有上级，日期由日期表规定。");
		assertThat(send("gs-reform", "/api/supervision/2021/organisations/gs-reform/lapse", Map.of("number", overdue, "confirmed", true)))
				.isEqualTo("204 ");
		assertThat(reviews.record(number).state()).isEqualTo(RecordState.LAPSED);
		assertThat(taskOf(province, "superviseOverdue")).isNull();
	}

	@Test
	void the_supervision_of_a_moved_organisation_is_its_new_superiors_and_that_of_a_closed_one_ends() throws Exception {
		var number = filed.submittedBySomebody(school);
		starts.beginAll();
		passDate();
		assertThat(restructuring.move(COUNTY, school, "gz-reform")).isInstanceOf(Outcome.Done.class);
		fireAll(duty);
		assertThat(seenBy("gz-reform")).containsExactly("superviseOverdue");
		assertThat(seenBy(EDUCATION)).isEmpty();
		var empty = new Duty(register(EDUCATION), 2021);
		starts.beginAll();
		assertThat(restructuring.close(COUNTY, empty.organisation(), "10.0.0.1")).isInstanceOf(Outcome.Done.class);
		assertThat(instances(empty)).isEmpty();
		assertThat(reviews.record(number).state()).isEqualTo(RecordState.IN_REVIEW);
	}

	@Test
	void what_a_merged_organisation_leaves_is_supervised_at_the_other_and_its_own_supervision_ends() {
		filed.submittedBySomebody(school);
		var heir = new Duty(register(EDUCATION), 2021);
		starts.beginAll();
		remind("2021-05-03T08:00");
		fire(heir);
		assertThat(task(duty)).isNotNull();
		assertThat(task(heir)).as("nothing lies there").isNull();

		assertThat(restructuring.merge(COUNTY, school, heir.organisation())).isInstanceOf(Outcome.Done.class);

		assertThat(instances(duty)).isEmpty();
		assertThat(task(duty)).isNull();
		assertThat(starts.beginAll()).as("closed").isZero();
		clock.set("2021-05-07T08:00");
		fire(heir);
		assertThat(task(heir).getTaskDefinitionKey()).isEqualTo("reminder");
		clock.set("2021-05-11T00:00");
		fireAll(heir);
		assertThat(reviews.as(EDUCATION, EDUCATION, () -> taskOf(heir, "superviseOverdue"))).isNotNull();
	}

	@Test
	void a_superior_sees_its_subordinates_and_who_has_no_right_sees_nothing() throws Exception {
		filed.submittedBySomebody(school);
		clock.set("2021-05-11T00:00");
		var rows = json(asked("/api/supervision/2021/organisations/" + EDUCATION + "/subordinates", EDUCATION));
		assertThat(rows.findValuesAsText("code")).contains(school);
		assertThat(rows.toString()).contains("\"overdue\":1");
		assertThat(asked("/api/supervision/2021/organisations/" + EDUCATION + "/subordinates", "lz-reform").getStatus()).isEqualTo(404);
		assertThat(asked("/api/supervision/2021/organisations/" + school, "gz-school").getStatus()).isEqualTo(404);
		assertThat(asked("/api/supervision/2021/organisations/" + school + "/records", "supervisor").getStatus()).isEqualTo(200);
		assertThat(send("supervisor", "/api/supervision/2021/organisations/" + school + "/urging", Map.of("text", "快"))).startsWith("404");
		assertThat(asked("/api/supervision/zwei/organisations/" + school, EDUCATION).getStatus()).isEqualTo(400);
	}

	@Test
	void no_variable_can_be_sent_with_a_task_of_supervision() {
		filed.submittedBySomebody(school);
		starts.beginAll();
		remind("2021-05-03T08:00");
		var id = task(duty).getId();
		assertThatThrownBy(() -> reviews.complete(id, school, school, Map.of("x", "y"))).hasMessageContaining("不能附带其他数据");
		reviews.complete(id, school, school, Map.of("organisation", "lz-company", "deadline", at("2030-01-01T00:00")));
		assertThat(timer(duty).getDuedate()).isEqualTo(at("2021-05-07T08:00"));
		assertThat(runtime.getVariable(instances(duty).get(0).getId(), "organisation")).isEqualTo(school);
	}

	/** Lets every reminder come and nobody read it, until the date has passed. */
	private void passDate() {
		clock.set("2021-05-11T00:00");
		fireAll(duty);
		assertThat(task(duty).getTaskDefinitionKey()).isEqualTo("superviseOverdue");
	}

	/** Whatever is due, and what becomes due at once by it. */
	private void fireAll(Duty one) {
		var instance = instances(one).get(0).getId();
		for (var due = executable(instance); !due.isEmpty(); due = executable(instance)) {
			due.forEach(job -> management.executeJob(job.getId()));
		}
	}

	private List<Job> executable(String instance) {
		return management.createJobQuery().processInstanceId(instance).executable().list();
	}

	private Task taskOfKind(String kind) {
		return taskOf(duty, kind);
	}

	private Task taskOf(Duty one, String kind) {
		return tasks.createTaskQuery().processInstanceBusinessKey(one.key()).taskDefinitionKey(kind).singleResult();
	}

	private static String table() throws IOException {
		return Files.readString(Path.of("processes/deadlines.dmn"));
	}

	private void publish(String table) {
		deploy("deadlines.dmn", table);
	}

	private void deploy(String file, String content) {
		reviews.as("designer", "designer", () -> repository.createDeployment().name("顺延")
				.addInputStream(file, new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8))).deploy());
	}

	private void runBatches() {
		List<Job> jobs;
		while (!(jobs = batchJobs()).isEmpty()) {
			jobs.forEach(job -> management.executeJob(job.getId()));
		}
	}

	private List<Job> batchJobs() {
		var batches = management.createBatchQuery().list();
		var jobs = batches.stream().flatMap(batch -> Stream.of(batch.getSeedJobDefinitionId(), batch.getBatchJobDefinitionId())
				.flatMap(definition -> management.createJobQuery().jobDefinitionId(definition).list().stream())).toList();
		return jobs.isEmpty() ? batches.stream().flatMap(batch -> management.createJobQuery().jobDefinitionId(batch.getMonitorJobDefinitionId()).list()
				.stream()).toList() : jobs;
	}

	private JsonNode get(String account, String what) throws Exception {
		return json(asked("/api/supervision/2021/organisations/" + school + what, account));
	}

	private MockHttpServletResponse asked(String path, String account) throws Exception {
		return web.perform(MockMvcRequestBuilders.get(path).with(httpBasic(account, "Zhicheng-2021"))).andReturn().getResponse();
	}

	private static JsonNode json(MockHttpServletResponse response) throws Exception {
		assertThat(response.getStatus()).isEqualTo(200);
		return new ObjectMapper().readTree(response.getContentAsString(StandardCharsets.UTF_8));
	}

	/** @return status and sentence */
	private String post(String account, String what, Map<String, ?> body) throws Exception {
		return send(account, "/api/supervision/2021/organisations/" + school + what, body);
	}

	private String send(String account, String path, Map<String, ?> body) throws Exception {
		var response = web.perform(MockMvcRequestBuilders.post(path).with(httpBasic(account, "Zhicheng-2021"))
				.contentType("application/json").content(new ObjectMapper().writeValueAsBytes(body))).andReturn().getResponse();
		var text = response.getContentAsString(StandardCharsets.UTF_8);
		return response.getStatus() + " " + (text.isEmpty() ? "" : new ObjectMapper().readTree(text).path("message").asText());
	}

	/** @return code of a new unit below an organisation */
	String register(String superior) {
		var code = "supervised-" + SCHOOLS.incrementAndGet();
		var outcome = registry.register(new NewOrganisation(code, new OrganisationDetails("督办学校" + code, OrganisationKind.UNIT, null, "620702",
				null, null, null, null), superior, null), "test");
		assertThat(outcome).isInstanceOf(Outcome.Done.class);
		return code;
	}

	void remind(String moment) {
		clock.set(moment);
		fire(duty);
	}

	void read() {
		reviews.complete(task(duty).getId(), school, school, Map.of());
	}

	List<ProcessInstance> instances(Duty one) {
		return runtime.createProcessInstanceQuery().processDefinitionKey("stage-supervision").processInstanceBusinessKey(one.key()).list();
	}

	/** @return the one task of the supervision; null: none */
	Task task(Duty one) {
		return tasks.createTaskQuery().processInstanceBusinessKey(one.key()).singleResult();
	}

	Job timer(Duty one) {
		return management.createJobQuery().processInstanceId(instances(one).get(0).getId()).singleResult();
	}

	void fire(Duty one) {
		var job = timer(one);
		assertThat(job.getDuedate()).isBeforeOrEqualTo(Date.from(clock.instant()));
		management.executeJob(job.getId());
	}

	List<String> seenBy(String organisation) {
		return reviews.as(organisation, organisation, () -> tasks.createTaskQuery().processInstanceBusinessKey(duty.key()).list()).stream()
				.map(Task::getTaskDefinitionKey).toList();
	}

	static Date at(String chinaTime) {
		return Date.from(LocalDateTime.parse(chinaTime).atZone(Deadline.ZONE).toInstant());
	}
}
