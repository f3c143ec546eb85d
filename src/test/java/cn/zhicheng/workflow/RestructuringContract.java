package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.MutableClock;
import cn.zhicheng.TestRecords;
import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.filing.AccountEvent;
import cn.zhicheng.filing.AccountEventKind;
import cn.zhicheng.filing.AccountHistory;
import cn.zhicheng.filing.ApplicantAccounts;
import cn.zhicheng.filing.ApplicantAccounts.Admission;
import cn.zhicheng.filing.Filing;
import cn.zhicheng.filing.RecordJournal;
import cn.zhicheng.filing.RecordState;
import cn.zhicheng.filing.RosterClerk;
import cn.zhicheng.filing.Rosters;
import cn.zhicheng.filing.TitleRecord;
import cn.zhicheng.filing.TitleRecords;
import cn.zhicheng.organisation.NewOrganisation;
import cn.zhicheng.organisation.Organisation;
import cn.zhicheng.organisation.OrganisationDetails;
import cn.zhicheng.organisation.OrganisationDirectory;
import cn.zhicheng.organisation.OrganisationKind;
import cn.zhicheng.organisation.OrganisationProblem;
import cn.zhicheng.organisation.OrganisationRegistry;
import cn.zhicheng.organisation.OrganisationStaff;
import cn.zhicheng.organisation.Outcome;
import cn.zhicheng.organisation.Restructuring;
import cn.zhicheng.organisation.StaffKind;
import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffAccounts;
import cn.zhicheng.security.StaffGroups;

/**
 * What is under way when organisations are moved, merged and closed: nothing is lost, nothing stands still.
 */
@ApplicationTest
abstract class RestructuringContract {

	private static final Staff PROVINCE = administratorOf("gs-reform");
	private static final Staff COUNTY = administratorOf("gz-reform");

	@Autowired
	JdbcTemplate jdbc;
	@Autowired
	TestRecords filed;
	@Autowired
	Filing filing;
	@Autowired
	TitleRecords records;
	@Autowired
	RecordJournal journal;
	@Autowired
	TaskService tasks;
	@Autowired
	RuntimeService runtime;
	@Autowired
	ManagementService management;
	@Autowired
	IdentityService identities;
	@Autowired
	OrganisationRegistry registry;
	@Autowired
	OrganisationDirectory directory;
	@Autowired
	OrganisationStaff staff;
	@Autowired
	Restructuring restructuring;
	@Autowired
	StaffAccounts accounts;
	@Autowired
	Rosters rosters;
	@Autowired
	ApplicantAccounts applicants;
	@Autowired
	AccountHistory accountHistory;
	@Autowired
	MutableClock clock;

	private static final String ADDRESS = "10.5.0.1";

	private static int organisations;

	private static Staff administratorOf(String organisation) {
		return new Staff(organisation, Set.of(organisation, StaffGroups.administratorsOf(organisation)));
	}

	@BeforeEach
	@AfterEach
	void nobodyIsSignedOnInSpring() {
		identities.clearAuthentication();
		clock.set(ApplicationTest.START);
	}

	@Test
	void a_record_at_an_organisation_that_was_moved_goes_on_to_the_new_superior() {
		var school = register(OrganisationKind.UNIT, "620702", "gz-education");
		var number = filed.submitted(school);

		done(restructuring.move(COUNTY, school, "gz-reform"));

		assertThat(record(number).organisation()).isEqualTo(school);
		complete(number, school, Map.of("decision", "confirm"));
		assertThat(record(number).organisation()).isEqualTo("gz-reform");
		assertThat(task(number).getTaskDefinitionKey()).isEqualTo("reformOfficeReview");
	}

	@Test
	void what_lies_at_the_old_superior_stays_there_and_goes_up_from_there() {
		var school = register(OrganisationKind.UNIT, "620702", "gz-education");
		var number = filed.submitted(school);
		complete(number, school, Map.of("decision", "confirm"));

		done(restructuring.move(COUNTY, school, "gz-reform"));

		assertThat(record(number).organisation()).isEqualTo("gz-education");
		complete(number, "gz-education", Map.of("decision", "confirm"));
		assertThat(record(number).organisation()).isEqualTo("gz-reform");
	}

	@Test
	void a_whole_subtree_moves_with_its_paths() {
		var bureau = register(OrganisationKind.DEPARTMENT, "620702", "gz-reform");
		var school = register(OrganisationKind.UNIT, "620702", bureau);

		done(restructuring.move(COUNTY, bureau, "gz-education"));

		assertThat(directory.get(school).path()).isEqualTo("/gs-reform/zy-reform/gz-reform/gz-education/" + bureau + "/" + school + "/");
		assertThat(directory.isWithin(school, Set.of("gz-education"))).isTrue();
		assertThat(directory.wayUpFrom(school)).extracting(Organisation::code)
				.containsExactly(school, bureau, "gz-education", "gz-reform", "zy-reform", "gs-reform");
		assertThat(directory.subtree(bureau, "", 10)).extracting(Organisation::code).containsExactly(bureau, school);
	}

