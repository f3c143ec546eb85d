package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.TestRecords;
import cn.zhicheng.TestReviews;
import cn.zhicheng.filing.RecordState;
import cn.zhicheng.organisation.OrganisationStaff;
import cn.zhicheng.organisation.Outcome;
import cn.zhicheng.organisation.StaffKind;
import cn.zhicheng.review.Dossiers;
import cn.zhicheng.review.Duty;
import cn.zhicheng.review.Supervision;
import cn.zhicheng.security.SamePerson;
import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffAccounts;
import cn.zhicheng.security.StaffGroups;

/**
 * Each level of a record's way is looked at by somebody else: who has confirmed a submission for one organisation decides on it
 * for no other one, with whichever account.
 */
@ApplicationTest
abstract class OneOrganisationEachContract {

	private static final String SCHOOL = "gz-school";
	private static final String BUREAU = "gz-education";
	private static final List<Map<String, Object>> DECISIONS = List.of(Map.of("decision", "confirm"), Map.of("decision", "return", "reason", "再看"));
	private static final String REFUSED = "已为另一机构确认过这条信息的本次提交";

	@Autowired
	TestRecords filed;
	@Autowired
	TestReviews reviews;
	@Autowired
	RuntimeService runtime;
	@Autowired
	OrganisationStaff staffOf;
	@Autowired
	StaffAccounts accounts;
	@Autowired
	Dossiers dossiers;
	@Autowired
	Supervision supervision;
	@Autowired
	SamePerson persons;
	@Autowired
	JdbcTemplate jdbc;

	@AfterEach
	void everybody_is_a_person_of_their_own() {
		jdbc.update("update staff_credentials set subject_hash = null, mail_hash = null");
		for (var account : List.of("bureau-two", "unknown-one")) {
			accounts.find(account).ifPresent(found -> accounts.remove(account));
		}
		runtime.createProcessInstanceQuery().processDefinitionKey(TitleRecordReview.KEY).list()
				.forEach(one -> runtime.deleteProcessInstance(one.getId(), "end of the test"));
	}

	@Test
	void the_same_account_decides_for_no_second_organisation() {
		var number = confirmedBy(SCHOOL);
		for (var decision : DECISIONS) {
			assertRefused(number, SCHOOL, decision);
		}
		reviews.confirm(number, BUREAU, "gz-reform");
		for (var account : List.of(SCHOOL, BUREAU, "gz-reform")) {
			assertRefused(number, account, DECISIONS.get(0));
		}
		reviews.confirm(number, "zy-reform", "gs-reform");
		assertThat(reviews.record(number).state()).isEqualTo(RecordState.PUBLISHED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "subject_hash", "mail_hash" })
	void nor_does_another_account_of_the_same_person(String known) {
		samePerson(known, SCHOOL, BUREAU);
		var number = confirmedBy(SCHOOL);
		for (var decision : DECISIONS) {
			assertRefused(number, BUREAU, decision);
		}
		assertThat(persons.accountsOf(BUREAU)).containsExactlyInAnyOrder(SCHOOL, BUREAU);
		assertThat(persons.isOfBoth(BUREAU, "gz-reform")).isFalse();
		assertThat(dossiers.find(new Staff(BUREAU, Set.of(BUREAU)), number).orElseThrow().decidable()).isFalse();
		reviews.complete(reviews.task(number).getId(), "bureau-two", BUREAU, DECISIONS.get(0));
		assertThat(reviews.record(number).organisation()).isEqualTo("gz-reform");
	}

	@Test
	void accounts_that_nothing_is_known_of_are_different_persons() {
		jdbc.update("delete from staff_credentials where user_id in (?, ?)", SCHOOL, BUREAU);
		var number = confirmedBy(SCHOOL);
		reviews.confirm(number, BUREAU);
		assertThat(reviews.record(number).organisation()).isEqualTo("gz-reform");
	}

