package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.authorization.TaskPermissions;
import org.camunda.bpm.engine.query.Query;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.IdentityLinkType;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.task.TaskQuery;
import org.camunda.bpm.engine.variable.type.ValueType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.MutableClock;
import cn.zhicheng.TestRecords;
import cn.zhicheng.security.StaffGroups;
import cn.zhicheng.security.StaffRole;

/**
 * Who may do what with a review task, when no right to it is written down anywhere.
 */
@ApplicationTest
@TestPropertySource(properties = "zhicheng.workflow.few-tasks=" + TaskRightsContract.FEW)
abstract class TaskRightsContract {

	static final int FEW = 50;
	private static final String SCHOOL = "gz-school";
	private static final String SUPERIOR = "gz-education";
	private static final String STRANGER = "lz-company";

	@Autowired
	TestRecords filed;
	@Autowired
	TaskService tasks;
	@Autowired
	FilterService filters;
	@Autowired
	FormService forms;
	@Autowired
	RuntimeService runtime;
	@Autowired
	HistoryService history;
	@Autowired
	ManagementService management;
	@Autowired
	IdentityService identities;
	@Autowired
	AuthorizationService authorizations;
	@Autowired
	OtherOpenRecords others;
	@Autowired
	MutableClock clock;

	private final List<Runnable> toUndo = new ArrayList<>();
	private Task ofSchool;
	private Task ofStranger;

	@BeforeEach
	void twoOrganisationsHaveATaskEach() {
		ofSchool = task(filed.submit(filed.completeDraft(filed.newPerson(), SCHOOL)));
		ofStranger = task(filed.submit(filed.completeDraft(filed.newPerson(), STRANGER)));
	}

	@AfterEach
	void nobodyIsSignedOn() {
		identities.clearAuthentication();
		toUndo.forEach(Runnable::run);
	}

	@Test
	void no_right_to_a_task_is_written_down() {
		as(SCHOOL, () -> tasks.claim(ofSchool.getId(), SCHOOL));
		makeOverdue(ofSchool);
		assertThat(authorizations.createAuthorizationQuery().resourceType(Resources.TASK).list())
				.allSatisfy(one -> assertThat(one.getResourceId()).isEqualTo(Authorization.ANY));
	}

	@Test
	void lists_and_counts_have_the_own_tasks_only_however_they_are_asked_for() {
		var questions = List.<Function<TaskQuery, TaskQuery>>of(
				query -> query,
				query -> query.taskIdIn(ofSchool.getId(), ofStranger.getId()),
				query -> query.taskCandidateGroup(STRANGER),
				query -> query.taskCandidateGroupIn(List.of(SCHOOL, STRANGER)).includeAssignedTasks(),
				query -> query.taskCandidateGroupLike("%"),
				query -> query.taskCandidateUser(STRANGER),
				query -> query.taskInvolvedUser(STRANGER),
				query -> query.or().taskCandidateGroup(SCHOOL).taskId(ofStranger.getId()).taskUnassigned().endOr(),
				query -> query.or().taskUnassigned().taskAssigned().endOr().or().taskNameLike("%").taskPriority(50).endOr(),
				query -> query.processInstanceBusinessKeyLike("%"),
				query -> query.processVariableValueEquals("organisation", STRANGER),
				query -> query.processVariableValueEquals("stage", "unit"),
				query -> query.withCandidateGroups(),
				query -> query.withoutCandidateUsers(),
				query -> query.orderByProcessVariable("organisation", ValueType.STRING).desc());
		for (var question : questions) {
			var query = question.apply(tasks.createTaskQuery());
			assertThat(as(SCHOOL, (Supplier<List<Task>>) query::list)).allSatisfy(this::isOfSchool);
			assertThat(as(SCHOOL, () -> query.listPage(0, 1_000))).allSatisfy(this::isOfSchool);
			assertThat(as(SCHOOL, (Supplier<Long>) query::count)).isEqualTo(as(SCHOOL, (Supplier<List<Task>>) query::list).size());
		}
		assertThat(listed(SCHOOL, tasks.createTaskQuery())).contains(ofSchool.getId()).doesNotContain(ofStranger.getId());
	}

