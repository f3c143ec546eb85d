package cn.zhicheng.workflow;

import java.util.Date;

import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

import cn.zhicheng.review.ReviewDesk;

/**
 * Start of a review task: shows as due date the last moment that is in time (a date in Tasklist at 00:00 of the next day
 * would be read as the next day), says when a record comes again after a return, tells the record at which step it is, and
 * forgets what was decided before.
 */
@Component
@StepOf(TitleRecordReview.KEY)
@OnTaskEvent(TaskListener.EVENTNAME_CREATE)
class DescribeReview implements TaskListener {

	/** Begins the description of the tasks that the filter 退回后重报 finds; the rest of it is free. */
	static final String RESUBMITTED = "task.resubmitted";

	private final ReviewDesk desk;
	private final MessageSource messages;

	DescribeReview(ReviewDesk desk, MessageSource messages) {
		this.desk = desk;
		this.messages = messages;
	}

	@Override
	public void notify(DelegateTask task) {
		// A decision counts for its own step only, also where steps follow each other in one organisation.
		task.getExecution().removeVariable(TitleRecordReview.DECISION.name());
		// The process's variable; to ask the task itself would make the engine look for variables of a task just created.
		var firstLateMoment = TitleRecordReview.DEADLINE.of(task.getExecution());
		task.setDueDate(new Date(firstLateMoment.getTime() - 1));
		if (desk.beginStep(task.getExecution().getProcessBusinessKey(), StepEvents.nameOf(task), ReviewSteps.asksForOther((TaskEntity) task))) {
			task.setDescription(messages.getMessage(RESUBMITTED, null, UserTexts.LOCALE));
		}
	}
}
