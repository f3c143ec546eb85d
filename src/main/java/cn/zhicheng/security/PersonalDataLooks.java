package cn.zhicheng.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.Assert;

/**
 * Keeps account of who saw personal data in full. A page whose purpose is to check a number records the look before
 * it shows the number; every other page shows it masked ({@link Masking}).
 */
@Service
public class PersonalDataLooks {

	private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

	private final PersonalDataLookEntries entries;
	private final AuditTrail audit;
	private final TransactionTemplate transaction;
	private final Clock clock;
	private final Cache<EvidenceLook, Boolean> evidenceToday = Caffeine.newBuilder().maximumSize(50_000)
			.expireAfterWrite(Duration.ofDays(1)).build();

	PersonalDataLooks(PersonalDataLookEntries entries, AuditTrail audit, PlatformTransactionManager transactions, Clock clock) {
		this.transaction = new TransactionTemplate(transactions);
		this.entries = entries;
		this.audit = audit;
		this.clock = clock;
	}

	/**
	 * Records a look at this moment. Takes part in the caller's transaction, so that nothing can be shown from one
	 * whose look was not stored.
	 *
	 * @param userId account of the one who looks
	 * @param organisationCode the organisation for which they look, or null
	 * @param recordNumber number of the title record
	 * @param field what is shown in full
	 * @param remoteAddress where the request comes from
	 * @throws IllegalStateException in a read-only transaction, in which the look would be lost without a word
	 */
	@Transactional
	public void record(String userId, String organisationCode, String recordNumber, PersonalDataField field,
			String remoteAddress) {
		Assert.hasText(userId, "A look needs the account of the one who looks");
		Assert.hasText(recordNumber, "A look needs the number of the record looked at");
		Assert.notNull(field, "A look needs the field looked at");
		Assert.hasText(remoteAddress, "A look needs the address it comes from");
		Assert.state(!TransactionSynchronizationManager.isCurrentTransactionReadOnly(),
				"A look at personal data cannot be recorded in a read-only transaction");
		add(new PersonalDataLook(userId, organisationCode, recordNumber, field, null, now(), remoteAddress));
	}

	/** @return how many numbers the account has seen in full after a moment */
	long numbersAfter(String userId, Instant moment) {
		return entries.countByUserIdAndEvidenceKindIsNullAndAtGreaterThan(userId, moment);
	}

	/**
	 * Records that pages of evidence are shown. Leafing through a file is one look: it is recorded once for each account, record,
	 * kind of evidence and day. Has a transaction of its own.
	 *
	 * @param evidenceKind name of the kind of evidence
	 */
	public void recordEvidence(String userId, String organisationCode, String recordNumber, String evidenceKind, String remoteAddress) {
		var now = now();
		var day = now.atZone(ZONE).toLocalDate();
		// Pages asked for at the same moment wait until the look is stored; if it cannot be, none of them is shown.
		evidenceToday.get(new EvidenceLook(userId, recordNumber, evidenceKind, day), once -> transaction.execute(status -> {
			if (!entries.existsByUserIdAndRecordNumberAndEvidenceKindAndAtGreaterThanEqual(userId, recordNumber, evidenceKind,
					day.atStartOfDay(ZONE).toInstant())) {
				add(new PersonalDataLook(userId, organisationCode, recordNumber, PersonalDataField.EVIDENCE, evidenceKind, now, remoteAddress));
			}
			return true;
		}));
	}

	private record EvidenceLook(String userId, String recordNumber, String evidenceKind, LocalDate day) {
	}

	private void add(PersonalDataLook look) {
		entries.save(look);
		var details = new TreeMap<>(Map.of("field", look.field().name(), "address", look.remoteAddress()));
		if (look.evidenceKind() != null) {
			details.put("evidence", look.evidenceKind());
		}
		audit.record(AuditKind.LOOKED, look.userId(), look.organisationCode(), look.recordNumber(), details);
	}

	/** The databases keep microseconds. */
	private Instant now() {
		return clock.instant().truncatedTo(ChronoUnit.MICROS);
	}

	/**
	 * Looks at any of some records, the latest first.
	 *
	 * @param recordNumbers not empty
	 * @param before id of the look after which to go on; null for the latest ones. One that is not of these records is
	 *     taken as null
	 */
	@Transactional(readOnly = true)
	public List<PersonalDataLook> latest(Collection<String> recordNumbers, Long before, int atMost) {
		return Optional.ofNullable(before).flatMap(id -> entries.findByIdAndRecordNumberIn(id, recordNumbers))
				.map(last -> entries.before(recordNumbers, last.at(), last.id(), Limit.of(atMost)))
				.orElseGet(() -> entries.findByRecordNumberInOrderByAtDescIdDesc(recordNumbers, Limit.of(atMost)));
	}

	/**
	 * Erases some of the oldest looks.
	 *
	 * @param before looks of this moment or later stay
	 * @return how many were erased
	 */
	@Transactional
	public int eraseBefore(Instant before, int atMost) {
		var ids = entries.olderThan(before, Limit.of(atMost));
		return ids.isEmpty() ? 0 : entries.deleteByIdIn(ids);
	}

	/** All looks at a record, the first one first; empty if nobody looked or the record is unknown. */
	@Transactional(readOnly = true)
	public List<PersonalDataLook> of(String recordNumber) {
		return entries.findByRecordNumberOrderByAtAscIdAsc(recordNumber);
	}
}
