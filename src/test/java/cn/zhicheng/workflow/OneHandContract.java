package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.assertj.core.groups.Tuple;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.TestRecords;
import cn.zhicheng.TestReviews;
import cn.zhicheng.filing.ApplicantAccounts;
import cn.zhicheng.filing.ApplicantAccounts.Claim;
import cn.zhicheng.filing.RosterClerk;
import cn.zhicheng.filing.Rosters;
import cn.zhicheng.review.Dossier;
import cn.zhicheng.review.Dossiers;
import cn.zhicheng.review.OneHandSettings;
import cn.zhicheng.security.Staff;

/**
 * 发码人与审核人为同一人: in a small unit one clerk hands out the codes and decides on the records. It is not forbidden, and never
 * silent.
 */
@ApplicationTest
abstract class OneHandContract {

	private static final String SCHOOL = "gz-school";
	private static final String BUREAU = "gz-education";
	private static final String ADDRESS = "10.9.0.9";
	private static final Tuple MARK = Tuple.tuple("发码人与审核人为同一人：甘州区示范小学", "NONE");

	@Autowired
	TestRecords filed;
	@Autowired
	TestReviews reviews;
	@Autowired
	ApplicantAccounts accounts;
	@Autowired
	Rosters rosters;
	@Autowired
	RuntimeService runtime;
	@Autowired
	Dossiers dossiers;
	@Autowired
	JdbcClient client;
	@Autowired
	JdbcTemplate jdbc;

	@AfterEach
	void nothing_is_left() {
		jdbc.update("update staff_credentials set subject_hash = null");
		runtime.createProcessInstanceQuery().processDefinitionKey(TitleRecordReview.KEY).list()
				.forEach(one -> runtime.deleteProcessInstance(one.getId(), "end of the test"));
	}

	@Test
	void who_handed_out_the_code_and_confirms_is_named_to_every_later_level() {
		var number = submitted(openedWithCodeOf("clerk"));
		assertThat(marks(SCHOOL, number)).isEmpty();
		confirm(number, "clerk");
		assertThat(marks(BUREAU, number)).extracting(Dossier.Finding::text, Dossier.Finding::weight).containsExactly(MARK);
		reviews.confirm(number, BUREAU);
		assertThat(marks("gz-reform", number)).extracting(Dossier.Finding::text, Dossier.Finding::weight).containsExactly(MARK);
		assertThat(dossiers.find(new Staff("gz-reform", Set.of("gz-reform")), number).orElseThrow().decidable()).isTrue();
	}

	@Test
	void nothing_is_said_of_two_hands() {
		var number = submitted(openedWithCodeOf("clerk"));
		confirm(number, "colleague");
		assertThat(marks(BUREAU, number)).isEmpty();
	}

	@Test
	void another_account_of_the_same_person_is_the_same_hand() {
		for (var account : List.of("clerk", "colleague")) {
			jdbc.update("delete from staff_credentials where user_id = ?", account);
			jdbc.update("insert into staff_credentials (user_id, version, subject_hash) values (?, 0, 'one-person')", account);
		}
		var number = submitted(openedWithCodeOf("clerk"));
		confirm(number, "colleague");
		assertThat(marks(BUREAU, number)).hasSize(1);
	}

	/** It was opened by a colleague's code first: what counts is the last one, with which it could be taken over. */
	@Test
	void after_a_reset_it_is_who_reset_it() {
		var person = openedWithCodeOf("colleague");
		var entry = jdbc.queryForObject("select max(id) from roster_entry where organisation = ?", Long.class, SCHOOL);
		var slip = rosters.reset(clerk("clerk"), entry).orElseThrow();
		assertThat(accounts.open(person, slip.code(), TestRecords.PASSWORD, ADDRESS)).isInstanceOf(ApplicantAccounts.Admission.Admitted.class);
		var number = submitted(person);
		confirm(number, "clerk");
		assertThat(marks(BUREAU, number)).hasSize(1);
	}

	@Test
	void the_next_submission_is_looked_at_by_itself() {
		var number = submitted(openedWithCodeOf("clerk"));
		confirm(number, "clerk");
		jdbc.update("update title_record set submissions = submissions + 1 where number = ?", number);
		assertThat(marks(BUREAU, number)).isEmpty();
	}

	/** With the setting: the same question that shows where another reviewer is missing. */
	@Test
	void where_it_is_forbidden_a_unit_with_one_hand_misses_a_reviewer() {
		var forbidden = new EngineOtherReviewers(client, new OneHandSettings(OneHandSettings.SamePerson.FORBID));
		var allowed = new EngineOtherReviewers(client, new OneHandSettings(OneHandSettings.SamePerson.MARK));
		var byReviewer = reviews.record(submitted(openedWithCodeOf(SCHOOL))).id();
		var byAnother = reviews.record(submitted(openedWithCodeOf("clerk"))).id();
		assertThat(forbidden.missingFor(List.of(byReviewer, byAnother))).containsExactly(byReviewer);
		assertThat(forbidden.missingAt(List.of(SCHOOL, BUREAU))).containsOnlyKeys(SCHOOL);
		assertThat(allowed.missingFor(List.of(byReviewer, byAnother))).isEmpty();
	}

	private Claim openedWithCodeOf(String account) {
		var person = filed.newPerson();
		var code = filed.handOut(clerk(account), person);
		assertThat(accounts.open(person, code, TestRecords.PASSWORD, ADDRESS)).isInstanceOf(ApplicantAccounts.Admission.Admitted.class);
		return person;
	}

	private static RosterClerk clerk(String account) {
		return new RosterClerk(SCHOOL, account, ADDRESS);
	}

	private String submitted(Claim person) {
		return filed.submit(filed.completeDraft(person, SCHOOL));
	}

	private void confirm(String number, String account) {
		reviews.complete(reviews.task(number).getId(), account, SCHOOL, Map.of("decision", "confirm"));
	}

	private List<Dossier.Finding> marks(String organisation, String number) {
		return dossiers.find(new Staff(organisation, Set.of(organisation)), number).orElseThrow().doubts().stream()
				.filter(doubt -> doubt.text().startsWith("发码人")).toList();
	}
}
