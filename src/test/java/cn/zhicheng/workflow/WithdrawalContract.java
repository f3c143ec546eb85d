package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.MutableClock;
import cn.zhicheng.TestRecords;
import cn.zhicheng.TestReviews;
import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.filing.Filing;
import cn.zhicheng.filing.FilingOutcome;
import cn.zhicheng.filing.RecordState;

/**
 * Taking a record back, and what becomes of a record when two act on it in the same moment: exactly one of them does.
 */
@ApplicationTest
abstract class WithdrawalContract {

	@Autowired
	TestRecords filed;
	@Autowired
	TestReviews reviews;
	@Autowired
	Filing filing;
	@Autowired
	RuntimeService runtime;
	@Autowired
	MutableClock clock;

	@Test
	void a_record_withdrawn_before_its_unit_decides_is_a_draft_again_and_can_be_submitted_anew() {
		var number = submitted();

		assertThat(withdraw(number)).isInstanceOf(FilingOutcome.Done.class);

		assertThat(reviews.record(number).state()).isEqualTo(RecordState.DRAFT);
		assertThat(reviews.record(number).organisation()).isNull();
		assertThat(processesOf(number)).isZero();
		assertThat(reviews.events(number)).containsExactly("CREATED", "SUBMITTED", "WITHDRAWN");
		filed.submit(reviews.record(number));
		assertThat(reviews.task(number).getTaskDefinitionKey()).isEqualTo("unitReview");
		assertThat(reviews.task(number).getDescription()).doesNotStartWith("退回后重报");
	}

	@Test
	void a_record_withdrawn_after_a_return_is_in_amendment_with_the_same_date() {
		var number = submitted();
		clock.set("2021-05-08T10:00");
		reviews.sendBack(number, "gz-school");
		var until = reviews.record(number).scheduledAmendmentDeadline();
		clock.set("2021-05-11T10:00");
		filed.submit(reviews.record(number));

		assertThat(withdraw(number)).isInstanceOf(FilingOutcome.Done.class);

		assertThat(reviews.record(number).state()).isEqualTo(RecordState.RETURNED);
		assertThat(reviews.record(number).scheduledAmendmentDeadline()).isEqualTo(until).get().extracting(Deadline::date).hasToString("2021-05-13");
		assertThat(reviews.task(number).getTaskDefinitionKey()).isEqualTo("amendment");
		assertThat(reviews.task(number).getDueDate()).isEqualTo(java.util.Date.from(until.orElseThrow().end()));
	}

	@Test
	void a_record_its_unit_has_confirmed_cannot_be_withdrawn() {
		var number = submitted();
		reviews.confirm(number, "gz-school");

		assertThat(withdraw(number)).isInstanceOf(FilingOutcome.NotNow.class);

		assertThat(reviews.record(number).organisation()).isEqualTo("gz-education");
	}

	@Test
	void a_record_withdrawn_twice_is_withdrawn_once() {
		var number = submitted();
		withdraw(number);
		assertThat(withdraw(number)).isInstanceOf(FilingOutcome.AlreadyDone.class);
		assertThat(reviews.events(number)).containsOnlyOnce("WITHDRAWN");
	}

	@RepeatedTest(5)
	void of_a_withdrawal_and_a_confirmation_in_the_same_moment_one_counts() throws Exception {
		var number = submitted();
		var task = reviews.task(number).getId();

		var outcomes = inTheSameMoment(() -> withdraw(number), () -> confirm(task, "gz-school"));

		boolean withdrawn = reviews.record(number).state() == RecordState.DRAFT;
		assertThat(reviews.events(number)).containsExactly("CREATED", "SUBMITTED", withdrawn ? "WITHDRAWN" : "CONFIRMED");
		if (withdrawn) {
			assertThat(outcomes.get(0)).isInstanceOf(FilingOutcome.Done.class);
			assertThat(outcomes.get(1)).isInstanceOf(ProcessEngineException.class);
			assertThat(processesOf(number)).isZero();
		} else {
			assertThat(outcomes.get(0)).isInstanceOf(FilingOutcome.NotNow.class);
			assertThat(outcomes.get(1)).isEqualTo("confirmed");
			assertThat(reviews.record(number).organisation()).isEqualTo("gz-education");
			assertThat(reviews.task(number).getTaskDefinitionKey()).isEqualTo("departmentReview");
		}
	}

