package cn.zhicheng.rehearsal;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.deadline.Stage;
import cn.zhicheng.organisation.Organisation;
import cn.zhicheng.rehearsal.CampaignFigures.Behind;
import cn.zhicheng.rehearsal.CampaignFigures.Day;
import cn.zhicheng.rehearsal.CampaignFigures.Events;
import cn.zhicheng.rehearsal.CampaignFigures.Outcome;
import cn.zhicheng.rehearsal.CampaignFigures.StageTime;

/**
 * Counts what has become of the records, from what is stored of them and from their histories.
 */
@Component
@Profile("rehearsal")
class FigureCollector {

	/** Key of the time that the individual needs beside those of the stages. */
	static final String AMENDMENT = "amendment";
	/** Key of the lapses that a superior decided. */
	static final String BY_SUPERIOR = "superior";
	private static final int MOST_BEHIND = 12;

	private final JdbcClient database;

	FigureCollector(JdbcClient database) {
		this.database = database;
	}

	private record Count(String state, String stage, int records, int overdue) {
	}

	private record Entry(long record, Instant at, String event, String stage, String organisation, boolean late) {
	}

	Day day(LocalDate date) {
		var counts = counts();
		return new Day(date, records(counts, inReviewAt(Stage.UNIT)), records(counts, inReviewAt(Stage.DEPARTMENT)),
				records(counts, inReviewAt(Stage.REFORM_OFFICE)), records(counts, isIn("RETURNED")), counts.stream().mapToInt(Count::overdue).sum(),
				records(counts, isIn("DRAFT").negate()), records(counts, isIn("PUBLISHED")), records(counts, isIn("LAPSED")));
	}

	Outcome outcome() {
		var counts = counts();
		return new Outcome(records(counts, isIn("DRAFT")), records(counts, isIn("IN_REVIEW").or(isIn("WAITING"))), counts.stream().mapToInt(Count::overdue).sum(),
				records(counts, isIn("RETURNED")), records(counts, isIn("LAPSED")), records(counts, isIn("PUBLISHED")));
	}

	private List<Count> counts() {
		return database.sql("""
				select case when waiting_since is null then state else 'WAITING' end, stage, count(*),
				       sum(case when state = 'IN_REVIEW' and overdue_since is not null then 1 else 0 end)
				from title_record group by case when waiting_since is null then state else 'WAITING' end, stage
				""").query((row, number) -> new Count(row.getString(1), row.getString(2), row.getInt(3), row.getInt(4))).list();
	}

	private static Predicate<Count> isIn(String state) {
		return count -> count.state().equals(state);
	}

	private static Predicate<Count> inReviewAt(Stage stage) {
		return isIn("IN_REVIEW").and(count -> count.stage().equals(stage.name()));
	}

	private static int records(List<Count> counts, Predicate<Count> which) {
		return counts.stream().filter(which).mapToInt(Count::records).sum();
	}

	/** What the histories of all records tell. */
	record Told(Events events, List<StageTime> stages, List<Behind> behind) {
	}

	Told told(Collection<Organisation> organisations, Predicate<Organisation> isSlow) {
		var steps = new HashMap<String, Steps>();
		var places = new HashMap<String, Steps>();
		var lapses = new TreeMap<String, Integer>();
		int returned = 0;
		int resubmitted = 0;
		Entry before = null;
		Entry sent = null;
		for (var entry : entries()) {
			if (before != null && before.record() != entry.record()) {
				sent = null;
			}
			switch (entry.event()) {
				case "CONFIRMED", "RETURNED" -> {
					double days = days(sent, entry);
					stepsAt(steps, keyOf(entry.stage())).decided(days, entry.late());
					stepsAt(places, entry.organisation()).decided(days, entry.late());
					returned += entry.event().equals("RETURNED") ? 1 : 0;
					sent = entry;
				}
				case "RESUBMITTED" -> {
					stepsAt(steps, AMENDMENT).decided(days(sent, entry), false);
					resubmitted++;
					sent = entry;
				}
				case "SUBMITTED" -> sent = entry;
				case "OVERDUE" -> {
					stepsAt(steps, keyOf(entry.stage())).overdue++;
					stepsAt(places, entry.organisation()).overdue++;
				}
				case "LAPSED" -> lapses.merge(keyOf(entry.stage()), 1, Integer::sum);
				case "LAPSED_BY_SUPERIOR" -> lapses.merge(BY_SUPERIOR, 1, Integer::sum);
				default -> {
				}
			}
			before = entry;
		}
		int late = places.values().stream().mapToInt(one -> one.late).sum();
		int overdue = places.values().stream().mapToInt(one -> one.overdue).sum();
		int decisions = places.values().stream().mapToInt(one -> one.days.size()).sum();
		return new Told(new Events(returned, resubmitted, decisions, late, overdue, lapses), times(steps), behind(organisations, places, isSlow));
	}