	@Test
	void a_filter_shows_nobody_more_than_the_own_tasks() {
		var everything = filters.newTaskFilter("everything").setQuery(
				tasks.createTaskQuery().or().taskUnassigned().taskAssigned().taskCandidateGroupInExpression("${currentUserGroups()}").endOr());
		filters.saveFilter(everything);
		toUndo.add(() -> filters.deleteFilter(everything.getId()));
		grant(SCHOOL, Resources.FILTER, everything.getId(), Permissions.READ);
		var widened = tasks.createTaskQuery().taskCandidateGroup(STRANGER);
		var all = as(SCHOOL, () -> filters.<Task>list(everything.getId()));
		assertThat(all).extracting(Task::getId).contains(ofSchool.getId());
		assertThat(all).allSatisfy(this::isOfSchool);
		assertThat(as(SCHOOL, () -> filters.count(everything.getId()))).isEqualTo(all.size());
		assertThat(as(SCHOOL, () -> filters.<Task, TaskQuery>list(everything.getId(), widened))).isEmpty();
		assertThat(as(SCHOOL, () -> filters.count(everything.getId(), widened))).isZero();
	}

	@Test
	void a_page_is_sorted_as_it_was_asked_for_and_goes_on_where_the_last_ended() {
		IntStream.range(0, 3).forEach(i -> {
			clock.set("2021-04-01T09:0" + (3 - i));
			filed.submit(filed.completeDraft(filed.newPerson(), SCHOOL));
		});
		var orders = List.<Function<TaskQuery, Query<?, Task>>>of(
				query -> query.orderByTaskCreateTime().desc().orderByTaskId().asc(),
				query -> query.orderByTaskNameCaseInsensitive().asc().orderByTaskId().asc(),
				query -> query.orderByTaskName().desc().orderByTaskId().desc(),
				query -> query.orderByDueDate().asc().orderByTaskId().asc(),
				query -> query.orderByTaskPriority().desc().orderByDueDate().asc().orderByTaskId().asc(),
				query -> query.orderByProcessVariable("recordId", ValueType.LONG).desc());
		for (var order : orders) {
			var ofNobody = order.apply(tasks.createTaskQuery().taskCandidateGroup(SCHOOL).includeAssignedTasks()).list().stream()
					.map(Task::getId).toList();
			var query = order.apply(tasks.createTaskQuery().taskCandidateGroup(SCHOOL).includeAssignedTasks());
			var pages = new ArrayList<>(as(SCHOOL, () -> query.listPage(0, 2)));
			pages.addAll(as(SCHOOL, () -> query.listPage(2, 1_000)));
			assertThat(pages).extracting(Task::getId).containsExactlyElementsOf(ofNobody);
		}
	}

	@Test
	void who_leaves_the_organisation_sees_and_does_nothing_from_the_next_request_on_not_even_with_a_claimed_task() {
		as(SCHOOL, () -> tasks.claim(ofSchool.getId(), SCHOOL));
		assertThat(listed(SCHOOL, tasks.createTaskQuery())).contains(ofSchool.getId());
		actAs(SCHOOL, List.of());
		assertThat(tasks.createTaskQuery().list()).isEmpty();
		assertThat(tasks.createTaskQuery().taskAssignee(SCHOOL).count()).isZero();
		assertRefused(() -> tasks.getVariables(ofSchool.getId()));
		assertRefused(() -> tasks.complete(ofSchool.getId(), Map.of("decision", "confirm")));
		assertRefused(() -> tasks.setAssignee(ofSchool.getId(), null));
	}

	@Test
	void an_assignee_or_candidate_by_name_has_no_right_by_it() {
		tasks.setAssignee(ofSchool.getId(), STRANGER);
		tasks.addCandidateUser(ofSchool.getId(), STRANGER);
		assertThat(listed(STRANGER, tasks.createTaskQuery())).doesNotContain(ofSchool.getId());
		assertReadsNothing(STRANGER, ofSchool);
		assertWorksNothing(STRANGER, ofSchool);
	}

