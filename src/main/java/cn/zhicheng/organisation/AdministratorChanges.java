package cn.zhicheng.organisation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import org.springframework.context.MessageSource;
import org.springframework.context.event.EventListener;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.notification.Notice;
import cn.zhicheng.notification.NotificationSettings;
import cn.zhicheng.notification.Notices;
import cn.zhicheng.notification.Recipient;
import cn.zhicheng.organisation.AdministratorRequests.Request;
import cn.zhicheng.organisation.AdministratorRequests.State;
import cn.zhicheng.security.AuditKind;
import cn.zhicheng.security.AuditTrail;
import cn.zhicheng.security.SamePerson;
import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffAccountRemoved;
import cn.zhicheng.security.StaffAccounts;
import cn.zhicheng.security.StaffAccounts.Account;
import cn.zhicheng.security.StaffGroups;
import cn.zhicheng.security.StaffRole;

/**
 * Two persons for the rights of administrators: one of those who keep the installation asks for a change, another one confirms
 * it. It is about their three roles and about the administrators of topmost organisations, above whom there is nobody else.
 */
@Service
@Transactional
public class AdministratorChanges {

	/** Longest reason, in characters. */
	public static final int LONGEST_REASON = 500;

	/** So long who knows with which password an account begins, and who has the account, confirm nothing for each other. */
	private static final Duration KNOWN = Duration.ofDays(7);
	/** Where only the one whose password is reset could confirm it, and has lost it: so long the owner can say no. */
	private static final Duration COOLS = Duration.ofHours(24);
	private static final Limit SHOWN = Limit.of(200);
	private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy年M月d日 HH:mm").withZone(ZoneId.of("Asia/Shanghai"));

	private final AdministratorRequests requests;
	private final SecondAdministrator second;
	private final Organisations organisations;
	private final TypedOrganisation typed;
	private final StaffAccounts accounts;
	private final SamePerson persons;
	private final AuditTrail audit;
	private final Notices notices;
	private final NotificationSettings notification;
	private final MessageSource messages;
	private final Clock clock;

	AdministratorChanges(AdministratorRequests requests, SecondAdministrator second, Organisations organisations, TypedOrganisation typed, StaffAccounts accounts,
			SamePerson persons, AuditTrail audit, Notices notices, NotificationSettings notification, MessageSource messages, Clock clock) {
		this.requests = requests;
		this.second = second;
		this.organisations = organisations;
		this.typed = typed;
		this.accounts = accounts;
		this.persons = persons;
		this.audit = audit;
		this.notices = notices;
		this.notification = notification;
		this.messages = messages;
		this.clock = clock;
	}

	/**
	 * What is wanted, as typed.
	 *
	 * @param place code of a topmost organisation, or the account group of a role; blank: administrators of the installation
	 * @param name of the person; only for an account that does not exist yet
	 */
	public record Wanted(AdministratorChange kind, String place, String account, String name, String reason) {
	}

	/**
	 * What became of it.
	 *
	 * @param waits whether another administrator has to confirm it
	 * @param password to be handed over, where the account got one
	 */
	public record Asked(boolean waits, Optional<IssuedPassword> password) {
	}

	/**
	 * A request that waits.
	 *
	 * @param place name of the topmost organisation or of the role
	 * @param own whether the one who sees it has asked for it, or is the same person: then it can only be taken back
	 * @param aloneFrom when who has asked for it can confirm it alone; null: never
	 */
	public record Waiting(long id, AdministratorChange kind, String account, String name, String place, String reason, String askedBy, Instant askedAt, Instant until,
			boolean own, Instant aloneFrom) {
	}

	/**
	 * Those who are administrators now.
	 *
	 * @param code as it is typed ({@link Wanted#place})
	 */
	public record Place(String code, String name, List<Account> administrators) {
	}

	/** @return the roles that keep the installation, and the topmost organisations */
	@Transactional(readOnly = true)
	public List<Place> places(Staff staff) {
		require(staff);
		var places = new ArrayList<Place>();
		Arrays.stream(StaffRole.values()).filter(role -> role.keepsInstallation()).map(role -> new Administration(role, null))
				.forEach(one -> places.add(new Place(one.typed(), nameOf(one), accounts.membersOf(one.group()))));
		organisations.findBySuperiorIsNullOrderByCode(SHOWN).stream().filter(Organisation::isOpen)
				.forEach(one -> places.add(new Place(one.code(), one.name(), accounts.membersOf(StaffGroups.administratorsOf(one.code())))));
		return places;
	}

