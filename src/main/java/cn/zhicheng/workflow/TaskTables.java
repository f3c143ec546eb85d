package cn.zhicheng.workflow;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * At the first start, gives the engine's table of links the index from which a reviewer's tasks are found without a look at
 * anything else, and its table of tasks the one from which they are counted; takes the rows out of a database of an earlier
 * version in which each task had its authorizations.
 */
@Component
@Order(10)
class TaskTables implements ApplicationRunner {

	static final String INDEX = "zhicheng_tasks_of_group";

	private final JdbcTemplate jdbc;

	TaskTables(JdbcTemplate jdbc) {
		this.jdbc = jdbc;
	}

	@Override
	@Transactional
	public void run(ApplicationArguments args) {
		if (jdbc.queryForObject("select count(*) from ACT_GE_PROPERTY where NAME_ = ?", Integer.class, INDEX) > 0) {
			return;
		}
		jdbc.update("insert into ACT_GE_PROPERTY (NAME_, VALUE_, REV_) values (?, '1', 1)", INDEX);
		jdbc.execute("create index if not exists " + INDEX + " on ACT_RU_IDENTITYLINK (GROUP_ID_, TYPE_, TASK_ID_)");
		// What a count of the own tasks asks of each: it need not read the rows, which lie wherever there was room.
		jdbc.execute("create index if not exists zhicheng_task_kinds on ACT_RU_TASK (ID_, TASK_DEF_KEY_, PROC_DEF_ID_, TENANT_ID_)");
		// Who could only read a task was the superior of an overdue one.
		jdbc.update("""
				insert into ACT_RU_IDENTITYLINK (ID_, REV_, GROUP_ID_, TYPE_, TASK_ID_)
				select A.ID_, 1, A.GROUP_ID_, ?, A.RESOURCE_ID_
				from ACT_RU_AUTHORIZATION A join ACT_RU_TASK T on T.ID_ = A.RESOURCE_ID_
				where A.RESOURCE_TYPE_ = 7 and A.TYPE_ = 1 and A.PERMS_ = 2 and A.GROUP_ID_ is not null
				""", TaskReaders.SUPERIOR);
		jdbc.update("delete from ACT_RU_AUTHORIZATION where RESOURCE_TYPE_ = 7 and RESOURCE_ID_ <> '*'");
	}
}
