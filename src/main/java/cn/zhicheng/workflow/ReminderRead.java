package cn.zhicheng.workflow;

import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.stereotype.Component;

/**
 * Completion of {@code reminder}: somebody has read it.
 */
@Component
@StepOf(StageSupervision.KEY)
@OnTaskEvent(TaskListener.EVENTNAME_COMPLETE)
class ReminderRead implements TaskListener {

	private final CheckSupervisionTask check;

	ReminderRead(CheckSupervisionTask check) {
		this.check = check;
	}

	@Override
	public void notify(DelegateTask task) {
		check.notify(task);
		StageSupervision.UNREAD.set(task.getExecution().getProcessInstance(), false);
	}
}
