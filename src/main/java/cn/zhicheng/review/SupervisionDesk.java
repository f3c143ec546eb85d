package cn.zhicheng.review;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.springframework.context.MessageSource;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.deadline.DeadlineCalendar;
import cn.zhicheng.deadline.ReminderTime;
import cn.zhicheng.filing.RecordDates;
import cn.zhicheng.filing.RecordState;
import cn.zhicheng.filing.RecordsByNumber;
import cn.zhicheng.notification.Notice;
import cn.zhicheng.notification.NotificationSettings;
import cn.zhicheng.notification.Notices;
import cn.zhicheng.notification.Recipient;
import cn.zhicheng.organisation.Organisation;
import cn.zhicheng.organisation.OrganisationDirectory;
import cn.zhicheng.security.StaffAccounts;

/**
 * Every step of the supervision of one organisation in a campaign; the process {@code stage-supervision} calls one method of
 * the same name at each (甘人社通〔2021〕117号 五(三): 加强督促指导, 确保按规定时限完成). Each runs in the engine's transaction.
 */
@Service
@Transactional
public class SupervisionDesk {

	private final Supervisions supervisions;
	private final OpenRecords records;
	private final RecordsByNumber byNumber;
	private final RecordDates dates;
	private final OrganisationDirectory organisations;
	private final DeadlineCalendar calendar;
	private final StaffAccounts accounts;
	private final Notices notices;
	private final NotificationSettings notification;
	private final MessageSource messages;
	private final Clock clock;

	SupervisionDesk(Supervisions supervisions, OpenRecords records, RecordsByNumber byNumber, RecordDates dates,
			OrganisationDirectory organisations, DeadlineCalendar calendar, StaffAccounts accounts, Notices notices, NotificationSettings notification, MessageSource messages, Clock clock) {
		this.supervisions = supervisions;
		this.records = records;
		this.byNumber = byNumber;
		this.dates = dates;
		this.organisations = organisations;
		this.calendar = calendar;
		this.accounts = accounts;
		this.notices = notices;
		this.notification = notification;
		this.messages = messages;
		this.clock = clock;
	}

	/** What is left to do at an organisation. */
	public enum Outstanding {
		/** Records lie there whose date has passed. */
		OPEN("open"),
		/** None does, but one may become overdue or come. */
		EXPECTED("expected"),
		/** Nothing lies there and nothing can come any more: the supervision is over. */
		NONE("none");

		private final String key;

		Outstanding(String key) {
			this.key = key;
		}

		/** @return the word used in the process */
		public String key() {
			return key;
		}
	}

	/** What the process is told of an organisation on duty. */
	public record Date(Organisation organisation, Deadline deadline) {
	}

	/** @return until when the organisation is to decide, by the dates that hold now; empty when it is closed: its supervision is over */
	public Optional<Date> determineDate(Duty duty) {
		var organisation = organisations.get(duty.organisation());
		if (!organisation.isOpen()) {
			supervisions.end(duty, clock.instant());
			return Optional.empty();
		}
		return Optional.of(new Date(organisation, calendar.reviewDeadline(organisation, duty.campaignYear())));
	}

	/**
	 * When the organisation is to be reminded next. A reminder that came too early to be noticed when the date was moved is
	 * given at once, as one for all that were missed.
	 *
	 * @param times answer of the decision {@code reminders}
	 * @return empty when none is left before the date
	 */
	@Transactional(readOnly = true)
	public Optional<Instant> determineReminder(Duty duty, Deadline deadline, List<ReminderTime> times) {
		if (deadline.isPassedAt(clock.instant())) {
			return Optional.empty();
		}
		var remindedAt = supervisions.remindedAt(duty);
		return times.stream().map(time -> time.before(deadline)).filter(moment -> moment.isAfter(remindedAt) && !deadline.isPassedAt(moment))
				.min(Comparator.naturalOrder());
	}

