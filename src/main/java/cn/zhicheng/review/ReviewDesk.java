package cn.zhicheng.review;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.deadline.DeadlineCalendar;
import cn.zhicheng.filing.RecordDates;
import cn.zhicheng.filing.RecordPublished;
import cn.zhicheng.filing.RecordState;
import cn.zhicheng.filing.RecordsByNumber;
import cn.zhicheng.filing.TitleRecord;
import cn.zhicheng.organisation.Organisation;
import cn.zhicheng.organisation.OrganisationDirectory;
import cn.zhicheng.review.Confirmations.Fact;
import cn.zhicheng.security.AuditKind;
import cn.zhicheng.security.AuditTrail;
import cn.zhicheng.security.Staff;

/**
 * Every step of a record's way up through the organisations; the process {@code title-record-review} calls one method of
 * the same name at each of its steps (甘人社通〔2021〕117号 三: 自下而上、逐级报送). Each runs in the engine's transaction.
 */
@Service
@Transactional
public class ReviewDesk {

	/** Longest reason of a return, in characters: what a process variable can hold. */
	public static final int MAX_REASON_LENGTH = 2000;

	static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

	private final RecordsByNumber records;
	private final OrganisationDirectory organisations;
	private final DeadlineCalendar calendar;
	private final RecordDates dates;
	private final History history;
	private final Confirmations confirmations;
	private final ReviewNotesRepository notes;
	private final ApplicationEventPublisher events;
	private final AuditTrail audit;
	private final MessageSource messages;
	private final Clock clock;

	ReviewDesk(RecordsByNumber records, OrganisationDirectory organisations, DeadlineCalendar calendar, RecordDates dates, History history,
			Confirmations confirmations, ReviewNotesRepository notes, ApplicationEventPublisher events, AuditTrail audit,
			MessageSource messages, Clock clock) {
		this.records = records;
		this.organisations = organisations;
		this.calendar = calendar;
		this.dates = dates;
		this.history = history;
		this.confirmations = confirmations;
		this.notes = notes;
		this.events = events;
		this.audit = audit;
		this.messages = messages;
		this.clock = clock;
	}

	/**
	 * Sends the record to the next organisation: first to the unit, from there always to the superior to which the organisation
	 * that it leaves has sent it by its confirmation, or to the one that has taken over from that. No level is hard-wired.
	 *
	 * @return where it is now; empty when no superior was left, so that it is to be published
	 * @throws NotConfirmedException if the organisation where it lies has not confirmed this submission
	 */
	public Optional<Organisation> routeRecord(String number) {
		var record = get(number);
		if (record.state() != RecordState.IN_REVIEW) {
			throw new IllegalStateException("Record %s is %s and has no next organisation".formatted(number, record.state()));
		}
		if (record.organisation() != null && record.confirmedAt().isEmpty()) {
			throw new NotConfirmedException("review.notConfirmed", number, organisations.nameOf(record.organisation()));
		}
		var next = record.organisation() == null ? organisations.successorOf(record.details().employer()) : record.sentTo().flatMap(organisations::successorOf);
		next.ifPresent(organisation -> record.arriveAt(organisation, clock.instant()));
		return next;
	}

	/**
	 * Sets the date of the stage that the record has reached.
	 *
	 * @param answer answer of the decision {@code deadlines}: {@code MM-dd} or {@code yyyy-MM-dd}
	 * @throws IllegalStateException if the table has no date for this stage: nothing may go on without one
	 */
	public Deadline applyDeadline(String number, String answer) {
		var record = get(number);
		if (answer == null) {
			throw new IllegalStateException("deadlines: no row for organisation %s at stage %s"
					.formatted(record.organisation(), record.stage().key()));
		}
		var deadline = calendar.reviewDeadline(record.organisation(), answer, record.campaignYear().orElseThrow());
		record.setDeadline(deadline);
		return allowWhatItWaited(record, deadline).orElse(deadline);
	}

	/**
	 * A step of the record's process begins at which somebody has to act.
	 *
	 * @param name as the model has it
	 * @param otherReviewer whether it asks for another person than who has confirmed before
	 * @return whether the record lies there after it had been returned before: reviewers want to see what changed
	 */
	public boolean beginStep(String number, String name, boolean otherReviewer) {
		var record = get(number);
		record.beginStep(name, otherReviewer, clock.instant());
		return record.wasReturned();
	}

	/**
	 * A step of the record's process begins at which it waits for a date or a message, and nobody has to act.
	 *
	 * @param name as the model has it
	 * @param until null: not known
	 */
	public void beginWaiting(String number, String name, Instant until) {
		var record = get(number);
		if (record.state() != RecordState.IN_REVIEW) {
			return;
		}
		var now = clock.instant();
		record.beginWaiting(name, until, now);
		history.add(HistoryEntry.waiting(record, now, until == null ? messages.getMessage("review.waiting", new Object[] { name }, Locale.SIMPLIFIED_CHINESE)
				: messages.getMessage("review.waitingUntil", new Object[] { name, MOMENT.format(until.atZone(Deadline.ZONE)) }, Locale.SIMPLIFIED_CHINESE)));
	}

