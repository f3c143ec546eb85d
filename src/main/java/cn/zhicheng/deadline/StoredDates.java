package cn.zhicheng.deadline;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Keeps the dates in memory for as long as nobody changes them, which costs one question a transaction: whether the number in
 * {@code deadline_state} is still the same. Any server that shares the database thus knows a new date from the moment of its
 * publication.
 */
@Component
class StoredDates implements DatesInForce {

	private final JdbcClient database;
	private final DeadlineTables tables;
	private volatile Remembered remembered;

	StoredDates(JdbcClient database, DeadlineTables tables) {
		this.database = database;
		this.tables = tables;
	}

	private record State(long revision, Optional<String> decision) {
	}

	private record Remembered(long revision, Dates dates) {
	}

	@Override
	public Dates current() {
		if (!TransactionSynchronizationManager.isSynchronizationActive()) {
			return read();
		}
		var bound = (Dates) TransactionSynchronizationManager.getResource(this);
		if (bound == null) {
			bound = read();
			TransactionSynchronizationManager.registerSynchronization(new Bound(bound));
		}
		return bound;
	}

	/** Waits for whoever else is changing dates, and keeps others waiting until this transaction ends. */
	void lock() {
		database.sql("select revision from deadline_state where id = 1 for update").query(Long.class).single();
	}

	/** From now on, in this transaction and after its end everywhere, what was remembered is not true any more. */
	void changed() {
		database.sql("update deadline_state set revision = ? where id = 1").param(nextRevision()).update();
		TransactionSynchronizationManager.unbindResourceIfPossible(this);
	}

	/** The same by another version of the table. */
	void changed(long publication) {
		database.sql("update deadline_state set revision = ?, publication = ? where id = 1").param(nextRevision()).param(publication).update();
		TransactionSynchronizationManager.unbindResourceIfPossible(this);
	}

	private long nextRevision() {
		return database.sql("select nextval('deadline_revision_seq')").query(Long.class).single();
	}

	private Dates read() {
		var state = database.sql("""
				select s.revision, p.decision from deadline_state s left join deadline_publication p on p.id = s.publication where s.id = 1
				""").query((row, number) -> new State(row.getLong(1), Optional.ofNullable(row.getString(2)))).single();
		var known = remembered;
		if (known != null && known.revision() == state.revision()) {
			return known.dates();
		}
		var dates = new Dates(state.decision().map(tables::version).orElseGet(tables::latest), extensions());
		if (state.decision().isPresent()) {
			remembered = new Remembered(state.revision(), dates);
		}
		return dates;
	}

	/** What was given last counts. */
	private HashMap<Dates.Extended, LocalDate> extensions() {
		var extensions = new HashMap<Dates.Extended, LocalDate>();
		database.sql("select organisation, campaign_year, until from deadline_extension where record_id is null order by id")
				.query(row -> {
					extensions.put(new Dates.Extended(row.getString(1), row.getInt(2)), row.getObject(3, LocalDate.class));
				});
		return extensions;
	}

	/** Belongs to one transaction, and steps aside for one within it. */
	private final class Bound implements TransactionSynchronization {

		private final Dates dates;

		private Bound(Dates dates) {
			this.dates = dates;
			resume();
		}

		@Override
		public void suspend() {
			TransactionSynchronizationManager.unbindResourceIfPossible(StoredDates.this);
		}

		@Override
		public void resume() {
			if (TransactionSynchronizationManager.getResource(StoredDates.this) == null) {
				TransactionSynchronizationManager.bindResource(StoredDates.this, dates);
			}
		}

		@Override
		public void afterCompletion(int status) {
			TransactionSynchronizationManager.unbindResourceIfPossible(StoredDates.this);
		}
	}
}