	/** @return what waits, the oldest first */
	@Transactional(readOnly = true)
	public List<Waiting> waiting(Staff staff) {
		require(staff);
		return requests.waiting(clock.instant()).stream().map(one -> new Waiting(one.id(), one.kind(), one.account(), one.name(), nameOf(one.place()),
				one.reason(), one.askedBy(), one.askedAt(), one.until(), persons.isOfBoth(staff.userId(), one.askedBy()), aloneFrom(one).orElse(null))).toList();
	}

	/** Does it, where there is nobody else; otherwise it waits for another administrator. */
	public Outcome<Asked> ask(Staff staff, Wanted wanted) {
		require(staff);
		// One at a time: two that ask for the same, or confirm each other's leaving, do not cross.
		organisations.lockTree();
		expire();
		var place = Administration.of(wanted.place());
		var known = accounts.find(wanted.account().strip());
		var problems = new ArrayList<OrganisationProblem>();
		if (known.isEmpty() && wanted.kind() == AdministratorChange.JOIN) {
			typed.account(wanted.account(), wanted.name(), problems);
		}
		reasonProblem(wanted.reason()).ifPresent(problems::add);
		var account = known.map(Account::userId).orElse(wanted.account().strip().toLowerCase(Locale.ROOT));
		problemOf(staff.userId(), wanted.kind(), account, place).ifPresent(problems::add);
		if (!problems.isEmpty()) {
			return new Outcome.Refused<>(problems);
		}
		var name = wanted.name().isBlank() ? null : wanted.name().strip();
		if (!second.isAskedOf(staff.userId())) {
			second.alone(staff.userId(), wanted.kind(), account, place);
			tell(staff.userId(), "administrators/alone/" + account + "/" + clock.instant(), "administrators.mail.confirmed", wanted.kind(), account, place);
			return new Outcome.Done<>(new Asked(false, carryOut(wanted.kind(), account, name, place)));
		}
		if (requests.waiting(clock.instant()).stream().anyMatch(one -> one.kind() == wanted.kind() && one.account().equals(account) && one.place().equals(place))) {
			return Outcome.refused(OrganisationProblem.of("administrators.problem.waits"));
		}
		long id = requests.add(wanted.kind(), account, name, place, wanted.reason().strip(), staff.userId(), clock.instant());
		record(staff.userId(), wanted.kind(), account, place, Map.of("by", "asked", "reason", wanted.reason().strip()));
		tell(staff.userId(), "administrators/" + id + "/asked", "administrators.mail.asked", wanted.kind(), account, place);
		return new Outcome.Done<>(new Asked(true, Optional.empty()));
	}

	/** Carries it out for who has asked. */
	public Outcome<Asked> confirm(Staff staff, long id, String reason) {
		require(staff);
		organisations.lockTree();
		var found = requests.waiting(id, clock.instant());
		if (found.isEmpty()) {
			return Outcome.refused(OrganisationProblem.of("administrators.problem.gone"));
		}
		var request = found.get();
		var problem = reasonProblem(reason).or(() -> confirmationProblem(staff, request))
				.or(() -> problemOf(request.askedBy(), request.kind(), request.account(), request.place()));
		if (problem.isPresent()) {
			return Outcome.refused(problem.get());
		}
		// Of an account that was there before, who asks for it may know the password: he may have set it.
		var seenBy = request.kind() == AdministratorChange.LEAVE ? null
				: request.kind() == AdministratorChange.JOIN && accounts.find(request.account()).isPresent() ? request.askedBy() : staff.userId();
		if (!requests.decide(request, State.CONFIRMED, staff.userId(), reason.strip(), seenBy, clock.instant())) {
			return Outcome.refused(OrganisationProblem.of("administrators.problem.gone"));
		}
		var password = carryOut(request.kind(), request.account(), request.name(), request.place());
		record(staff.userId(), request.kind(), request.account(), request.place(), Map.of("by", "confirmed", "asked by", request.askedBy(), "reason", reason.strip()));
		tell(staff.userId(), "administrators/" + id + "/confirmed", "administrators.mail.confirmed", request.kind(), request.account(), request.place());
		return new Outcome.Done<>(new Asked(false, password));
	}

