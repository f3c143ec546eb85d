package cn.zhicheng.review;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What superiors have written to organisations that they urged.
 */
@Component
class Urgings {

	private final JdbcClient database;

	Urgings(JdbcClient database) {
		this.database = database;
	}

	/** @param superior code of the organisation that urged */
	record Urging(String text, String superior, Instant at) {
	}

	/** @return its id */
	long add(Duty duty, String text, String account, String superior, Instant now) {
		long id = database.sql("select nextval('urging_seq')").query(Long.class).single();
		database.sql("""
				insert into urging (id, organisation, campaign_year, text, urged_by, urged_for, urged_at)
				values (:id, :organisation, :year, :text, :account, :superior, :now)
				""").param("id", id).param("organisation", duty.organisation()).param("year", duty.campaignYear()).param("text", text)
				.param("account", account).param("superior", superior).param("now", now.atOffset(ZoneOffset.UTC)).update();
		return id;
	}

	/** @return the last one */
	Optional<Urging> latest(Duty duty) {
		return database.sql("""
				select text, urged_for, urged_at from urging where organisation = :organisation and campaign_year = :year
				order by urged_at desc, id desc limit 1
				""").param("organisation", duty.organisation()).param("year", duty.campaignYear())
				.query((row, number) -> new Urging(row.getString(1), row.getString(2), row.getObject(3, OffsetDateTime.class).toInstant()))
				.optional();
	}
}
