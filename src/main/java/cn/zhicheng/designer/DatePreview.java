package cn.zhicheng.designer;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.deadline.DeadlineCalendar;
import cn.zhicheng.deadline.DeadlineTable;
import cn.zhicheng.deadline.ReminderTable;
import cn.zhicheng.deadline.Stage;
import cn.zhicheng.organisation.OrganisationKind;
import cn.zhicheng.organisation.OrganisationLevel;
import cn.zhicheng.reference.Regions;

/**
 * What a table would do to everything that is on its way, before it counts (预演): counted, not done.
 */
@Service
@Transactional(readOnly = true)
public class DatePreview {

	private final JdbcClient database;
	private final DeadlineCalendar calendar;
	private final ReminderTable reminders;
	private final Regions regions;
	private final Clock clock;

	DatePreview(JdbcClient database, DeadlineCalendar calendar, ReminderTable reminders, Regions regions, Clock clock) {
		this.database = database;
		this.calendar = calendar;
		this.reminders = reminders;
		this.regions = regions;
		this.clock = clock;
	}

	/** What is waited for. */
	public enum Waiting {
		/** 草稿: to be submitted until the filing date. */
		DRAFT,
		/** 审核: to be decided on. */
		REVIEW,
		/** 修改完善: to be amended. */
		AMENDMENT
	}

	/**
	 * Records that move together.
	 *
	 * @param region six digits
	 * @param stage where they are, or that returned them
	 * @param organisations at how many they are
	 * @param reminderFrom when they, or the organisations where they are, are reminded next by the dates of now, in China; null: not any more
	 * @param reminderTo and with the new ones
	 * @param overdueNow how many are overdue or too late with the dates of now
	 * @param overdueThen and with the new ones
	 */
	public record Move(String region, String regionName, Stage stage, Waiting waiting, LocalDate from, LocalDate to, LocalDateTime reminderFrom,
			LocalDateTime reminderTo, int organisations, long records, long overdueNow, long overdueThen) {
	}

	/**
	 * @param moves by region, stage and date; what keeps its date is left out
	 * @param unmoved how many running records and drafts keep their date
	 */
	public record Preview(List<Move> moves, long unmoved) {

		public long records() {
			return moves.stream().mapToLong(Move::records).sum();
		}

		/** @return how many timers move: each record that is reviewed or amended has one */
		public long timers() {
			return moves.stream().filter(move -> move.waiting() != Waiting.DRAFT).mapToLong(Move::records).sum();
		}

		/** @return how many become overdue or too late by the change */
		public long newlyOverdue() {
			return moves.stream().mapToLong(move -> Math.max(0, move.overdueThen() - move.overdueNow())).sum();
		}

		/** @return how many are overdue or too late now and would not be */
		public long noLongerOverdue() {
			return moves.stream().mapToLong(move -> Math.max(0, move.overdueNow() - move.overdueThen())).sum();
		}
	}

	private record Group(String region, Stage stage, Waiting waiting, LocalDate from, LocalDate to) {
	}

	private static final class Sum {

		private final Set<String> organisations = new HashSet<>();
		private long records;
		private long overdueNow;
		private long overdueThen;
	}

	/** Goes through groups of records, which are as many as organisations and days of return, never through the records. */
	public Preview of(DeadlineTable candidate) {
		var next = calendar.with(candidate);
		var now = clock.instant();
		var sums = new HashMap<Group, Sum>();
		var unmoved = new long[1];
		database.sql("""
				select o.code, o.kind, o.region, o.level, r.state, r.campaign_year, r.extended_until, count(*) as records,
				       r.returned_at
				from (select state, campaign_year, extended_until,
				             case state when 'IN_REVIEW' then organisation when 'RETURNED' then returned_by else employer end as place,
				             case state when 'RETURNED' then returned_at end as returned_at
				      from title_record where state in ('DRAFT', 'IN_REVIEW', 'RETURNED') and (waiting_since is null or confirmed_at is null)) r
				join organisation o on o.code = r.place
				group by o.code, o.kind, o.region, o.level, r.state, r.campaign_year, r.extended_until, r.returned_at
				""").query(row -> {
					var lying = new Lying(row);
					var from = lying.deadline(calendar);
					var to = lying.deadline(next);
					if (from.equals(to)) {
						unmoved[0] += lying.records;
					} else {
						var sum = sums.computeIfAbsent(new Group(lying.region, lying.stage(), lying.waiting(), from.date(), to.date()), group -> new Sum());
						sum.organisations.add(lying.organisation);
						sum.records += lying.records;
						sum.overdueNow += from.isPassedAt(now) ? lying.records : 0;
						sum.overdueThen += to.isPassedAt(now) ? lying.records : 0;
					}
				});
		return new Preview(moves(sums), unmoved[0]);
	}

