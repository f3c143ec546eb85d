package cn.zhicheng.organisation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import cn.zhicheng.security.StaffRole;

/**
 * What those who keep the installation have asked for, and what they did alone.
 */
@Component
class AdministratorRequests {

	/** What nobody has decided by then is over. */
	static final Duration WAITS = Duration.ofDays(7);

	private static final String SELECT = "select id, kind, account, name, role, organisation, reason, asked_by, asked_at from administrator_request ";

	private final JdbcClient database;

	AdministratorRequests(JdbcClient database) {
		this.database = database;
	}

	/** What becomes of a request; the names are stored. */
	enum State {
		WAITING, CONFIRMED, REFUSED, EXPIRED,
		/** Done at once: there was nobody else. */
		ALONE
	}

	/**
	 * A request.
	 *
	 * @param name of the person, for an account that does not exist yet; may be null
	 * @param place what it is the administration of
	 */
	record Request(long id, AdministratorChange kind, String account, String name, Administration place, String reason, String askedBy, Instant askedAt) {

		Instant until() {
			return askedAt.plus(WAITS);
		}
	}

	long add(AdministratorChange kind, String account, String name, Administration place, String reason, String askedBy, Instant now) {
		var waits = kind + "/" + account + "/" + place.typed();
		return insert(new Request(0, kind, account, name, place, reason, askedBy, now), State.WAITING, waits, null);
	}

	/** @param seenBy who knows the password of the account; null: it got none */
	void addAlone(AdministratorChange kind, String account, Administration place, String by, String seenBy, Instant now) {
		insert(new Request(0, kind, account, null, place, null, by, now), State.ALONE, null, seenBy);
	}

	private long insert(Request one, State state, String waits, String seenBy) {
		long id = database.sql("select nextval('administrator_request_seq')").query(Long.class).single();
		database.sql("""
				insert into administrator_request (id, kind, account, name, role, organisation, reason, asked_by, asked_at, waits_for, state, decided_at, password_seen_by)
				values (:id, :kind, :account, :name, :role, :organisation, :reason, :by, :now, :waits, :state, :decided, :seen)
				""").param("id", id).param("kind", one.kind().name()).param("account", one.account()).param("name", one.name())
				.param("role", one.place().role() == null ? null : one.place().role().name()).param("organisation", one.place().organisation()).param("reason", one.reason()).param("by", one.askedBy()).param("now", at(one.askedAt()))
				.param("waits", waits).param("state", state.name()).param("decided", state == State.ALONE ? at(one.askedAt()) : null, Types.TIMESTAMP_WITH_TIMEZONE)
				.param("seen", seenBy).update();
		return id;
	}

	/** @return all that wait, the oldest first */
	List<Request> waiting(Instant now) {
		return database.sql(SELECT + "where state = :state and asked_at > :since order by id").param("state", State.WAITING.name())
				.param("since", at(now.minus(WAITS))).query(AdministratorRequests::request).list();
	}

	/** @return the one that waits; empty: decided, over, or there is none */
	Optional<Request> waiting(long id, Instant now) {
		return waiting(now).stream().filter(one -> one.id() == id).findFirst();
	}

	/** @return those that wait and were asked for an account, or by it */
	List<Request> waitingAbout(String account) {
		return database.sql(SELECT + "where state = :state and (account = :account or asked_by = :account) order by id").param("state", State.WAITING.name())
				.param("account", account).query(AdministratorRequests::request).list();
	}

	/** @return those that nobody has decided in time and that still stand as waiting */
	List<Request> over(Instant now) {
		return database.sql(SELECT + "where state = :state and asked_at <= :since order by id").param("state", State.WAITING.name())
				.param("since", at(now.minus(WAITS))).query(AdministratorRequests::request).list();
	}

	/** @return false: somebody else has decided it */
	boolean decide(Request request, State state, String account, String reason, String seenBy, Instant now) {
		return database.sql("""
				update administrator_request set state = :state, waits_for = null, decided_by = :account, decision_reason = :reason, password_seen_by = :seen,
				decided_at = :now where id = :id and state = :waiting
				""").param("state", state.name()).param("account", account).param("reason", reason).param("seen", seenBy).param("now", at(now))
				.param("id", request.id()).param("waiting", State.WAITING.name()).update() > 0;
	}

	/** @return whether one of the accounts has known the password of another one of them since a moment */
	boolean isPasswordKnown(Collection<String> some, Collection<String> others, Instant since) {
		return database.sql("""
				select count(*) from administrator_request where decided_at > :since and (account in (:some) and password_seen_by in (:others)
				or account in (:others) and password_seen_by in (:some))
				""").param("since", at(since)).param("some", some).param("others", others).query(Integer.class).single() > 0;
	}

	private static Request request(ResultSet row, int number) throws SQLException {
		var role = row.getString(5);
		// Of an instance of the version before, which knew administrators of the installation only.
		var place = role == null && row.getString(6) == null ? Administration.of("") : new Administration(role == null ? null : StaffRole.valueOf(role), row.getString(6));
		return new Request(row.getLong(1), AdministratorChange.valueOf(row.getString(2)), row.getString(3), row.getString(4), place, row.getString(7),
				row.getString(8), row.getObject(9, OffsetDateTime.class).toInstant());
	}

	private static OffsetDateTime at(Instant moment) {
		return moment.atOffset(ZoneOffset.UTC);
	}
}
