package cn.zhicheng.filing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.context.MessageSource;
import org.springframework.data.domain.Limit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.notification.Notice;
import cn.zhicheng.notification.Notices;
import cn.zhicheng.notification.NotificationSettings;
import cn.zhicheng.notification.Recipient;
import cn.zhicheng.organisation.Organisation;
import cn.zhicheng.organisation.OrganisationDirectory;
import cn.zhicheng.security.AuditKind;
import cn.zhicheng.security.AuditTrail;
import cn.zhicheng.security.SamePerson;
import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffAccounts;
import cn.zhicheng.security.StaffGroups;

/**
 * Claims (申请转入) of accounts that another unit answers for. Any unit can put a number on its roster and open an account with its
 * own code, so that the unit where the person really works would be shut out; it can claim the account, and the nearest superior
 * of both decides.
 *
 * <p>A claim is open only to a unit whose right code was used and refused because of the other unit. Who hands out a code and uses
 * it is told by that refusal that the number has an account elsewhere, claim or not; a roster or a claim that said so of every
 * number would tell it of numbers that are merely guessed, without a trace of a used code. Which unit it is, the claiming unit
 * is never told. Each person and unit can have one claim, and each unit only some a day.
 */
@Service
@Transactional
public class AccountClaims {

	/** Longest reason, in characters. */
	public static final int LONGEST_REASON = 500;
	/** What nobody has decided by then is over. */
	private static final Duration WAITS = Duration.ofDays(30);
	private static final int A_DAY = 10;
	private static final String WAITING = "WAITING";
	private static final String SELECT = "select id, roster_entry, applicant_id, unit, other, superior, reason, asked_by, asked_at from account_claim ";

	private final JdbcClient database;
	private final RosterEntries roster;
	private final Applicants applicants;
	private final TitleRecords records;
	private final AccountHistory history;
	private final OrganisationDirectory organisations;
	private final StaffAccounts accounts;
	private final SamePerson persons;
	private final AuditTrail audit;
	private final Notices notices;
	private final NotificationSettings notification;
	private final MessageSource messages;
	private final Clock clock;

	AccountClaims(JdbcClient database, RosterEntries roster, Applicants applicants, TitleRecords records, AccountHistory history, OrganisationDirectory organisations,
			StaffAccounts accounts, SamePerson persons, AuditTrail audit, Notices notices, NotificationSettings notification, MessageSource messages, Clock clock) {
		this.database = database;
		this.roster = roster;
		this.applicants = applicants;
		this.records = records;
		this.history = history;
		this.organisations = organisations;
		this.accounts = accounts;
		this.persons = persons;
		this.audit = audit;
		this.notices = notices;
		this.notification = notification;
		this.messages = messages;
		this.clock = clock;
	}

	private record AccountClaim(long id, long entry, long applicant, String unit, String other, String superior, String reason, String askedBy, Instant askedAt) {
	}

	/**
	 * A claim as the superior of both units sees it.
	 *
	 * @param name by which the person is on the roster of the claiming unit
	 * @param accountName that of the account; the same if the person is
	 * @param opened when the person became known
	 */
	public record Open(long id, String unit, String other, String name, String accountName, String maskedNumber, Instant opened, String reason, String askedBy,
			Instant askedAt, Instant until) {
	}

	/** What came of asking or deciding; the key of its sentence is {@link #messageKey}. */
	public enum Result {
		ASKED, APPROVED, REFUSED, REASON, NOT_REFUSED, WAITS, TOO_OFTEN, NO_SUPERIOR, GONE, SAME_PERSON, OTHER_NAME;

		public boolean isDone() {
			return this == ASKED || this == APPROVED || this == REFUSED;
		}

		public String messageKey() {
			return "claims.result." + name();
		}
	}

