package cn.zhicheng.security;

import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Encrypts the columns of the database anew: a chunk at a time by the rows' keys, each chunk in a transaction of its own. A
 * value is replaced only if it still is the one that was read, so what others write meanwhile stays.
 */
@Component
class ColumnReencryption implements Reencryption {

	private static final Logger LOG = LoggerFactory.getLogger(ColumnReencryption.class);
	private static final int CHUNK = 500;
	private static final int ATTEMPTS = 5;
	private static final Set<Integer> TEXT = Set.of(Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.CLOB, Types.NCHAR, Types.NVARCHAR);

	private final EncryptedColumns columns;
	private final PersonalDataKeys keys;
	private final PersonalDataCipher cipher;
	private final JdbcTemplate jdbc;
	private final TransactionTemplate transaction;

	ColumnReencryption(EncryptedColumns columns, PersonalDataKeys keys, PersonalDataCipher cipher, JdbcTemplate jdbc,
			PlatformTransactionManager transactions) {
		this.columns = columns;
		this.keys = keys;
		this.cipher = cipher;
		this.jdbc = jdbc;
		this.transaction = new TransactionTemplate(transactions);
	}

	@Override
	public String name() {
		return "values in the database";
	}

	@Override
	public long reencrypt(LongConsumer progress) {
		long changed = 0;
		for (var column : columns.all()) {
			long before = changed;
			for (var chunk = chunk(column, null); !chunk.isEmpty(); chunk = chunk(column, chunk.get(chunk.size() - 1).key())) {
				changed += replace(column, chunk);
				progress.accept(changed);
			}
			LOG.info("{}.{}: {} values encrypted anew", column.table(), column.column(), changed - before);
		}
		return changed;
	}

	private record Row(Object key, String stored) {
	}

	/** @param lastKey null for the first chunk */
	private List<Row> chunk(EncryptedColumn column, Object lastKey) {
		var prefix = prefix(keys.currentId());
		var arguments = new ArrayList<Object>(List.of(prefix.length(), prefix, CHUNK));
		if (lastKey != null) {
			arguments.add(2, lastKey);
		}
		return jdbc.query("select %2$s, %3$s from %1$s where substring(%3$s, 1, ?) <> ?%4$s order by %2$s fetch first ? rows only"
				.formatted(column.table(), column.key(), column.column(), lastKey == null ? "" : " and " + column.key() + " > ?"),
				(row, number) -> new Row(row.getObject(1), row.getString(2)), arguments.toArray());
	}

	private static String prefix(String keyId) {
		return "v1:" + keyId + ":";
	}

	/** @return how many were replaced; the others were changed or removed meanwhile */
	private long replace(EncryptedColumn column, List<Row> chunk) {
		for (int attempt = 1;; attempt++) {
			try {
				return replaceOnce(column, chunk);
			} catch (ConcurrencyFailureException meanwhile) {
				// H2 refuses to wait for some rows that are being written.
				if (attempt == ATTEMPTS) {
					throw meanwhile;
				}
			}
		}
	}

	private long replaceOnce(EncryptedColumn column, List<Row> chunk) {
		var replacements = new ArrayList<Object[]>();
		for (var row : chunk) {
			var value = cipher.decrypt(column.purpose(), row.stored());
			replacements.add(new Object[] { cipher.encrypt(column.purpose(), value), row.key(), row.stored() });
		}
		var sql = "update %1$s set %3$s = ? where %2$s = ? and %3$s = ?".formatted(column.table(), column.key(), column.column());
		int[] counts = transaction.execute(status -> jdbc.batchUpdate(sql, replacements));
		long replaced = 0;
		for (int count : counts) {
			replaced += count;
		}
		return replaced;
	}

	/** Looks into every column of text there is, mapped or not: what is said to be gone must be gone. */
	@Override
	public Map<String, Long> countByKey() {
		var counts = new TreeMap<String, Long>();
		for (var column : textColumns()) {
			long encrypted = count(column, "v1:");
			if (encrypted == 0) {
				continue;
			}
			for (var id : keys.ids()) {
				long count = count(column, prefix(id));
				counts.merge(id, count, Long::sum);
				if (count > 0) {
					LOG.info("{}: {} values under key {}", column, count, id);
				}
			}
		}
		return counts;
	}

	private long count(TextColumn column, String prefix) {
		return jdbc.queryForObject("select count(*) from %s where substring(%s, 1, ?) = ?".formatted(column.quotedTable(), column.quotedName()),
				Long.class, prefix.length(), prefix);
	}

	private record TextColumn(String table, String name) {

		private String quotedTable() {
			return '"' + table + '"';
		}

		private String quotedName() {
			return '"' + name + '"';
		}

		@Override
		public String toString() {
			return table + "." + name;
		}
	}

	private List<TextColumn> textColumns() {
		return jdbc.execute((ConnectionCallback<List<TextColumn>>) connection -> {
			var meta = connection.getMetaData();
			var found = new ArrayList<TextColumn>();
			try (var tables = meta.getTables(connection.getCatalog(), connection.getSchema(), "%", new String[] { "TABLE", "BASE TABLE" })) {
				while (tables.next()) {
					addTextColumns(meta, tables, found);
				}
			}
			return found;
		});
	}

	private static void addTextColumns(DatabaseMetaData meta, ResultSet table, List<TextColumn> found) throws SQLException {
		var name = table.getString("TABLE_NAME");
		try (var all = meta.getColumns(table.getString("TABLE_CAT"), table.getString("TABLE_SCHEM"), name.replace("_", meta.getSearchStringEscape() + "_"), "%")) {
			while (all.next()) {
				if (TEXT.contains(all.getInt("DATA_TYPE"))) {
					found.add(new TextColumn(name, all.getString("COLUMN_NAME")));
				}
			}
		}
	}
}