	/**
	 * What the record waited for has come. The stage at which it is has at least as many days from now on as it waited, though not
	 * beyond the campaign's last date: an organisation is not to pay for a wait with its own time.
	 *
	 * @param name of the step that ends; nothing happens if the record waits at another one
	 * @return the date that holds from now on; empty if it is the one that it has
	 */
	public Optional<Deadline> endWaiting(String number, String name) {
		var record = get(number);
		if (!record.isWaiting() || !record.stepName().equals(Optional.of(name)) || record.scheduledDeadline().isEmpty()) {
			return Optional.empty();
		}
		// Dates that changed meanwhile have not followed where nobody had anything to do.
		var scheduled = record.scheduledDeadline();
		var date = dates.reviewDeadline(record);
		record.setDeadline(date);
		return Optional.of(allowWhatItWaited(record, date).orElse(date)).filter(now -> !scheduled.equals(Optional.of(now)));
	}

	/** The step at which the record is has been replaced by one of another version of its process. */
	public void nameStep(String number, String name, boolean otherReviewer) {
		get(number).nameStep(name, otherReviewer);
	}

	private Optional<Deadline> allowWhatItWaited(TitleRecord record, Deadline date) {
		var now = clock.instant();
		var allowed = record.waitingSince().map(since -> Deadline.endOfDayOf(now.plus(Duration.between(since, now))))
				.map(least -> Deadline.earlier(least, calendar.lastDate(record.campaignYear().orElseThrow())))
				.filter(least -> least.compareTo(date) > 0);
		allowed.ifPresent(least -> {
			record.allow(least);
			if (record.confirmedAt().isEmpty()) {
				history.add(HistoryEntry.dateChanged(record, now, messages.getMessage("dates.afterWaiting",
						new Object[] { date.date().toString(), least.date().toString() }, Locale.SIMPLIFIED_CHINESE)));
			}
		});
		return allowed;
	}

	/**
	 * Where a task says that the record lies on which it is to be decided.
	 *
	 * @param recordId null, as the others: it does not say
	 * @param stage key of the stage
	 * @param organisation code
	 * @param otherReviewer whether it asks for another person than who has confirmed this submission (两人复核)
	 */
	public record Place(Long recordId, String stage, String organisation, boolean otherReviewer) {

		private boolean isOf(TitleRecord record) {
			return record.id().equals(recordId) && record.stage().key().equals(stage) && record.organisation().equals(organisation);
		}
	}

	/**
	 * A reviewer's decision, exact at the moment of this transaction: after the stage's date it still counts but is marked
	 * late for good. Who decides and where is looked at first, with the record kept from everybody else: a colleague may have
	 * decided in the same moment, and the engine lets others complete a task than those who decide for the organisation.
	 *
	 * @param place where the reviewer was asked; the decision is refused if the record lies elsewhere
	 * @param verdict null: nothing was chosen
	 * @param reason required for a return; at most {@value #MAX_REASON_LENGTH} characters
	 * @param reviewer who decides, with the rights of this moment
	 * @return until when the individual is to amend, after a return
	 * @throws DecisionRefusedException if something is missing; nothing is changed then
	 */
	public Optional<Deadline> recordDecision(String number, Place place, Verdict verdict, String reason, Staff reviewer) {
		var record = records.findToDecide(number).orElseThrow(() -> noRecord(number));
		requirePlace(record, place, reviewer);
		var before = confirmations.before(record, reviewer.userId());
		before.barTo(record, place.otherReviewer()).ifPresent(bar -> {
			throw new DecisionRefusedException(bar.messageKey());
		});
		if (verdict == null) {
			throw new DecisionRefusedException("decision.missing");
		}
		audit.record(AuditKind.DECIDED, reviewer.userId(), record.organisation(), number, Map.of("decision", verdict.name(),
				"submission", Integer.toString(record.submissions()), "late", Boolean.toString(dates.isOverdue(record, clock.instant()))));
		var written = before.has(Fact.NOTED) ? notes.findByRecordIdAndOrganisation(record.id(), record.organisation()) : List.<ReviewNotes>of();
		var noted = written.stream().filter(one -> one.isOf(reviewer.userId(), record.submissions())).findFirst()
				.map(ReviewNotes::content).orElse(ReviewNotes.Content.NONE);
		var result = verdict == Verdict.RETURN ? Optional.of(returnRecord(record, reason, reviewer.userId(), noted))
				: confirmRecord(record, reviewer.userId(), noted, before);
		// The organisation has decided: what its other reviewers noted is of no more use either.
		notes.deleteAll(written);
		return result;
	}

