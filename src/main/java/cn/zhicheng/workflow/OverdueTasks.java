package cn.zhicheng.workflow;

import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.task.IdentityLinkType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Lets the superior of an organisation see a task that is overdue there, but not decide it.
 */
@Component
class OverdueTasks {

	private final TaskService tasks;
	private final JdbcTemplate jdbc;

	OverdueTasks(TaskService tasks, JdbcTemplate jdbc) {
		this.tasks = tasks;
		this.jdbc = jdbc;
	}

	/** @param group code of the superior */
	void showTo(String task, String group) {
		var context = Context.getCommandContext();
		if (context == null) {
			tasks.addGroupIdentityLink(task, group, TaskReaders.SUPERIOR);
			return;
		}
		// The service would first read the links there are.
		var link = context.getTaskManager().findTaskById(task).newIdentityLink(null, group, TaskReaders.SUPERIOR);
		link.insert();
	}

	/** @param group code of an organisation that is not the superior any more */
	void hideFrom(String task, String group) {
		tasks.deleteGroupIdentityLink(task, group, TaskReaders.SUPERIOR);
	}

	/**
	 * All that is overdue at an organisation is shown to another superior. In one statement, however many there are: who
	 * changes the tree holds it until the end.
	 *
	 * @param from code of the superior until now
	 * @param to code of the new one
	 */
	void showAllTo(String organisation, String from, String to) {
		jdbc.update("""
				update ACT_RU_IDENTITYLINK set GROUP_ID_ = ? where TYPE_ = ? and GROUP_ID_ = ?
				and TASK_ID_ in (select C.TASK_ID_ from ACT_RU_IDENTITYLINK C where C.TYPE_ = ? and C.GROUP_ID_ = ?)
				""", to, TaskReaders.SUPERIOR, from, IdentityLinkType.CANDIDATE, organisation);
	}
}
