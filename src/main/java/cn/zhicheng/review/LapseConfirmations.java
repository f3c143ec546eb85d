package cn.zhicheng.review;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.notification.Notice;
import cn.zhicheng.notification.NotificationSettings;
import cn.zhicheng.notification.Notices;
import cn.zhicheng.notification.Recipient;
import cn.zhicheng.organisation.Organisation;
import cn.zhicheng.organisation.OrganisationDirectory;
import cn.zhicheng.review.LapseRequests.LapseRequest;
import cn.zhicheng.review.LapseRequests.State;
import cn.zhicheng.review.Supervision.Refused;
import cn.zhicheng.security.AuditKind;
import cn.zhicheng.security.AuditTrail;
import cn.zhicheng.security.SamePerson;
import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffAccounts;
import cn.zhicheng.security.StaffGroups;
import cn.zhicheng.security.StaffRole;

/**
 * Two persons for large lapses: what lapses cannot be brought back, so that more than a few records lapse only when somebody
 * else who reviews for the superior or one above it, or supervises one of them, has confirmed it. There is no way round for one
 * alone: a lapse is never urgent, and an administrator can always add somebody.
 */
@Service
@Transactional
public class LapseConfirmations {

	private static final Duration TOGETHER = Duration.ofHours(24);
	private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy年M月d日 HH:mm").withZone(Deadline.ZONE);

	private final LapseRequests requests;
	private final LapseOrders orders;
	private final OpenRecords open;
	private final SupervisionDesk desk;
	private final OrganisationDirectory organisations;
	private final StaffAccounts accounts;
	private final SamePerson persons;
	private final SupervisionSettings settings;
	private final AuditTrail audit;
	private final Notices notices;
	private final NotificationSettings notification;
	private final ApplicationEventPublisher events;
	private final MessageSource messages;
	private final Clock clock;

	LapseConfirmations(LapseRequests requests, LapseOrders orders, OpenRecords open, SupervisionDesk desk, OrganisationDirectory organisations, StaffAccounts accounts,
			SamePerson persons, SupervisionSettings settings, AuditTrail audit, Notices notices, NotificationSettings notification, ApplicationEventPublisher events,
			MessageSource messages, Clock clock) {
		this.requests = requests;
		this.orders = orders;
		this.open = open;
		this.desk = desk;
		this.organisations = organisations;
		this.accounts = accounts;
		this.persons = persons;
		this.settings = settings;
		this.audit = audit;
		this.notices = notices;
		this.notification = notification;
		this.events = events;
		this.messages = messages;
		this.clock = clock;
	}

	/**
	 * A request as those see it who may decide on it, and who has asked for it.
	 *
	 * @param asked how many it was when it was asked for
	 * @param now how many of them would lapse at this moment; those that came later stay
	 * @param account who has asked
	 * @param own whether the one who sees it has asked for it, or is the same person: then it can only be taken back
	 */
	public record Waiting(long id, Duty duty, String name, String superior, int asked, int now, String reason, String account, Instant at, Instant until, boolean own) {
	}

	/**
	 * Whether one person may let so many lapse. What lapsed for the same superior by one person within a day counts with it:
	 * otherwise the same would be done in portions, or at one organisation after another.
	 */
	boolean isAnotherAsked(String superior, int records) {
		return records + orders.aloneSince(superior, clock.instant().minus(TOGETHER)) > settings.lapseAlone();
	}

	/** @return what waits at an organisation */
	Optional<LapseRequest> waitingAt(Duty duty) {
		return requests.waiting(clock.instant()).stream().filter(one -> one.duty().equals(duty)).findFirst();
	}

	/** @return what waits, by organisation and campaign */
	Map<Duty, LapseRequest> waiting() {
		return requests.waiting(clock.instant()).stream().collect(Collectors.toMap(LapseRequest::duty, one -> one));
	}

