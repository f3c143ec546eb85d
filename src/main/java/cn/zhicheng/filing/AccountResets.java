package cn.zhicheng.filing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.context.MessageSource;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.notification.Notice;
import cn.zhicheng.notification.Notices;
import cn.zhicheng.notification.Recipient;
import cn.zhicheng.organisation.OrganisationDirectory;
import cn.zhicheng.organisation.UnitResets;

/**
 * What follows when a unit has reset the access of a person. With it whoever holds the new code is the person; so the person is
 * told at the address known before, nobody gets all data in full for a day, and who answers for the unit sees how often it
 * happens.
 */
@Service
public class AccountResets implements UnitResets {

	private static final Duration LOCKED = Duration.ofHours(24);
	private static final Duration RECENT = Duration.ofDays(30);
	private static final Limit SHOWN = Limit.of(100);
	private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy年M月d日 HH:mm");

	private final AccountEvents entries;
	private final Applicants applicants;
	private final TitleRecords records;
	private final OrganisationDirectory organisations;
	private final Notices notices;
	private final MessageSource messages;
	private final Clock clock;

	AccountResets(AccountEvents entries, Applicants applicants, TitleRecords records, OrganisationDirectory organisations, Notices notices,
			MessageSource messages, Clock clock) {
		this.entries = entries;
		this.applicants = applicants;
		this.records = records;
		this.organisations = organisations;
		this.notices = notices;
		this.messages = messages;
		this.clock = clock;
	}

	/**
	 * One reset.
	 *
	 * @param name of the person; null: not on the roster any more
	 * @param by account of the member of staff
	 */
	public record Reset(String name, Instant at, String by) {
	}

	/** Tells the person, at the address that the latest record has. */
	@Transactional(propagation = Propagation.MANDATORY)
	void tell(Applicant person, String organisation) {
		var now = clock.instant();
		records.withAddress(person.id(), Limit.of(1)).forEach(record -> notices.send(new Notice("reset/" + record.number() + "/" + now.toEpochMilli(),
				text("resets.mail.subject"), text("resets.mail.body", organisations.nameOf(organisation), MOMENT.format(now.atZone(Deadline.ZONE)))
						+ "\n" + text("notice.automatic"),
				List.of(new Recipient(record.number(), record.details().email(), record.details().mobile())))));
	}

	/** @return until when the person's data cannot be had in full because the access was reset; empty if they can */
	@Transactional(readOnly = true)
	public Optional<Instant> exportLockedUntil(long applicantId) {
		var person = applicants.findById(applicantId).orElseThrow();
		return entries.findFirstByDocumentNumberHashAndDocumentTypeAndKindInOrderByIdDesc(person.documentNumberHash(), person.documentType(),
				Set.of(AccountEventKind.RESET)).map(reset -> reset.happenedAt().plus(LOCKED)).filter(clock.instant()::isBefore);
	}

	/** @return what the unit has reset in the last 30 days, the newest first, at most 100 */
	@Transactional(readOnly = true)
	public List<Reset> recentOf(String organisation) {
		return entries.resetsOf(organisation, recently(), SHOWN);
	}

	@Override
	@Transactional(readOnly = true)
	public Map<String, Long> recentAt(Collection<String> organisations) {
		return organisations.isEmpty() ? Map.of() : entries.countResets(organisations, recently()).stream()
				.collect(Collectors.toMap(AccountEvents.ResetCount::getOrganisation, AccountEvents.ResetCount::getResets));
	}

	private Instant recently() {
		return clock.instant().minus(RECENT).truncatedTo(ChronoUnit.MICROS);
	}

	private String text(String key, Object... arguments) {
		return messages.getMessage(key, arguments, Locale.SIMPLIFIED_CHINESE);
	}
}