	/** After a return it is another submission, which may be confirmed for the organisation where the former one was returned. */
	@Test
	void a_submission_that_was_returned_keeps_nobody_from_the_next_one() {
		var number = filed.submitted(SCHOOL);
		reviews.confirm(number, SCHOOL);
		reviews.complete(reviews.task(number).getId(), "bureau-two", BUREAU, DECISIONS.get(1));
		filed.amendAndResubmit(number);
		reviews.complete(reviews.task(number).getId(), "school-two", SCHOOL, DECISIONS.get(0));
		reviews.complete(reviews.task(number).getId(), SCHOOL, BUREAU, DECISIONS.get(0));
		assertThat(reviews.record(number).organisation()).isEqualTo("gz-reform");
	}

	@Test
	void that_there_is_nobody_else_is_shown_everywhere_until_somebody_is_added() {
		samePerson("subject_hash", SCHOOL, BUREAU);
		var reviewer = new Staff(BUREAU, Set.of(BUREAU));
		var above = new Staff("gz-reform", Set.of("gz-reform"));
		int before = staffOf.missingReviewers(BUREAU);
		var number = confirmedBy(SCHOOL);
		assertThat(dossiers.find(reviewer, number).orElseThrow().notice()).startsWith("无其他审核人").contains(REFUSED);
		var card = reviews.as(BUREAU, BUREAU, () -> dossiers.cards(reviewer, List.of(reviews.task(number).getId()))).get(0);
		assertThat(card.missing()).isTrue();
		assertThat(staffOf.missingReviewers(BUREAU)).isEqualTo(before + 1);
		assertThat(supervision.view(above, new Duty(BUREAU, 2021)).orElseThrow().missing()).isEqualTo(before + 1);

		var administratorAbove = new Staff("gz-reform-admin", Set.of(StaffGroups.administratorsOf("gz-reform")));
		assertThat(staffOf.add(administratorAbove, BUREAU, StaffKind.REVIEWER, "bureau-two", "李四")).isInstanceOf(Outcome.Done.class);
		assertThat(staffOf.missingReviewers(BUREAU)).isZero();
		assertThat(dossiers.find(reviewer, number).orElseThrow().notice()).doesNotStartWith("无其他审核人").contains(REFUSED);
		assertThat(dossiers.find(new Staff("bureau-two", Set.of(BUREAU)), number).orElseThrow().decidable()).isTrue();
	}

	/** Where there are no reviewers at all or all are other people, nobody is missing in this sense. */
	@Test
	void nothing_is_missing_where_nobody_is_barred() {
		confirmedBy(SCHOOL);
		assertThat(staffOf.missingReviewers(BUREAU)).isZero();
		accounts.leave(BUREAU, BUREAU);
		try {
			assertThat(staffOf.missingReviewers(BUREAU)).isZero();
		} finally {
			accounts.join(BUREAU, BUREAU);
		}
	}

	private String confirmedBy(String account) {
		var number = filed.submittedBySomebody(SCHOOL);
		reviews.complete(reviews.task(number).getId(), account, SCHOOL, DECISIONS.get(0));
		assertThat(reviews.record(number).organisation()).isEqualTo(BUREAU);
		return number;
	}

	private void samePerson(String column, String... all) {
		for (var account : all) {
			if (jdbc.update("update staff_credentials set " + column + " = 'one-person' where user_id = ?", account) == 0) {
				jdbc.update("insert into staff_credentials (user_id, version, " + column + ") values (?, 0, 'one-person')", account);
			}
		}
	}

	private void assertRefused(String number, String account, Map<String, Object> decision) {
		var record = reviews.record(number);
		assertThatThrownBy(() -> reviews.complete(reviews.task(number).getId(), account, record.organisation(), decision))
				.isInstanceOf(ProcessEngineException.class).hasMessageContaining(REFUSED);
		assertThat(reviews.record(number).organisation()).isEqualTo(record.organisation());
		assertThat(reviews.record(number).state()).isEqualTo(RecordState.IN_REVIEW);
	}
}
