package cn.zhicheng.rehearsal;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * What has become of a rehearsed campaign, in figures. Days are those of China.
 *
 * @param models folder of the models
 * @param year the campaign's year
 * @param firstDay its first day
 * @param filingDate the province's date for filing
 * @param lastDate its last date by the table
 * @param until last day that was looked at
 * @param organisations how many took part
 * @param slowOrganisations how many of them let everything lie for a while
 * @param outcome where the records are at the end
 * @param events how often what happened
 * @param supervised how organisations were reminded, and what their superiors did
 * @param refusals why people and reviewers were refused, by message key
 * @param trouble what went wrong with the models, and how often
 * @param days each day of the campaign
 * @param stages how long the stages took
 * @param behind the organisations furthest behind, the worst first
 * @param jobs timers and other work in the background that was done
 * @param took time on the wall
 */
public record CampaignFigures(String models, int year, LocalDate firstDay, LocalDate filingDate, LocalDate lastDate, LocalDate until,
		int organisations, int slowOrganisations, Outcome outcome, Events events, Supervised supervised, Map<String, Integer> refusals, Map<String, Integer> trouble,
		List<Day> days, List<StageTime> stages, List<Behind> behind, int jobs, Duration took) {

	/**
	 * Where the records are: together as many as were begun.
	 *
	 * @param drafts never submitted
	 * @param inReview still at an organisation
	 * @param overdue of these, those whose date has passed
	 * @param returned still with the individual, to be amended
	 * @param lapsed out of the campaign
	 * @param published in the register
	 */
	public record Outcome(int drafts, int inReview, int overdue, int returned, int lapsed, int published) {

		/** @return how many records were begun */
		public int begun() {
			return drafts + submitted();
		}

		/** @return how many were submitted at least once */
		public int submitted() {
			return inReview + returned + lapsed + published;
		}
	}

	/**
	 * How often what happened.
	 *
	 * @param returned a stage returned a record
	 * @param resubmitted a record was sent again
	 * @param decisions confirmed or returned
	 * @param late of these, those after the date
	 * @param overdue a record became overdue at a stage
	 * @param lapses why records lapsed: key of the stage that had returned them, or {@code superior}
	 */
	public record Events(int returned, int resubmitted, int decisions, int late, int overdue, Map<String, Integer> lapses) {
	}

	/**
	 * @param reminders how many organisations got a reminder into their task list on each day; days without any are left out
	 * @param individuals how many individuals were written to on each day, because of a draft or a returned record
	 * @param asked how often superiors were asked about something overdue
	 * @param urgings how often they urged
	 * @param extensions how often they gave longer
	 * @param lapses how often they let lapse what was overdue at an organisation
	 */
	public record Supervised(Map<LocalDate, Integer> reminders, Map<LocalDate, Integer> individuals, int asked, int urgings, int extensions, int lapses) {

		/** @return how many reminders organisations were given in all */
		public int reminded() {
			return reminders.values().stream().mapToInt(Integer::intValue).sum();
		}

		/** @return how many reminders individuals were given in all */
		public int individualsReminded() {
			return individuals.values().stream().mapToInt(Integer::intValue).sum();
		}
	}

	/**
	 * One minute before its end.
	 *
	 * @param unit how many wait at units, and so on
	 * @param amendment with individuals, to be amended
	 * @param overdue those at any organisation whose date has passed
	 * @param submitted how many were submitted so far
	 * @param published how many are in the register by then
	 * @param lapsed how many have lapsed by then
	 */
	public record Day(LocalDate date, int unit, int department, int reformOffice, int amendment, int overdue, int submitted, int published,
			int lapsed) {

		/** @return how many wait for anybody */
		public int waiting() {
			return unit + department + reformOffice + amendment;
		}
	}

	/**
	 * How long a record lay at a stage until it was decided on or sent again.
	 *
	 * @param stage key of the stage, or {@code amendment}
	 * @param times how often
	 * @param late how often after the date
	 * @param median in days
	 * @param most 95th percentile in days
	 */
	public record StageTime(String stage, int times, int late, double median, double most) {
	}

	/**
	 * An organisation that did not keep its date.
	 *
	 * @param overdue records that became overdue there
	 * @param late decisions after the date
	 * @param open records that still lie there
	 * @param slow whether it was made up as one that lets everything lie
	 * @param median days until it decided
	 */
	public record Behind(String code, String name, String stage, int overdue, int late, int open, boolean slow, double median) {
	}
}
