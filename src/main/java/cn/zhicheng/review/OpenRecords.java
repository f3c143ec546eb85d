package cn.zhicheng.review;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.deadline.DeadlineCalendar;
import cn.zhicheng.organisation.Organisation;
import cn.zhicheng.organisation.OrganisationDirectory;

/**
 * Counts what lies at organisations, by the dates that hold at that moment; each question in a number of statements that does
 * not depend on how many records or organisations there are.
 */
@Component
@Transactional(readOnly = true)
class OpenRecords {

	private static final int LISTED = 200;

	private final JdbcClient database;
	private final DeadlineCalendar calendar;
	private final OrganisationDirectory organisations;
	private final Clock clock;

	OpenRecords(JdbcClient database, DeadlineCalendar calendar, OrganisationDirectory organisations, Clock clock) {
		this.database = database;
		this.calendar = calendar;
		this.organisations = organisations;
		this.clock = clock;
	}

	/**
	 * What lies at one organisation.
	 *
	 * @param open records that wait for its decision
	 * @param overdue those of them whose date has passed
	 * @param oldestSince since when the oldest waits; null: none does
	 * @param week waiting for at most 7 days
	 * @param month waiting for 8 to 30 days
	 * @param longer waiting for longer
	 * @param returned records it has returned that have not been amended yet
	 * @param waiting records that wait there for a date or a message, and for nobody
	 */
	record Figures(int open, int overdue, Instant oldestSince, int week, int month, int longer, int returned, int waiting) {

		private static final Figures NONE = new Figures(0, 0, null, 0, 0, 0, 0, 0);

		private Figures plus(Figures other) {
			var oldest = oldestSince == null || other.oldestSince != null && other.oldestSince.isBefore(oldestSince) ? other.oldestSince : oldestSince;
			return new Figures(open + other.open, overdue + other.overdue, oldest, week + other.week, month + other.month, longer + other.longer,
					returned + other.returned, waiting + other.waiting);
		}
	}

	/** What lies at an organisation below another one. */
	record Below(Organisation organisation, Deadline date, Figures figures) {
	}

	/**
	 * A record that waits for a decision.
	 *
	 * @param step name of the step at which it is; null: not known
	 * @param other whether that step asks for another person than who has confirmed before
	 */
	record Open(String number, Instant since, Deadline date, boolean overdue, boolean again, String step, boolean other) {
	}

	/**
	 * A record that waits for a date or a message, and lies with nobody.
	 *
	 * @param step name of the step at which it is
	 * @param until null: not known
	 */
	record Waiting(String number, Instant since, Instant until, String step) {
	}

	private record Part(String organisation, LocalDate extendedUntil, Figures figures) {
	}

	Figures figures(Organisation organisation, int campaignYear) {
		return sum(parts("o.code = :code", organisation.code(), campaignYear), organisation, campaignYear);
	}

	/** @return what lies directly below the organisation, the most overdue first; at the top of the tree what lies there, too */
	List<Below> below(Organisation superior, int campaignYear) {
		var parts = parts("(o.superior = :code or o.code = :code and o.superior is null)", superior.code(), campaignYear).stream()
				.collect(Collectors.groupingBy(Part::organisation, LinkedHashMap::new, Collectors.toList()));
		var places = organisations.findAll(parts.keySet()).stream().collect(Collectors.toMap(Organisation::code, Function.identity()));
		var below = new ArrayList<Below>();
		parts.forEach((code, its) -> {
			var place = places.get(code);
			below.add(new Below(place, calendar.reviewDeadline(place, campaignYear), sum(its, place, campaignYear)));
		});
		below.sort(Comparator.<Below>comparingInt(one -> one.figures().overdue()).reversed().thenComparing(one -> one.organisation().code()));
		return below;
	}

	private List<Part> parts(String which, String code, int campaignYear) {
		var now = clock.instant();
		return database.sql("""
				select r.organisation, r.extended_until,
				       count(case when r.state = 'IN_REVIEW' and r.waiting_since is null then 1 end) as waiting,
				       min(case when r.state = 'IN_REVIEW' and r.waiting_since is null then r.stage_since end) as oldest,
				       count(case when r.state = 'IN_REVIEW' and r.waiting_since is null and r.stage_since >= :week then 1 end) as new_ones,
				       count(case when r.state = 'IN_REVIEW' and r.waiting_since is null and r.stage_since < :week and r.stage_since >= :month then 1 end) as older_ones,
				       count(case when r.state = 'IN_REVIEW' and r.waiting_since is null and r.stage_since < :month then 1 end) as oldest_ones,
				       count(case when r.state = 'RETURNED' then 1 end) as sent_back,
				       count(r.waiting_since) as with_nobody
				from title_record r join organisation o on o.code = r.organisation
				where r.state in ('IN_REVIEW', 'RETURNED') and r.campaign_year = :year and %s
				group by r.organisation, r.extended_until
				""".formatted(which)).param("code", code).param("year", campaignYear)
				.param("week", at(now.minus(Duration.ofDays(7)))).param("month", at(now.minus(Duration.ofDays(30))))
				.query(OpenRecords::part).list();
	}