	@Test
	void a_reviewer_reads_and_works_on_the_own_task_but_sets_none_of_its_properties() {
		actAs(SCHOOL, List.of(SCHOOL));
		assertThat(tasks.getVariables(ofSchool.getId())).containsKey("stage");
		assertThat(forms.getTaskFormData(ofSchool.getId()).getFormKey()).contains("unit-review");
		assertThat(tasks.getIdentityLinksForTask(ofSchool.getId())).extracting(IdentityLink::getGroupId).containsExactly(SCHOOL);
		tasks.claim(ofSchool.getId(), SCHOOL);
		assertSetsNoProperty(SCHOOL, ofSchool);
		tasks.complete(ofSchool.getId(), Map.of("decision", "confirm"));
	}

	@Test
	void a_stranger_reads_nothing_and_does_nothing() {
		assertReadsNothing(STRANGER, ofSchool);
		assertWorksNothing(STRANGER, ofSchool);
		assertSetsNoProperty(STRANGER, ofSchool);
	}

	@Test
	void the_superior_reads_it_from_the_first_moment_that_is_late_however_far_the_timer_is() {
		clock.set("2021-05-10T23:59:59.999");
		assertThat(listed(SUPERIOR, tasks.createTaskQuery())).doesNotContain(ofSchool.getId());
		assertReadsNothing(SUPERIOR, ofSchool);

		clock.set("2021-05-11T00:00");
		assertThat(listed(SUPERIOR, tasks.createTaskQuery())).containsOnlyOnce(ofSchool.getId());
		assertThat(listed(SUPERIOR, tasks.createTaskQuery().dueBefore(Date.from(clock.instant())))).contains(ofSchool.getId());
		assertReads(SUPERIOR, ofSchool);
		assertWorksNothing(SUPERIOR, ofSchool);
		assertSetsNoProperty(SUPERIOR, ofSchool);
		for (var other : List.of(STRANGER, "gz-reform")) {
			assertThat(listed(other, tasks.createTaskQuery())).doesNotContain(ofSchool.getId());
			assertReadsNothing(other, ofSchool);
		}
	}

	@Test
	void the_superior_reads_it_when_its_timer_has_failed_for_good() {
		clock.set("2021-05-11T00:00");
		var due = management.createJobQuery().duedateLowerThan(Date.from(clock.instant().plusMillis(1))).list();
		due.forEach(job -> management.setJobRetries(job.getId(), 0));
		assertThat(listed(SUPERIOR, tasks.createTaskQuery())).containsOnlyOnce(ofSchool.getId());
		due.forEach(job -> management.setJobRetries(job.getId(), 3));
	}

	@Test
	void the_superior_reads_an_overdue_task_and_does_nothing_with_it() {
		assertThat(listed(SUPERIOR, tasks.createTaskQuery())).doesNotContain(ofSchool.getId());
		assertReadsNothing(SUPERIOR, ofSchool);
		makeOverdue(ofSchool);
		assertThat(listed(SUPERIOR, tasks.createTaskQuery())).contains(ofSchool.getId());
		assertReads(SUPERIOR, ofSchool);
		assertWorksNothing(SUPERIOR, ofSchool);
		assertSetsNoProperty(SUPERIOR, ofSchool);
		assertThat(listed(SUPERIOR, tasks.createTaskQuery().taskCandidateGroup(SUPERIOR))).doesNotContain(ofSchool.getId());
	}

	@Test
	void the_supervisors_of_an_organisation_read_the_tasks_of_its_subtree_and_do_nothing_with_them() {
		for (var organisation : List.of(SCHOOL, SUPERIOR, "gz-reform", "zy-reform", "gs-reform")) {
			var group = StaffGroups.supervisorsOf(organisation);
			assertThat(listed(group, tasks.createTaskQuery())).as(organisation).contains(ofSchool.getId());
			assertThat(as(group, () -> tasks.createTaskQuery().taskId(ofSchool.getId()).count())).as(organisation).isEqualTo(1);
			assertReads(group, ofSchool);
			assertWorksNothing(group, ofSchool);
			assertSetsNoProperty(group, ofSchool);
		}
		for (var organisation : List.of("zy-education", "zy-school", "lz-reform", "gz-archive", "nowhere")) {
			var group = StaffGroups.supervisorsOf(organisation);
			assertThat(listed(group, tasks.createTaskQuery())).as(organisation).doesNotContain(ofSchool.getId());
			assertReadsNothing(group, ofSchool);
			assertWorksNothing(group, ofSchool);
		}
	}

