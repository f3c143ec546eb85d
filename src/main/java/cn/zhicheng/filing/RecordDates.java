package cn.zhicheng.filing;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.springframework.stereotype.Component;

import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.deadline.DeadlineCalendar;
import cn.zhicheng.organisation.Organisation;
import cn.zhicheng.organisation.OrganisationDirectory;

/**
 * Until when something is to be done with a record, by the dates that hold now. Whatever compares a moment with a date asks
 * here: what the record, its task and its timer note of it follows a changed date a little later.
 */
@Component
public class RecordDates {

	private final DeadlineCalendar calendar;
	private final OrganisationDirectory organisations;

	RecordDates(DeadlineCalendar calendar, OrganisationDirectory organisations) {
		this.calendar = calendar;
		this.organisations = organisations;
	}

	/**
	 * @param record in review, at an organisation
	 * @return until when that organisation is to decide
	 */
	public Deadline reviewDeadline(TitleRecord record) {
		return reviewDeadline(record, organisations.get(record.organisation()));
	}

	/**
	 * The same without a question for the organisation.
	 *
	 * @param place where the record lies
	 */
	public Deadline reviewDeadline(TitleRecord record, Organisation place) {
		return reviewDeadline(place, record.campaignYear().orElseThrow(), record.extension().orElse(null));
	}

	/**
	 * @param place where a record lies
	 * @param extension the date that this record has there at least; null: none
	 */
	public Deadline reviewDeadline(Organisation place, int campaignYear, Deadline extension) {
		var date = calendar.reviewDeadline(place, campaignYear);
		return extension == null ? date : Deadline.later(extension, date);
	}

	/**
	 * @param record that has been returned
	 * @return until when the individual may amend it; of one that has lapsed, until when that was
	 */
	public Deadline amendmentDeadline(TitleRecord record) {
		if (record.state() == RecordState.LAPSED) {
			return record.scheduledAmendmentDeadline().orElseThrow(() -> new IllegalStateException("Never returned: " + record.number()));
		}
		return amendmentDeadline(organisations.get(record.returnedBy()), record.campaignYear().orElseThrow(), record.extension().orElse(null),
				record.returnedAt());
	}

	/**
	 * @param returnedBy organisation that returned a record
	 * @param extension the date that the superior had given this record there; null: none
	 * @param returnedAt when it did
	 */
	public Deadline amendmentDeadline(Organisation returnedBy, int campaignYear, Deadline extension, Instant returnedAt) {
		var stage = calendar.reviewDeadline(returnedBy, campaignYear);
		return calendar.amendmentDeadline(extension == null ? stage : Deadline.later(extension, stage), returnedAt, campaignYear);
	}

	/**
	 * The same of many, in one statement.
	 *
	 * @return by id of the record; those with which no organisation has to do anything are left out
	 */
	public Map<Long, Deadline> reviewDeadlines(Collection<TitleRecord> records) {
		var lying = records.stream().filter(RecordDates::liesSomewhere).toList();
		var places = organisations.findAll(lying.stream().map(TitleRecord::organisation).collect(Collectors.toSet())).stream()
				.collect(Collectors.toMap(Organisation::code, Function.identity()));
		return lying.stream().collect(Collectors.toMap(TitleRecord::id, record -> reviewDeadline(record, places.get(record.organisation()))));
	}

	/** @return whether the record lies at an organisation whose date has passed; nobody is late with one that waits */
	public boolean isOverdue(TitleRecord record, Instant moment) {
		return liesSomewhere(record) && reviewDeadline(record).isPassedAt(moment);
	}

	/** The same without a question for the organisation. */
	public boolean isOverdue(TitleRecord record, Organisation place, Instant moment) {
		return liesSomewhere(record) && reviewDeadline(record, place).isPassedAt(moment);
	}

	private static boolean liesSomewhere(TitleRecord record) {
		return record.state() == RecordState.IN_REVIEW && record.organisation() != null && !record.isWaiting();
	}
}