	/** @return how many messages were written on each day: no account of an organisation has an address in a rehearsal */
	Map<LocalDate, Integer> individualsReminded() {
		return database.sql("select created_at from outgoing_message")
				.query((row, number) -> LocalDate.ofInstant(row.getObject(1, OffsetDateTime.class).toInstant(), Deadline.ZONE)).list().stream()
				.collect(Collectors.toMap(Function.identity(), day -> 1, Integer::sum, TreeMap::new));
	}

	private List<Entry> entries() {
		return database.sql("select record_id, at, event, stage, organisation, late from history_entry order by record_id, at, id")
				.query((row, number) -> new Entry(row.getLong(1), row.getObject(2, OffsetDateTime.class).toInstant(), row.getString(3),
						row.getString(4), row.getString(5), row.getBoolean(6)))
				.list();
	}

	private static double days(Entry from, Entry to) {
		return Duration.between(from.at(), to.at()).toMinutes() / (24 * 60d);
	}

	private static Steps stepsAt(Map<String, Steps> all, String key) {
		return all.computeIfAbsent(key, one -> new Steps());
	}

	private static String keyOf(String stage) {
		return Stage.valueOf(stage).key();
	}

	private static List<StageTime> times(Map<String, Steps> steps) {
		return Stream.of(Stage.UNIT.key(), Stage.DEPARTMENT.key(), Stage.REFORM_OFFICE.key(), AMENDMENT).map(key -> {
			var taken = steps.getOrDefault(key, new Steps());
			return new StageTime(key, taken.days.size(), taken.late, taken.percentile(0.5), taken.percentile(0.95));
		}).toList();
	}

	private List<Behind> behind(Collection<Organisation> organisations, Map<String, Steps> places, Predicate<Organisation> isSlow) {
		var open = new HashMap<String, Integer>();
		database.sql("select organisation, count(*) from title_record where state = 'IN_REVIEW' and waiting_since is null group by organisation")
				.query(row -> {
					open.put(row.getString(1), row.getInt(2));
				});
		return organisations.stream().map(one -> {
			var steps = places.getOrDefault(one.code(), new Steps());
			return new Behind(one.code(), one.name(), Stage.of(one.kind()).key(), steps.overdue, steps.late, open.getOrDefault(one.code(), 0),
					isSlow.test(one), steps.percentile(0.5));
		}).filter(one -> one.overdue() + one.late() > 0)
				.sorted(Comparator.comparing(Behind::overdue).thenComparing(Behind::late).reversed().thenComparing(Behind::code))
				.limit(MOST_BEHIND).toList();
	}

	private static final class Steps {

		private final List<Double> days = new ArrayList<>();
		private int late;
		private int overdue;

		private void decided(double after, boolean isLate) {
			days.add(after);
			late += isLate ? 1 : 0;
		}

		/** @return nearest rank; 0 when there is none */
		private double percentile(double share) {
			if (days.isEmpty()) {
				return 0;
			}
			var sorted = days.stream().sorted().toList();
			return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
		}
	}
}