	@Test
	void comments_and_attachments_are_read_by_who_reads_the_task_and_written_by_who_works_on_it() {
		var comment = as(SCHOOL, () -> tasks.createComment(ofSchool.getId(), null, "证书与原件一致"));
		var attachment = tasks.createAttachment("text", ofSchool.getId(), null, "说明", "", "https://example.com/");
		for (var reader : List.of(SCHOOL, StaffGroups.supervisorsOf(SUPERIOR))) {
			assertThat(as(reader, () -> tasks.getTaskComments(ofSchool.getId()))).hasSize(1);
			assertThat(as(reader, () -> tasks.getTaskComment(ofSchool.getId(), comment.getId()))).isNotNull();
			assertThat(as(reader, () -> tasks.getTaskAttachment(ofSchool.getId(), attachment.getId()))).isNotNull();
		}
		actAs("somebody", List.of(StaffGroups.supervisorsOf(SUPERIOR)));
		assertRefused(() -> tasks.createComment(ofSchool.getId(), null, "催办"));
		actAs("somebody", List.of(STRANGER));
		assertRefused(() -> tasks.getTaskComments(ofSchool.getId()));
		assertRefused(() -> tasks.getTaskComment(ofSchool.getId(), comment.getId()));
		assertRefused(() -> tasks.getTaskEvents(ofSchool.getId()));
		assertRefused(() -> tasks.getTaskAttachments(ofSchool.getId()));
		assertRefused(() -> tasks.getTaskAttachment(ofSchool.getId(), attachment.getId()));
		assertRefused(() -> tasks.getTaskAttachmentContent(ofSchool.getId(), attachment.getId()));
		assertRefused(() -> tasks.createComment(ofSchool.getId(), null, "催办"));
		assertRefused(() -> tasks.createComment(null, ofSchool.getProcessInstanceId(), "催办"));
		assertRefused(() -> tasks.getProcessInstanceComments(ofSchool.getProcessInstanceId()));
		assertRefused(() -> tasks.getProcessInstanceAttachments(ofSchool.getProcessInstanceId()));
	}

	@Test
	void to_name_the_own_group_as_candidate_opens_nothing_that_is_asked_for_beside_it() {
		var own = tasks.createTaskQuery().taskCandidateGroup(SCHOOL);
		assertThat(listed(SCHOOL, own)).contains(ofSchool.getId()).doesNotContain(ofStranger.getId());
		for (var query : List.of(tasks.createTaskQuery().taskCandidateGroupIn(List.of(SCHOOL, STRANGER)),
				tasks.createTaskQuery().taskCandidateGroup(SCHOOL).taskCandidateGroupLike("%"),
				tasks.createTaskQuery().taskCandidateGroupLike("%"), tasks.createTaskQuery().or().taskCandidateGroup(SCHOOL).taskUnassigned().endOr())) {
			assertThat(listed(SCHOOL, query)).contains(ofSchool.getId()).doesNotContain(ofStranger.getId());
			assertThat(as(SCHOOL, query::count)).isEqualTo(listed(SCHOOL, query).size());
		}
	}

	@Test
	void the_administrators_of_an_organisation_have_no_right_to_its_tasks() {
		assertThat(listed(StaffGroups.administratorsOf(SCHOOL), tasks.createTaskQuery())).isEmpty();
		assertReadsNothing(StaffGroups.administratorsOf(SCHOOL), ofSchool);
	}

	@Test
	void supervisors_of_the_province_see_every_task_designers_and_administrators_of_the_installation_none() {
		var supervisors = StaffRole.SUPERVISOR.group();
		assertThat(listed(supervisors, tasks.createTaskQuery())).contains(ofSchool.getId(), ofStranger.getId());
		assertThat(as(supervisors, () -> tasks.createTaskQuery().count())).isEqualTo(tasks.createTaskQuery().count());
		for (var role : List.of(StaffRole.DESIGNER, StaffRole.ADMINISTRATOR)) {
			assertThat(listed(role.group(), tasks.createTaskQuery())).isEmpty();
		}
	}

