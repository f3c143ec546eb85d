package cn.zhicheng.benchmark;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

import cn.zhicheng.TestRecords;
import cn.zhicheng.TestReviews;

/**
 * Hundreds of thousands of records under way on PostgreSQL: one at each step is filed and confirmed as usual, and all its
 * rows are copied, the engine's and ours, with other ids. Until their {@link #arm} the timers of the copies lie far ahead.
 */
final class DueTimers {

	/** Where the reviewer of the benchmark decides. */
	static final String OFFICE = "gs-health";

	private static final String FAR_AHEAD = "2099-12-31";
	private static final int UNITS = 500;
	private static final String UNIT = "zy-school";
	private static final String DEPARTMENT = "zy-education";
	private static final String COUNTY_OFFICE = "gz-reform";

	/** Which rows belong to a process instance or its task. */
	private static final Map<String, String> ENGINE_ROWS = new LinkedHashMap<>();
	static {
		for (var table : List.of("ACT_RU_EXECUTION", "ACT_RU_TASK", "ACT_RU_VARIABLE", "ACT_RU_EVENT_SUBSCR", "ACT_HI_PROCINST",
				"ACT_HI_ACTINST", "ACT_HI_TASKINST", "ACT_HI_VARINST")) {
			ENGINE_ROWS.put(table, "PROC_INST_ID_ = ?");
		}
		ENGINE_ROWS.put("ACT_RU_JOB", "PROCESS_INSTANCE_ID_ = ?");
		ENGINE_ROWS.put("ACT_RU_IDENTITYLINK", "TASK_ID_ in (select ID_ from ACT_RU_TASK where PROC_INST_ID_ = ?)");
	}
	private static final List<String> OUR_TABLES = List.of("applicant", "title_record", "history_entry");

	private final JdbcTemplate jdbc;
	private final TestRecords filed;
	private final TestReviews reviews;
	private int armed;

	DueTimers(JdbcTemplate jdbc, TestRecords filed, TestReviews reviews) {
		this.jdbc = jdbc;
		this.filed = filed;
		this.reviews = reviews;
	}

	/**
	 * @param timers records whose timers are to be armed: of ten, six lie at units, three at departments and one at an office
	 * @param tasks of a reviewer, which are in time
	 */
	void create(int timers, int tasks) {
		BenchmarkedApplication.createUnits(jdbc, UNITS);
		var unit = at(UNIT);
		var department = at(DEPARTMENT, UNIT);
		var office = at(COUNTY_OFFICE, "gz-school", "gz-education");
		var ofReviewer = at(OFFICE, "gs-hospital");
		bulk(() -> {
			copy(unit, timers, "n % 10 < 6");
			copy(department, timers, "n % 10 between 6 and 8");
			copy(office, timers, "n % 10 = 9");
			copy(ofReviewer, tasks, "true");
		});
		jdbc.execute("create table bench_timer as select J.ID_ as job, T.number, substring(T.number from 3)::int as n "
				+ "from ACT_RU_JOB J join ACT_RU_EXECUTION E on E.ID_ = J.PROCESS_INSTANCE_ID_ join title_record T on T.number = E.BUSINESS_KEY_ "
				+ "where T.number like 'T-%'");
		jdbc.execute("create index on bench_timer (n)");
		jdbc.execute("vacuum analyze");
	}

	private record Template(String number, String instance, String organisation, Map<String, Object> record) {

		/** Of a copy of the record, and of its person; ids below zero are taken by nobody else. */
		private String id() {
			return "-(n + " + record.get("id") + " * 1000000::bigint)";
		}
	}

	private Template at(String organisation, String... confirmed) {
		var number = filed.submittedBySomebody(confirmed.length == 0 ? organisation : confirmed[0]);
		reviews.confirm(number, confirmed);
		return new Template(number, reviews.task(number).getProcessInstanceId(), organisation,
				jdbc.queryForMap("select id, applicant_id from title_record where number = ?", number));
	}