	/** Nothing is changed. Who has asked for it can take it back so, too. */
	public Outcome<String> refuse(Staff staff, long id, String reason) {
		require(staff);
		var problem = reasonProblem(reason);
		if (problem.isPresent()) {
			return Outcome.refused(problem.get());
		}
		var found = requests.waiting(id, clock.instant()).filter(one -> requests.decide(one, State.REFUSED, staff.userId(), reason.strip(), null, clock.instant()));
		if (found.isEmpty()) {
			return Outcome.refused(OrganisationProblem.of("administrators.problem.gone"));
		}
		var request = found.get();
		record(staff.userId(), request.kind(), request.account(), request.place(), Map.of("by", "refused", "asked by", request.askedBy(), "reason", reason.strip()));
		tell(staff.userId(), "administrators/" + id + "/refused", "administrators.mail.refused", request.kind(), request.account(), request.place());
		return new Outcome.Done<>(request.account());
	}

	private void expire() {
		var now = clock.instant();
		requests.over(now).stream().filter(one -> requests.decide(one, State.EXPIRED, null, null, null, now))
				.forEach(one -> record(AuditTrail.SYSTEM, one.kind(), one.account(), one.place(), Map.of("by", "expired", "asked by", one.askedBy())));
	}

	/** What was asked for an account, or by it, is not meant for a later one of that name. */
	@EventListener
	void on(StaffAccountRemoved event) {
		var now = clock.instant();
		requests.waitingAbout(event.userId()).stream().filter(one -> requests.decide(one, State.EXPIRED, null, null, null, now))
				.forEach(one -> record(AuditTrail.SYSTEM, one.kind(), one.account(), one.place(), Map.of("by", "account removed", "asked by", one.askedBy())));
	}

	private Optional<OrganisationProblem> confirmationProblem(Staff staff, Request request) {
		if (persons.isOfBoth(staff.userId(), request.askedBy())) {
			var alone = aloneFrom(request);
			if (alone.isEmpty()) {
				return Optional.of(OrganisationProblem.of("administrators.problem.samePerson"));
			}
			return clock.instant().isBefore(alone.get()) ? Optional.of(OrganisationProblem.of("administrators.problem.cools", MOMENT.format(alone.get())))
					: Optional.empty();
		}
		if (accounts.find(request.askedBy()).filter(one -> SecondAdministrator.CONFIRMING.stream().anyMatch(role -> one.groups().contains(role.group()))).isEmpty()) {
			return Optional.of(OrganisationProblem.of("administrators.problem.askerGone"));
		}
		boolean known = requests.isPasswordKnown(persons.accountsOf(staff.userId()), persons.accountsOf(request.askedBy()), clock.instant().minus(KNOWN));
		return known ? Optional.of(OrganisationProblem.of("administrators.problem.passwordKnown")) : Optional.empty();
	}

	/**
	 * Who has lost the password of the only other account that could confirm it is helped, but not at once: the owner who has not lost it
	 * sees the request, gets a message, and refuses.
	 */
	private Optional<Instant> aloneFrom(Request request) {
		return Optional.of(request).filter(one -> one.kind() == AdministratorChange.RESET && second.isNobodyBut(one.account(), one.askedBy()))
				.map(one -> one.askedAt().plus(COOLS));
	}

	/** What stands against it, when it is asked for and again when it is confirmed. */
	private Optional<OrganisationProblem> problemOf(String asker, AdministratorChange kind, String account, Administration place) {
		if (place.isOfOrganisation() && organisations.findById(place.organisation()).filter(one -> one.isOpen() && one.superior().isEmpty()).isEmpty()) {
			return Optional.of(OrganisationProblem.of("administrators.problem.organisation"));
		}
		if (persons.isOfBoth(asker, account)) {
			return Optional.of(OrganisationProblem.of("administrators.problem.own"));
		}
		var groups = accounts.find(account).map(Account::groups).orElse(Set.of());
		boolean member = groups.contains(place.group());
		if (kind != AdministratorChange.JOIN) {
			if (!member) {
				return Optional.of(OrganisationProblem.of("administrators.problem.noMember"));
			}
			boolean elsewhere = kind == AdministratorChange.RESET && groups.stream().anyMatch(group -> isBelow(group) || place.isOfOrganisation() && StaffRole.keepsInstallation(group));
			return elsewhere ? Optional.of(OrganisationProblem.of("organisation.problem.accountHasOtherRights")) : Optional.empty();
		}
		if (member) {
			return Optional.of(OrganisationProblem.of("organisation.problem.memberAlready"));
		}
		if (place.isOfOrganisation() && groups.contains(StaffRole.ADMINISTRATOR.group())) {
			return Optional.of(OrganisationProblem.of("rights.administratorJoins"));
		}
		if (!second.mayHave(account, place.group())) {
			return Optional.of(OrganisationProblem.of(place.role() == StaffRole.ADMINISTRATOR && groups.stream().anyMatch(AdministratorChanges::isOfOrganisation)
					? "rights.memberAdministers" : "rights.apart"));
		}
		return groups.stream().anyMatch(this::isBelow) ? Optional.of(OrganisationProblem.of("organisation.problem.accountTaken", account)) : Optional.empty();
	}