	@Test
	void a_right_that_an_administrator_has_granted_counts_beside_the_groups() {
		grant("auditors", Resources.TASK, ofSchool.getId(), TaskPermissions.READ);
		assertThat(listed("auditors", tasks.createTaskQuery())).containsExactly(ofSchool.getId());
		assertThat(as("auditors", () -> tasks.createTaskQuery().count())).isEqualTo(1);
		assertReads("auditors", ofSchool);
		assertReadsNothing("auditors", ofStranger);
		grant("auditors", Resources.PROCESS_DEFINITION, TitleRecordReview.KEY, ProcessDefinitionPermissions.READ_TASK);
		assertThat(listed("auditors", tasks.createTaskQuery())).contains(ofSchool.getId(), ofStranger.getId());
		assertReads("auditors", ofStranger);
	}

	@Test
	void a_revocation_is_refused_because_it_would_have_no_effect() {
		var revocation = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_REVOKE);
		revocation.setGroupId(SCHOOL);
		revocation.setResource(Resources.TASK);
		revocation.setResourceId(Authorization.ANY);
		revocation.removePermission(Permissions.READ);
		assertThatThrownBy(() -> authorizations.saveAuthorization(revocation)).isInstanceOf(BadUserRequestException.class)
				.hasMessageContaining("不支持");
	}

	@Test
	void history_stays_closed_to_reviewers_and_superiors() {
		makeOverdue(ofSchool);
		for (var group : List.of(SCHOOL, SUPERIOR, STRANGER, StaffGroups.supervisorsOf(SUPERIOR))) {
			actAs("somebody", List.of(group));
			assertThat(history.createHistoricTaskInstanceQuery().list()).isEmpty();
			assertThat(history.createHistoricTaskInstanceQuery().count()).isZero();
			assertThat(history.createHistoricActivityInstanceQuery().list()).isEmpty();
			assertThat(history.createHistoricProcessInstanceQuery().list()).isEmpty();
			assertThat(history.createHistoricVariableInstanceQuery().list()).isEmpty();
			assertThat(history.createHistoricIdentityLinkLogQuery().list()).isEmpty();
			assertThat(runtime.createVariableInstanceQuery().list()).isEmpty();
		}
	}

	@Test
	void with_very_many_readable_tasks_the_page_is_the_same_one() {
		others.create(FEW + 10);
		var query = tasks.createTaskQuery().orderByTaskCreateTime().desc().orderByTaskId().asc();
		var expected = tasks.createTaskQuery().taskCandidateGroup("gs-hospital").orderByTaskCreateTime().desc().orderByTaskId().asc()
				.listPage(5, 15).stream().map(Task::getId).toList();
		for (var group : List.of("gs-hospital", StaffGroups.supervisorsOf("gs-hospital"), StaffGroups.supervisorsOf("gs-health"))) {
			assertThat(as(group, () -> query.listPage(5, 15))).extracting(Task::getId).containsExactlyElementsOf(expected);
			assertThat(as(group, (Supplier<Long>) query::count))
					.isEqualTo(tasks.createTaskQuery().taskCandidateGroup("gs-hospital").count());
		}
	}

	private void isOfSchool(Task task) {
		assertThat(tasksGroups(task)).contains(SCHOOL);
	}

	private List<String> tasksGroups(Task task) {
		var asker = identities.getCurrentAuthentication();
		identities.clearAuthentication();
		try {
			return tasks.getIdentityLinksForTask(task.getId()).stream().filter(link -> IdentityLinkType.CANDIDATE.equals(link.getType()))
					.map(IdentityLink::getGroupId).toList();
		} finally {
			if (asker != null) {
				identities.setAuthentication(asker);
			}
		}
	}

	private void assertReads(String group, Task task) {
		actAs("somebody", List.of(group));
		assertThat(tasks.getVariables(task.getId())).containsKey("stage");
		assertThat(tasks.getIdentityLinksForTask(task.getId())).isNotEmpty();
		assertThat(forms.getTaskFormData(task.getId())).isNotNull();
		identities.clearAuthentication();
	}

	private void assertReadsNothing(String group, Task task) {
		actAs("somebody", List.of(group));
		assertThat(tasks.createTaskQuery().taskId(task.getId()).singleResult()).isNull();
		assertRefused(() -> tasks.getVariables(task.getId()));
		assertRefused(() -> tasks.getVariable(task.getId(), "organisation"));
		assertRefused(() -> tasks.getVariablesLocal(task.getId()));
		assertRefused(() -> tasks.getIdentityLinksForTask(task.getId()));
		assertRefused(() -> forms.getTaskFormData(task.getId()));
		assertRefused(() -> forms.getTaskFormVariables(task.getId()));
		assertRefused(() -> forms.getDeployedTaskForm(task.getId()));
		assertRefused(() -> forms.getRenderedTaskForm(task.getId()));
		identities.clearAuthentication();
	}

	private void assertWorksNothing(String group, Task task) {
		actAs("somebody", List.of(group));
		assertRefused(() -> tasks.claim(task.getId(), "somebody"));
		assertRefused(() -> tasks.complete(task.getId(), Map.of("decision", "confirm")));
		assertRefused(() -> forms.submitTaskForm(task.getId(), Map.of("decision", "confirm")));
		assertRefused(() -> tasks.handleBpmnError(task.getId(), "error"));
		assertRefused(() -> tasks.handleEscalation(task.getId(), "escalation"));
		identities.clearAuthentication();
	}

	private void assertSetsNoProperty(String group, Task task) {
		var before = identities.getCurrentAuthentication();
		actAs("somebody", List.of(group));
		assertRefused(() -> tasks.setVariable(task.getId(), "organisation", group));
		assertRefused(() -> tasks.removeVariable(task.getId(), "organisation"));
		assertRefused(() -> tasks.setAssignee(task.getId(), "somebody"));
		assertRefused(() -> tasks.setOwner(task.getId(), "somebody"));
		assertRefused(() -> tasks.delegateTask(task.getId(), "somebody"));
		assertRefused(() -> tasks.addCandidateGroup(task.getId(), group));
		assertRefused(() -> tasks.addGroupIdentityLink(task.getId(), group, TaskReaders.SUPERIOR));
		assertRefused(() -> tasks.deleteCandidateGroup(task.getId(), SCHOOL));
		assertRefused(() -> tasks.setPriority(task.getId(), 100));
		assertRefused(() -> tasks.saveTask(task));
		identities.clearAuthentication();
		if (before != null) {
			identities.setAuthentication(before);
		}
	}

	private static void assertRefused(ThrowingCallable attempt) {
		assertThatThrownBy(attempt).isInstanceOf(AuthorizationException.class);
	}

	private void makeOverdue(Task task) {
		clock.set("2021-06-01T00:00");
		management.executeJob(management.createJobQuery().processInstanceId(task.getProcessInstanceId()).activityId("unitDeadline")
				.singleResult().getId());
	}

	private void grant(String group, Resource resource, String id, Permission permission) {
		var grant = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
		grant.setGroupId(group);
		grant.setResource(resource);
		grant.setResourceId(id);
		grant.addPermission(permission);
		authorizations.saveAuthorization(grant);
		toUndo.add(0, () -> authorizations.deleteAuthorization(grant.getId()));
	}

	private Task task(String number) {
		return tasks.createTaskQuery().processInstanceBusinessKey(number).singleResult();
	}

	private List<String> listed(String group, TaskQuery query) {
		return as(group, () -> query.list().stream().map(Task::getId).toList());
	}

	private void as(String group, Runnable action) {
		as(group, () -> {
			action.run();
			return null;
		});
	}

	private <T> T as(String group, Supplier<T> action) {
		actAs(group, List.of(group));
		try {
			return action.get();
		} finally {
			identities.clearAuthentication();
		}
	}

	private void actAs(String user, List<String> groups) {
		identities.setAuthentication(user, groups);
	}
}
