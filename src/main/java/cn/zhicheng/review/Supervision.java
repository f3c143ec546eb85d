package cn.zhicheng.review;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.deadline.DatesChanged;
import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.deadline.DeadlineCalendar;
import cn.zhicheng.deadline.DeadlineExtension.Granted;
import cn.zhicheng.deadline.DeadlineExtensions;
import cn.zhicheng.filing.RecordDates;
import cn.zhicheng.filing.RecordState;
import cn.zhicheng.filing.TitleRecord;
import cn.zhicheng.filing.TitleRecords;
import cn.zhicheng.organisation.Organisation;
import cn.zhicheng.organisation.OrganisationDirectory;
import cn.zhicheng.organisation.OtherReviewers;
import cn.zhicheng.security.AuditKind;
import cn.zhicheng.security.AuditTrail;
import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffRole;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;

/**
 * What superiors see of their subordinates' open records, and what they decide about them: urge (催办), extend (延期), let
 * lapse (逾期处理). Only the reviewers of the superior decide; at the top of the tree those of the organisation itself. The
 * organisation's own reviewers, and supervisors of the subtree, read.
 */
@Service
@Transactional
public class Supervision {

	/** Longest text of an urging, and longest reason of an extension, in characters. */
	public static final int MAX_TEXT_LENGTH = 500;

	private final OpenRecords open;
	private final Urgings urgings;
	private final LapseOrders orders;
	private final LapseConfirmations confirmations;
	private final SupervisionSettings settings;
	private final SupervisionDesk desk;
	private final SupervisionTasks tasks;
	private final DeadlineExtensions extensions;
	private final DeadlineCalendar calendar;
	private final RecordDates dates;
	private final TitleRecords records;
	private final OrganisationDirectory organisations;
	private final OtherReviewers others;
	private final AuditTrail audit;
	private final EntityManager entities;
	private final ApplicationEventPublisher events;
	private final MessageSource messages;
	private final Clock clock;

	Supervision(OpenRecords open, Urgings urgings, LapseOrders orders, LapseConfirmations confirmations, SupervisionSettings settings, SupervisionDesk desk,
			SupervisionTasks tasks, DeadlineExtensions extensions, DeadlineCalendar calendar, RecordDates dates, TitleRecords records,
			OrganisationDirectory organisations, OtherReviewers others, AuditTrail audit, EntityManager entities, ApplicationEventPublisher events,
			MessageSource messages, Clock clock) {
		this.open = open;
		this.urgings = urgings;
		this.orders = orders;
		this.confirmations = confirmations;
		this.settings = settings;
		this.desk = desk;
		this.tasks = tasks;
		this.extensions = extensions;
		this.calendar = calendar;
		this.dates = dates;
		this.records = records;
		this.organisations = organisations;
		this.others = others;
		this.audit = audit;
		this.entities = entities;
		this.events = events;
		this.messages = messages;
		this.clock = clock;
	}

	/** What lies at an organisation, see {@link OpenRecords.Figures}. */
	public record Figures(int open, int overdue, Instant oldestSince, int upToWeek, int upToMonth, int longer, int returned, int waiting) {
	}

	/** What a superior has written; of which organisation it is. */
	public record Urging(String text, String superior, Instant at) {
	}

	/** A record that waits for a decision there, see {@link OpenRecords.Open}. */
	public record Open(String number, Instant since, Deadline date, boolean overdue, boolean again, String step, boolean other) {
	}

	/** A record that waits there for a date or a message, and lies with nobody, see {@link OpenRecords.Waiting}. */
	public record Waiting(String number, Instant since, Instant until, String step) {
	}

	/**
	 * An organisation and what lies there at this moment.
	 *
	 * @param supervisor code of its superior; at the top of the tree its own
	 * @param latest last date that the superior can give; null at the top of the tree
	 * @param urging the last one; null: none
	 * @param lapsing whether something is still lapsing there
	 * @param asked that everything overdue there lapses, which waits for another person's confirmation; null: nothing does
	 * @param lapseAlone more records than this lapse only when another person has confirmed it
	 * @param missing records that wait there for another reviewer than it has
	 * @param mayAct whether the one who asks can urge, extend and let lapse
	 */
	public record View(String code, String name, String supervisor, int campaignYear, Deadline date, Deadline latest, Figures figures, Urging urging, boolean lapsing,
			Asked asked, int lapseAlone, int missing, boolean mayAct) {
	}