	private List<Move> moves(Map<Group, Sum> sums) {
		return sums.entrySet().stream()
				.map(one -> new Move(one.getKey().region(), regions.nameOf(one.getKey().region()), one.getKey().stage(), one.getKey().waiting(),
						one.getKey().from(), one.getKey().to(), reminder(one.getKey(), one.getKey().from()), reminder(one.getKey(), one.getKey().to()),
						one.getValue().organisations.size(), one.getValue().records,
						one.getValue().overdueNow, one.getValue().overdueThen))
				.sorted(Comparator.comparing(Move::region).thenComparing(Move::waiting).thenComparing(Move::stage).thenComparing(Move::from)
						.thenComparing(Move::to))
				.toList();
	}

	/** An amendment is the individual's: the reminders of filing are for it. */
	private LocalDateTime reminder(Group group, LocalDate date) {
		var stage = group.waiting() == Waiting.REVIEW ? group.stage() : Stage.FILING;
		var now = clock.instant();
		return reminders.timesFor(group.region(), stage, OrganisationLevel.ofRegion(group.region())).stream()
				.map(time -> time.before(new Deadline(date))).filter(moment -> moment.isAfter(now)).min(Comparator.naturalOrder())
				.map(moment -> LocalDateTime.ofInstant(moment, Deadline.ZONE)).orElse(null);
	}

	/** Records of one organisation for which the same date counts. */
	private final class Lying {

		private final String organisation;
		private final OrganisationKind kind;
		private final String region;
		private final OrganisationLevel level;
		private final String state;
		private final int year;
		private final Deadline extension;
		private final Instant returnedAt;
		private final long records;

		private Lying(ResultSet row) throws SQLException {
			organisation = row.getString("code");
			kind = OrganisationKind.valueOf(row.getString("kind"));
			region = row.getString("region");
			level = OrganisationLevel.valueOf(row.getString("level"));
			state = row.getString("state");
			int submittedIn = row.getInt("campaign_year");
			year = state.equals("DRAFT") || row.wasNull() ? calendar.campaignYear() : submittedIn;
			var until = row.getObject("extended_until", LocalDate.class);
			extension = until == null ? null : new Deadline(until);
			var returned = row.getObject("returned_at", OffsetDateTime.class);
			returnedAt = returned == null ? null : returned.toInstant();
			records = row.getLong("records");
		}

		private Waiting waiting() {
			return switch (state) {
				case "DRAFT" -> Waiting.DRAFT;
				case "IN_REVIEW" -> Waiting.REVIEW;
				default -> Waiting.AMENDMENT;
			};
		}

		private Stage stage() {
			return waiting() == Waiting.DRAFT ? Stage.FILING : Stage.of(kind);
		}

		private Deadline deadline(DeadlineCalendar dates) {
			if (waiting() == Waiting.DRAFT) {
				return dates.filingDeadline(region, level, year);
			}
			var stage = dates.reviewDeadline(organisation, kind, region, level, year);
			if (waiting() == Waiting.REVIEW) {
				return extension == null ? stage : Deadline.later(extension, stage);
			}
			return dates.amendmentDeadline(extension == null ? stage : Deadline.later(extension, stage), returnedAt, year);
		}
	}
}
