package cn.zhicheng.rehearsal;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;

import cn.zhicheng.deadline.Deadline;

/**
 * When reviewers work: Monday to Friday, from some time after 08:30 until 17:30 in China. Public holidays are not known.
 */
final class WorkingDay {

	private static final int BEGIN = 8 * 60 + 30;
	private static final int END = 17 * 60 + 30;
	/** They begin within this many minutes. */
	private static final int ARRIVALS = 90;

	private WorkingDay() {
	}

	static boolean is(LocalDate day) {
		return day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY;
	}

	/** @param drawn from 0 to below 1 */
	static Instant begin(LocalDate day, double drawn) {
		return day.atStartOfDay(Deadline.ZONE).plusSeconds(BEGIN * 60L + (long) (ARRIVALS * 60 * drawn)).toInstant();
	}

	/** @return time between two decisions of somebody who has so many to decide from begin to end */
	static long secondsEach(int decisions) {
		return (END - BEGIN - ARRIVALS) * 60L / decisions;
	}
}
