package cn.zhicheng.review;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import cn.zhicheng.review.LapseRequests.LapseRequest;

/**
 * What superiors have decided is to lapse.
 */
@Component
class LapseOrders {

	private static final String SELECT = "select id, organisation, campaign_year, ordered_by, ordered_for, ordered_at, confirmed_by from lapse_order ";

	private final JdbcClient database;

	LapseOrders(JdbcClient database) {
		this.database = database;
	}

	/**
	 * That everything lapses which was overdue at an organisation at a moment, and is still.
	 *
	 * @param account who decided it
	 * @param superior code of the organisation for which the account did
	 * @param confirmedBy who has confirmed it besides; null: nobody had to
	 */
	record LapseOrder(long id, Duty duty, String account, String superior, Instant orderedAt, String confirmedBy) {
	}

	/** @return id of the order */
	long add(Duty duty, int records, String account, String superior, Instant now) {
		return add(duty, records, account, superior, now, null);
	}

	/**
	 * What somebody has asked for and another person has confirmed. It is dated from the moment when it was asked for: what came
	 * later nobody has seen.
	 *
	 * @return id of the order
	 */
	long addConfirmed(LapseRequest request, int records, String confirmedBy) {
		return add(request.duty(), records, request.account(), request.superior(), request.askedAt(), confirmedBy);
	}

	private long add(Duty duty, int records, String account, String superior, Instant now, String confirmedBy) {
		long id = database.sql("select nextval('lapse_order_seq')").query(Long.class).single();
		database.sql("""
				insert into lapse_order (id, organisation, campaign_year, records, ordered_by, ordered_for, ordered_at, confirmed_by)
				values (:id, :organisation, :year, :records, :account, :superior, :now, :confirmedBy)
				""").param("id", id).param("organisation", duty.organisation()).param("year", duty.campaignYear()).param("records", records)
				.param("account", account).param("superior", superior).param("now", at(now)).param("confirmedBy", confirmedBy).update();
		return id;
	}

	Optional<LapseOrder> find(long id) {
		return database.sql(SELECT + "where id = :id").param("id", id).query(LapseOrders::order).optional();
	}

	/** @return orders that are not carried out yet, the oldest first */
	List<LapseOrder> open() {
		return database.sql(SELECT + "where done_at is null order by id").query(LapseOrders::order).list();
	}

	/** @return whether something that was decided for the organisation is still being carried out */
	boolean isOpen(Duty duty) {
		return database.sql("select id from lapse_order where done_at is null and organisation = :organisation and campaign_year = :year")
				.param("organisation", duty.organisation()).param("year", duty.campaignYear()).query(Long.class).list().size() > 0;
	}

	/** @return how many records somebody alone has let lapse for a superior since a moment */
	int aloneSince(String superior, Instant moment) {
		return database.sql("select coalesce(sum(records), 0) from lapse_order where ordered_for = :superior and ordered_at > :moment and confirmed_by is null")
				.param("superior", superior).param("moment", at(moment)).query(Integer.class).single();
	}

	/** @return false: it was done already */
	boolean done(LapseOrder order, Instant now) {
		return database.sql("update lapse_order set done_at = :now where id = :id and done_at is null").param("now", at(now))
				.param("id", order.id()).update() > 0;
	}

	private static LapseOrder order(ResultSet row, int number) throws SQLException {
		return new LapseOrder(row.getLong(1), new Duty(row.getString(2), row.getInt(3)), row.getString(4), row.getString(5),
				row.getObject(6, OffsetDateTime.class).toInstant(), row.getString(7));
	}

	private static OffsetDateTime at(Instant moment) {
		return moment.atOffset(ZoneOffset.UTC);
	}
}
