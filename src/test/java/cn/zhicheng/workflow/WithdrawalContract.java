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

import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.MutableClock;
import cn.zhicheng.TestRecords;
import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.filing.Filing;
import cn.zhicheng.filing.FilingOutcome;
import cn.zhicheng.filing.RecordJournal;
import cn.zhicheng.filing.RecordState;
import cn.zhicheng.filing.TitleRecord;
import cn.zhicheng.filing.TitleRecords;

/**
 * Taking a record back, and what becomes of a record when two act on it in the same moment: exactly one of them does.
 */
@ApplicationTest
abstract class WithdrawalContract {

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
	IdentityService identities;
	@Autowired
	MutableClock clock;

	@AfterEach
	void nobodyIsSignedOn() {
		identities.clearAuthentication();
	}

	@Test
	void a_record_withdrawn_before_its_unit_decides_is_a_draft_again_and_can_be_submitted_anew() {
		var number = submitted();

		assertThat(withdraw(number)).isInstanceOf(FilingOutcome.Done.class);

		assertThat(record(number).state()).isEqualTo(RecordState.DRAFT);
		assertThat(record(number).organisation()).isNull();
		assertThat(processesOf(number)).isZero();
		assertThat(eventsOf(number)).containsExactly("CREATED", "SUBMITTED", "WITHDRAWN");
		filed.submit(record(number));
		assertThat(task(number).getTaskDefinitionKey()).isEqualTo("unitReview");
		assertThat(task(number).getDescription()).doesNotStartWith("退回后重报");
	}

	@Test
	void a_record_withdrawn_after_a_return_is_in_amendment_with_the_same_date() {
		var number = submitted();
		clock.set("2021-05-08T10:00");
		complete(number, "gz-school", Map.of("decision", "return", "reason", "证书编号与证书不符"));
		var until = record(number).amendmentDeadline();
		clock.set("2021-05-11T10:00");
		filed.submit(record(number));

		assertThat(withdraw(number)).isInstanceOf(FilingOutcome.Done.class);

		assertThat(record(number).state()).isEqualTo(RecordState.RETURNED);
		assertThat(record(number).amendmentDeadline()).isEqualTo(until).get().extracting(Deadline::date).hasToString("2021-05-13");
		assertThat(task(number).getTaskDefinitionKey()).isEqualTo("amendment");
		assertThat(task(number).getDueDate()).isEqualTo(java.util.Date.from(until.orElseThrow().end()));
	}

	@Test
	void a_record_its_unit_has_confirmed_cannot_be_withdrawn() {
		var number = submitted();
		complete(number, "gz-school", Map.of("decision", "confirm"));

		assertThat(withdraw(number)).isInstanceOf(FilingOutcome.NotNow.class);

		assertThat(record(number).organisation()).isEqualTo("gz-education");
	}

	@Test
	void a_record_withdrawn_twice_is_withdrawn_once() {
		var number = submitted();
		withdraw(number);
		assertThat(withdraw(number)).isInstanceOf(FilingOutcome.AlreadyDone.class);
		assertThat(eventsOf(number)).containsOnlyOnce("WITHDRAWN");
	}

	@RepeatedTest(5)
	void of_a_withdrawal_and_a_confirmation_in_the_same_moment_one_counts() throws Exception {
		var number = submitted();
		var task = task(number).getId();

		var outcomes = inTheSameMoment(() -> withdraw(number), () -> confirm(task, "gz-school"));

		boolean withdrawn = record(number).state() == RecordState.DRAFT;
		assertThat(eventsOf(number)).containsExactly("CREATED", "SUBMITTED", withdrawn ? "WITHDRAWN" : "CONFIRMED");
		if (withdrawn) {
			assertThat(outcomes.get(0)).isInstanceOf(FilingOutcome.Done.class);
			assertThat(outcomes.get(1)).isInstanceOf(ProcessEngineException.class);
			assertThat(processesOf(number)).isZero();
		} else {
			assertThat(outcomes.get(0)).isInstanceOf(FilingOutcome.NotNow.class);
			assertThat(outcomes.get(1)).isEqualTo("confirmed");
			assertThat(record(number).organisation()).isEqualTo("gz-education");
			assertThat(task(number).getTaskDefinitionKey()).isEqualTo("departmentReview");
		}
	}

	@RepeatedTest(5)
	void of_two_decisions_on_one_task_in_the_same_moment_one_stands() throws Exception {
		var number = submitted();
		var task = task(number).getId();

		var outcomes = inTheSameMoment(() -> confirm(task, "gz-school"), () -> sendBack(task, "second-reviewer"));

		assertThat(outcomes).filteredOn(ProcessEngineException.class::isInstance).hasSize(1);
		boolean confirmed = outcomes.get(0).equals("confirmed");
		assertThat(eventsOf(number)).containsExactly("CREATED", "SUBMITTED", confirmed ? "CONFIRMED" : "RETURNED");
		assertThat(record(number).state()).isEqualTo(confirmed ? RecordState.IN_REVIEW : RecordState.RETURNED);
		assertThat(task(number).getTaskDefinitionKey()).isEqualTo(confirmed ? "departmentReview" : "amendment");
	}

	@RepeatedTest(5)
	void a_record_submitted_twice_in_the_same_moment_is_submitted_once() throws Exception {
		var draft = filed.completeDraft(filed.newPerson(), "gz-school");
		Callable<Object> submit = () -> filing.submit(draft.applicant().id(), draft.number(), draft.version());

		var outcomes = inTheSameMoment(submit, submit);

		assertThat(outcomes).hasAtLeastOneElementOfType(FilingOutcome.Done.class)
				.hasAtLeastOneElementOfType(FilingOutcome.AlreadyDone.class);
		assertThat(processesOf(draft.number())).isOne();
		assertThat(eventsOf(draft.number())).containsExactly("CREATED", "SUBMITTED");
	}

	@Test
	void a_decision_on_a_withdrawn_record_is_refused() {
		var number = submitted();
		var task = task(number).getId();
		withdraw(number);
		assertThatThrownBy(() -> confirm(task, "gz-school")).isInstanceOf(ProcessEngineException.class);
		assertThat(record(number).state()).isEqualTo(RecordState.DRAFT);
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
		return filing.withdraw(record(number).applicant().id(), number);
	}

	private void complete(String number, String reviewer, Map<String, Object> decision) {
		complete(task(number).getId(), decision, reviewer);
	}

	private Object confirm(String task, String reviewer) {
		complete(task, Map.of("decision", "confirm"), reviewer);
		return "confirmed";
	}

	private Object sendBack(String task, String reviewer) {
		complete(task, Map.of("decision", "return", "reason", "缺盖章页"), reviewer);
		return "returned";
	}

	private void complete(String task, Map<String, Object> decision, String reviewer) {
		identities.setAuthentication(reviewer, List.of("gz-school"));
		try {
			tasks.complete(task, decision);
		} finally {
			identities.clearAuthentication();
		}
	}

	private TitleRecord record(String number) {
		return records.findWithApplicantByNumber(number).orElseThrow();
	}

	private Task task(String number) {
		return tasks.createTaskQuery().processInstanceBusinessKey(number).singleResult();
	}

	private long processesOf(String number) {
		return runtime.createProcessInstanceQuery().processInstanceBusinessKey(number).count();
	}

	private List<String> eventsOf(String number) {
		return journal.of(record(number).id()).stream().map(RecordJournal.Entry::event).toList();
	}
}