	/** The unit claims the account of somebody on its roster. */
	public Result ask(RosterClerk clerk, long entryId, String reason) {
		if (reason.isBlank() || reason.strip().length() > LONGEST_REASON) {
			return Result.REASON;
		}
		expire();
		var now = clock.instant();
		// Asked twice at once, the second sees the first.
		database.sql("select id from roster_entry where id = :id for update").param("id", entryId).query(Long.class).optional();
		var entry = roster.findByIdAndOrganisation(entryId, clerk.organisation()).filter(RosterEntry::isKeptElsewhere);
		var person = entry.flatMap(this::accountOf);
		var other = person.flatMap(this::otherOf).filter(code -> !code.equals(clerk.organisation()));
		if (other.isEmpty()) {
			return Result.NOT_REFUSED;
		}
		if (database.sql("select count(*) from account_claim where waits_for = :key").param("key", key(person.get(), clerk.organisation())).query(Integer.class).single() > 0) {
			return Result.WAITS;
		}
		if (database.sql("select count(*) from account_claim where unit = :unit and asked_at > :since").param("unit", clerk.organisation())
				.param("since", at(now.minus(Duration.ofDays(1)))).query(Integer.class).single() >= A_DAY) {
			return Result.TOO_OFTEN;
		}
		var above = organisations.wayUpFrom(other.get()).stream().map(Organisation::code).collect(Collectors.toSet());
		var superior = organisations.wayUpFrom(clerk.organisation()).stream().skip(1).filter(one -> above.contains(one.code())).findFirst();
		if (superior.isEmpty()) {
			return Result.NO_SUPERIOR;
		}
		long id = database.sql("select nextval('account_claim_seq')").query(Long.class).single();
		database.sql("""
				insert into account_claim (id, roster_entry, applicant_id, unit, other, superior, reason, asked_by, asked_at, waits_for, state)
				values (:id, :entry, :applicant, :unit, :other, :superior, :reason, :by, :now, :key, :state)
				""").param("id", id).param("entry", entryId).param("applicant", person.get().id()).param("unit", clerk.organisation()).param("other", other.get())
				.param("superior", superior.get().code()).param("reason", reason.strip()).param("by", clerk.userId()).param("now", at(now))
				.param("key", key(person.get(), clerk.organisation())).param("state", WAITING).update();
		history.record(AccountEventKind.CLAIMED, entry.get(), person.get(), clerk);
		record(clerk.userId(), clerk.organisation(), person.get(), Map.of("what", "claim", "reason", reason.strip(), "other", other.get()));
		tell("claim/" + id + "/asked", Set.of(superior.get().code()), text("claims.mail.asked.subject"), text("claims.mail.asked.body", superior.get().name()));
		return Result.ASKED;
	}

	/** @return ids of those on the roster of the unit whose account it has claimed and nobody has decided yet */
	@Transactional(readOnly = true)
	public Set<Long> waitingOf(String unit) {
		return Set.copyOf(database.sql("select roster_entry from account_claim where unit = :unit and state = :state and asked_at > :since").param("unit", unit)
				.param("state", WAITING).param("since", at(clock.instant().minus(WAITS))).query(Long.class).list());
	}

	/** @return whether the account decides for the organisation */
	public boolean decides(Staff staff, String organisation) {
		return staff.reviewsFor(organisation) || staff.administeredOrganisations().contains(organisation);
	}

	/** @return how many claims wait at each organisation for which the account decides; those without any are left out */
	@Transactional(readOnly = true)
	public Map<String, Integer> waitingFor(Staff staff) {
		var counts = new HashMap<String, Integer>();
		Stream.concat(staff.reviewedOrganisations().stream(), staff.administeredOrganisations().stream()).distinct()
				.forEach(code -> counts.put(code, waitingAt(code).size()));
		counts.values().removeIf(count -> count == 0);
		return counts;
	}

	/** @return the claims that wait at an organisation, the oldest first */
	@Transactional(readOnly = true)
	public List<Open> openAt(String organisation) {
		return waitingAt(organisation).stream().flatMap(one -> roster.findByIdAndOrganisation(one.entry(), one.unit()).stream()
				.flatMap(entry -> applicants.findById(one.applicant()).stream().map(person -> new Open(one.id(), organisations.nameOf(one.unit()),
						organisations.nameOf(one.other()), entry.name(), person.name(), entry.maskedNumber(), person.createdAt(), one.reason(), one.askedBy(), one.askedAt(),
						one.askedAt().plus(WAITS)))))
				.toList();
	}

	/**
	 * The superior of both decides. With the account the claiming unit gets the duty to hand out a new code: whoever had the account
	 * before is signed out, for the password may be somebody else's.
	 */
	public Result decide(RosterClerk decider, long id, boolean approved, String reason) {
		if (reason.isBlank() || reason.strip().length() > LONGEST_REASON) {
			return Result.REASON;
		}
		var found = waitingAt(decider.organisation()).stream().filter(one -> one.id() == id).findFirst();
		if (found.isEmpty()) {
			return Result.GONE;
		}
		var claim = found.get();
		if (persons.isOfBoth(decider.userId(), claim.askedBy())) {
			return Result.SAME_PERSON;
		}
		var entry = roster.findByIdAndOrganisation(claim.entry(), claim.unit());
		var person = applicants.findById(claim.applicant()).filter(one -> otherOf(one).filter(claim.other()::equals).isPresent());
		if (entry.isEmpty() || person.isEmpty()) {
			end(claim, "GONE", decider.userId());
			return Result.GONE;
		}
		boolean renamed = !PersonName.same(entry.get().name(), person.get().name());
		if (approved && renamed && !records.employersSubmittedTo(claim.applicant(), Limit.of(1)).isEmpty()) {
			return Result.OTHER_NAME;
		}
		if (!end(claim, approved ? "APPROVED" : "REFUSED", decider.userId())) {
			return Result.GONE;
		}
		if (approved) {
			give(person.get(), entry.get(), renamed);
		}
		history.record(approved ? AccountEventKind.CLAIM_APPROVED : AccountEventKind.CLAIM_REFUSED, entry.get(), person.get(), decider);
		record(decider.userId(), decider.organisation(), person.get(), Map.of("what", approved ? "claim approved" : "claim refused", "unit", claim.unit(), "other", claim.other(),
				"asked by", claim.askedBy(), "reason", reason.strip()));
		tellOfDecision(claim, person.get(), approved);
		return approved ? Result.APPROVED : Result.REFUSED;
	}

