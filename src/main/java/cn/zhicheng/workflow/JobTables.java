package cn.zhicheng.workflow;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * At the first start, gives the engine's table of jobs the index from which those that are due are taken. The engine has
 * none: it looks through all there are, each time, and there is one for each open record.
 */
@Component
@Order(11)
class JobTables implements ApplicationRunner {

	static final String INDEX = "zhicheng_due_jobs";

	private final JdbcTemplate jdbc;

	JobTables(JdbcTemplate jdbc) {
		this.jdbc = jdbc;
	}

	@Override
	@Transactional
	public void run(ApplicationArguments args) {
		if (jdbc.queryForObject("select count(*) from ACT_GE_PROPERTY where NAME_ = ?", Integer.class, INDEX) > 0) {
			return;
		}
		jdbc.update("insert into ACT_GE_PROPERTY (NAME_, VALUE_, REV_) values (?, '1', 1)", INDEX);
		jdbc.execute("create index if not exists " + INDEX + " on ACT_RU_JOB (DUEDATE_)");
		// Every job has a date now, and what is due is one range of the index; those of an earlier version had none when due at once.
		jdbc.update("update ACT_RU_JOB set DUEDATE_ = CREATE_TIME_ where DUEDATE_ is null");
	}
}