	@Test
	void what_waits_at_a_merged_organisation_waits_at_the_other_with_history_and_notes() {
		var former = register(OrganisationKind.UNIT, "620702", "gz-education");
		var heir = register(OrganisationKind.UNIT, "620100", "lz-reform");
		done(staff.add(administratorOf(former), former, StaffKind.REVIEWER, former + "-r", "张三"));
		var number = filed.submitted(former);
		var before = journal.of(record(number).id());
		var task = task(number).getId();
		tasks.claim(task, former + "-r");

		done(restructuring.merge(PROVINCE, former, heir));

		assertThat(record(number).organisation()).isEqualTo(heir);
		assertThat(record(number).details().employer()).isEqualTo(heir);
		// Zhangye's units have until 10 May, all others until the end of May.
		assertThat(record(number).scheduledDeadline()).get().extracting(Deadline::date).hasToString("2021-05-31");
		assertThat(task(number).getId()).isEqualTo(task);
		assertThat(task(number).getDueDate()).isEqualTo(Date.from(record(number).scheduledDeadline().orElseThrow().lastMoment()));
		assertThat(tasks.getIdentityLinksForTask(task)).filteredOn(link -> link.getGroupId() != null).extracting("groupId").containsExactly(heir);
		assertThat(runtime.getVariable(task(number).getProcessInstanceId(), "organisation")).isEqualTo(heir);
		assertThat(management.createJobQuery().processInstanceId(task(number).getProcessInstanceId()).timers().singleResult().getDuedate())
				.isEqualTo(Date.from(record(number).scheduledDeadline().orElseThrow().end()));
		assertThat(journal.of(record(number).id())).hasSize(before.size() + 1).startsWith(before.toArray(RecordJournal.Entry[]::new))
				.last().satisfies(entry -> {
					assertThat(entry.event()).isEqualTo("HANDED_OVER");
					assertThat(entry.organisation()).isEqualTo(heir);
					assertThat(entry.reason()).contains("已并入");
				});
		// The reviewer came along and decides for the other one now.
		complete(number, heir, former + "-r", Map.of("decision", "confirm"));
		assertThat(record(number).organisation()).isEqualTo("lz-reform");
	}

	@Test
	void an_overdue_record_that_is_in_time_at_the_other_is_not_overdue_any_more_and_can_become_it_again() {
		var former = register(OrganisationKind.UNIT, "620702", "gz-education");
		var heir = register(OrganisationKind.UNIT, "620100", "lz-reform");
		var number = filed.submitted(former);
		clock.set("2021-05-11T00:00");
		fireTimer(number);
		assertThat(record(number).overdueSince()).isPresent();

		done(restructuring.merge(PROVINCE, former, heir));

		assertThat(record(number).overdueSince()).isEmpty();
		assertThat(task(number).getPriority()).isEqualTo(50);
		assertThat(tasks.getIdentityLinksForTask(task(number).getId())).extracting("groupId").containsExactly(heir);
		clock.set("2021-06-01T00:00");
		fireTimer(number);
		assertThat(record(number).overdueSince()).isPresent();
		assertThat(task(number).getPriority()).isEqualTo(90);
	}

	@Test
	void an_overdue_record_of_a_moved_organisation_is_escalated_to_the_new_superior() {
		var school = register(OrganisationKind.UNIT, "620702", "gz-education");
		var number = filed.submitted(school);
		clock.set("2021-05-11T00:00");
		fireTimer(number);
		assertThat(seenBy("gz-education", number)).isTrue();
		assertThat(seenBy("gz-reform", number)).isFalse();

		done(restructuring.move(COUNTY, school, "gz-reform"));

		assertThat(seenBy("gz-education", number)).isFalse();
		assertThat(seenBy("gz-reform", number)).isTrue();
	}

	@Test
	void a_record_in_amendment_is_sent_again_to_the_organisation_that_took_over() {
		var former = register(OrganisationKind.UNIT, "620702", "gz-education");
		var heir = register(OrganisationKind.UNIT, "620702", "gz-education");
		var number = filed.submitted(former);
		complete(number, former, Map.of("decision", "return", "reason", "证书编号与证书不符"));
		var until = record(number).scheduledAmendmentDeadline();

		done(restructuring.merge(COUNTY, former, heir));

		assertThat(record(number).state()).isEqualTo(RecordState.RETURNED);
		assertThat(record(number).organisation()).isEqualTo(heir);
		assertThat(record(number).scheduledAmendmentDeadline()).isEqualTo(until);
		filed.amendAndResubmit(number);
		assertThat(record(number).organisation()).isEqualTo(heir);
		var resubmitted = journal.of(record(number).id()).get(journal.of(record(number).id()).size() - 1);
		assertThat(resubmitted.changes()).extracting("field").doesNotContain("employer");
		assertThat(filing.withdraw(filed.personId(TestRecords.FIRST_PERSON), number)).isNotNull();
		assertThat(record(number).organisation()).isEqualTo(heir);
	}

