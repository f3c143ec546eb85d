package cn.zhicheng.workflow;

import org.camunda.bpm.engine.TaskService;
import org.springframework.stereotype.Component;

/**
 * Lets the superior of an organisation see a task that is overdue there, but not decide it.
 */
@Component
class OverdueTasks {

	private final TaskService tasks;

	OverdueTasks(TaskService tasks) {
		this.tasks = tasks;
	}

	/** @param group code of the superior */
	void showTo(String task, String group) {
		tasks.addGroupIdentityLink(task, group, TaskReaders.SUPERIOR);
	}

	/** @param group code of an organisation that is not the superior any more */
	void hideFrom(String task, String group) {
		tasks.deleteGroupIdentityLink(task, group, TaskReaders.SUPERIOR);
	}
}
