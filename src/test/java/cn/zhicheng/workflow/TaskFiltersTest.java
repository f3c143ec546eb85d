package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.MutableClock;
import cn.zhicheng.TestRecords;
import cn.zhicheng.TestReviews;
import cn.zhicheng.security.StaffRole;

/**
 * Which tasks the filters of the task list show to whom.
 */
@ApplicationTest
class TaskFiltersTest {

	private static final String MINE = "待我审核";
	private static final String ORGANISATION = "本机构待审";
	private static final String OVERDUE = "已逾期";
	private static final String RESUBMITTED = "退回后重报";
	private static final String REGISTRATION = "机构入驻申请";
	private static final String SUPERVISION = "提醒和督办";

	private static final String SCHOOL = "gz-school";
	private static final String SUPERIOR = "gz-education";
	private static final String STRANGER = "lz-company";
	/** A second reviewer of the school. */
	private static final String COLLEAGUE = "gz-school-colleague";

	@Autowired
	TestRecords filed;
	@Autowired
	TestReviews reviews;
	@Autowired
	FilterService filters;
	@Autowired
	TaskService tasks;
	@Autowired
	ManagementService management;
	@Autowired
	IdentityService identities;
	@Autowired
	EngineStaffAccounts accounts;
	@Autowired
	MutableClock clock;

	@BeforeEach
	void theSchoolHasASecondReviewer() {
		accounts.create(COLLEAGUE, "同事", "Zhicheng-2021", SCHOOL);
	}

	@AfterEach
	void andHasOneAgain() {
		identities.deleteUser(COLLEAGUE);
	}

	@Test
	void an_open_task_is_shown_to_every_reviewer_of_its_organisation_and_to_nobody_else() {
		var number = newRecord();
		assertThat(shownTo(SCHOOL, SCHOOL, number)).containsExactly(MINE, ORGANISATION);
		assertThat(shownTo(COLLEAGUE, SCHOOL, number)).containsExactly(MINE, ORGANISATION);
		assertThat(shownTo(SUPERIOR, SUPERIOR, number)).isEmpty();
		assertThat(shownTo(STRANGER, STRANGER, number)).isEmpty();
	}

	@Test
	void a_task_a_colleague_has_claimed_is_no_longer_mine_to_do_but_still_my_organisations() {
		var number = newRecord();
		var id = reviews.task(number).getId();
		reviews.as(COLLEAGUE, SCHOOL, () -> {
			tasks.claim(id, COLLEAGUE);
			return null;
		});
		assertThat(shownTo(SCHOOL, SCHOOL, number)).containsExactly(ORGANISATION);
		assertThat(shownTo(COLLEAGUE, SCHOOL, number)).containsExactly(MINE, ORGANISATION);
	}

	@Test
	void a_confirmed_record_moves_to_the_superiors_filters() {
		var number = newRecord();
		reviews.confirm(number, SCHOOL);
		assertThat(shownTo(SCHOOL, SCHOOL, number)).isEmpty();
		assertThat(shownTo(SUPERIOR, SUPERIOR, number)).containsExactly(MINE, ORGANISATION);
	}

	@Test
	void an_overdue_task_is_shown_as_such_to_its_organisation_and_its_superior() {
		var number = newRecord();
		clock.set("2021-05-10T23:59:59.999");
		assertThat(shownTo(SCHOOL, SCHOOL, number)).containsExactly(MINE, ORGANISATION);

		clock.set("2021-05-11T00:00");
		management.executeJob(management.createJobQuery().processInstanceId(reviews.task(number).getProcessInstanceId())
				.activityId("unitDeadline").singleResult().getId());

		assertThat(shownTo(SCHOOL, SCHOOL, number)).containsExactly(MINE, ORGANISATION, OVERDUE);
		assertThat(shownTo(SUPERIOR, SUPERIOR, number)).containsExactly(OVERDUE);
		assertThat(shownTo("gz-reform", "gz-reform", number)).isEmpty();
		assertThat(shownTo(STRANGER, STRANGER, number)).isEmpty();
	}

	@Test
	void an_escalated_task_stands_above_the_others() {
		var inTime = newRecord();
		var overdue = newRecord();
		clock.set("2021-05-11T00:00");
		management.executeJob(management.createJobQuery().processInstanceId(reviews.task(overdue).getProcessInstanceId())
				.activityId("unitDeadline").singleResult().getId());

		var shown = reviews.as(SCHOOL, SCHOOL, () -> filters.<Task>list(filter(ORGANISATION).getId())).stream().map(Task::getId).toList();
		assertThat(shown).containsSubsequence(reviews.task(overdue).getId(), reviews.task(inTime).getId());
	}

	@Test
	void a_record_that_comes_again_after_a_return_is_shown_as_such() {
		var number = filed.submitted(SCHOOL);
		assertThat(shownTo(SCHOOL, SCHOOL, number)).doesNotContain(RESUBMITTED);
		reviews.complete(number, SCHOOL, Map.of("decision", "return", "reason", "证书编号与证书不符"));
		assertThat(shownTo(SCHOOL, SCHOOL, number)).isEmpty();

		filed.amendAndResubmit(number);

		assertThat(shownTo(SCHOOL, SCHOOL, number)).containsExactly(MINE, ORGANISATION, RESUBMITTED);
		assertThat(shownTo(STRANGER, STRANGER, number)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "gz-school, gz-school", "gs-reform, gs-reform", "supervisor, supervisor" })
	void everyone_who_is_signed_on_sees_the_filters_in_their_order(String user, String group) {
		assertThat(reviews.as(user, group, () -> filters.createTaskFilterQuery().list())).extracting(Filter::getName)
				.containsExactlyInAnyOrder(MINE, ORGANISATION, OVERDUE, RESUBMITTED, REGISTRATION, SUPERVISION);
		assertThat(List.of(MINE, ORGANISATION, OVERDUE, RESUBMITTED, REGISTRATION, SUPERVISION)).extracting(name -> filter(name).getProperties().get("priority"))
				.containsExactly(1, 2, 3, 4, 5, 6);
	}

	@Test
	void a_supervisor_sees_what_is_overdue_anywhere() {
		var number = newRecord();
		assertThat(shownTo("supervisor", StaffRole.SUPERVISOR.group(), number)).isEmpty();
		clock.set("2021-05-11T00:00");
		assertThat(shownTo("supervisor", StaffRole.SUPERVISOR.group(), number)).containsExactly(OVERDUE);
	}

	private String newRecord() {
		return filed.submit(filed.completeDraft(filed.newPerson(), SCHOOL));
	}

	/** Names of the filters in which this account finds the record's task, in the order of the filters. */
	private List<String> shownTo(String user, String group, String number) {
		return List.of(MINE, ORGANISATION, OVERDUE, RESUBMITTED, REGISTRATION, SUPERVISION).stream().filter(name -> {
			var id = filter(name).getId();
			var ofRecord = tasks.createTaskQuery().processInstanceBusinessKey(number);
			return reviews.as(user, group, () -> !filters.list(id, ofRecord).isEmpty());
		}).toList();
	}

	private Filter filter(String name) {
		return filters.createTaskFilterQuery().filterName(name).singleResult();
	}
}
