package cn.zhicheng.workflow;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

import cn.zhicheng.review.Duty;
import cn.zhicheng.review.SupervisionDesk;

/**
 * Step {@code sendReminder}: reminds the organisation, if there is anything to remind it of.
 */
@Component
@StepOf(StageSupervision.KEY)
class SendReminder implements JavaDelegate {

	private final SupervisionDesk desk;

	SendReminder(SupervisionDesk desk) {
		this.desk = desk;
	}

	@Override
	public void execute(DelegateExecution execution) {
		desk.sendReminder(Duty.ofKey(execution.getProcessBusinessKey()), ApplyReminder.deadlineOf(execution),
				StageSupervision.NEXT_REMINDER.of(execution).toInstant())
				.ifPresent(unread -> StageSupervision.UNREAD.set(execution.getProcessInstance(), unread));
	}
}
