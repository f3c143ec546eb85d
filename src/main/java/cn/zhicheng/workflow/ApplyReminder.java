package cn.zhicheng.workflow;

import java.util.Date;

import org.camunda.bpm.dmn.engine.DmnDecisionResult;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.springframework.stereotype.Component;

import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.review.Duty;
import cn.zhicheng.review.SupervisionDesk;

/**
 * End of step {@code determineReminder}: takes the answer of the decision {@code reminders}.
 */
@Component
@StepOf(StageSupervision.KEY)
class ApplyReminder implements ExecutionListener {

	private static final String DECISION_RESULT = "decisionResult";

	private final SupervisionDesk desk;

	ApplyReminder(SupervisionDesk desk) {
		this.desk = desk;
	}

	@Override
	public void notify(DelegateExecution execution) {
		var times = DecisionTables.reminderTimes((DmnDecisionResult) execution.getVariable(DECISION_RESULT));
		var next = desk.determineReminder(Duty.ofKey(execution.getProcessBusinessKey()), deadlineOf(execution), times);
		StageSupervision.NEXT_REMINDER.set(execution.getProcessInstance(), next.map(Date::from).orElse(null));
	}

	/** @return the date of which the process knows the first moment that is late */
	static Deadline deadlineOf(DelegateExecution execution) {
		return Deadline.endOfDayOf(StageSupervision.DEADLINE.of(execution).toInstant().minusMillis(1));
	}
}
