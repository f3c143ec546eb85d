package cn.zhicheng.workflow;

import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

import cn.zhicheng.organisation.ApplicationDesk;
import cn.zhicheng.security.StaffGroups;

/**
 * Step {@code escalateApplication}: raises the task's priority and lets the administrators above decide too.
 */
@Component
@StepOf(OrganisationRegistration.KEY)
class EscalateApplication implements JavaDelegate {

	private final ApplicationDesk desk;
	private final TaskService tasks;

	EscalateApplication(ApplicationDesk desk, TaskService tasks) {
		this.desk = desk;
		this.tasks = tasks;
	}

	@Override
	public void execute(DelegateExecution execution) {
		var task = tasks.createTaskQuery().processInstanceId(execution.getProcessInstanceId())
				.taskDefinitionKey(OrganisationRegistration.REGISTRATION_REVIEW).singleResult();
		tasks.setPriority(task.getId(), OrganisationRegistration.ESCALATED_PRIORITY);
		desk.escalateApplication(execution.getProcessBusinessKey())
				.ifPresent(above -> tasks.addCandidateGroup(task.getId(), StaffGroups.administratorsOf(above)));
	}
}
