package cn.zhicheng.workflow;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Gives the engine's tables, which the engine makes itself, the indexes they lack with hundreds of thousands of open records,
 * and changes rows that an earlier version of the application has left. Each once in a database, noted among the engine's
 * properties.
 */
@Component
@Order(10)
class EngineTables implements ApplicationRunner {

	static final String TASKS_OF_GROUP = "zhicheng_tasks_of_group";

	private final JdbcTemplate jdbc;

	EngineTables(JdbcTemplate jdbc) {
		this.jdbc = jdbc;
	}

	@Override
	@Transactional
	public void run(ApplicationArguments args) {
		// From which a reviewer's tasks are found without a look at anything else.
		once(TASKS_OF_GROUP, "ACT_RU_IDENTITYLINK (GROUP_ID_, TYPE_, TASK_ID_)", this::readByLinks);
		// What a count of the own tasks asks of each: it need not read the rows, which lie wherever there was room.
		once("zhicheng_task_kinds", "ACT_RU_TASK (ID_, TASK_DEF_KEY_, PROC_DEF_ID_, TENANT_ID_)");
		// Whoever completes a task is first asked for the tasks below it, among all that are open.
		once("zhicheng_tasks_of_parent", "ACT_RU_TASK (PARENT_TASK_ID_)");
		// Every step reads its variables: H2 would look for them among all that have the name.
		once("zhicheng_variables_of_execution", "ACT_RU_VARIABLE (EXECUTION_ID_, TASK_ID_, NAME_)");
		// Those that are due are looked for again and again; there is one for each open record.
		once("zhicheng_due_jobs", "ACT_RU_JOB (DUEDATE_)", this::giveJobsDates);
		// Nothing is taken of a record of which something is being done: each time, these are looked for among all.
		once("zhicheng_locked_jobs", "ACT_RU_JOB (LOCK_EXP_TIME_)");
	}

	private void once(String name, String columns) {
		once(name, columns, () -> {
		});
	}

	private void once(String name, String columns, Runnable change) {
		if (jdbc.queryForObject("select count(*) from ACT_GE_PROPERTY where NAME_ = ?", Integer.class, name) > 0) {
			return;
		}
		jdbc.update("insert into ACT_GE_PROPERTY (NAME_, VALUE_, REV_) values (?, '1', 1)", name);
		jdbc.execute("create index if not exists " + name + " on " + columns);
		change.run();
	}

	/** Each task had its authorizations; who could only read it was the superior of an overdue one. */
	private void readByLinks() {
		jdbc.update("""
				insert into ACT_RU_IDENTITYLINK (ID_, REV_, GROUP_ID_, TYPE_, TASK_ID_)
				select A.ID_, 1, A.GROUP_ID_, ?, A.RESOURCE_ID_
				from ACT_RU_AUTHORIZATION A join ACT_RU_TASK T on T.ID_ = A.RESOURCE_ID_
				where A.RESOURCE_TYPE_ = 7 and A.TYPE_ = 1 and A.PERMS_ = 2 and A.GROUP_ID_ is not null
				""", TaskReaders.SUPERIOR);
		jdbc.update("delete from ACT_RU_AUTHORIZATION where RESOURCE_TYPE_ = 7 and RESOURCE_ID_ <> '*'");
	}

	/** Every job has a date now, and what is due is one range of the index; those due at once had none. */
	private void giveJobsDates() {
		jdbc.update("update ACT_RU_JOB set DUEDATE_ = CREATE_TIME_ where DUEDATE_ is null");
	}
}
