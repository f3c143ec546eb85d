package cn.zhicheng.rehearsal;

import java.nio.file.Path;
import java.time.LocalDate;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Profile;
import org.springframework.validation.annotation.Validated;

import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

/**
 * Settings of a rehearsal, prefix {@code zhicheng.rehearsal}. Shares are from 0 to 1.
 *
 * @param records how many people begin a record
 * @param days length of the campaign in days, the last one that of the table's last date
 * @param firstDay its first day; null: so many days before its last
 * @param daysAfter how many days longer than the campaign is looked: what is decided late
 * @param seed the same seed gives the same people with the same habits
 * @param people the habits of those who file
 * @param reviewers the habits of those who review
 * @param superiors the habits of those who supervise
 * @param organisations how many of each are made up
 * @param compare folder with other versions of models: the same campaign is run a second time with them, each file it does
 *        not have taken from {@code zhicheng.workflow.processes}; null: one run
 * @param report where the report is written
 * @param ofProposal whether the models are those in use and those that a designer proposes: the report calls them so
 */
@Validated
@Profile("rehearsal")
@ConfigurationProperties("zhicheng.rehearsal")
public record RehearsalSettings(
		@Min(value = 1, message = RehearsalSettings.RECORDS) @Max(value = 50_000, message = RehearsalSettings.RECORDS) @DefaultValue("2000") int records,
		@Min(value = 10, message = RehearsalSettings.DAYS) @Max(value = 400, message = RehearsalSettings.DAYS) @DefaultValue("90") int days,
		LocalDate firstDay,
		@Min(value = 0, message = RehearsalSettings.DAYS_AFTER) @Max(value = 100, message = RehearsalSettings.DAYS_AFTER) @DefaultValue("10") int daysAfter,
		@DefaultValue("1") long seed,
		@NotNull @Valid @DefaultValue People people,
		@NotNull @Valid @DefaultValue Reviewers reviewers,
		@NotNull @Valid @DefaultValue Superiors superiors,
		@NotNull @Valid @DefaultValue Places organisations,
		Path compare,
		@NotNull @DefaultValue("target/rehearsal/report.html") Path report, @DefaultValue("false") boolean ofProposal) {

	static final String RECORDS = "zhicheng.rehearsal.records must be from 1 to 50000";
	static final String DAYS = "zhicheng.rehearsal.days must be from 10 to 400";
	static final String DAYS_AFTER = "zhicheng.rehearsal.days-after must be from 0 to 100";

	/**
	 * Of all who begin a record; whoever is in none of these shares files on some day before the last week.
	 *
	 * @param lastDay share that files on the last day
	 * @param lastWeek share that files on the six days before it
	 * @param tooLate share that tries on the day after, and is refused
	 * @param neverSubmitted share that leaves it a draft
	 * @param neverAmended share that never sends again what was returned
	 */
	public record People(@DefaultValue("0.2") double lastDay, @DefaultValue("0.35") double lastWeek, @DefaultValue("0.01") double tooLate,
			@DefaultValue("0.03") double neverSubmitted, @DefaultValue("0.1") double neverAmended) {

		@AssertTrue(message = "zhicheng.rehearsal.people: last-day, last-week, too-late, never-submitted and never-amended must be shares from 0 to 1,"
				+ " the first four together at most 1")
		boolean isEachAShare() {
			return isShare(lastDay) && isShare(lastWeek) && isShare(tooLate) && isShare(neverSubmitted) && isShare(neverAmended)
					&& lastDay + lastWeek + tooLate + neverSubmitted <= 1;
		}
	}

	/**
	 * @param returned share of submissions that come back, from one of the stages
	 * @param decisionsPerDay most that one organisation decides in a working day
	 * @param slow share of organisations that let everything lie for a while
	 * @param slowDays for how many days they do
	 */
	public record Reviewers(@DefaultValue("0.12") double returned, @DefaultValue("200") int decisionsPerDay, @DefaultValue("0.1") double slow,
			@DefaultValue("14") int slowDays) {

		@AssertTrue(message = "zhicheng.rehearsal.reviewers: returned and slow must be shares from 0 to 1, decisions-per-day from 1 to 10000,"
				+ " slow-days from 0 to 365")
		boolean isPossible() {
			return isShare(returned) && isShare(slow) && decisionsPerDay >= 1 && decisionsPerDay <= 10_000 && slowDays >= 0 && slowDays <= 365;
		}
	}

	/**
	 * What a superior does each time it is asked about an organisation below it with something overdue; otherwise it waits.
	 *
	 * @param urge share of the times in which it urges: from then on the organisation lets nothing lie
	 * @param extend share in which it gives a week longer, if its own date allows
	 * @param lapse share in which it lets lapse what is overdue
	 */
	public record Superiors(@DefaultValue("0.4") double urge, @DefaultValue("0.15") double extend, @DefaultValue("0.02") double lapse) {

		@AssertTrue(message = "zhicheng.rehearsal.superiors: urge, extend and lapse must be shares from 0 to 1, together at most 1")
		boolean isEachAShare() {
			return isShare(urge) && isShare(extend) && isShare(lapse) && urge + extend + lapse <= 1;
		}
	}

	/**
	 * @param cities cities of the province that take part
	 * @param counties counties of each
	 * @param departments departments of the province, of each city and of each county
	 * @param units units of each department
	 */
	public record Places(@DefaultValue("3") int cities, @DefaultValue("4") int counties, @DefaultValue("2") int departments,
			@DefaultValue("3") int units) {

		@AssertTrue(message = "zhicheng.rehearsal.organisations: cities must be from 1 to 14, counties from 0 to 17, departments from 1 to 6, units from 1 to 50")
		boolean isPossible() {
			return cities >= 1 && cities <= 14 && counties >= 0 && counties <= 17 && departments >= 1 && departments <= 6 && units >= 1 && units <= 50;
		}
	}

	private static boolean isShare(double value) {
		return value >= 0 && value <= 1;
	}
}
