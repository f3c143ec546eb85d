package cn.zhicheng.workflow;

import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.springframework.stereotype.Component;

import cn.zhicheng.filing.RecordsByNumber;
import cn.zhicheng.review.ReviewDesk;

/**
 * The step behind the date of a review: marks the record overdue, raises the task's priority and lets the superior see the task
 * (but not decide it).
 */
@Component
@StepOf(TitleRecordReview.KEY)
class EscalateOverdueReview implements JavaDelegate {

	private final RecordsByNumber records;
	private final ReviewDesk desk;
	private final TaskService tasks;
	private final OverdueTasks overdueTasks;

	EscalateOverdueReview(RecordsByNumber records, ReviewDesk desk, TaskService tasks, OverdueTasks overdueTasks) {
		this.records = records;
		this.desk = desk;
		this.tasks = tasks;
		this.overdueTasks = overdueTasks;
	}

	@Override
	public void execute(DelegateExecution execution) {
		// As whoever decides does it: the record first, then its task. The other way round the two could wait for each other.
		var record = records.findToDecide(execution.getProcessBusinessKey());
		if (record.filter(one -> one.overdueSince().isPresent()).isPresent()) {
			// The timer itself has said so, and so does the step that the model leads to.
			return;
		}
		var superior = desk.escalateOverdueReview(execution.getProcessBusinessKey());
		var task = taskOf(execution);
		tasks.setPriority(task, TitleRecordReview.OVERDUE_PRIORITY);
		superior.ifPresent(organisation -> overdueTasks.showTo(task, organisation.code()));
	}

	/** The task that the timer is attached to is in the same instance, which the engine has read already. */
	private static String taskOf(DelegateExecution execution) {
		return StepEvents.tasksOf((ExecutionEntity) execution.getProcessInstance())
				.filter(ReviewSteps::isDated).findFirst().orElseThrow().getId();
	}
}
