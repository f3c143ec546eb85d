package cn.zhicheng.workflow;

import java.util.stream.Stream;

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
		// As whoever decides does it: the record first, then its task. The other way round the two could wait for each other.
		records.findToDecide(execution.getProcessBusinessKey());
		var superior = desk.escalateOverdueReview(execution.getProcessBusinessKey());
		var task = reviewOf(execution);
		tasks.setPriority(task, TitleRecordReview.OVERDUE_PRIORITY);
		superior.ifPresent(organisation -> overdueTasks.showTo(task, organisation.code()));
	}

	/** The task that the timer is attached to is in the same instance, which the engine has read already. */
	private static String reviewOf(DelegateExecution execution) {
		return tasksOf((ExecutionEntity) execution.getProcessInstance())
				.filter(ReviewSteps::isReview).findFirst().orElseThrow().getId();
	}

	private static Stream<TaskEntity> tasksOf(ExecutionEntity execution) {
		return Stream.concat(execution.getTasks().stream(), execution.getExecutions().stream().flatMap(EscalateOverdueReview::tasksOf));
	}
}