	/** To build an index at the end takes a tenth of the time that keeping it up to date takes. */
	private void bulk(Runnable inserts) {
		var tables = ENGINE_ROWS.keySet().stream().map(String::toLowerCase).collect(Collectors.toSet());
		tables.addAll(OUR_TABLES);
		var indexes = jdbc.queryForList("""
				select indexname as name, indexdef as definition from pg_indexes
				where tablename in ('%s') and indexname not in (select conname from pg_constraint)
				""".formatted(String.join("', '", tables)));
		indexes.forEach(index -> jdbc.execute("drop index " + index.get("name")));
		inserts.run();
		indexes.forEach(index -> jdbc.execute((String) index.get("definition")));
	}

	private void copy(Template template, int number, String condition) {
		var rows = new LinkedHashMap<String, List<Map<String, Object>>>();
		ENGINE_ROWS.forEach((table, of) -> rows.put(table, jdbc.queryForList("select t.* from " + table + " t where " + of, template.instance())));
		Set<Object> ids = rows.values().stream().flatMap(List::stream).map(row -> row.get("ID_")).collect(Collectors.toCollection(HashSet::new));
		rows.get("ACT_HI_ACTINST").forEach(row -> ids.add(row.get("ID_")));
		var copies = "from {table} original, generate_series(1, " + number + ") as copies(n) where " + condition;
		var numbers = numbers(template);
		inserted(() -> rows.forEach((table, ofTable) -> ofTable.forEach(row -> {
			var values = row.entrySet().stream().map(column -> value(template, table, column, ids, numbers)).collect(Collectors.joining(", "));
			jdbcExecute("insert into %s (%s) select %s %s and original.ID_ = '%s'".formatted(table, String.join(", ", row.keySet()), values,
					copies.replace("{table}", table), row.get("ID_")));
		})));
		inserted(() -> copyRecord(template, copies, numbers));
	}

	private static String numbers(Template template) {
		return (template.organisation().equals(OFFICE) ? "'R-" : "'T-") + "' || n";
	}

	private static String organisation(Template template) {
		return template.organisation().equals(UNIT) ? "'bench-unit-' || n % " + UNITS : "'" + template.organisation() + "'";
	}

	private static String value(Template template, String table, Map.Entry<String, Object> column, Set<Object> ids, String numbers) {
		if (table.equals("ACT_RU_VARIABLE") && Set.of("long_", "text_").contains(column.getKey()) && column.getValue() != null
				&& column.getValue().toString().equals(template.record().get("id").toString())) {
			return column.getKey().equals("long_") ? template.id() : "(" + template.id() + ")::text";
		}
		if (ids.contains(column.getValue())) {
			return "md5(original.%s || n)::uuid::text".formatted(column.getKey());
		}
		if (template.number().equals(column.getValue())) {
			return numbers;
		}
		if (template.organisation().equals(column.getValue())) {
			return organisation(template);
		}
		return table.equals("ACT_RU_JOB") && column.getKey().equals("duedate_") ? "timestamp '" + FAR_AHEAD + "'" : "original." + column.getKey();
	}

	private void copyRecord(Template template, String copies, String numbers) {
		var record = template.record();
		var id = template.id();
		// Nobody can have more than fifty records: each copy has a person of its own.
		insertCopies("applicant", copies, "original.id = " + record.get("applicant_id"), Map.of("id", id, "document_number_hash",
				"md5(original.document_number_hash || n) || md5(n::text)"));
		var deadline = template.organisation().equals(OFFICE) ? "date '" + LocalDate.parse(FAR_AHEAD) + "'" : "original.deadline";
		insertCopies("title_record", copies, "original.id = " + record.get("id"), Map.of("id", id, "number", numbers, "applicant_id", id,
				"organisation", organisation(template), "deadline", deadline, "stage_since", "original.stage_since - interval '7 days'"));
		insertCopies("history_entry", copies, "original.record_id = " + record.get("id"), Map.of("id",
				"-(n + original.id * 1000000::bigint)", "record_id", id));
	}