	/**
	 * Asks for it, and tells those nearest who can confirm it.
	 *
	 * @return why not
	 */
	Optional<Refused> ask(Staff staff, Organisation organisation, Duty duty, int records, String reason) {
		var superior = desk.supervisorOf(duty);
		var others = others(staff.userId(), superior);
		if (others.isEmpty()) {
			return Optional.of(Refused.of("supervision.lapse.nobodyElse", settings.lapseAlone()));
		}
		expire();
		var request = requests.add(duty, records, reason.strip(), staff.userId(), superior, clock.instant());
		audit.record(AuditKind.SUPERVISED, staff.userId(), superior, duty.key(),
				Map.of("what", "lapse asked", "records", Integer.toString(records), "reason", request.reason(), "request", Long.toString(request.id())));
		tell(request, "asked", others, text("lapse.mail.asked.subject", organisation.name(), records),
				text("lapse.mail.asked.body", organisation.name(), records, organisations.nameOf(superior), MOMENT.format(request.until())));
		return Optional.empty();
	}

	/** @return what the account may decide, and what it has asked for, the oldest first */
	@Transactional(readOnly = true)
	public List<Waiting> seenBy(Staff staff) {
		return requests.waiting(clock.instant()).stream().filter(one -> sees(staff, one)).map(one -> view(staff, one)).toList();
	}

	/** @return whether the account can ever be asked */
	public boolean mayBeAsked(Staff staff) {
		return staff.isReviewer() || !staff.supervisedOrganisations().isEmpty() || staff.has(StaffRole.SUPERVISOR);
	}

	private Waiting view(Staff staff, LapseRequest one) {
		return new Waiting(one.id(), one.duty(), organisations.nameOf(one.duty().organisation()), organisations.nameOf(one.superior()), one.records(), count(one),
				one.reason(), one.account(), one.askedAt(), one.until(), persons.isOfBoth(staff.userId(), one.account()));
	}

	/**
	 * Lets lapse what was asked for and is still overdue.
	 *
	 * @param number how many the account was told it is
	 * @return why not; the outer one is empty when there is nothing that the account may decide
	 */
	public Optional<Optional<Refused>> confirm(Staff staff, long id, Integer number, String reason) {
		return found(staff, id).map(request -> {
			if (persons.isOfBoth(staff.userId(), request.account())) {
				return Optional.of(Refused.of("supervision.lapse.samePerson"));
			}
			var problem = Supervision.problemOf(reason, "supervision.lapse.reason");
			if (problem.isPresent()) {
				return problem;
			}
			if (!desk.supervisorOf(request.duty()).equals(request.superior())) {
				return Optional.of(Refused.of("supervision.lapse.moved"));
			}
			int records = count(request);
			if (records == 0) {
				return Optional.of(Refused.of("supervision.lapse.nothing"));
			}
			if (number == null || number != records) {
				return Optional.of(Refused.of("supervision.lapse.recounted", records, request.records()));
			}
			if (!requests.decide(request, State.CONFIRMED, staff.userId(), reason.strip(), records, clock.instant())) {
				return Optional.of(Refused.of("supervision.lapse.decided"));
			}
			long order = orders.addConfirmed(request, records, staff.userId());
			decided(request, staff, "lapse confirmed", records, reason);
			events.publishEvent(new Lapses.Ordered(order));
			return Optional.empty();
		});
	}

	/** Nothing lapses. Who has asked for it can take it back so, too. */
	public Optional<Optional<Refused>> refuse(Staff staff, long id, String reason) {
		return found(staff, id).map(request -> {
			var problem = Supervision.problemOf(reason, "supervision.lapse.reason");
			if (problem.isPresent()) {
				return problem;
			}
			if (!requests.decide(request, State.REFUSED, staff.userId(), reason.strip(), null, clock.instant())) {
				return Optional.of(Refused.of("supervision.lapse.decided"));
			}
			decided(request, staff, "lapse refused", 0, reason);
			return Optional.empty();
		});
	}

