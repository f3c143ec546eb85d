package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.MutableClock;
import cn.zhicheng.TestRecords;
import cn.zhicheng.TestReviews;
import cn.zhicheng.designer.ProcessModels;
import cn.zhicheng.filing.RecordState;
import cn.zhicheng.organisation.BeyondReachException;
import cn.zhicheng.organisation.OrganisationStaff;
import cn.zhicheng.organisation.Outcome;
import cn.zhicheng.organisation.StaffKind;
import cn.zhicheng.review.Dossiers;
import cn.zhicheng.review.Duty;
import cn.zhicheng.review.Supervision;
import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffGroups;

/**
 * 两人复核: a review can ask for another person than who has confirmed before. The step is one of the element template, which
 * names no listeners.
 */
@ApplicationTest
abstract class OtherReviewerContract {

	private static final String BUREAU = "gz-education";
	private static final Staff FIRST = new Staff(BUREAU, Set.of(BUREAU));
	private static final Staff OWN_ADMINISTRATOR = new Staff("gz-education-admin", Set.of(StaffGroups.administratorsOf(BUREAU)));
	private static final Staff ADMINISTRATOR_ABOVE = new Staff("gz-reform-admin", Set.of(StaffGroups.administratorsOf("gz-reform")));
	private static final Staff REVIEWER_ABOVE = new Staff("gz-reform", Set.of("gz-reform"));
	private static final Staff ADMINISTRATOR_ELSEWHERE = new Staff("lz-reform-admin", Set.of(StaffGroups.administratorsOf("lz-reform")));

	@Autowired
	TestRecords filed;
	@Autowired
	TestReviews reviews;
	@Autowired
	RepositoryService repository;
	@Autowired
	RuntimeService runtime;
	@Autowired
	ManagementService management;
	@Autowired
	ProcessModels models;
	@Autowired
	OrganisationStaff staffOf;
	@Autowired
	Dossiers dossiers;
	@Autowired
	Supervision supervision;
	@Autowired
	MutableClock clock;

	@BeforeEach
	void a_designer_deploys_a_second_review_by_another_person() {
		clock.set(ApplicationTest.START);
		repository.createDeployment().name("复核").addString("title-record-review.bpmn", TestModels.withOtherReviewer()).deploy();
	}

	@AfterEach
	void everything_is_as_it_was() {
		clock.set(ApplicationTest.START);
		runtime.createProcessInstanceQuery().processDefinitionKey(TitleRecordReview.KEY).list()
				.forEach(one -> runtime.deleteProcessInstance(one.getId(), "end of the test"));
		staffOf.members(OWN_ADMINISTRATOR, BUREAU, StaffKind.REVIEWER).stream().filter(one -> !one.userId().equals(BUREAU))
				.forEach(one -> staffOf.remove(OWN_ADMINISTRATOR, BUREAU, StaffKind.REVIEWER, one.userId()));
		repository.createDeployment().name("复原").addString("title-record-review.bpmn", TestModels.shipped()).deploy();
	}

	@Test
	void whoever_has_confirmed_does_not_decide_again_and_nothing_confirms_by_itself() {
		var number = atSecondReview();
		var task = reviews.task(number);
		for (var decision : List.of(Map.<String, Object>of("decision", "confirm"), Map.<String, Object>of("decision", "return", "reason", "再看"))) {
			assertThatThrownBy(() -> reviews.complete(task.getId(), BUREAU, BUREAU, decision)).isInstanceOf(ProcessEngineException.class)
					.hasMessageContaining("须由本机构另一名审核人员复核");
		}
		clock.set("2021-07-01T00:00");
		management.executeJob(management.createJobQuery().activityId("departmentSecondReviewDeadline").processInstanceId(task.getProcessInstanceId()).singleResult().getId());
		assertThat(reviews.task(number).getId()).isEqualTo(task.getId());
		assertThat(reviews.record(number).overdueSince()).isPresent();
		assertThat(reviews.task(number).getPriority()).isEqualTo(TitleRecordReview.OVERDUE_PRIORITY);
	}

	@Test
	void another_person_of_the_organisation_decides() {
		var number = atSecondReview();
		reviews.complete(reviews.task(number).getId(), "gz-education-zwei", BUREAU, Map.of("decision", "confirm"));
		assertThat(reviews.record(number).organisation()).isEqualTo("gz-reform");
		assertThat(reviews.record(number).needsOtherReviewer()).isFalse();
		reviews.confirm(number, "gz-reform", "zy-reform", "gs-reform");
		assertThat(reviews.record(number).state()).isEqualTo(RecordState.PUBLISHED);
	}

	@Test
	void after_a_return_whoever_confirmed_the_former_submission_is_another_person() {
		var number = filed.submitted("gz-school");
		reviews.confirm(number, "gz-school", BUREAU);
		reviews.complete(reviews.task(number).getId(), "gz-education-zwei", BUREAU, Map.of("decision", "return", "reason", "证书编号与证书不符"));
		filed.amendAndResubmit(number);
		reviews.confirm(number, "gz-school");
		reviews.complete(reviews.task(number).getId(), "gz-education-zwei", BUREAU, Map.of("decision", "confirm"));
		reviews.confirm(number, BUREAU);
		assertThat(reviews.record(number).organisation()).isEqualTo("gz-reform");
	}

