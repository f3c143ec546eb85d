package cn.zhicheng.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.MutableClock;
import cn.zhicheng.TestRecords;
import cn.zhicheng.TestReviews;
import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.organisation.NewOrganisation;
import cn.zhicheng.organisation.OrganisationDetails;
import cn.zhicheng.organisation.OrganisationKind;
import cn.zhicheng.organisation.OrganisationRegistry;
import cn.zhicheng.organisation.Outcome;
import cn.zhicheng.organisation.Restructuring;
import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffGroups;

/**
 * Reminders, what happens at the date, and what superiors do about it, with the real engine. The dates are those of Zhangye in
 * 2021: units 10 May, departments of counties 20 May, offices of counties 31 May, the city's and the province's 20 June.
 */
@ApplicationTest
abstract class SupervisionContract {

	private static final String EDUCATION = "gz-education";
	private static final AtomicInteger SCHOOLS = new AtomicInteger();
	private static final Staff COUNTY = new Staff("gz-reform", Set.of("gz-reform", StaffGroups.administratorsOf("gz-reform")));

	@Autowired
	SupervisionStarts starts;
	@Autowired
	Supervisions supervisions;
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
	JdbcTemplate jdbc;
	@Autowired
	MutableClock clock;

	private String school;
	private Duty duty;

	@BeforeEach
	void a_school_that_no_other_test_knows() {
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
