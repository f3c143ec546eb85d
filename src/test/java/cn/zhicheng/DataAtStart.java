package cn.zhicheng;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.List;
import java.util.TreeSet;

import javax.sql.DataSource;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;
import org.springframework.test.util.ReflectionTestUtils;

import com.github.benmanes.caffeine.cache.Cache;

import cn.zhicheng.security.AuditSettings;
import cn.zhicheng.security.Throttle;

/**
 * What stood in all tables when the application had started, for whichever class of tests comes next in it. Sequences go on
 * counting, so that what is remembered elsewhere by the id of a row never meets another row with it. The anchors of the audit
 * trail, which lie outside of the database, go with the entries they tell of.
 */
@TestComponent
public class DataAtStart {

	/** What was remembered of the data that were there is over. */
	public record BroughtBack() {
	}

	private static final String COPIES = "as_started";

	private final DataSource dataSource;
	private final Throttle throttle;
	private final AuditSettings audit;
	private final ApplicationEventPublisher events;
	private final boolean h2;
	private List<String> tables;
	private Class<?> user;

	DataAtStart(DataSource dataSource, Throttle throttle, AuditSettings audit, ApplicationEventPublisher events,
			@Value("${spring.datasource.url}") String url) {
		this.dataSource = dataSource;
		this.throttle = throttle;
		this.audit = audit;
		this.events = events;
		this.h2 = url.startsWith("jdbc:h2:");
	}

	/** Gives each class of tests the application as it had started. */
	static class ForEachClass implements TestExecutionListener {

		@Override
		public void beforeTestClass(TestContext context) {
			context.getApplicationContext().getBean(DataAtStart.class).bringBackFor(context.getTestClass());
		}
	}

	synchronized void bringBackFor(Class<?> next) {
		if (tables == null) {
			inOneConnection(this::copy);
		} else if (user != next) {
			inOneConnection(this::bringBack);
			forgetAnchors();
			// What was counted of addresses and accounts belongs to those who are gone.
			((Cache<?, ?>) ReflectionTestUtils.getField(throttle, "periods")).invalidateAll();
			events.publishEvent(new BroughtBack());
		}
		user = next;
	}

	private void forgetAnchors() {
		try {
			Files.deleteIfExists(audit.anchorFile());
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	private interface Work {

		void in(JdbcTemplate database);
	}

	private void inOneConnection(Work work) {
		try (var connection = dataSource.getConnection()) {
			work.in(new JdbcTemplate(new SingleConnectionDataSource(connection, true)));
		} catch (SQLException e) {
			throw new IllegalStateException("The data of the start are not brought back", e);
		}
	}

	private void copy(JdbcTemplate database) {
		tables = database.queryForList("select table_name from information_schema.tables where lower(table_schema) = 'public' and table_type = 'BASE TABLE'",
				String.class);
		database.execute("create schema " + COPIES);
		tables.forEach(table -> database.execute("create table %s.\"%s\" as select * from public.\"%2$s\"".formatted(COPIES, table)));
	}

	private void bringBack(JdbcTemplate database) {
		var used = new TreeSet<String>();
		var filled = new TreeSet<String>();
		tables.forEach(table -> {
			if (isFilled(database, "public", table)) {
				used.add(table);
			}
			if (isFilled(database, COPIES, table)) {
				filled.add(table);
			}
		});
		database.execute(h2 ? "set referential_integrity false" : "set session_replication_role = replica");
		try {
			used.forEach(table -> database.execute("delete from public.\"%s\"".formatted(table)));
			filled.forEach(table -> database.execute("insert into public.\"%s\" select * from %s.\"%1$s\"".formatted(table, COPIES)));
		} finally {
			database.execute(h2 ? "set referential_integrity true" : "set session_replication_role = default");
		}
	}

	private static boolean isFilled(JdbcTemplate database, String schema, String table) {
		return Boolean.TRUE.equals(database.queryForObject("select exists (select 1 from %s.\"%s\")".formatted(schema, table), Boolean.class));
	}
}