	private void give(Applicant person, RosterEntry entry, boolean renamed) {
		roster.findByDocumentNumberHashAndDocumentTypeOrderById(person.documentNumberHash(), person.documentType()).stream()
				.filter(one -> one.state() == RosterState.ACTIVE).forEach(RosterEntry::moveOut);
		if (renamed) {
			person.rename(entry.name());
		}
		person.keptBy(entry.organisation());
		person.forgetPassword();
		entry.claimed();
	}

	private void tellOfDecision(AccountClaim claim, Applicant person, boolean approved) {
		var key = "claim/" + claim.id() + "/decided";
		var unit = organisations.nameOf(claim.unit());
		tell(key, Set.of(claim.unit()), text("claims.mail.decided.subject"), text(approved ? "claims.mail.approved.body" : "claims.mail.refused.body", unit));
		if (approved) {
			tell(key + "/other", Set.of(claim.other()), text("claims.mail.decided.subject"), text("claims.mail.other.body", organisations.nameOf(claim.other())));
			records.withAddress(person.id(), Limit.of(1)).forEach(record -> notices.send(new Notice(key + "/" + record.number(), text("claims.mail.decided.subject"),
					text("claims.mail.person.body", unit) + "\n" + text("notice.automatic"),
					List.of(new Recipient(record.number(), record.details().email(), record.details().mobile())))));
		}
	}

	private void expire() {
		database.sql("update account_claim set state = 'EXPIRED', waits_for = null, reason = null, decided_at = :now where state = :state and asked_at <= :since")
				.param("now", at(clock.instant())).param("state", WAITING).param("since", at(clock.instant().minus(WAITS))).update();
	}

	private boolean end(AccountClaim claim, String state, String by) {
		return database.sql("""
				update account_claim set state = :state, waits_for = null, reason = null, decided_by = :by, decided_at = :now where id = :id and state = :waiting
				""").param("state", state).param("by", by).param("now", at(clock.instant())).param("id", claim.id()).param("waiting", WAITING).update() > 0;
	}

	private List<AccountClaim> waitingAt(String organisation) {
		return database.sql(SELECT + "where superior = :code and state = :state and asked_at > :since order by id").param("code", organisation).param("state", WAITING)
				.param("since", at(clock.instant().minus(WAITS))).query(AccountClaims::claim).list();
	}

	private Optional<Applicant> accountOf(RosterEntry entry) {
		return applicants.findByDocumentTypeAndDocumentNumberHash(entry.documentType(), entry.documentNumberHash());
	}

	/** @return the unit because of which others are refused: the keeper, or where there is none the last one submitted to */
	private Optional<String> otherOf(Applicant person) {
		return person.keeper().or(() -> records.employersSubmittedTo(person.id(), Limit.of(1)).stream().findFirst());
	}

	private void record(String actor, String organisation, Applicant person, Map<String, String> details) {
		audit.record(AuditKind.ACCOUNT_CHANGED, actor, organisation, AuditTrail.applicant(person.id()), details);
	}

	/** To who reviews for or administers the organisations. */
	private void tell(String key, Set<String> codes, String subject, String body) {
		if (!notices.reachSomebody()) {
			return;
		}
		var addresses = new HashMap<String, String>();
		var link = notification.address() == null ? "" : "\n" + text("notice.address", notification.address());
		codes.forEach(code -> Stream.of(code, StaffGroups.administratorsOf(code)).forEach(group -> addresses.putAll(accounts.mailAddressesOf(group))));
		notices.send(new Notice(key, subject, body + link + "\n" + text("notice.automatic"),
				addresses.entrySet().stream().map(one -> new Recipient(one.getKey(), one.getValue(), null)).toList()));
	}

	private static String key(Applicant person, String unit) {
		return person.id() + "/" + unit;
	}

	private static AccountClaim claim(ResultSet row, int number) throws SQLException {
		return new AccountClaim(row.getLong(1), row.getLong(2), row.getLong(3), row.getString(4), row.getString(5), row.getString(6), row.getString(7), row.getString(8),
				row.getObject(9, OffsetDateTime.class).toInstant());
	}

	private static OffsetDateTime at(Instant moment) {
		return moment.atOffset(ZoneOffset.UTC);
	}

	private String text(String key, Object... arguments) {
		return messages.getMessage(key, arguments, Locale.SIMPLIFIED_CHINESE);
	}
}
