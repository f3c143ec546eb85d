package cn.zhicheng.review;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.deadline.Stage;
import cn.zhicheng.filing.RecordDates;
import cn.zhicheng.filing.RecordState;
import cn.zhicheng.organisation.Organisation;
import cn.zhicheng.organisation.OrganisationDirectory;

/**
 * Lets running records follow a changed date: what a record notes of its date, its mark of being overdue and its history. By
 * thousands, in a fixed number of statements; which of them there is still something to do with is told by the records
 * themselves, so that nothing is lost by an interruption and nothing is done twice.
 */
@Service
@Transactional(propagation = Propagation.MANDATORY)
public class DateFollowing {

	private final JdbcClient database;
	private final RecordDates dates;
	private final OrganisationDirectory organisations;
	private final HistoryEntries history;
	private final MessageSource messages;
	private final Clock clock;

	DateFollowing(JdbcClient database, RecordDates dates, OrganisationDirectory organisations, HistoryEntries history, MessageSource messages,
			Clock clock) {
		this.database = database;
		this.dates = dates;
		this.organisations = organisations;
		this.history = history;
		this.messages = messages;
		this.clock = clock;
	}

	/** Records with ids from the first to the last, both included. */
	public record Range(long first, long last) {
	}

	/**
	 * A record that has followed.
	 *
	 * @param number business key of its process
	 * @param place code of the organisation where it lies, or that returned it
	 * @param from the date that its task and timer have until now
	 * @param to the date that holds
	 * @param unmarked whether it was overdue and is not any more
	 */
	public record Followed(long id, String number, RecordState state, Stage stage, String place, int submission, Deadline from, Deadline to,
			boolean unmarked) {
	}

	private record Running(long id, String number, RecordState state, Stage stage, String place, int submission, int campaignYear,
			Deadline scheduled, Deadline extension, Instant returnedAt, boolean marked) {
	}

	/** @return all running records, in ranges of so many each */
	public List<Range> ranges(int size) {
		return ranges("state in ('IN_REVIEW', 'RETURNED')", Map.of(), size);
	}

	/** @return those that lie at the organisation or were returned by it, in ranges of so many each */
	public List<Range> ranges(String organisation, int size) {
		return ranges("organisation = :organisation and state in ('IN_REVIEW', 'RETURNED')", Map.of("organisation", organisation), size);
	}

	/** @return those that have come to where they are since the moment; a decision may have begun before the date was changed */
	public List<Range> since(Instant moment, int size) {
		return ranges("state in ('IN_REVIEW', 'RETURNED') and stage_since >= :moment", Map.of("moment", moment.atOffset(ZoneOffset.UTC)), size);
	}

	private List<Range> ranges(String which, Map<String, ?> parameters, int size) {
		return database.sql("""
				select min(id), max(id) from (
				    select id, (row_number() over (order by id) - 1) / :size as part from title_record where %s) p
				group by part order by 1
				""".formatted(which)).params(parameters).param("size", size)
				.query((row, number) -> new Range(row.getLong(1), row.getLong(2))).list();
	}

	/**
	 * Whatever in the range does not note the date that holds does so from now on.
	 *
	 * @param reason why, in Chinese
	 * @return what has to follow elsewhere
	 */
	public List<Followed> follow(Range range, String reason) {
		var behind = behind("id between :first and :last", Map.of("first", range.first(), "last", range.last()));
		if (behind.isEmpty()) {
			return List.of();
		}
		// Looked at once more under lock: somebody may have decided in between.
		var ids = behind.stream().map(Followed::id).toList();
		database.sql("select id from title_record where id in (:ids) order by id for update").param("ids", ids).query(Long.class).list();
		var followed = behind("id in (:ids)", Map.of("ids", ids));
		write(followed);
		var now = clock.instant();
		history.saveAll(followed.stream().map(one -> HistoryEntry.dateChanged(one, now, text(one, reason))).toList());
		return followed;
	}

	private List<Followed> behind(String where, Map<String, Object> parameters) {
		var running = database.sql("""
				select id, number, state, case when state = 'IN_REVIEW' then stage else returned_stage end as stage,
				       case when state = 'IN_REVIEW' then organisation else returned_by end as place,
				       submissions, campaign_year, case when state = 'IN_REVIEW' then deadline else amendment_deadline end as scheduled,
				       extended_until, returned_at, overdue_since
				from title_record where state in ('IN_REVIEW', 'RETURNED') and (waiting_since is null or confirmed_at is null) and
				""" + where).params(parameters).query(DateFollowing::running).list();
		var places = organisations.findAll(running.stream().map(Running::place).filter(Objects::nonNull).collect(Collectors.toSet())).stream()
				.collect(Collectors.toMap(Organisation::code, Function.identity()));
		var now = clock.instant();
		var behind = new ArrayList<Followed>();
		for (var record : running) {
			if (record.place() != null && record.scheduled() != null) {
				var to = dueDateOf(record, places.get(record.place()));
				if (!to.equals(record.scheduled())) {
					behind.add(new Followed(record.id(), record.number(), record.state(), record.stage(), record.place(), record.submission(),
							record.scheduled(), to, record.marked() && !to.isPassedAt(now)));
				}
			}
		}
		return behind;
	}

	private Deadline dueDateOf(Running record, Organisation place) {
		return record.state() == RecordState.IN_REVIEW ? dates.reviewDeadline(place, record.campaignYear(), record.extension())
				: dates.amendmentDeadline(place, record.campaignYear(), record.extension(), record.returnedAt());
	}

	private static Running running(ResultSet row, int number) throws SQLException {
		var returnedAt = row.getObject("returned_at", OffsetDateTime.class);
		return new Running(row.getLong("id"), row.getString("number"), RecordState.valueOf(row.getString("state")),
				Stage.valueOf(row.getString("stage")), row.getString("place"), row.getInt("submissions"), row.getInt("campaign_year"),
				deadline(row, "scheduled"), deadline(row, "extended_until"), returnedAt == null ? null : returnedAt.toInstant(),
				row.getObject("overdue_since") != null);
	}

	private static Deadline deadline(ResultSet row, String column) throws SQLException {
		var date = row.getObject(column, LocalDate.class);
		return date == null ? null : new Deadline(date);
	}

	private void write(List<Followed> followed) {
		byDate(followed, RecordState.IN_REVIEW).forEach((date, ids) -> update("deadline", date, ids));
		byDate(followed, RecordState.RETURNED).forEach((date, ids) -> update("amendment_deadline", date, ids));
		var unmarked = followed.stream().filter(Followed::unmarked).map(Followed::id).toList();
		if (!unmarked.isEmpty()) {
			database.sql("update title_record set overdue_since = null where id in (:ids)").param("ids", unmarked).update();
		}
	}

	private static Map<Deadline, List<Long>> byDate(List<Followed> followed, RecordState state) {
		return followed.stream().filter(one -> one.state() == state)
				.collect(Collectors.groupingBy(Followed::to, Collectors.mapping(Followed::id, Collectors.toList())));
	}

	private void update(String column, Deadline date, Collection<Long> ids) {
		database.sql("update title_record set " + column + " = :date where id in (:ids)").param("date", date.date()).param("ids", ids).update();
	}

	private String text(Followed record, String reason) {
		return messages.getMessage("dates.changed", new Object[] {
				messages.getMessage(record.state() == RecordState.IN_REVIEW ? "stage." + record.stage().name() : "dates.amendment", null,
						Locale.SIMPLIFIED_CHINESE),
				record.from().date().toString(), record.to().date().toString(), reason }, Locale.SIMPLIFIED_CHINESE);
	}
}