	/** A lapse that waits for another person's confirmation, see {@link LapseConfirmations}. */
	public record Asked(int records, String account, Instant at, String reason, Instant until) {

		private static Asked of(LapseRequests.LapseRequest one) {
			return one == null ? null : new Asked(one.records(), one.account(), one.askedAt(), one.reason(), one.until());
		}
	}

	/**
	 * What became of a lapse.
	 *
	 * @param waits whether another person has to confirm it before anything lapses
	 */
	public record Lapse(Optional<Refused> refused, boolean waits) {

		private static Lapse not(String messageKey, Object... arguments) {
			return new Lapse(Optional.of(Refused.of(messageKey, arguments)), false);
		}
	}

	/** What cannot be done, as a message key with arguments. */
	public record Refused(String messageKey, List<Object> arguments) {

		static Refused of(String messageKey, Object... arguments) {
			return new Refused(messageKey, List.of(arguments));
		}
	}

	/** What a task on a list is about. */
	public record Card(String taskId, SupervisionTasks.Kind kind, String code, String name, int campaignYear) {
	}

	/** @return of those tasks that the account sees and that are for supervision */
	@Transactional(readOnly = true)
	public List<Card> cards(Collection<String> taskIds) {
		return tasks.supervisionTasks(taskIds).stream().map(task -> new Card(task.taskId(), task.kind(), task.duty().organisation(),
				organisations.nameOf(task.duty().organisation()), task.duty().campaignYear())).toList();
	}

	/** @return empty when there is no such organisation or the account may not see it */
	@Transactional(readOnly = true)
	public Optional<View> view(Staff staff, Duty duty) {
		return seen(staff, duty).map(organisation -> {
			int year = duty.campaignYear();
			return new View(organisation.code(), organisation.name(), organisation.superior().orElse(organisation.code()), year, calendar.reviewDeadline(organisation, year),
					extensions.latest(organisation, year).orElse(null), figures(open.figures(organisation, year)),
					urgings.latest(duty).map(one -> new Urging(one.text(), organisations.nameOf(one.superior()), one.at())).orElse(null),
					orders.isOpen(duty), Asked.of(confirmations.waitingAt(duty).orElse(null)), settings.lapseAlone(),
					others.missingAt(List.of(organisation.code())).getOrDefault(organisation.code(), 0), mayAct(staff, organisation));
		});
	}

	/** @return the oldest records that wait for a decision there, at most 200; empty when the account may not see them */
	@Transactional(readOnly = true)
	public Optional<List<Open>> open(Staff staff, Duty duty) {
		return seen(staff, duty).map(organisation -> open.open(organisation, duty.campaignYear()).stream()
				.map(one -> new Open(one.number(), one.since(), one.date(), one.overdue(), one.again(), one.step(), one.other())).toList());
	}

	/** @return the records that wait there and lie with nobody, at most 200; empty when the account may not see them */
	@Transactional(readOnly = true)
	public Optional<List<Waiting>> waiting(Staff staff, Duty duty) {
		return seen(staff, duty).map(organisation -> open.waiting(organisation, duty.campaignYear()).stream()
				.map(one -> new Waiting(one.number(), one.since(), one.until(), one.step())).toList());
	}

	/**
	 * Where something is open directly below an organisation, the most overdue first.
	 *
	 * @param superior whose reviewer, or supervisor, the account must be
	 */
	@Transactional(readOnly = true)
	public Optional<List<View>> below(Staff staff, String superior, int campaignYear) {
		return organisations.find(superior).filter(organisation -> staff.reviewsFor(superior) || supervises(staff, organisation))
				.map(organisation -> {
					var below = open.below(organisation, campaignYear);
					var asked = confirmations.waiting();
					var missing = others.missingAt(below.stream().map(one -> one.organisation().code()).toList());
					return below.stream().map(one -> new View(one.organisation().code(), one.organisation().name(), superior, campaignYear, one.date(), null,
							figures(one.figures()), null, false, Asked.of(asked.get(new Duty(one.organisation().code(), campaignYear))), settings.lapseAlone(),
							missing.getOrDefault(one.organisation().code(), 0), staff.reviewsFor(superior))).toList();
				});
	}

