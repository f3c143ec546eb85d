package cn.zhicheng.security;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.Assert;

/**
 * Keeps account of who saw personal data in full. A page whose purpose is to check a number records the look before
 * it shows the number; every other page shows it masked ({@link Masking}).
 */
@Service
public class PersonalDataLooks {

	private final PersonalDataLookEntries entries;
	private final AuditTrail audit;
	private final Clock clock;

	PersonalDataLooks(PersonalDataLookEntries entries, AuditTrail audit, Clock clock) {
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
		entries.save(new PersonalDataLook(userId, organisationCode, recordNumber, field,
				// The databases keep microseconds.
				clock.instant().truncatedTo(ChronoUnit.MICROS), remoteAddress));
		audit.record(AuditKind.LOOKED, userId, organisationCode, recordNumber,
				Map.of("field", field.name(), "address", remoteAddress));
	}

	/** All looks at a record, the first one first; empty if nobody looked or the record is unknown. */
	@Transactional(readOnly = true)
	public List<PersonalDataLook> of(String recordNumber) {
		return entries.findByRecordNumberOrderByAtAscIdAsc(recordNumber);
	}
}