	/** What nobody has decided in time is over, and who asked for it is told. */
	void expire() {
		var now = clock.instant();
		for (var request : requests.over(now)) {
			if (requests.decide(request, State.EXPIRED, null, null, null, now)) {
				audit.record(AuditKind.SUPERVISED, AuditTrail.SYSTEM, request.superior(), request.duty().key(),
						Map.of("what", "lapse expired", "request", Long.toString(request.id())));
				answer(request, "expired", text("lapse.mail.expired.body", organisations.nameOf(request.duty().organisation()), request.records()));
			}
		}
	}

	private void decided(LapseRequest request, Staff staff, String what, int records, String reason) {
		audit.record(AuditKind.SUPERVISED, staff.userId(), request.superior(), request.duty().key(), Map.of("what", what, "records", Integer.toString(records),
				"reason", reason.strip(), "asked by", request.account(), "request", Long.toString(request.id())));
		answer(request, "decided", text(records > 0 ? "lapse.mail.confirmed.body" : "lapse.mail.refused.body", organisations.nameOf(request.duty().organisation()),
				request.records(), records));
	}

	private void answer(LapseRequest request, String what, String body) {
		var address = accounts.mailAddressesOf(request.superior()).get(request.account());
		if (address != null) {
			tell(request, what, Map.of(request.account(), address), text("lapse.mail.answered.subject", organisations.nameOf(request.duty().organisation())), body);
		}
	}

	private void tell(LapseRequest request, String what, Map<String, String> addresses, String subject, String body) {
		if (!notices.reachSomebody()) {
			return;
		}
		var recipients = addresses.entrySet().stream().filter(one -> !one.getValue().isEmpty()).map(one -> new Recipient(one.getKey(), one.getValue(), null)).toList();
		var link = notification.address() == null ? "" : "\n" + text("notice.address", notification.address());
		notices.send(new Notice("lapse-request/" + request.id() + "/" + what, subject, body + link + "\n" + text("notice.automatic"), recipients));
	}

	private Optional<LapseRequest> found(Staff staff, long id) {
		return requests.waiting(id, clock.instant()).filter(one -> sees(staff, one));
	}

	private boolean sees(Staff staff, LapseRequest request) {
		return staff.has(StaffRole.SUPERVISOR) || organisations.wayUpFrom(request.superior()).stream()
				.anyMatch(one -> staff.reviewsFor(one.code()) || staff.supervisedOrganisations().contains(one.code()));
	}

	/** What came after it was asked for is not meant. */
	private int count(LapseRequest request) {
		return open.overdueSince(organisations.get(request.duty().organisation()), request.duty().campaignYear(), request.askedAt());
	}

	/**
	 * @return addresses of the other persons who can confirm it, by account and empty where there is none: those of the superior,
	 *     or of the first organisation above it where there is anybody, or who supervises everywhere
	 */
	private Map<String, String> others(String account, String superior) {
		var levels = new ArrayList<List<String>>();
		organisations.wayUpFrom(superior).forEach(one -> levels.add(List.of(one.code(), StaffGroups.supervisorsOf(one.code()))));
		levels.add(List.of(StaffRole.SUPERVISOR.group()));
		var same = persons.accountsOf(account);
		for (var groups : levels) {
			var others = new LinkedHashMap<String, String>();
			groups.forEach(group -> accounts.membersOf(group).stream().map(StaffAccounts.Account::userId).filter(one -> !same.contains(one))
					.forEach(one -> others.put(one, "")));
			if (!others.isEmpty()) {
				groups.forEach(group -> accounts.mailAddressesOf(group).forEach((one, address) -> others.computeIfPresent(one, (key, none) -> address)));
				return others;
			}
		}
		return Map.of();
	}

	private String text(String key, Object... arguments) {
		return messages.getMessage(key, arguments, Locale.SIMPLIFIED_CHINESE);
	}
}