	private void insertCopies(String table, String copies, String which, Map<String, String> changed) {
		var columns = jdbc.queryForList("select column_name from information_schema.columns where table_name = ?", String.class, table);
		var values = columns.stream().map(column -> changed.getOrDefault(column, "original." + column)).collect(Collectors.joining(", "));
		jdbcExecute("insert into %s (%s) select %s %s and %s".formatted(table, String.join(", ", columns), values, copies.replace("{table}", table), which));
	}

	private final StringBuilder script = new StringBuilder();

	private void jdbcExecute(String sql) {
		script.append(sql).append(";\n");
	}

	/** Without a look at foreign keys, which the rows that are copied have kept. */
	private void inserted(Runnable statements) {
		script.setLength(0);
		statements.run();
		jdbc.execute((ConnectionCallback<Void>) connection -> {
			try (var statement = connection.createStatement()) {
				statement.execute("set session_replication_role = replica");
				for (var one : script.toString().split(";\n")) {
					statement.execute(one);
				}
				statement.execute("set session_replication_role = default");
			}
			return null;
		});
	}

	/** Which timers are due together: numbers of copies, the last one included. */
	record Round(int first, int last) {

		int timers() {
			return last - first + 1;
		}
	}

	/** Gives so many timers a date that has just passed. */
	Round arm(int timers, String due) {
		var round = new Round(armed + 1, armed + timers);
		armed += timers;
		int changed = jdbc.update("update ACT_RU_JOB set DUEDATE_ = timestamp '%s' where ID_ in (select job from bench_timer where n between ? and ?)"
				.formatted(due), round.first(), round.last());
		if (changed != timers) {
			throw new IllegalStateException("Armed %d timers instead of %d".formatted(changed, timers));
		}
		jdbc.execute("vacuum analyze ACT_RU_JOB");
		return round;
	}

	/** @return whether a timer is still there that was armed with this date */
	boolean isOpen(String due) {
		return Boolean.TRUE.equals(jdbc.queryForObject("select exists (select 1 from ACT_RU_JOB where DUEDATE_ = timestamp '" + due + "')", Boolean.class));
	}

	/** @return what is wrong after a round, by counting; empty when each record was marked exactly once */
	List<String> faults(Round round) {
		var of = "from bench_timer B join title_record T on T.number = B.number where B.n between %d and %d and ".formatted(round.first(), round.last());
		var checks = new LinkedHashMap<String, String>();
		checks.put("not marked overdue", of + "T.overdue_since is null");
		checks.put("not marked exactly once in the history",
				of + "(select count(*) from history_entry H where H.record_id = T.id and H.event = 'OVERDUE') <> 1");
		checks.put("timers left", of + "exists (select 1 from ACT_RU_JOB J where J.ID_ = B.job)");
		checks.put("superiors who do not see the task exactly once", of + """
				(select count(*) from ACT_RU_EXECUTION E join ACT_RU_TASK K on K.PROC_INST_ID_ = E.ID_
				 join ACT_RU_IDENTITYLINK L on L.TASK_ID_ = K.ID_ and L.TYPE_ = 'superior'
				 join organisation O on O.superior = L.GROUP_ID_ and O.code = T.organisation
				 where E.BUSINESS_KEY_ = T.number and K.PRIORITY_ = 90) <> 1""");
		checks.put("incidents", "from ACT_RU_INCIDENT where true");
		return checks.entrySet().stream().filter(check -> jdbc.queryForObject("select count(*) " + check.getValue(), Integer.class) > 0)
				.map(Map.Entry::getKey).toList();
	}

	/** @return ids of the reviewer's tasks */
	List<String> tasksOfReviewer() {
		return jdbc.queryForList("select K.ID_ from ACT_RU_TASK K join ACT_RU_EXECUTION E on E.ID_ = K.PROC_INST_ID_ "
				+ "where E.BUSINESS_KEY_ like 'R-%' order by K.ID_", String.class);
	}
}
