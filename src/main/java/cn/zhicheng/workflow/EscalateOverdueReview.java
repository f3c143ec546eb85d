package cn.zhicheng.workflow;

import java.util.function.Predicate;

import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
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
		escalate(execution, task -> task.getPriority() != TitleRecordReview.OVERDUE_PRIORITY);
	}

	/** @param which of the tasks that an organisation has to do by the date of its stage */
	void escalate(DelegateExecution execution, Predicate<TaskEntity> which) {
		// As whoever decides does it: the record first, then its task. The other way round the two could wait for each other.
		records.findToDecide(execution.getProcessBusinessKey());
		var open = StepEvents.tasksOf((ExecutionEntity) execution.getProcessInstance()).filter(ReviewSteps::isDue).filter(which).findFirst();
		if (open.isEmpty()) {
			// The timer itself has escalated it already, or the record waits and nobody is late.
			return;
		}
		var superior = desk.escalateOverdueReview(execution.getProcessBusinessKey());
		var task = open.get().getId();
		tasks.setPriority(task, TitleRecordReview.OVERDUE_PRIORITY);
		superior.ifPresent(organisation -> overdueTasks.showTo(task, organisation.code()));
	}
}