	@Test
	void that_there_is_nobody_is_shown_to_the_reviewer_the_administrator_and_the_superior() {
		int before = staffOf.missingReviewers(BUREAU);
		var number = atSecondReview();
		assertThat(dossiers.find(FIRST, number).orElseThrow().notice()).startsWith("无其他审核人");
		var card = reviews.as(BUREAU, BUREAU, () -> dossiers.cards(FIRST, List.of(reviews.task(number).getId()))).get(0);
		assertThat(card.other()).isTrue();
		assertThat(card.missing()).isTrue();
		assertThat(card.step()).isEqualTo("主管部门复核");
		assertThat(staffOf.missingReviewers(BUREAU)).isEqualTo(before + 1);
		assertThat(supervision.view(REVIEWER_ABOVE, new Duty(BUREAU, 2021)).orElseThrow().missing()).isEqualTo(before + 1);
		assertThat(supervision.below(REVIEWER_ABOVE, "gz-reform", 2021).orElseThrow()).filteredOn(one -> one.code().equals(BUREAU))
				.extracting(Supervision.View::missing).containsExactly(before + 1);
		assertThat(supervision.open(REVIEWER_ABOVE, new Duty(BUREAU, 2021)).orElseThrow()).filteredOn(one -> one.number().equals(number))
				.extracting(Supervision.Open::step, Supervision.Open::other).containsExactly(org.assertj.core.groups.Tuple.tuple("主管部门复核", true));
	}

	@Test
	void its_own_administrator_adds_one_and_it_goes_on() {
		var number = atSecondReview();
		add(OWN_ADMINISTRATOR);
		assertThat(staffOf.missingReviewers(BUREAU)).isZero();
		assertThat(dossiers.find(FIRST, number).orElseThrow().notice()).isEqualTo("您已确认过这条信息的本次提交，须由本机构另一名审核人员复核");
		assertThat(dossiers.find(new Staff("zweite", Set.of(BUREAU)), number).orElseThrow().decidable()).isTrue();
	}

	/** Only then: otherwise each organisation answers itself for who reviews in it. */
	@Test
	void an_administrator_above_adds_one_where_there_is_none() {
		assertThatThrownBy(() -> staffOf.add(new Staff("zy-reform-admin", Set.of(StaffGroups.administratorsOf("zy-reform"))), "zy-education", StaffKind.REVIEWER, "zweite", "李四"))
				.isInstanceOf(BeyondReachException.class);
		atSecondReview();
		assertThatThrownBy(() -> add(ADMINISTRATOR_ELSEWHERE)).isInstanceOf(BeyondReachException.class);
		add(ADMINISTRATOR_ABOVE);
		assertThatThrownBy(() -> staffOf.remove(ADMINISTRATOR_ABOVE, BUREAU, StaffKind.REVIEWER, BUREAU)).isInstanceOf(BeyondReachException.class);
		assertThatThrownBy(() -> staffOf.members(ADMINISTRATOR_ABOVE, BUREAU, StaffKind.REVIEWER)).isInstanceOf(BeyondReachException.class);
	}

	/** In both directions: what the record notes of its step is that of its version. */
	@Test
	void a_migration_tells_the_record_whether_another_person_is_asked_for() {
		var without = TestModels.withOtherReviewer().replace("name=\"otherReviewer\" value=\"true\"", "name=\"otherReviewer\" value=\"false\"").replace("主管部门复核", "主管部门再审");
		repository.createDeployment().name("不要求两人").addString("title-record-review.bpmn", without).deploy();
		var number = atSecondReview();
		assertThat(reviews.record(number).needsOtherReviewer()).isFalse();
		repository.createDeployment().name("要求两人").addString("title-record-review.bpmn", TestModels.withOtherReviewer()).deploy();
		migrate(number);
		assertThat(reviews.record(number).needsOtherReviewer()).isTrue();
		assertThat(reviews.record(number).stepName()).contains("主管部门复核");
		assertThat(dossiers.find(FIRST, number).orElseThrow().decidable()).isFalse();
		repository.createDeployment().name("不要求两人").addString("title-record-review.bpmn", without).deploy();
		migrate(number);
		assertThat(reviews.record(number).needsOtherReviewer()).isFalse();
		reviews.confirm(number, BUREAU);
		assertThat(reviews.record(number).organisation()).isEqualTo("gz-reform");
	}

	private void migrate(String number) {
		models.migrate(models.proposal(reviews.task(number).getProcessDefinitionId()).orElseThrow(), Map.of("departmentSecondReview", "departmentSecondReview"), "designer");
		new TestBatches(management).run();
	}

	private void add(Staff administrator) {
		assertThat(staffOf.add(administrator, BUREAU, StaffKind.REVIEWER, "zweite", "李四")).isInstanceOf(Outcome.Done.class);
	}

	private String atSecondReview() {
		var number = filed.submittedBySomebody("gz-school");
		reviews.confirm(number, "gz-school", BUREAU);
		assertThat(reviews.task(number).getTaskDefinitionKey()).isEqualTo("departmentSecondReview");
		return number;
	}
}