	private static boolean isOfOrganisation(String group) {
		return StaffRole.of(group).isEmpty();
	}

	/** Of an organisation that has another one above it: its staff is not the installation's business. */
	private boolean isBelow(String group) {
		return isOfOrganisation(group) && organisations.findById(StaffGroups.organisationOf(group)).filter(one -> one.superior().isEmpty()).isEmpty();
	}

	private Optional<IssuedPassword> carryOut(AdministratorChange kind, String account, String name, Administration place) {
		var known = accounts.find(account);
		switch (kind) {
			case JOIN -> {
				if (known.isEmpty()) {
					return Optional.of(new IssuedPassword(account, name, accounts.create(account, name, place.group())));
				}
				accounts.join(account, place.group());
			}
			case LEAVE -> {
				accounts.leave(account, place.group());
				if (known.orElseThrow().groups().size() == 1) {
					accounts.remove(account);
				}
			}
			case RESET -> {
				return Optional.of(new IssuedPassword(account, known.orElseThrow().name(), accounts.resetPassword(account)));
			}
		}
		return Optional.empty();
	}

	private static Optional<OrganisationProblem> reasonProblem(String reason) {
		if (reason.isBlank()) {
			return Optional.of(OrganisationProblem.of("administrators.problem.reason"));
		}
		return reason.strip().length() > LONGEST_REASON ? Optional.of(OrganisationProblem.of("administrators.problem.reasonTooLong", LONGEST_REASON)) : Optional.empty();
	}

	private void record(String actor, AdministratorChange kind, String account, Administration place, Map<String, String> details) {
		var all = new TreeMap<>(details);
		all.put("what", "administrator");
		all.put("change", kind.name());
		all.put("group", place.group());
		audit.record(AuditKind.RIGHTS_CHANGED, actor, place.organisation(), "account:" + account, all);
	}

	/** To the others who could confirm it, to the auditors, and to the one whom it concerns. */
	private void tell(String actor, String key, String text, AdministratorChange kind, String account, Administration place) {
		if (!notices.reachSomebody()) {
			return;
		}
		var same = persons.accountsOf(actor);
		var recipients = addressesTold(account, place).entrySet().stream().filter(one -> !same.contains(one.getKey()))
				.map(one -> new Recipient(one.getKey(), one.getValue(), null)).toList();
		var link = notification.address() == null ? "" : "\n" + text("notice.address", notification.address());
		notices.send(new Notice(key, text("administrators.mail.subject"), text(text, actor, text(kind.messageKey()), nameOf(place), account,
				MOMENT.format(clock.instant().plus(AdministratorRequests.WAITS))) + link + "\n" + text("notice.automatic"), recipients));
	}

	private Map<String, String> addressesTold(String account, Administration place) {
		var addresses = new TreeMap<String, String>();
		Arrays.stream(StaffRole.values()).filter(role -> role.keepsInstallation()).forEach(role -> addresses.putAll(accounts.mailAddressesOf(role.group())));
		Optional.ofNullable(accounts.mailAddressesOf(place.group()).get(account)).ifPresent(address -> addresses.put(account, address));
		return addresses;
	}

	private String nameOf(Administration place) {
		return place.isOfOrganisation() ? organisations.findById(place.organisation()).map(Organisation::name).orElse(place.organisation())
				: text(place.role().messageKey());
	}

	private static void require(Staff staff) {
		if (SecondAdministrator.CONFIRMING.stream().noneMatch(staff::has)) {
			throw new BeyondReachException(staff.userId(), "administrators");
		}
	}

	private String text(String key, Object... arguments) {
		return messages.getMessage(key, arguments, Locale.SIMPLIFIED_CHINESE);
	}
}
