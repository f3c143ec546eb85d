package cn.zhicheng.benchmark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.camunda.bpm.engine.TaskService;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Hundreds of thousands of open review tasks on PostgreSQL: one is made as usual, and its rows in the engine's tables of
 * tasks and links are copied, spread over organisations and time, with 1,000 of them at {@link #ORGANISATION}. No list of
 * tasks reads any other table of which a task has rows, so the others are left out.
 */
final class OpenTasks {

	static final String ORGANISATION = "bench-office";
	private static final int OF_ORGANISATION = 1_000;
	private static final int OF_EACH_OTHER = 200;

	private final JdbcTemplate jdbc;
	private final int number;
	private final String template;

	/** @param number how many open tasks there are to be, a multiple of 1,000 */
	OpenTasks(JdbcTemplate jdbc, TaskService tasks, String recordNumber, int number) {
		this.jdbc = jdbc;
		this.number = number;
		this.template = tasks.createTaskQuery().processInstanceBusinessKey(recordNumber).singleResult().getId();
	}

	/** The tasks and their links to organisations and superiors, as the application writes them. */
	void create() {
		filled(List.of("act_ru_task", "act_ru_identitylink"), copyOf("ACT_RU_TASK", "ID_", tasks()),
				copyOf("ACT_RU_IDENTITYLINK", "TASK_ID_", Map.of("ID_", "md5('link' || n)::uuid::text", "TASK_ID_", "id", "GROUP_ID_", "organisation")),
				// An overdue task is read by the superior, whose reviewers have many such.
				copyOf("ACT_RU_IDENTITYLINK", "TASK_ID_", Map.of("ID_", "md5('superior' || n)::uuid::text", "TASK_ID_", "id", "TYPE_",
						"'superior'", "GROUP_ID_", "'bench-superior-' || n % 97")) + " and overdue");
	}

	/** The authorizations that the engine by itself would have written for these tasks, and for their superiors' look. */
	void writeAuthorizations() {
		filled(List.of("act_ru_authorization"), """
				insert into ACT_RU_AUTHORIZATION (ID_, REV_, TYPE_, GROUP_ID_, RESOURCE_TYPE_, RESOURCE_ID_, PERMS_)
				select md5('authorization' || n)::uuid::text, 1, 1, organisation, 7, id, 16386 from copy
				""", """
				insert into ACT_RU_AUTHORIZATION (ID_, REV_, TYPE_, GROUP_ID_, RESOURCE_TYPE_, RESOURCE_ID_, PERMS_)
				select md5('look' || n)::uuid::text, 1, 1, 'bench-superior-' || n % 97, 7, id, 2 from copy where overdue
				""");
	}

	/** To build an index at the end takes a tenth of the time that keeping it up to date takes. */
	private void filled(List<String> tables, String... inserts) {
		var indexes = jdbc.queryForList("""
				select indexname as name, indexdef as definition from pg_indexes
				where tablename in ('%s') and indexname not in (select conname from pg_constraint)
				""".formatted(String.join("', '", tables)));
		indexes.forEach(index -> jdbc.execute("drop index " + index.get("name")));
		jdbc.execute((ConnectionCallback<Void>) connection -> {
			try (var statement = connection.createStatement()) {
				statement.execute("set session_replication_role = replica");
				statement.execute(copies());
				for (var insert : inserts) {
					statement.execute(insert);
				}
				statement.execute("drop table copy");
				statement.execute("set session_replication_role = default");
			}
			return null;
		});
		indexes.forEach(index -> jdbc.execute((String) index.get("definition")));
		jdbc.execute("vacuum analyze");
	}

	private String copies() {
		return """
				create temporary table copy as
				select n, md5('task' || n)::uuid::text as id, md5('instance' || n)::uuid::text as instance,
				       case when n %% %1$d = 0 then '%2$s' else 'bench-' || (n::bigint * 7919) %% %3$d end as organisation,
				       n %% 10 = 3 as overdue
				from generate_series(1, %4$d) as n
				""".formatted(number / OF_ORGANISATION, ORGANISATION, (number - OF_ORGANISATION) / OF_EACH_OTHER, number);
	}

	private static Map<String, String> tasks() {
		var values = new LinkedHashMap<String, String>();
		values.put("ID_", "id");
		values.put("EXECUTION_ID_", "instance");
		values.put("PROC_INST_ID_", "instance");
		values.put("NAME_", "(array['用人单位审核', '主管部门审核', '职改办审核'])[1 + n % 3]");
		values.put("TASK_DEF_KEY_", "(array['unitReview', 'departmentReview', 'reformOfficeReview'])[1 + n % 3]");
		values.put("PRIORITY_", "case when overdue then 90 else 50 end");
		values.put("CREATE_TIME_", "timestamp '2021-03-01' + n * interval '1 second'");
		values.put("DUE_DATE_", "case when overdue then timestamp '2021-03-20' else timestamp '2021-05-01' + n % 40 * interval '1 day' end");
		values.put("ASSIGNEE_", "case when n % 7 = 0 then 'colleague-' || n % 5000 end");
		values.put("DESCRIPTION_", "case when n % 15 = 0 then '退回后重报' end");
		return values;
	}

	/** Other columns than those named keep the value of the row that is copied. */
	private String copyOf(String table, String idOfTask, Map<String, String> values) {
		var columns = jdbc.queryForList("select column_name from information_schema.columns where table_name = lower(?) order by 1",
				String.class, table).stream().map(String::toUpperCase).toList();
		var selected = columns.stream().map(column -> values.getOrDefault(column, "original." + column)).collect(Collectors.joining(", "));
		return "insert into %s (%s) select %s from (select * from %1$s where %s = '%s') original, copy where true"
				.formatted(table, String.join(", ", columns), selected, idOfTask, template);
	}
}
