package cn.zhicheng.review;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which organisations are supervised in which campaign, and up to when they were reminded.
 */
@Component
class Supervisions {

	private final JdbcClient database;

	Supervisions(JdbcClient database) {
		this.database = database;
	}

	/** @return codes of open organisations that are not supervised in the campaign, by code */
	List<String> lacking(int campaignYear, String after, int size) {
		return database.sql("""
				select o.code from organisation o where o.closed_at is null and o.code > :after
				and not exists (select 1 from supervision s where s.organisation = o.code and s.campaign_year = :year)
				order by o.code limit :size
				""").param("after", after).param("year", campaignYear).param("size", size).query(String.class).list();
	}

	/** @throws org.springframework.dao.DuplicateKeyException if another server was faster */
	void begin(Duty duty, Instant now) {
		database.sql("insert into supervision (organisation, campaign_year, started_at, reminded_at) values (:organisation, :year, :now, :now)")
				.param("organisation", duty.organisation()).param("year", duty.campaignYear()).param("now", at(now)).update();
	}

	Instant remindedAt(Duty duty) {
		return database.sql("select reminded_at from supervision where organisation = :organisation and campaign_year = :year")
				.param("organisation", duty.organisation()).param("year", duty.campaignYear())
				.query((row, number) -> row.getObject(1, OffsetDateTime.class).toInstant()).single();
	}

	void reminded(Duty duty, Instant now) {
		update("update supervision set reminded_at = :now where organisation = :organisation and campaign_year = :year", duty, now);
	}

	void end(Duty duty, Instant now) {
		update("update supervision set ended_at = :now where organisation = :organisation and campaign_year = :year", duty, now);
	}

	/** What is over begins anew: by other dates there may be something to do again. */
	void reopen(int campaignYear) {
		database.sql("delete from supervision where ended_at is not null and campaign_year = :year").param("year", campaignYear).update();
	}

	/** @return the campaigns in which the organisation is supervised */
	List<Duty> runningOf(String organisation) {
		return database.sql("select campaign_year from supervision where organisation = :organisation and ended_at is null order by campaign_year")
				.param("organisation", organisation).query((row, number) -> new Duty(organisation, row.getInt(1))).list();
	}

	private void update(String statement, Duty duty, Instant now) {
		database.sql(statement).param("now", at(now)).param("organisation", duty.organisation()).param("year", duty.campaignYear()).update();
	}

	private static OffsetDateTime at(Instant moment) {
		return moment.atOffset(ZoneOffset.UTC);
	}
}