	@Test
	void a_draft_names_the_organisation_that_took_over_and_a_record_further_up_comes_back_to_it() {
		var former = register(OrganisationKind.UNIT, "620702", "gz-education");
		var heir = register(OrganisationKind.UNIT, "620702", "gz-education");
		var draft = filed.completeDraft(former).number();
		var above = filed.submitted(former);
		complete(above, former, Map.of("decision", "confirm"));

		done(restructuring.merge(COUNTY, former, heir));

		assertThat(record(draft).details().employer()).isEqualTo(heir);
		assertThat(record(above).organisation()).isEqualTo("gz-education");
		assertThat(record(above).details().employer()).isEqualTo(heir);
		assertThat(directory.employers(directory.nameOf(former))).extracting(Organisation::code).doesNotContain(former);
	}

	@Test
	void a_merged_department_leaves_its_units_and_their_records_to_the_other() {
		var former = register(OrganisationKind.DEPARTMENT, "620702", "gz-reform");
		var heir = register(OrganisationKind.DEPARTMENT, "620702", "gz-reform");
		var school = register(OrganisationKind.UNIT, "620702", former);
		var atUnit = filed.submitted(school);
		var atDepartment = filed.submitted(school);
		complete(atDepartment, school, Map.of("decision", "confirm"));

		done(restructuring.merge(COUNTY, former, heir));

		assertThat(directory.get(school).path()).endsWith("/" + heir + "/" + school + "/");
		assertThat(record(atDepartment).organisation()).isEqualTo(heir);
		complete(atUnit, school, Map.of("decision", "confirm"));
		assertThat(record(atUnit).organisation()).isEqualTo(heir);
		assertThat(directory.get(former).mergedInto()).contains(heir);
	}

	/** Truth 1: what becomes of organisations later does not undo what they confirmed. */
	@Test
	void a_record_is_published_over_organisations_that_are_merged_moved_and_closed_on_its_way() {
		var former = register(OrganisationKind.DEPARTMENT, "620702", "gz-reform");
		var heir = register(OrganisationKind.DEPARTMENT, "620702", "gz-reform");
		var school = register(OrganisationKind.UNIT, "620702", former);
		var largerSchool = register(OrganisationKind.UNIT, "620702", former);
		var confirmedByFormer = filed.submitted(school);
		complete(confirmedByFormer, school, Map.of("decision", "confirm"));
		complete(confirmedByFormer, former, Map.of("decision", "confirm"));
		var sentToFormer = filed.submitted(school);
		complete(sentToFormer, school, Map.of("decision", "confirm"));
		var atSchool = filed.submitted(school);

		done(restructuring.merge(COUNTY, former, heir));
		done(restructuring.merge(COUNTY, school, largerSchool));
		complete(sentToFormer, heir, Map.of("decision", "confirm"));
		complete(atSchool, largerSchool, Map.of("decision", "confirm"));
		complete(atSchool, heir, Map.of("decision", "confirm"));
		done(restructuring.move(COUNTY, largerSchool, "gz-education"));
		done(restructuring.close(COUNTY, heir, ADDRESS));

		for (var number : List.of(confirmedByFormer, sentToFormer, atSchool)) {
			for (var office : List.of("gz-reform", "zy-reform", "gs-reform")) {
				complete(number, office, Map.of("decision", "confirm"));
			}
			assertThat(record(number).state()).isEqualTo(RecordState.PUBLISHED);
		}
	}

	/** As with a model in which records wait for a while behind a confirmation. */
	@Test
	void an_organisation_to_which_a_record_is_on_its_way_is_not_closed() {
		var bureau = register(OrganisationKind.DEPARTMENT, "620702", "gz-reform");
		var number = filed.submittedBySomebody("gz-school");
		jdbc.update("update title_record set confirmed_at = updated_at, sent_to = ? where number = ?", bureau, number);
		assertThat(problems(restructuring.close(COUNTY, bureau, ADDRESS))).extracting(OrganisationProblem::messageKey)
				.containsExactly("organisation.obstacle.waiting");
	}

