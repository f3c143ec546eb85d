package cn.zhicheng.review;

import java.util.Collection;
import java.util.List;

/**
 * The open tasks of supervision in the engine, seen with the rights of the member of staff who asks.
 */
public interface SupervisionTasks {

	/** What a task is for. */
	enum Kind {
		/** The organisation is reminded. */
		REMINDER,
		/** The organisation is urged by its superior. */
		URGING,
		/** The superior decides about what is overdue. */
		OVERDUE
	}

	/** @param duty of the organisation that the task is about */
	record SupervisionTask(String taskId, Kind kind, Duty duty) {
	}

	/** @return tasks that do not exist, that the account may not see or that are none of supervision are left out */
	List<SupervisionTask> supervisionTasks(Collection<String> taskIds);
}
