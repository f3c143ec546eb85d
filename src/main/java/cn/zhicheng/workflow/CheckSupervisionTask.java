package cn.zhicheng.workflow;

import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * Completion of a task of the supervision. Nothing is decided by it, so that no client has a variable to send with it; those
 * of the process are determined anew with every round.
 */
@Component
@StepOf(StageSupervision.KEY)
@OnTaskEvent(TaskListener.EVENTNAME_COMPLETE)
class CheckSupervisionTask implements TaskListener {

	private final MessageSource messages;

	CheckSupervisionTask(MessageSource messages) {
		this.messages = messages;
	}

	@Override
	public void notify(DelegateTask task) {
		if (!StageSupervision.VARIABLES.containsAll(task.getVariableNames())) {
			throw new UserRefusal(messages.getMessage("supervision.refused.unknownVariable", null, UserTexts.LOCALE));
		}
	}
}
