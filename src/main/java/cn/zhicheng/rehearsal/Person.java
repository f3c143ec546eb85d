package cn.zhicheng.rehearsal;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.deadline.Stage;

/**
 * Somebody who files one record, with habits that a seed has given.
 */
final class Person {

	private static final double EVENING = 23.98;

	private final int index;
	private final long applicant;
	private final String name;
	private final String unit;
	private final Chance chance;
	private final RehearsalSettings settings;
	private String record;
	private int submissions;

	Person(int index, long applicant, String name, String unit, Chance chance, RehearsalSettings settings) {
		this.index = index;
		this.applicant = applicant;
		this.name = name;
		this.unit = unit;
		this.chance = chance;
		this.settings = settings;
	}

	/** What somebody makes of the filing date. */
	enum Habit {
		EARLY, LAST_WEEK, LAST_DAY, TOO_LATE, NEVER
	}

	int index() {
		return index;
	}

	/** @return id of the applicant */
	long applicant() {
		return applicant;
	}

	String name() {
		return name;
	}

	/** @return code of the employer */
	String unit() {
		return unit;
	}

	/** @return number of the record; null before it was begun */
	String record() {
		return record;
	}

	void began(String number) {
		record = number;
	}

	void submitted() {
		submissions++;
	}

	Habit habit() {
		var people = settings.people();
		double drawn = chance.of("habit", index);
		double bound = people.neverSubmitted();
		if (drawn < bound) {
			return Habit.NEVER;
		}
		if (drawn < (bound += people.tooLate())) {
			return Habit.TOO_LATE;
		}
		if (drawn < (bound += people.lastDay())) {
			return Habit.LAST_DAY;
		}
		return drawn < bound + people.lastWeek() ? Habit.LAST_WEEK : Habit.EARLY;
	}

	/**
	 * @param first day on which the campaign begins
	 * @param until the filing date, not before that day
	 * @return when the record is begun, and submitted unless it is left a draft
	 */
	Instant filesAt(LocalDate first, Deadline until) {
		var last = until.date();
		double spread = chance.of("day", index);
		double hour = 8 + (EVENING - 8) * chance.of("hour", index);
		return switch (habit()) {
			case TOO_LATE -> at(last.plusDays(1), EVENING * chance.of("hour", index));
			case LAST_DAY -> at(last, hour);
			case LAST_WEEK -> at(later(first, last.minusDays(1 + (long) (6 * spread))), hour);
			case EARLY, NEVER -> {
				long days = Math.max(1, first.until(last, ChronoUnit.DAYS) - 6);
				yield at(first.plusDays((long) (days * spread)), hour);
			}
		};
	}

	private static LocalDate later(LocalDate one, LocalDate other) {
		return one.isAfter(other) ? one : other;
	}

	private static Instant at(LocalDate day, double hour) {
		return day.atStartOfDay(Deadline.ZONE).plusSeconds((long) (hour * 3600)).toInstant();
	}

	/** @return whether the reviewers of this stage find something in what was submitted last */
	boolean isReturnedAt(Stage stage) {
		return chance.of("returned", index, submissions) < settings.reviewers().returned() && stage == returningStage();
	}

	/** Most faults are found by the unit, which knows its people. */
	private Stage returningStage() {
		double drawn = chance.of("stage", index, submissions);
		return drawn < 0.6 ? Stage.UNIT : drawn < 0.85 ? Stage.DEPARTMENT : Stage.REFORM_OFFICE;
	}

	/** @return whether what was returned is sent again at all */
	boolean amends() {
		return chance.of("amends", index, submissions) >= settings.people().neverAmended();
	}

	/** @return how long that takes */
	Duration amendsAfter() {
		return Duration.ofMinutes((long) (60 * 24 * (0.3 + chance.waiting(1.2, "amending", index, submissions))));
	}

	/** @return for how many days the record lies at an organisation before somebody takes it up, beyond the habits of that one */
	double liesFor(String organisation) {
		return chance.waiting(0.8, "lies", index, submissions, organisation);
	}
}
