package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;

import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.TestRecords;
import cn.zhicheng.TestReviews;
import cn.zhicheng.deadline.Stage;
import cn.zhicheng.filing.RecordState;
import cn.zhicheng.review.DecisionRefusedException;
import cn.zhicheng.review.ReviewDesk;
import cn.zhicheng.review.Verdict;
import cn.zhicheng.security.Staff;
import cn.zhicheng.verification.Register;

/**
 * What a record knows by itself, wherever a process takes it: the process is moved here as no model that is checked would.
 */
@ApplicationTest
class RecordTruthTest {

	private static final String[] BELOW_THE_PROVINCE = { "gz-school", "gz-education", "gz-reform", "zy-reform" };

	@Autowired
	TestRecords filed;
	@Autowired
	TestReviews reviews;
	@Autowired
	RuntimeService runtime;
	@Autowired
	ReviewDesk desk;
	@Autowired
	Register register;
	@Autowired
	JdbcTemplate database;

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 4 })
	void a_record_is_not_published_before_all_have_confirmed_whatever_the_process_does(int confirmations) {
		var number = filed.submitted("gz-school");
		for (int i = 0; i < confirmations; i++) {
			reviews.confirm(number, BELOW_THE_PROVINCE[i]);
		}
		var before = reviews.events(number);
		assertThatThrownBy(() -> take(number, "publishRecord")).isInstanceOf(ProcessEngineException.class)
				.hasMessageContaining("尚未").hasMessageContaining(number);
		assertThat(reviews.record(number).state()).isEqualTo(RecordState.IN_REVIEW);
		assertThat(reviews.events(number)).isEqualTo(before);
		assertThat(register.verify("演示甲", "62070219800101001X", "甘教职2010第00012号", "127.0.0.1"))
				.isNotInstanceOf(Register.Answer.Found.class);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 4 })
	void a_record_does_not_leave_an_organisation_that_has_not_confirmed_it(int confirmations) {
		var number = filed.submitted("gz-school");
		for (int i = 0; i < confirmations; i++) {
			reviews.confirm(number, BELOW_THE_PROVINCE[i]);
		}
		var place = reviews.record(number).organisation();
		assertThatThrownBy(() -> take(number, "routeRecord")).isInstanceOf(ProcessEngineException.class)
				.hasMessageContaining("尚未").hasMessageContaining(number);
		assertThatThrownBy(() -> desk.routeRecord(number)).isInstanceOf(RuntimeException.class);
		assertThat(reviews.record(number).organisation()).isEqualTo(place);
	}

	@Test
	void a_confirmation_of_an_earlier_submission_counts_no_more() {
		var number = filed.submitted("gz-school");
		reviews.confirm(number, BELOW_THE_PROVINCE);
		reviews.sendBack(number, "gs-reform");
		filed.amendAndResubmit(number);
		assertThatThrownBy(() -> take(number, "routeRecord")).isInstanceOf(ProcessEngineException.class);
		assertThatThrownBy(() -> take(number, "publishRecord")).isInstanceOf(ProcessEngineException.class);
		assertThat(reviews.record(number).organisation()).isEqualTo("gz-school");
	}

	/** As if somebody had written into the tables that the record was confirmed at the top: its history says otherwise. */
	@ParameterizedTest
	@ValueSource(strings = { "delete from history_entry where record_id = ? and event = 'CONFIRMED' and organisation = 'gz-education'",
			"delete from history_entry where record_id = ? and event = 'CONFIRMED' and organisation = 'gz-school'",
			"update history_entry set sent_to = 'lz-reform' where record_id = ? and event = 'CONFIRMED' and organisation = 'gz-reform'",
			"update history_entry set submission = 7 where record_id = ? and event = 'CONFIRMED' and organisation = 'zy-reform'" })
	void a_chain_of_confirmations_that_is_broken_does_not_publish(String breaking) {
		var number = filed.submitted("gz-school");
		reviews.confirm(number, BELOW_THE_PROVINCE);
		assertThat(database.update(breaking, reviews.record(number).id())).isOne();
		assertThatThrownBy(() -> reviews.confirm(number, "gs-reform")).isInstanceOf(ProcessEngineException.class)
				.hasMessageContaining("尚未").hasMessageContaining(number);
		assertThat(reviews.record(number).state()).isEqualTo(RecordState.IN_REVIEW);
		assertThat(reviews.task(number).getTaskDefinitionKey()).isEqualTo("reformOfficeReview");
	}

	@Test
	void each_confirmation_writes_down_where_the_record_was_sent() {
		var number = filed.submitted("gz-school");
		reviews.confirm(number, BELOW_THE_PROVINCE);
		reviews.confirm(number, "gs-reform");
		assertThat(database.queryForList("select concat(organisation, concat('>', coalesce(sent_to, ''))) from history_entry "
				+ "where record_id = ? and event = 'CONFIRMED' order by at", String.class, reviews.record(number).id()))
				.containsExactly("gz-school>gz-education", "gz-education>gz-reform", "gz-reform>zy-reform", "zy-reform>gs-reform", "gs-reform>");
	}

	/** Who decides is looked at before anything else is said or done. */
	@Test
	void somebody_of_another_organisation_is_told_nothing_else() {
		var number = filed.submitted("gz-school");
		var here = new ReviewDesk.Place(reviews.record(number).id(), Stage.UNIT.key(), "gz-school", false);
		for (var groups : new Set[] { Set.of(), Set.of("zy-school"), Set.of("camunda-admin"), Set.of("gz-school--admin") }) {
			@SuppressWarnings("unchecked")
			var stranger = new Staff("stranger", (Set<String>) groups);
			for (var verdict : new Verdict[] { null, Verdict.CONFIRM, Verdict.RETURN }) {
				assertThatThrownBy(() -> desk.recordDecision(number, here, verdict, null, stranger))
						.isInstanceOf(DecisionRefusedException.class).hasMessage("decision.notYours");
			}
		}
		assertThat(reviews.events(number)).doesNotContain("CONFIRMED", "RETURNED");
	}

	@Test
	void a_decision_is_of_the_place_where_the_record_lies() {
		var number = filed.submitted("gz-school");
		var reviewer = new Staff("gz-school", Set.of("gz-school"));
		long id = reviews.record(number).id();
		var both = new Staff("clerk", Set.of("gz-school", "zy-school"));
		for (var elsewhere : List.of(new ReviewDesk.Place(id, Stage.DEPARTMENT.key(), "gz-school", false),
				new ReviewDesk.Place(id + 1, Stage.UNIT.key(), "gz-school", false), new ReviewDesk.Place(null, null, "gz-school", false))) {
			assertThatThrownBy(() -> desk.recordDecision(number, elsewhere, null, null, reviewer))
					.isInstanceOf(DecisionRefusedException.class).hasMessage("decision.notHere");
		}
		assertThatThrownBy(() -> desk.recordDecision(number, new ReviewDesk.Place(id, Stage.UNIT.key(), "zy-school", false), null, null, both))
				.isInstanceOf(DecisionRefusedException.class).hasMessage("decision.notHere");
		assertThat(reviews.events(number)).doesNotContain("CONFIRMED", "RETURNED");
	}

	private void take(String number, String step) {
		var instance = reviews.task(number).getProcessInstanceId();
		runtime.createProcessInstanceModification(instance).startBeforeActivity(step).execute();
	}
}