	@RepeatedTest(5)
	void of_two_decisions_on_one_task_in_the_same_moment_one_stands() throws Exception {
		var number = submitted();
		var task = reviews.task(number).getId();

		var outcomes = inTheSameMoment(() -> confirm(task, "gz-school"), () -> sendBack(task, "second-reviewer"));

		assertThat(outcomes).filteredOn(ProcessEngineException.class::isInstance).hasSize(1);
		boolean confirmed = outcomes.get(0).equals("confirmed");
		assertThat(reviews.events(number)).containsExactly("CREATED", "SUBMITTED", confirmed ? "CONFIRMED" : "RETURNED");
		assertThat(reviews.record(number).state()).isEqualTo(confirmed ? RecordState.IN_REVIEW : RecordState.RETURNED);
		assertThat(reviews.task(number).getTaskDefinitionKey()).isEqualTo(confirmed ? "departmentReview" : "amendment");
	}

	@RepeatedTest(5)
	void a_record_submitted_twice_in_the_same_moment_is_submitted_once() throws Exception {
		var draft = filed.completeDraft(filed.newPerson(), "gz-school");
		Callable<Object> submit = () -> filing.submit(draft.applicant().id(), draft.number(), draft.version());

		var outcomes = inTheSameMoment(submit, submit);

		assertThat(outcomes).hasAtLeastOneElementOfType(FilingOutcome.Done.class)
				.hasAtLeastOneElementOfType(FilingOutcome.AlreadyDone.class);
		assertThat(processesOf(draft.number())).isOne();
		assertThat(reviews.events(draft.number())).containsExactly("CREATED", "SUBMITTED");
	}

	@Test
	void a_decision_on_a_withdrawn_record_is_refused() {
		var number = submitted();
		var task = reviews.task(number).getId();
		withdraw(number);
		assertThatThrownBy(() -> confirm(task, "gz-school")).isInstanceOf(ProcessEngineException.class);
		assertThat(reviews.record(number).state()).isEqualTo(RecordState.DRAFT);
	}

	/** What each of two threads gives or throws that begin together. */
	private static List<Object> inTheSameMoment(Callable<Object> one, Callable<Object> other) throws Exception {
		var start = new CyclicBarrier(2);
		var threads = Executors.newFixedThreadPool(2);
		try {
			var running = new ArrayList<java.util.concurrent.Future<Object>>();
			for (var action : List.of(one, other)) {
				running.add(threads.submit(() -> {
					start.await(30, TimeUnit.SECONDS);
					return action.call();
				}));
			}
			var outcomes = new ArrayList<>();
			for (var action : running) {
				try {
					outcomes.add(action.get(60, TimeUnit.SECONDS));
				} catch (ExecutionException e) {
					outcomes.add(e.getCause());
				}
			}
			return outcomes;
		} finally {
			threads.shutdownNow();
		}
	}

	private String submitted() {
		return filed.submit(filed.completeDraft(filed.newPerson(), "gz-school"));
	}

	private FilingOutcome withdraw(String number) {
		return filing.withdraw(reviews.record(number).applicant().id(), number);
	}

	private Object confirm(String task, String reviewer) {
		reviews.complete(task, reviewer, "gz-school", Map.of("decision", "confirm"));
		return "confirmed";
	}

	private Object sendBack(String task, String reviewer) {
		reviews.complete(task, reviewer, "gz-school", Map.of("decision", "return", "reason", "缺盖章页"));
		return "returned";
	}

	private long processesOf(String number) {
		return runtime.createProcessInstanceQuery().processInstanceBusinessKey(number).count();
	}
}