	/**
	 * Writes to an organisation: into its task list, and by e-mail.
	 *
	 * @return why not; empty when it was done. The outer one is empty when the account has no right to it
	 */
	public Optional<Optional<Refused>> urge(Staff staff, Duty duty, String text) {
		return acted(staff, duty).map(organisation -> {
			var problem = problemOf(text, "supervision.text");
			if (problem.isPresent()) {
				return problem;
			}
			var superior = desk.supervisorOf(duty);
			long id = urgings.add(duty, text.strip(), staff.userId(), superior, clock.instant());
			var date = calendar.reviewDeadline(organisation, duty.campaignYear()).date().toString();
			var figures = open.figures(organisation, duty.campaignYear());
			desk.tell(organisation, duty.key() + "/urging/" + id, text("urging.subject", organisation.name(), figures.open()),
					text("urging.body", organisation.name(), organisations.nameOf(superior), text.strip(), date, figures.open(), figures.overdue()));
			audit.record(AuditKind.SUPERVISED, staff.userId(), superior, duty.key(), Map.of("what", "urged"));
			events.publishEvent(new Duty.Urged(duty));
			return Optional.empty();
		});
	}

	/**
	 * Gives an organisation, or one record that lies there, longer.
	 *
	 * @param number of the record; null: every record that lies there
	 * @param until never after the superior's own date
	 * @return see {@link #urge}
	 */
	public Optional<Optional<Refused>> extend(Staff staff, Duty duty, String number, Deadline until, String reason) {
		return acted(staff, duty).map(organisation -> {
			if (until == null) {
				return Optional.of(Refused.of("supervision.date.missing"));
			}
			var problem = problemOf(reason, "supervision.reason");
			if (problem.isPresent()) {
				return problem;
			}
			var granted = new Granted(staff.userId(), desk.supervisorOf(duty), reason.strip());
			var refused = number == null
					? extensions.extend(organisation, duty.campaignYear(), until, granted)
							.map(refusal -> refused(refusal, organisation, duty, calendar.reviewDeadline(organisation, duty.campaignYear())))
					: extendRecord(organisation, duty, number, until, granted);
			if (refused.isEmpty()) {
				audit.record(AuditKind.SUPERVISED, staff.userId(), granted.superior(), number == null ? duty.key() : number,
						Map.of("what", "extended", "until", until.date().toString()));
			}
			return refused;
		});
	}

	private Optional<Refused> extendRecord(Organisation organisation, Duty duty, String number, Deadline until, Granted granted) {
		var found = records.findByNumber(number).filter(record -> isWaiting(record, duty));
		found.ifPresent(record -> entities.refresh(record, LockModeType.PESSIMISTIC_WRITE));
		if (found.filter(record -> isWaiting(record, duty)).isEmpty()) {
			return Optional.of(Refused.of("supervision.record.gone"));
		}
		var record = found.get();
		var present = dates.reviewDeadline(record, organisation);
		var refusal = extensions.refusal(organisation, duty.campaignYear(), present, until);
		if (refusal.isPresent()) {
			return Optional.of(refused(refusal.get(), organisation, duty, present));
		}
		record.extend(until, clock.instant());
		extensions.keep(organisation, duty.campaignYear(), record.id(), until, granted);
		entities.flush();
		events.publishEvent(new DatesChanged.OfRecord(record.id(), extensions.reason(granted)));
		return Optional.empty();
	}

	private static boolean isWaiting(TitleRecord record, Duty duty) {
		return record.state() == RecordState.IN_REVIEW && !record.isWaiting() && duty.organisation().equals(record.organisation())
				&& record.campaignYear().filter(year -> year == duty.campaignYear()).isPresent();
	}

