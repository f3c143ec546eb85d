package cn.zhicheng.review;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.FixedDelayTask;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.deadline.DeadlineCalendar;
import cn.zhicheng.deadline.ReminderTable;
import cn.zhicheng.deadline.ReminderTime;
import cn.zhicheng.deadline.Stage;
import cn.zhicheng.filing.FilingSettings;
import cn.zhicheng.filing.RecordDates;
import cn.zhicheng.filing.RecordState;
import cn.zhicheng.filing.TitleRecord;
import cn.zhicheng.filing.TitleRecords;
import cn.zhicheng.notification.Notice;
import cn.zhicheng.notification.Notices;
import cn.zhicheng.notification.Recipient;
import cn.zhicheng.organisation.Organisation;
import cn.zhicheng.organisation.OrganisationDirectory;

/**
 * Reminds individuals of drafts that they have not sent and of returned records that they have not amended, by the address they
 * gave in the record. Goes through all of them when a reminder may have become due since the last time; a round that was
 * interrupted begins anew, and nobody is told twice.
 */
@Component
public class IndividualReminders implements SchedulingConfigurer {

	private static final Logger LOG = LoggerFactory.getLogger(IndividualReminders.class);
	private static final int CHUNK = 200;

	private final JdbcClient database;
	private final TitleRecords records;
	private final RecordDates dates;
	private final DeadlineCalendar calendar;
	private final ReminderTable reminders;
	private final OrganisationDirectory organisations;
	private final Notices notices;
	private final FilingSettings filing;
	private final SupervisionSettings settings;
	private final MessageSource messages;
	private final TransactionTemplate transaction;
	private final Clock clock;

	IndividualReminders(JdbcClient database, TitleRecords records, RecordDates dates, DeadlineCalendar calendar, ReminderTable reminders,
			OrganisationDirectory organisations, Notices notices, FilingSettings filing, SupervisionSettings settings, MessageSource messages,
			PlatformTransactionManager transactions, Clock clock) {
		this.database = database;
		this.records = records;
		this.dates = dates;
		this.calendar = calendar;
		this.reminders = reminders;
		this.organisations = organisations;
		this.notices = notices;
		this.filing = filing;
		this.settings = settings;
		this.messages = messages;
		this.transaction = new TransactionTemplate(transactions);
		this.clock = clock;
	}

	@Override
	public void configureTasks(ScheduledTaskRegistrar registrar) {
		registrar.addFixedDelayTask(new FixedDelayTask(this::remindInBackground, settings.lookEvery(), settings.lookEvery()));
	}

	private void remindInBackground() {
		try {
			remindAll();
		} catch (RuntimeException e) {
			LOG.error("Individuals could not be reminded; the next round tries again", e);
		}
	}

	/** Reminders are planned by the quarter of an hour: more often nobody looks through all records. */
	private static Instant quarter(Instant moment) {
		return Instant.ofEpochSecond(moment.getEpochSecond() / 900 * 900);
	}

	/** Everything that has become due since the last round. */
	public void remindAll() {
		var until = quarter(clock.instant());
		var since = database.sql("select done_until from reminder_round where id = 1")
				.query((row, number) -> Optional.ofNullable(row.getObject(1, OffsetDateTime.class)).map(OffsetDateTime::toInstant)).single();
		if (since.isPresent() && notices.reachSomebody() && since.get().isBefore(until)) {
			remind(since.get(), until);
		}
		// With the first round begins what is reminded of: nobody gets a heap of what is past.
		database.sql("update reminder_round set done_until = :until where id = 1 and (done_until is null or done_until < :until)")
				.param("until", until.atOffset(ZoneOffset.UTC)).update();
	}

	private void remind(Instant since, Instant until) {
		var times = new HashMap<String, List<ReminderTime>>();
		long last = 0;
		for (var ids = chunk(last); !ids.isEmpty(); ids = chunk(last)) {
			var some = ids;
			transaction.executeWithoutResult(status -> {
				for (var record : records.findAllById(some)) {
					remind(record, times, since, until);
				}
			});
			last = some.get(some.size() - 1);
		}
	}

	private List<Long> chunk(long after) {
		return database.sql("select id from title_record where state in ('DRAFT', 'RETURNED') and email is not null and id > :after order by id limit :size")
				.param("after", after).param("size", CHUNK).query(Long.class).list();
	}

	private void remind(TitleRecord record, Map<String, List<ReminderTime>> times, Instant since, Instant until) {
		var place = organisations.find(record.state() == RecordState.RETURNED ? record.returnedBy() : record.details().employer());
		var date = dateOf(record, place);
		var due = times.computeIfAbsent(place.map(Organisation::region).orElse(""), region -> reminders.timesFor(region, Stage.FILING, null))
				.stream().map(time -> time.before(date))
				.filter(moment -> moment.isAfter(since) && !moment.isAfter(until) && !date.isPassedAt(clock.instant()))
				.max(Comparator.naturalOrder());
		due.ifPresent(moment -> notices.send(new Notice(record.number() + "/" + moment, text("reminder.individual.subject"),
				body(record.state(), date), List.of(new Recipient(record.number(), record.details().email(), record.details().mobile())))));
	}

	private Deadline dateOf(TitleRecord record, Optional<Organisation> place) {
		if (record.state() == RecordState.RETURNED) {
			return dates.amendmentDeadline(record);
		}
		int year = calendar.campaignYear();
		return place.map(unit -> calendar.filingDeadline(unit, year)).orElseGet(() -> calendar.filingDeadline(year));
	}

	private String body(RecordState state, Deadline date) {
		var portal = filing.portalAddress() == null ? "" : "\n" + text("notice.address", filing.portalAddress());
		return text("reminder.individual." + state.name(), date.date().toString()) + portal + "\n" + text("notice.automatic");
	}

	private String text(String key, Object... arguments) {
		return messages.getMessage(key, arguments, Locale.SIMPLIFIED_CHINESE);
	}
}
