package cn.zhicheng.alert;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import cn.zhicheng.security.AuditReading.Position;

/** The tables of the alerts. */
@Component
class AlertStore {

	private static final String SELECT = """
			select id, kind, actor, on_day, organisation, subject, occurrences, first_at, last_at, state, checked_by, checked_at, note from security_alert
			""";

	private final JdbcClient database;

	AlertStore(JdbcClient database) {
		this.database = database;
	}

	/** @return the place up to which the audit trail has been looked at; until this transaction ends no other instance looks */
	long placeToGoOnFrom() {
		return database.sql("select place from security_watch for update").query(Long.class).single();
	}

	void reached(long place) {
		database.sql("update security_watch set place = :place").param("place", place).update();
	}

	/** What of one kind somebody did on one day. */
	record Key(AlertKind kind, String actor, LocalDate day) {
	}

	/**
	 * More of it.
	 *
	 * @param from how often it has to be on the day to be told of
	 * @return whether it is to be looked after now and was not before
	 */
	boolean add(Key key, int occurrences, Instant first, Instant last, String organisation, String subject, int from) {
		var known = database.sql("select id, occurrences, state from security_alert where actor = :actor and on_day = :day and kind = :kind").param("actor", key.actor())
				.param("day", key.day()).param("kind", key.kind().name())
				.query((row, number) -> new Known(row.getLong(1), row.getInt(2), Alerts.State.valueOf(row.getString(3)))).optional();
		int all = occurrences + known.map(Known::occurrences).orElse(0);
		var state = all < from ? Alerts.State.COUNTING : Alerts.State.OPEN;
		if (known.isPresent()) {
			database.sql("""
					update security_alert set occurrences = :all, last_at = :last, organisation = coalesce(:organisation, organisation),
					subject = coalesce(:subject, subject), state = :state where id = :id
					""").param("all", all).param("last", at(last)).param("organisation", organisation).param("subject", subject).param("state", state.name())
					.param("id", known.get().id()).update();
		} else {
			database.sql("""
					insert into security_alert (id, kind, actor, on_day, organisation, subject, occurrences, first_at, last_at, state)
					values (nextval('security_alert_seq'), :kind, :actor, :day, :organisation, :subject, :all, :first, :last, :state)
					""").param("kind", key.kind().name()).param("actor", key.actor()).param("day", key.day()).param("organisation", organisation)
					.param("subject", subject).param("all", all).param("first", at(first)).param("last", at(last)).param("state", state.name()).update();
		}
		return state == Alerts.State.OPEN && known.filter(one -> one.state() == Alerts.State.OPEN).isEmpty();
	}

	private record Known(long id, int occurrences, Alerts.State state) {
	}

	/** @param before null for the latest ones */
	List<Alerts.Alert> list(Alerts.State state, AlertKind kind, Position before, int atMost) {
		var sql = SELECT + "where state = :state" + (kind == null ? "" : " and kind = :kind") + (before == null ? "" : " and (last_at, id) < (:at, :id)")
				+ " order by last_at desc, id desc fetch first :some rows only";
		var asked = database.sql(sql).param("state", state.name()).param("some", atMost);
		if (kind != null) {
			asked = asked.param("kind", kind.name());
		}
		if (before != null) {
			asked = asked.param("at", at(before.at())).param("id", before.id());
		}
		return asked.query(AlertStore::alert).list();
	}

	Optional<Alerts.Alert> find(long id) {
		return database.sql(SELECT + "where id = :id and state <> :counting").param("id", id).param("counting", Alerts.State.COUNTING.name()).query(AlertStore::alert)
				.optional();
	}

	/** @return how many are open, counted no further than to a limit */
	int open(int atMost) {
		return database.sql("select count(*) from (select id from security_alert where state = :open fetch first :some rows only) opened")
				.param("open", Alerts.State.OPEN.name()).param("some", atMost).query(Integer.class).single();
	}

	/**
	 * @param occurrences as they were seen: if there are more now, they have not been looked after
	 * @return false: it is not open any more, or there are more
	 */
	boolean check(long id, int occurrences, String account, String note, Instant now) {
		return database.sql("""
				update security_alert set state = :checked, checked_by = :account, checked_at = :now, note = :note
				where id = :id and state = :open and occurrences = :occurrences
				""").param("checked", Alerts.State.CHECKED.name()).param("account", account).param("now", at(now)).param("note", note).param("id", id)
				.param("open", Alerts.State.OPEN.name()).param("occurrences", occurrences).update() > 0;
	}

	/** Erases those of days before. */
	int eraseBefore(LocalDate day, boolean counting) {
		return database.sql("delete from security_alert where on_day < :day" + (counting ? " and state = 'COUNTING'" : "")).param("day", day).update();
	}

	private static Alerts.Alert alert(ResultSet row, int number) throws SQLException {
		var checked = row.getObject(12, OffsetDateTime.class);
		return new Alerts.Alert(row.getLong(1), AlertKind.valueOf(row.getString(2)), row.getString(3), row.getObject(4, LocalDate.class), row.getString(5), row.getString(6),
				row.getInt(7), row.getObject(8, OffsetDateTime.class).toInstant(), row.getObject(9, OffsetDateTime.class).toInstant(),
				Alerts.State.valueOf(row.getString(10)), row.getString(11), checked == null ? null : checked.toInstant(), row.getString(13));
	}

	private static OffsetDateTime at(Instant moment) {
		return moment.atOffset(ZoneOffset.UTC);
	}
}