	private static void requirePlace(TitleRecord record, Place place, Staff reviewer) {
		if (!reviewer.reviewsFor(place.organisation())) {
			throw new DecisionRefusedException("decision.notYours");
		}
		if (record.state() != RecordState.IN_REVIEW) {
			throw new DecisionRefusedException("decision.notInReview");
		}
		if (!place.isOf(record)) {
			throw new DecisionRefusedException("decision.notHere");
		}
	}

	private Optional<Deadline> confirmRecord(TitleRecord record, String reviewer, ReviewNotes.Content noted, Confirmations.Before before) {
		if (noted.hasOpenMark()) {
			throw new DecisionRefusedException("decision.openMarks");
		}
		var now = clock.instant();
		record.confirm(organisations.get(record.organisation()).superior().map(organisations::get).orElse(null), now);
		history.add(HistoryEntry.confirmation(record, reviewer, now, dates.isOverdue(record, now), noted, before));
		return Optional.empty();
	}

	private Deadline returnRecord(TitleRecord record, String reason, String reviewer, ReviewNotes.Content noted) {
		if (reason == null || reason.isBlank()) {
			throw new DecisionRefusedException("decision.reasonMissing");
		}
		if (reason.length() > MAX_REASON_LENGTH) {
			throw new DecisionRefusedException("decision.reasonTooLong", String.valueOf(MAX_REASON_LENGTH));
		}
		if (reason.chars().anyMatch(c -> Character.isISOControl(c) && !Character.isWhitespace(c))) {
			throw new DecisionRefusedException("decision.reasonMalformed");
		}
		var now = clock.instant();
		int year = record.campaignYear().orElseThrow();
		var until = calendar.amendmentDeadline(dates.reviewDeadline(record), now, year);
		if (until.isPassedAt(now)) {
			// To return it now would make it lapse at once through no fault of the person's.
			throw new DecisionRefusedException("decision.tooLateToReturn", until.date());
		}
		history.add(HistoryEntry.decision(record, HistoryEvent.RETURNED, reviewer, now, dates.isOverdue(record, now),
				reason.strip(), noted));
		record.returnToApplicant(until, now);
		return until;
	}

	/**
	 * Until when the step is to be done at which the record is, by the dates that hold now.
	 *
	 * @return empty with the individual, amendments apart, and when nothing is left to do
	 */
	@Transactional(readOnly = true)
	public Optional<Deadline> dueDateOf(String number) {
		var record = get(number);
		return switch (record.state()) {
			case IN_REVIEW -> Optional.of(dates.reviewDeadline(record));
			case RETURNED -> Optional.of(dates.amendmentDeadline(record));
			default -> Optional.empty();
		};
	}

	/**
	 * The stage's date has passed: marks the record overdue; its organisation can still decide.
	 *
	 * @return the superior to whom this is escalated; empty at the top of the tree
	 * @throws IllegalStateException if the date has not passed: that is decided by comparing times, never by a timer
	 */
	public Optional<Organisation> escalateOverdueReview(String number) {
		var record = get(number);
		var now = clock.instant();
		record.markOverdue(dates.reviewDeadline(record), now);
		history.add(HistoryEntry.atPlaceOf(record, HistoryEvent.OVERDUE, HistoryEntry.SYSTEM, now));
		return organisations.superiorOf(record.organisation());
	}

	/** The individual did not amend in time: the record is out of this campaign. */
	public void lapseRecord(String number) {
		var record = get(number);
		var now = clock.instant();
		record.lapse(dates.amendmentDeadline(record), now);
		history.add(HistoryEntry.atPlaceOf(record, HistoryEvent.LAPSED, HistoryEntry.SYSTEM, now));
	}

	/**
	 * The topmost organisation has confirmed, and each before it: the record goes into the register (入库).
	 *
	 * @throws NotConfirmedException if one of them has not confirmed this submission
	 */
	public void publishRecord(String number) {
		var record = get(number);
		if (record.state() == RecordState.IN_REVIEW && !confirmations.reachTheTop(record)) {
			throw new NotConfirmedException("review.notConfirmedByAll", number);
		}
		var now = clock.instant();
		record.publish(now);
		history.add(HistoryEntry.atPlaceOf(record, HistoryEvent.PUBLISHED, HistoryEntry.SYSTEM, now));
		events.publishEvent(new RecordPublished(record.id(), number));
	}

	private TitleRecord get(String number) {
		return records.find(number).orElseThrow(() -> noRecord(number));
	}

	private static IllegalStateException noRecord(String number) {
		return new IllegalStateException("No record " + number);
	}
}
