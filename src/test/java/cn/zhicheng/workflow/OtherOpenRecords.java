package cn.zhicheng.workflow;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.camunda.bpm.engine.TaskService;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

import cn.zhicheng.DataAtStart;
import cn.zhicheng.TestRecords;

/**
 * Thousands of open records in seconds: one is filed as usual, and its rows are copied, the engine's and ours, with other
 * ids.
 */
@TestComponent
public class OtherOpenRecords {

	/** Which rows belong to a process instance or its task, in an order in which they can be written. */
	private static final Map<String, String> ENGINE_ROWS = new LinkedHashMap<>();
	static {
		for (var table : List.of("ACT_RU_EXECUTION", "ACT_RU_TASK", "ACT_RU_VARIABLE", "ACT_RU_EVENT_SUBSCR", "ACT_HI_PROCINST",
				"ACT_HI_ACTINST", "ACT_HI_TASKINST", "ACT_HI_VARINST")) {
			ENGINE_ROWS.put(table, "PROC_INST_ID_ = ?");
		}
		ENGINE_ROWS.put("ACT_RU_JOB", "PROCESS_INSTANCE_ID_ = ?");
		for (var table : List.of("ACT_RU_IDENTITYLINK", "ACT_HI_IDENTITYLINK")) {
			ENGINE_ROWS.put(table, "TASK_ID_ in (select ID_ from ACT_RU_TASK where PROC_INST_ID_ = ?)");
		}
		ENGINE_ROWS.put("ACT_RU_AUTHORIZATION", "RESOURCE_ID_ in (select ID_ from ACT_RU_TASK where PROC_INST_ID_ = ?)");
	}

	private final TestRecords filed;
	private final TaskService tasks;
	private final JdbcTemplate jdbc;
	private final TransactionTemplate transactions;
	private String number;
	private String instance;
	private int copies;

	OtherOpenRecords(TestRecords filed, TaskService tasks, JdbcTemplate jdbc, TransactionTemplate transactions) {
		this.filed = filed;
		this.tasks = tasks;
		this.jdbc = jdbc;
		this.transactions = transactions;
	}

	int number() {
		return copies;
	}

	@EventListener
	void forget(DataAtStart.BroughtBack event) {
		number = null;
		copies = 0;
	}

	void create(int more) {
		if (number == null) {
			number = filed.submit(filed.completeDraft(filed.newPerson(), "gs-hospital"));
			instance = tasks.createTaskQuery().processInstanceBusinessKey(number).singleResult().getProcessInstanceId();
		}
		transactions.executeWithoutResult(status -> copy(copies + 1, copies + more));
		copies += more;
	}

	private void copy(int first, int last) {
		var rows = new LinkedHashMap<String, List<Map<String, Object>>>();
		ENGINE_ROWS.forEach((table, condition) -> rows.put(table,
				jdbc.queryForList("select t.* from " + table + " t where " + condition, instance)));
		Set<Object> ids = rows.values().stream().flatMap(List::stream).map(row -> row.get("ID_")).collect(Collectors.toSet());
		// The root execution's id is the instance's; a parent is written before its child.
		rows.get("ACT_RU_EXECUTION").sort((one, other) -> Boolean.compare(one.get("PARENT_ID_") != null, other.get("PARENT_ID_") != null));
		rows.forEach((table, ofTable) -> ofTable.forEach(row -> copy(table, row, ids, first, last)));
		copyRecord(first, last);
	}

	private void copy(String table, Map<String, Object> row, Set<Object> ids, int first, int last) {
		var values = row.entrySet().stream().map(column -> {
			if (ids.contains(column.getValue())) {
				return column.getKey() + " || '-' || n";
			}
			return number.equals(column.getValue()) ? "'OTHER-' || n" : column.getKey();
		}).collect(Collectors.joining(", "));
		jdbc.update("insert into %s (%s) select %s from %1$s, generate_series(%d, %d) as copies(n) where ID_ = ?"
				.formatted(table, String.join(", ", row.keySet()), values, first, last), row.get("ID_"));
	}

	private void copyRecord(int first, int last) {
		var columns = new HashSet<>(jdbc.queryForMap("select * from title_record where number = ?", number).keySet().stream()
				.map(String::toLowerCase).toList());
		columns.removeAll(Set.of("id", "number"));
		var rest = String.join(", ", columns);
		jdbc.update("insert into title_record (id, number, %s) select -n, 'OTHER-' || n, %1$s from title_record, "
				.formatted(rest) + "generate_series(%d, %d) as copies(n) where number = ?".formatted(first, last), number);
		jdbc.update("""
				insert into history_entry (id, record_id, at, event, actor, submission, late)
				select -n, -n, at, event, actor, submission, late
				from (select * from history_entry where record_id = (select id from title_record where number = ?) and event = 'SUBMITTED') one,
				generate_series(%d, %d) as copies(n)
				""".formatted(first, last), number);
	}
}
