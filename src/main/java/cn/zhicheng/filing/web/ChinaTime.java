package cn.zhicheng.filing.web;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;

import cn.zhicheng.deadline.Deadline;

/**
 * Dates and moments as people in China read them, whatever the machine's zone.
 */
final class ChinaTime {

	private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy年M月d日");
	private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy年M月d日 HH:mm");

	private ChinaTime() {
	}

	/** @return e.g. {@code 2021年4月30日} */
	static String date(LocalDate date) {
		return DATE.format(date);
	}

	/** @return e.g. {@code 2021年4月30日 24:00}: a date is the end of its day */
	static String end(Deadline deadline) {
		return date(deadline.date()) + " 24:00";
	}

	/** @return e.g. {@code 2021年4月1日 09:00} */
	static String moment(Instant moment) {
		return MOMENT.format(moment.atZone(Deadline.ZONE));
	}
}