	private static Part part(ResultSet row, int number) throws SQLException {
		var oldest = row.getObject("oldest", OffsetDateTime.class);
		return new Part(row.getString("organisation"), row.getObject("extended_until", LocalDate.class), new Figures(row.getInt("waiting"), 0,
				oldest == null ? null : oldest.toInstant(), row.getInt("new_ones"), row.getInt("older_ones"), row.getInt("oldest_ones"), row.getInt("sent_back"),
				row.getInt("with_nobody")));
	}

	private Figures sum(List<Part> parts, Organisation place, int campaignYear) {
		var now = clock.instant();
		var date = calendar.reviewDeadline(place, campaignYear);
		return parts.stream().map(part -> {
			var its = part.figures();
			boolean overdue = dateOf(part.extendedUntil(), date).isPassedAt(now);
			return new Figures(its.open, overdue ? its.open : 0, its.oldestSince, its.week, its.month, its.longer, its.returned, its.waiting);
		}).reduce(Figures.NONE, Figures::plus);
	}

	private static Deadline dateOf(LocalDate extendedUntil, Deadline date) {
		return extendedUntil == null ? date : Deadline.later(new Deadline(extendedUntil), date);
	}

	/** @return the oldest ones that wait for its decision, at most 200 */
	List<Open> open(Organisation organisation, int campaignYear) {
		var now = clock.instant();
		var date = calendar.reviewDeadline(organisation, campaignYear);
		return database.sql("""
				select number, stage_since, extended_until, submissions, step_name, other_reviewer from title_record
				where organisation = :code and state = 'IN_REVIEW' and waiting_since is null and campaign_year = :year order by stage_since, id limit :most
				""").param("code", organisation.code()).param("year", campaignYear).param("most", LISTED).query((row, number) -> {
			var until = dateOf(row.getObject(3, LocalDate.class), date);
			return new Open(row.getString(1), row.getObject(2, OffsetDateTime.class).toInstant(), until, until.isPassedAt(now), row.getInt(4) > 1,
					row.getString(5), row.getBoolean(6));
		}).list();
	}

	/** @return those that wait there and lie with nobody, the first to go on first, at most 200 */
	List<Waiting> waiting(Organisation organisation, int campaignYear) {
		return database.sql("""
				select number, waiting_since, waiting_until, step_name from title_record
				where organisation = :code and state = 'IN_REVIEW' and waiting_since is not null and campaign_year = :year
				order by waiting_until nulls last, id limit :most
				""").param("code", organisation.code()).param("year", campaignYear).param("most", LISTED)
				.query((row, number) -> new Waiting(row.getString(1), instant(row, 2), instant(row, 3), row.getString(4))).list();
	}

	private static Instant instant(ResultSet row, int column) throws SQLException {
		var moment = row.getObject(column, OffsetDateTime.class);
		return moment == null ? null : moment.toInstant();
	}

	/** @return whether a record that is under way can still come to the organisation, or lies there */
	boolean mayCome(Organisation organisation, int campaignYear) {
		return isAny("""
				select id from title_record where organisation = :code and state in ('IN_REVIEW', 'RETURNED') and campaign_year = :year limit 1
				""", organisation, campaignYear) || isAny("""
				with recursive below (code) as (
				    select code from organisation where code = :code
				    union all
				    select o.code from organisation o join below b on o.superior = b.code)
				select b.code from below b where exists (select 1 from title_record r
				    where r.employer = b.code and r.state in ('IN_REVIEW', 'RETURNED') and r.campaign_year = :year) limit 1
				""", organisation, campaignYear);
	}

	/** From the organisations to their records, never through all records: every organisation asks on the same day. */
	private boolean isAny(String query, Organisation organisation, int campaignYear) {
		return database.sql(query).param("code", organisation.code()).param("year", campaignYear).query(String.class).optional().isPresent();
	}

	/** @return how many of those that have waited there since the moment or longer are overdue now */
	int overdueSince(Organisation organisation, int campaignYear, Instant moment) {
		var now = clock.instant();
		var date = calendar.reviewDeadline(organisation, campaignYear);
		return database.sql("""
				select extended_until, count(*) from title_record
				where organisation = :code and state = 'IN_REVIEW' and waiting_since is null and campaign_year = :year and stage_since <= :moment
				group by extended_until
				""").param("code", organisation.code()).param("year", campaignYear).param("moment", at(moment))
				.query((row, number) -> dateOf(row.getObject(1, LocalDate.class), date).isPassedAt(now) ? row.getInt(2) : 0).list().stream()
				.mapToInt(Integer::intValue).sum();
	}

	/** A record by id and number. */
	record Key(long id, String number) {
	}

	/** @return records that have waited at the organisation since the moment or longer, by id */
	List<Key> lyingSince(Duty duty, Instant moment, long after, int size) {
		return database.sql("""
				select id, number from title_record where organisation = :code and state = 'IN_REVIEW' and waiting_since is null and campaign_year = :year
				and stage_since <= :moment and id > :after order by id limit :size
				""").param("code", duty.organisation()).param("year", duty.campaignYear()).param("moment", at(moment)).param("after", after)
				.param("size", size).query((row, number) -> new Key(row.getLong(1), row.getString(2))).list();
	}

	private static OffsetDateTime at(Instant moment) {
		return moment.atOffset(ZoneOffset.UTC);
	}
}
