package cn.zhicheng.workflow;

import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

import cn.zhicheng.review.ReviewDesk;

/**
 * Steps {@code escalateUnitReview}, {@code escalateDepartmentReview}, {@code escalateReformOfficeReview}: marks the record
 * overdue, raises the task's priority and lets the superior see the task (but not decide it).
 */
@Component
class EscalateOverdueReview implements JavaDelegate {

	private final ReviewDesk desk;
	private final TaskService tasks;
	private final OverdueTasks overdueTasks;

	EscalateOverdueReview(ReviewDesk desk, TaskService tasks, OverdueTasks overdueTasks) {
		this.desk = desk;
		this.tasks = tasks;
		this.overdueTasks = overdueTasks;
	}

	@Override
	public void execute(DelegateExecution execution) {
		var superior = desk.escalateOverdueReview(execution.getProcessBusinessKey());
		var task = tasks.createTaskQuery().processInstanceId(execution.getProcessInstanceId())
				.taskDefinitionKeyIn(TitleRecordReview.UNIT_REVIEW, TitleRecordReview.DEPARTMENT_REVIEW,
						TitleRecordReview.REFORM_OFFICE_REVIEW)
				.singleResult();
		tasks.setPriority(task.getId(), TitleRecordReview.OVERDUE_PRIORITY);
		superior.ifPresent(organisation -> overdueTasks.showTo(task.getId(), organisation.code()));
	}
}
