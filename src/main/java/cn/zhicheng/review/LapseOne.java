package cn.zhicheng.review;

import java.time.Clock;
import java.util.Locale;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.filing.RecordDates;
import cn.zhicheng.filing.RecordState;
import cn.zhicheng.filing.RecordsByNumber;
import cn.zhicheng.filing.TitleRecord;
import cn.zhicheng.organisation.OrganisationDirectory;
import cn.zhicheng.review.LapseOrders.LapseOrder;

/**
 * Lets one record lapse by a superior's decision, in a transaction of its own in which it is looked at again.
 */
@Service
class LapseOne {

	private final RecordsByNumber records;
	private final RecordDates dates;
	private final OrganisationDirectory organisations;
	private final History history;
	private final ReviewNotesRepository notes;
	private final ApplicationEventPublisher events;
	private final MessageSource messages;
	private final Clock clock;

	LapseOne(RecordsByNumber records, RecordDates dates, OrganisationDirectory organisations, History history, ReviewNotesRepository notes,
			ApplicationEventPublisher events, MessageSource messages, Clock clock) {
		this.records = records;
		this.dates = dates;
		this.organisations = organisations;
		this.history = history;
		this.notes = notes;
		this.events = events;
		this.messages = messages;
		this.clock = clock;
	}

	/** @return false: somebody has decided on it, it was given longer or came later; then it stays as it is */
	@Transactional(propagation = Propagation.REQUIRES_NEW)
	public boolean lapse(String number, LapseOrder order) {
		var record = records.findToDecide(number).orElseThrow();
		var now = clock.instant();
		if (!isMeant(record, order) || !dates.isOverdue(record, now)) {
			return false;
		}
		var reason = messages.getMessage(order.confirmedBy() == null ? "supervision.lapsed" : "supervision.lapsed.confirmed", new Object[] { organisations.nameOf(order.superior()) }, Locale.SIMPLIFIED_CHINESE);
		history.add(HistoryEntry.lapsed(record, order.account(), now, reason));
		record.lapseUndecided(order.superior(), now);
		notes.deleteOf(record.id());
		events.publishEvent(new RecordLapsed(number));
		return true;
	}

	private static boolean isMeant(TitleRecord record, LapseOrder order) {
		return record.state() == RecordState.IN_REVIEW && order.duty().organisation().equals(record.organisation())
				&& record.campaignYear().filter(year -> year == order.duty().campaignYear()).isPresent()
				&& !record.stageSince().isAfter(order.orderedAt());
	}
}
