package cn.zhicheng.review;

import java.time.Clock;
import java.util.Locale;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.filing.RecordDates;
import cn.zhicheng.filing.RecordState;
import cn.zhicheng.filing.RecordsByNumber;
import cn.zhicheng.filing.TitleRecord;
import cn.zhicheng.organisation.Organisation;
import cn.zhicheng.organisation.OrganisationDirectory;

/**
 * Hands one record over from an organisation that was merged to the one that took over: in its own transaction, so that one
 * that cannot be handed over keeps no other back.
 */
@Component
class HandOver {

	private final RecordsByNumber records;
	private final OrganisationDirectory organisations;
	private final RecordDates dates;
	private final History history;
	private final ReviewNotesRepository notes;
	private final MessageSource messages;
	private final ApplicationEventPublisher events;
	private final Clock clock;

	HandOver(RecordsByNumber records, OrganisationDirectory organisations, RecordDates dates, History history,
			ReviewNotesRepository notes, MessageSource messages, ApplicationEventPublisher events, Clock clock) {
		this.records = records;
		this.organisations = organisations;
		this.dates = dates;
		this.history = history;
		this.notes = notes;
		this.messages = messages;
		this.events = events;
		this.clock = clock;
	}

	/** Does nothing with a record that names no merged organisation any more. */
	@Transactional(propagation = Propagation.REQUIRES_NEW)
	public void handOver(String number) {
		var record = records.findToDecide(number).orElseThrow();
		if (record.state() != RecordState.IN_REVIEW && record.state() != RecordState.RETURNED) {
			return;
		}
		for (var code : record.organisations()) {
			var former = organisations.get(code);
			if (former.mergedInto().isPresent()) {
				handOver(record, former, organisations.successorOf(code).orElseThrow());
			}
		}
	}

	private void handOver(TitleRecord record, Organisation former, Organisation heir) {
		var now = clock.instant();
		var isHere = former.code().equals(record.organisation());
		boolean overdue = record.overdueSince().isPresent();
		record.follow(former.code(), heir, now);
		if (isHere && record.state() == RecordState.IN_REVIEW) {
			record.changeDeadline(dates.reviewDeadline(record, heir), now);
			// Its reviewers are the other one's now, and go on with what they have noted.
			notes.handOver(record.id(), former.code(), heir.code());
		}
		history.add(HistoryEntry.handOver(record, heir, now,
				messages.getMessage("handOver.reason", new Object[] { former.name(), heir.name() }, Locale.SIMPLIFIED_CHINESE)));
		if (isHere) {
			events.publishEvent(new RecordHandedOver(record.number(), former.code(), heir.code(),
					record.state() == RecordState.IN_REVIEW ? record.scheduledDeadline().orElseThrow() : null, overdue,
					record.overdueSince().isPresent()));
		}
	}
}
