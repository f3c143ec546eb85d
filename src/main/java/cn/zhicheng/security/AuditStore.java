package cn.zhicheng.security;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

import javax.sql.DataSource;

import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;
import org.springframework.jdbc.support.incrementer.AbstractSequenceMaxValueIncrementer;
import org.springframework.jdbc.support.incrementer.H2SequenceMaxValueIncrementer;
import org.springframework.jdbc.support.incrementer.PostgresSequenceMaxValueIncrementer;
import org.springframework.stereotype.Component;

/**
 * The tables of the audit trail. Written with plain statements: each is one round trip whose moment is known, and the engine
 * can use it before the entities are ready.
 */
@Component
class AuditStore {

	private static final String SEQUENCE = "audit_entry_seq";
	/** As the sequence's increment. */
	private static final int IDS_AT_ONCE = 500;
	private static final String COLUMNS = "select id, at, kind, actor, organisation, subject, details, seal, place, link from audit_entry";

	private final JdbcTemplate jdbc;
	private AbstractSequenceMaxValueIncrementer sequence;
	private long nextId;
	private long lastId = -1;

	AuditStore(JdbcTemplate jdbc) {
		this.jdbc = jdbc;
	}

	/** @return an id never given before */
	synchronized long nextId() {
		if (nextId > lastId) {
			if (sequence == null) {
				sequence = sequence(jdbc.getDataSource());
			}
			nextId = sequence.nextLongValue();
			lastId = nextId + IDS_AT_ONCE - 1;
		}
		return nextId++;
	}

	/** Each database has its own words for a sequence's next number. */
	private static AbstractSequenceMaxValueIncrementer sequence(DataSource database) {
		try {
			var product = JdbcUtils.extractDatabaseMetaData(database, meta -> meta.getDatabaseProductName());
			return DatabaseDriver.fromProductName(product) == DatabaseDriver.POSTGRESQL
					? new PostgresSequenceMaxValueIncrementer(database, SEQUENCE) : new H2SequenceMaxValueIncrementer(database, SEQUENCE);
		} catch (MetaDataAccessException e) {
			throw new IllegalStateException("The database does not say what it is", e);
		}
	}

	void add(AuditEntry entry) {
		jdbc.update("insert into audit_entry (id, at, kind, actor, organisation, subject, details, seal) values (?, ?, ?, ?, ?, ?, ?, ?)",
				entry.id(), column(entry.at()), entry.kind(), entry.actor(), entry.organisation(), entry.subject(), entry.details(),
				entry.seal());
	}

	/** @return whether entries wait for their place */
	boolean hasUnlinked() {
		return !jdbc.queryForList("select id from audit_entry where place is null fetch first 1 rows only", Long.class).isEmpty();
	}

	/** @return entries without a place, in the order of their ids */
	List<AuditEntry> unlinked(int atMost) {
		return jdbc.query(COLUMNS + " where place is null order by id fetch first ? rows only", AuditStore::entry, atMost);
	}

	/** @return entries after a place, in their order */
	List<AuditEntry> linkedAfter(long place, int atMost) {
		return jdbc.query(COLUMNS + " where place > ? order by place fetch first ? rows only", AuditStore::entry, place, atMost);
	}

	void link(List<AuditEntry> linked) {
		jdbc.batchUpdate("update audit_entry set place = ?, link = ? where id = ?",
				linked.stream().map(entry -> new Object[] { entry.place(), entry.link(), entry.id() }).toList());
	}

	AuditChain chain() {
		return jdbc.queryForObject("select erased, erased_link, last, last_link, seal from audit_chain", AuditStore::chain);
	}

	/** @return the chain; until this transaction ends nobody else lengthens or shortens it */
	AuditChain chainToChange() {
		return jdbc.queryForObject("select erased, erased_link, last, last_link, seal from audit_chain for update", AuditStore::chain);
	}

	void write(AuditChain chain) {
		jdbc.update("update audit_chain set erased = ?, erased_link = ?, last = ?, last_link = ?, seal = ?", chain.erased(),
				chain.erasedLink(), chain.last(), chain.lastLink(), chain.seal());
	}

	/** Erases what is linked up to a place. */
	int eraseUpTo(long place) {
		return jdbc.update("delete from audit_entry where place <= ?", place);
	}

	private static AuditChain chain(ResultSet row, int number) throws SQLException {
		return new AuditChain(row.getLong(1), row.getString(2), row.getLong(3), row.getString(4), row.getString(5));
	}

	private static AuditEntry entry(ResultSet row, int number) throws SQLException {
		return new AuditEntry(row.getLong(1), row.getObject(2, OffsetDateTime.class).toInstant(), row.getString(3), row.getString(4),
				row.getString(5), row.getString(6), row.getString(7), row.getString(8), row.getObject(9, Long.class), row.getString(10));
	}

	private static OffsetDateTime column(Instant moment) {
		return moment.atOffset(ZoneOffset.UTC);
	}
}
