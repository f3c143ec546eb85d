package cn.zhicheng.deadline;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * A date until which something must be done: the end of that day, 24:00 Asia/Shanghai, whatever the machine's zone.
 * At 23:59:59.999 it is in time, at 00:00:00.000 of the next day it is late.
 */
public record Deadline(LocalDate date) implements Comparable<Deadline> {

	/** The zone in which every date of a notice is meant. */
	public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

	/** @return the first moment that is late */
	public Instant end() {
		return date.plusDays(1).atStartOfDay(ZONE).toInstant();
	}

	/** @return the last millisecond that is in time: what a task shows as its due date */
	public Instant lastMoment() {
		return end().minusMillis(1);
	}

	/** @return whether the moment is late */
	public boolean isPassedAt(Instant moment) {
		return !moment.isBefore(end());
	}

	/** @return the deadline at the end of the day on which the moment falls in China */
	public static Deadline endOfDayOf(Instant moment) {
		return new Deadline(LocalDate.ofInstant(moment, ZONE));
	}

	public Deadline plusDays(int days) {
		return new Deadline(date.plusDays(days));
	}

	public static Deadline earlier(Deadline a, Deadline b) {
		return a.compareTo(b) <= 0 ? a : b;
	}

	public static Deadline later(Deadline a, Deadline b) {
		return a.compareTo(b) >= 0 ? a : b;
	}

	@Override
	public int compareTo(Deadline other) {
		return date.compareTo(other.date);
	}
}
