package cn.zhicheng.deadline;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.regex.Pattern;

import cn.zhicheng.organisation.OrganisationLevel;

/**
 * Reads what stands in a table of dates as dates of the present campaign, and does not take one for another: 29 February is
 * none in most years.
 */
final class CampaignDates {

	private static final Pattern WRITTEN = Pattern.compile("(\\d{4}-)?\\d{2}-\\d{2}");

	private final int year;

	/** @param table that says when the campaign ends, if no year is set */
	CampaignDates(DeadlineTable table, CampaignSettings settings, Instant now) {
		this.year = settings.year() != null ? settings.year() : yearToCome(table, settings.region(), now);
	}

	private static int yearToCome(DeadlineTable table, String region, Instant now) {
		var thisYear = ZonedDateTime.ofInstant(now, Deadline.ZONE).getYear();
		return ofTable(table, region, Stage.REFORM_OFFICE, OrganisationLevel.PROVINCE).flatMap(text -> read(text, thisYear))
				.filter(last -> last.isPassedAt(now)).isPresent() ? thisYear + 1 : thisYear;
	}

	/** @return what the table says; empty when it says nothing, or only errors */
	static Optional<String> ofTable(DeadlineTable table, String region, Stage stage, OrganisationLevel level) {
		try {
			return table.dateFor(region, stage, level);
		} catch (RuntimeException e) {
			// The faults of a table that is looked at are found row by row; those of a former one are of no interest.
			return Optional.empty();
		}
	}

	/** @return the year of the campaign, four digits */
	String year() {
		return String.valueOf(year);
	}

	/** @return whether it is written as a date, which need not exist */
	static boolean isWritten(String text) {
		return text != null && WRITTEN.matcher(text).matches();
	}

	/** @return the date; empty if there is none such */
	Optional<Deadline> read(String text) {
		return read(text, year);
	}

	private static Optional<Deadline> read(String text, int year) {
		if (!isWritten(text)) {
			return Optional.empty();
		}
		try {
			if (text.length() == "yyyy-MM-dd".length()) {
				return Optional.of(new Deadline(LocalDate.parse(text)));
			}
			var day = MonthDay.parse("--" + text);
			return day.isValidYear(year) ? Optional.of(new Deadline(day.atYear(year))) : Optional.empty();
		} catch (DateTimeException e) {
			return Optional.empty();
		}
	}
}
