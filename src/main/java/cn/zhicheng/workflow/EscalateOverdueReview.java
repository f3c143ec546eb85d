package cn.zhicheng.workflow;

import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
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
	private final AuthorizationService authorizations;

	EscalateOverdueReview(ReviewDesk desk, TaskService tasks, AuthorizationService authorizations) {
		this.desk = desk;
		this.tasks = tasks;
		this.authorizations = authorizations;
	}

	@Override
	public void execute(DelegateExecution execution) {
		var superior = desk.escalateOverdueReview(execution.getProcessBusinessKey());
		var task = tasks.createTaskQuery().processInstanceId(execution.getProcessInstanceId())
				.taskDefinitionKeyIn(TitleRecordReview.UNIT_REVIEW, TitleRecordReview.DEPARTMENT_REVIEW,
						TitleRecordReview.REFORM_OFFICE_REVIEW)
				.singleResult();
		tasks.setPriority(task.getId(), TitleRecordReview.OVERDUE_PRIORITY);
		superior.ifPresent(organisation -> {
			var look = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
			look.setGroupId(organisation.code());
			look.setResource(Resources.TASK);
			look.setResourceId(task.getId());
			look.addPermission(Permissions.READ);
			authorizations.saveAuthorization(look);
		});
	}
}