	@Test
	void an_organisation_is_closed_only_when_nothing_is_left_and_the_answer_says_what_to_do_first() {
		var bureau = register(OrganisationKind.DEPARTMENT, "620702", "gz-reform");
		var school = register(OrganisationKind.UNIT, "620702", bureau);
		var number = filed.submitted(school);

		assertThat(problems(restructuring.close(COUNTY, bureau, ADDRESS))).extracting(OrganisationProblem::messageKey)
				.containsExactly("organisation.obstacle.subordinates");
		assertThat(problems(restructuring.close(COUNTY, school, ADDRESS))).extracting(OrganisationProblem::messageKey)
				.containsExactly("organisation.obstacle.waiting", "organisation.obstacle.running");
		filing.withdraw(filed.personId(TestRecords.FIRST_PERSON), number);

		done(restructuring.close(COUNTY, school, ADDRESS));
		done(restructuring.close(COUNTY, bureau, ADDRESS));

		assertThat(directory.get(school).isOpen()).isFalse();
		assertThat(filing.submit(record(number).applicant().id(), number, record(number).version()))
				.isInstanceOf(cn.zhicheng.filing.FilingOutcome.Refused.class);
	}

	@Test
	void with_a_unit_that_is_closed_its_roster_goes_and_its_accounts_stay_without_it() {
		var school = register(OrganisationKind.UNIT, "620702", "gz-education");
		var clerk = new RosterClerk(school, school, "10.5.0.2");
		var active = filed.newPerson();
		var waiting = filed.newPerson();
		var admitted = (Admission.Admitted) applicants.open(active, filed.handOut(clerk, active), TestRecords.PASSWORD, "10.5.0.3");
		var code = filed.handOut(clerk, waiting);

		done(restructuring.close(COUNTY, school, ADDRESS));

		assertThat(rosters.page(school, 0, "", null).people()).isEmpty();
		var account = applicants.get(admitted.person().id());
		assertThat(account.keeper()).isEmpty();
		assertThat(accountHistory.of(account).get(0)).extracting(AccountEvent::kind, event -> event.organisation().orElse(null),
				event -> event.userId().orElse(null), AccountEvent::remoteAddress)
				.containsExactly(AccountEventKind.UNIT_CLOSED, school, COUNTY.userId(), ADDRESS);
		assertThat(applicants.signIn(active, TestRecords.PASSWORD, "10.5.0.3")).isInstanceOf(Admission.Admitted.class);
		assertThat(applicants.open(waiting, code, TestRecords.PASSWORD, "10.5.0.3")).isInstanceOf(Admission.Refused.class);
	}

	@Test
	void what_a_reviewer_had_taken_is_free_when_the_reviewer_leaves() {
		var school = register(OrganisationKind.UNIT, "620702", "gz-education");
		done(staff.add(administratorOf(school), school, StaffKind.REVIEWER, school + "-r", "张三"));
		var number = filed.submitted(school);
		tasks.claim(task(number).getId(), school + "-r");

		done(staff.remove(administratorOf(school), school, StaffKind.REVIEWER, school + "-r"));

		assertThat(task(number).getAssignee()).isNull();
		assertThat(accounts.find(school + "-r")).isEmpty();
	}

	private String register(OrganisationKind kind, String region, String superior) {
		var code = "test-" + ++organisations;
		var outcome = registry.register(new NewOrganisation(code, new OrganisationDetails("测试机构" + organisations, kind, null, region, null,
				null, null, null), superior, null), "test");
		return done(outcome).organisation().code();
	}

	private static <T> T done(Outcome<T> outcome) {
		assertThat(outcome).isInstanceOf(Outcome.Done.class);
		return ((Outcome.Done<T>) outcome).value();
	}

	private static List<OrganisationProblem> problems(Outcome<?> outcome) {
		return ((Outcome.Refused<?>) outcome).problems();
	}

	private boolean seenBy(String group, String number) {
		identities.setAuthentication("someone", List.of(group));
		try {
			return tasks.createTaskQuery().processInstanceBusinessKey(number).count() == 1;
		} finally {
			identities.clearAuthentication();
		}
	}

	private void fireTimer(String number) {
		management.executeJob(management.createJobQuery().processInstanceId(task(number).getProcessInstanceId()).timers().singleResult().getId());
	}

	private TitleRecord record(String number) {
		return records.findWithApplicantByNumber(number).orElseThrow();
	}

	private Task task(String number) {
		return tasks.createTaskQuery().processInstanceBusinessKey(number).singleResult();
	}

	private void complete(String number, String organisation, Map<String, Object> variables) {
		complete(number, organisation, organisation, variables);
	}

	private void complete(String number, String organisation, String account, Map<String, Object> variables) {
		var task = task(number);
		identities.setAuthentication(account, List.of(organisation));
		try {
			tasks.complete(task.getId(), variables);
		} finally {
			identities.clearAuthentication();
		}
	}
}