	/**
	 * One digest for the organisation: how much is open, since when, and what it has returned.
	 *
	 * @param deadline the date for which the reminder was planned
	 * @param reminder the moment for which it was planned; the same reminder is given once
	 * @return whether there is anything to be reminded of; empty when the date has been moved meanwhile, so that this is not
	 *     the moment
	 */
	public Optional<Boolean> sendReminder(Duty duty, Deadline deadline, Instant reminder) {
		var date = determineDate(duty).filter(now -> now.deadline().equals(deadline));
		if (date.isEmpty()) {
			return Optional.empty();
		}
		supervisions.reminded(duty, clock.instant());
		var organisation = date.get().organisation();
		var figures = records.figures(organisation, duty.campaignYear());
		if (figures.open() == 0 && figures.returned() == 0) {
			return Optional.of(false);
		}
		tell(organisation, duty.key() + "/" + reminder, text("reminder.subject", organisation.name(), figures.open(), deadline.date().toString()),
				text("reminder.body", organisation.name(), deadline.date().toString(), figures.open(),
						figures.oldestSince() == null ? "—" : Deadline.endOfDayOf(figures.oldestSince()).date().toString(), figures.returned()));
		return Optional.of(true);
	}

	/** Reminds the organisation where one record lies; nobody of one that waits or is with the individual. */
	public void remindReviewers(String number) {
		var now = clock.instant();
		var record = byNumber.find(number).orElseThrow(() -> new IllegalStateException("No record " + number));
		if (record.state() != RecordState.IN_REVIEW || record.organisation() == null || record.isWaiting()) {
			return;
		}
		var organisation = organisations.get(record.organisation());
		tell(organisation, number + "/" + now, text("reminder.record.subject", organisation.name(), number),
				text("reminder.record.body", organisation.name(), number, Deadline.endOfDayOf(record.stageSince()).date().toString(),
						record.stepName().orElseGet(() -> text("stage." + record.stage().name())), dates.reviewDeadline(record, organisation).date().toString()));
	}

	/** @param key see {@link Notice#key()} */
	void tell(Organisation organisation, String key, String subject, String body) {
		if (!notices.reachSomebody()) {
			return;
		}
		var recipients = accounts.mailAddressesOf(organisation.code()).entrySet().stream()
				.map(account -> new Recipient(account.getKey(), account.getValue(), null)).toList();
		var link = notification.address() == null ? "" : "\n" + text("notice.address", notification.address());
		notices.send(new Notice(key, subject, body + link + "\n" + text("notice.automatic"), recipients));
	}

	/** @return what is left to do once the date has passed */
	public Outstanding lookForOpenRecords(Duty duty) {
		var organisation = organisations.get(duty.organisation());
		var figures = records.figures(organisation, duty.campaignYear());
		if (figures.overdue() > 0) {
			return Outstanding.OPEN;
		}
		boolean closed = calendar.filingDeadline(organisation, duty.campaignYear()).isPassedAt(clock.instant())
				&& calendar.reviewDeadline(organisation, duty.campaignYear()).isPassedAt(clock.instant());
		if (!closed || records.mayCome(organisation, duty.campaignYear())) {
			return Outstanding.EXPECTED;
		}
		supervisions.end(duty, clock.instant());
		return Outstanding.NONE;
	}

	/** @return code of the organisation that supervises: the superior, or at the top of the tree the organisation itself */
	@Transactional(readOnly = true)
	public String supervisorOf(Duty duty) {
		return organisations.superiorOf(duty.organisation()).map(Organisation::code).orElse(duty.organisation());
	}

	/** @return the running supervisions of an organisation */
	@Transactional(readOnly = true)
	public List<Duty> runningOf(String organisation) {
		return supervisions.runningOf(organisation);
	}

	/** Other dates hold: where nothing was left to do there may be something again. */
	public void reopen() {
		supervisions.reopen(calendar.campaignYear());
	}

	private String text(String key, Object... arguments) {
		return messages.getMessage(key, arguments, Locale.SIMPLIFIED_CHINESE);
	}
}