	private Refused refused(DeadlineExtensions.Refusal refusal, Organisation organisation, Duty duty, Deadline present) {
		var limit = switch (refusal) {
			case NOT_LATER -> present.date().toString();
			case AFTER_SUPERIOR -> extensions.latest(organisation, duty.campaignYear()).orElseThrow().date().toString();
			case PAST, NO_SUPERIOR -> "";
		};
		return Refused.of(refusal.messageKey(), limit);
	}

	/**
	 * Everything that is overdue at an organisation lapses: some at once, the rest in the background.
	 *
	 * @param number how many the superior was told it is
	 * @param confirmed whether the superior has said so twice
	 * @param reason asked for where another person has to confirm it
	 * @return empty when the account has no right to it
	 */
	public Optional<Lapse> lapse(Staff staff, Duty duty, Integer number, boolean confirmed, String reason) {
		return acted(staff, duty).map(organisation -> {
			int overdue = open.figures(organisation, duty.campaignYear()).overdue();
			if (overdue == 0) {
				return Lapse.not("supervision.lapse.nothing");
			}
			if (orders.isOpen(duty)) {
				return Lapse.not("supervision.lapse.running");
			}
			if (confirmations.waitingAt(duty).isPresent()) {
				return Lapse.not("supervision.lapse.asked");
			}
			if (number == null || number != overdue) {
				return Lapse.not("supervision.lapse.otherNumber", overdue);
			}
			if (!confirmed) {
				return Lapse.not("supervision.lapse.notConfirmed", overdue);
			}
			var superior = desk.supervisorOf(duty);
			if (confirmations.isAnotherAsked(superior, overdue)) {
				if (reason == null || reason.isBlank()) {
					return Lapse.not("supervision.lapse.second", settings.lapseAlone());
				}
				return problemOf(reason, "supervision.lapse.reason").or(() -> confirmations.ask(staff, organisation, duty, overdue, reason))
						.map(refused -> new Lapse(Optional.of(refused), false)).orElseGet(() -> new Lapse(Optional.empty(), true));
			}
			long order = orders.add(duty, overdue, staff.userId(), superior, clock.instant());
			audit.record(AuditKind.SUPERVISED, staff.userId(), superior, duty.key(),
					Map.of("what", "lapsed", "records", Integer.toString(overdue)));
			events.publishEvent(new Lapses.Ordered(order));
			return new Lapse(Optional.empty(), false);
		});
	}

	static Optional<Refused> problemOf(String text, String key) {
		if (text == null || text.isBlank()) {
			return Optional.of(Refused.of(key + ".missing"));
		}
		if (text.strip().length() > MAX_TEXT_LENGTH) {
			return Optional.of(Refused.of(key + ".tooLong", MAX_TEXT_LENGTH));
		}
		return text.chars().anyMatch(c -> Character.isISOControl(c) && !Character.isWhitespace(c)) ? Optional.of(Refused.of(key + ".malformed"))
				: Optional.empty();
	}

	private Optional<Organisation> seen(Staff staff, Duty duty) {
		return organisations.find(duty.organisation())
				.filter(organisation -> staff.reviewsFor(organisation.code()) || mayAct(staff, organisation) || supervises(staff, organisation));
	}

	private Optional<Organisation> acted(Staff staff, Duty duty) {
		return organisations.find(duty.organisation()).filter(organisation -> mayAct(staff, organisation));
	}

	private static boolean mayAct(Staff staff, Organisation organisation) {
		return staff.reviewsFor(organisation.superior().orElse(organisation.code()));
	}

	private static boolean supervises(Staff staff, Organisation organisation) {
		return staff.has(StaffRole.SUPERVISOR) || OrganisationDirectory.isWithin(organisation, staff.supervisedOrganisations());
	}

	private static Figures figures(OpenRecords.Figures one) {
		return new Figures(one.open(), one.overdue(), one.oldestSince(), one.week(), one.month(), one.longer(), one.returned(), one.waiting());
	}

	private String text(String key, Object... arguments) {
		return messages.getMessage(key, arguments, Locale.SIMPLIFIED_CHINESE);
	}
}
