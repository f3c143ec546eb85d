package cn.zhicheng.access;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What stands in the database, table by table, short enough to be compared often.
 */
final class Fingerprint {

	/** What is written about a request beside what it changes: counters of the engine, entries of the audit, looks. */
	private static final String BESIDE = "(?i)act_ru_(task_)?meter_log|act_ge_property|flyway.*|.*audit.*|personal_data_look|sign_on_session|sign_in_attempts|known_place";

	private final JdbcClient database;

	Fingerprint(JdbcClient database) {
		this.database = database;
	}

	Map<String, Integer> take() {
		var tables = database.sql("select table_name from information_schema.tables where table_schema = 'PUBLIC'").query(String.class).list();
		return tables.stream().filter(table -> !table.matches(BESIDE)).collect(Collectors.toMap(table -> table, this::of, (a, b) -> a, TreeMap::new));
	}

	private int of(String table) {
		return database.sql("select * from \"" + table + "\"").query().listOfRows().stream()
				.map(row -> row.values().stream().map(Fingerprint::text).collect(Collectors.joining("|")).hashCode())
				.reduce(0, Integer::sum);
	}

	private static String text(Object value) {
		return value instanceof byte[] bytes ? String.valueOf(java.util.Arrays.hashCode(bytes))
				: value instanceof java.sql.Clob || value instanceof java.sql.Blob ? "large" : String.valueOf(value);
	}

	/** @return names of the tables in which something else stands now */
	static String changes(Map<String, Integer> before, Map<String, Integer> after) {
		return after.keySet().stream().filter(table -> !after.get(table).equals(before.get(table))).collect(Collectors.joining(", "));
	}
}
