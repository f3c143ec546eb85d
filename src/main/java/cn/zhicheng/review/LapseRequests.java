package cn.zhicheng.review;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What superiors want to lapse and somebody else has to confirm.
 */
@Component
class LapseRequests {

	/** What nobody has decided by then is over. */
	static final Duration WAITS = Duration.ofDays(7);

	private static final String SELECT = "select id, organisation, campaign_year, records, reason, asked_by, asked_for, asked_at from lapse_request ";

	private final JdbcClient database;

	LapseRequests(JdbcClient database) {
		this.database = database;
	}

	/** What becomes of a request; the names are stored. */
	enum State {
		WAITING, CONFIRMED, REFUSED, EXPIRED
	}

	/**
	 * That everything lapses which is overdue at an organisation.
	 *
	 * @param records how many it was when it was asked for
	 * @param account who asks
	 * @param superior code of the organisation for which the account does
	 */
	record LapseRequest(long id, Duty duty, int records, String reason, String account, String superior, Instant askedAt) {

		Instant until() {
			return askedAt.plus(WAITS);
		}
	}

	/** @throws OptimisticLockingFailureException if somebody has just asked for the same */
	LapseRequest add(Duty duty, int records, String reason, String account, String superior, Instant now) {
		long id = database.sql("select nextval('lapse_request_seq')").query(Long.class).single();
		try {
			database.sql("""
					insert into lapse_request (id, organisation, campaign_year, records, reason, asked_by, asked_for, asked_at, waits_for, state)
					values (:id, :organisation, :year, :records, :reason, :account, :superior, :now, :waits, :state)
					""").param("id", id).param("organisation", duty.organisation()).param("year", duty.campaignYear()).param("records", records)
					.param("reason", reason).param("account", account).param("superior", superior).param("now", at(now)).param("waits", duty.key())
					.param("state", State.WAITING.name()).update();
		} catch (DuplicateKeyException another) {
			throw new OptimisticLockingFailureException("Another request for " + duty.key(), another);
		}
		return new LapseRequest(id, duty, records, reason, account, superior, now);
	}

	/** @return the one that waits; empty: decided, over, or there is none */
	Optional<LapseRequest> waiting(long id, Instant now) {
		return database.sql(SELECT + "where id = :id and state = :state and asked_at > :since").param("id", id).param("state", State.WAITING.name())
				.param("since", at(now.minus(WAITS))).query(LapseRequests::request).optional();
	}

	/** @return all that wait, the oldest first */
	List<LapseRequest> waiting(Instant now) {
		return database.sql(SELECT + "where state = :state and asked_at > :since order by id").param("state", State.WAITING.name())
				.param("since", at(now.minus(WAITS))).query(LapseRequests::request).list();
	}

	/** @return those that nobody has decided in time and that still stand as waiting */
	List<LapseRequest> over(Instant now) {
		return database.sql(SELECT + "where state = :state and asked_at <= :since order by id").param("state", State.WAITING.name())
				.param("since", at(now.minus(WAITS))).query(LapseRequests::request).list();
	}

	/**
	 * @param account who decides; null: nobody did
	 * @param records how many lapse; null: none
	 * @return false: somebody else has decided it
	 */
	boolean decide(LapseRequest request, State state, String account, String reason, Integer records, Instant now) {
		return database.sql("""
				update lapse_request set state = :state, waits_for = null, decided_by = :account, decision_reason = :reason, decided_records = :records,
				decided_at = :now where id = :id and state = :waiting
				""").param("state", state.name()).param("account", account).param("reason", reason).param("records", records).param("now", at(now))
				.param("id", request.id()).param("waiting", State.WAITING.name()).update() > 0;
	}

	private static LapseRequest request(ResultSet row, int number) throws SQLException {
		return new LapseRequest(row.getLong(1), new Duty(row.getString(2), row.getInt(3)), row.getInt(4), row.getString(5), row.getString(6), row.getString(7),
				row.getObject(8, OffsetDateTime.class).toInstant());
	}

	private static OffsetDateTime at(Instant moment) {
		return moment.atOffset(ZoneOffset.UTC);
	}
}
