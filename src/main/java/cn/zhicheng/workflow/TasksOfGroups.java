package cn.zhicheng.workflow;

import java.util.List;

import org.camunda.bpm.engine.impl.TaskQueryImpl;
import org.camunda.bpm.engine.impl.persistence.entity.TaskManager;
import org.camunda.bpm.engine.task.Task;

/**
 * Task queries with statements of our own, which begin with the tasks that the account may read. The engine's statement lets
 * the database begin with all open tasks, in the order in which they were created.
 */
class TasksOfGroups extends TaskManager {

	@Override
	@SuppressWarnings("unchecked")
	public List<Task> findTasksByQueryCriteria(TaskQueryImpl query) {
		configureQuery(query);
		if (!(query.getAuthCheck() instanceof ReadableTasks readable)) {
			return getDbEntityManager().selectList("selectTaskByQueryCriteria", query);
		}
		readable.askedBy(query);
		lookBelow(readable);
		if (query.getMaxResults() < Integer.MAX_VALUE) {
			readable.counted((Long) getDbEntityManager().selectOne("countReadableTasks", readable));
		}
		return getDbEntityManager().selectList("selectReadableTasks", query);
	}

	@Override
	public long findTaskCountByQueryCriteria(TaskQueryImpl query) {
		configureQuery(query);
		if (!(query.getAuthCheck() instanceof ReadableTasks readable)) {
			return (Long) getDbEntityManager().selectOne("selectTaskCountByQueryCriteria", query);
		}
		readable.askedBy(query);
		if (!readable.isAsked()) {
			lookBelow(readable);
		}
		return (Long) getDbEntityManager().selectOne("selectReadableTaskCount", query);
	}

	private void lookBelow(ReadableTasks readable) {
		readable.overdueBelow(!readable.getGroups().isEmpty() && (Long) getDbEntityManager().selectOne("countOverdueBelow", readable) > 0);
	}
}
