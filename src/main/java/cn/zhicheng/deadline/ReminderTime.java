package cn.zhicheng.deadline;

import java.time.Instant;
import java.time.LocalTime;

/**
 * When a reminder is given: so many days before a date, at a time of day in China.
 *
 * @param daysBefore 0: on the last day
 */
public record ReminderTime(int daysBefore, LocalTime at) {

	/** @throws IllegalArgumentException if it would be after the date */
	public ReminderTime {
		if (daysBefore < 0) {
			throw new IllegalArgumentException("reminders: %d days before is after the date".formatted(daysBefore));
		}
	}

	/** @return the moment of this reminder of a date */
	public Instant before(Deadline deadline) {
		return deadline.date().minusDays(daysBefore).atTime(at).atZone(Deadline.ZONE).toInstant();
	}
}
