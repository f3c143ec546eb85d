package cn.zhicheng.filing;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongPredicate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.core.annotation.Order;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.deadline.DeadlineCalendar;
import cn.zhicheng.evidence.EvidenceArchive;
import cn.zhicheng.security.AuditKind;
import cn.zhicheng.security.AuditTrail;
import cn.zhicheng.security.Erasure;
import cn.zhicheng.security.RetentionSettings;

/**
 * Records whose time is over, with their evidence and history, and accounts of people who have no record, with their history: each in a
 * transaction of its own, in which it is looked at again. Published titles stay.
 */
@Component
@Order(RecordErasure.ORDER)
class RecordErasure implements Erasure {

	/** Before what is kept only with an account. */
	static final int ORDER = 100;

	private static final Logger LOG = LoggerFactory.getLogger(RecordErasure.class);
	private static final int CHUNK = 200;

	private final TitleRecords records;
	private final Applicants applicants;
	private final AccountEvents accountHistory;
	private final EvidenceArchive evidence;
	private final DeadlineCalendar calendar;
	private final RetentionSettings settings;
	private final ApplicationEventPublisher events;
	private final AuditTrail audit;
	private final TransactionTemplate transaction;

	RecordErasure(TitleRecords records, Applicants applicants, AccountEvents accountHistory, EvidenceArchive evidence, DeadlineCalendar calendar,
			RetentionSettings settings, ApplicationEventPublisher events, AuditTrail audit, PlatformTransactionManager transactions) {
		this.records = records;
		this.applicants = applicants;
		this.accountHistory = accountHistory;
		this.evidence = evidence;
		this.calendar = calendar;
		this.settings = settings;
		this.events = events;
		this.audit = audit;
		this.transaction = new TransactionTemplate(transactions);
	}

	@Override
	public String name() {
		return "records and accounts of individuals";
	}

	@Override
	public long erase(Instant now) {
		var draftsBefore = endOfLastCampaign(now);
		var outBefore = now.minus(settings.withdrawnAndLapsed());
		var accountsBefore = now.minus(settings.accounts());
		return all(after -> records.draftsNeverSubmitted(draftsBefore, after, Limit.of(CHUNK)), id -> eraseRecord(id, draftsBefore, "draft never submitted"))
				+ all(after -> records.withdrawnOrLapsed(outBefore, after, Limit.of(CHUNK)), id -> eraseRecord(id, outBefore, "withdrawn or lapsed"))
				+ all(after -> applicants.withoutRecords(accountsBefore, after, Limit.of(CHUNK)), id -> eraseAccount(id, accountsBefore));
	}

	/** @return drafts last changed before this moment belong to a campaign that is over for long enough */
	private Instant endOfLastCampaign(Instant now) {
		int year = LocalDate.ofInstant(now, Deadline.ZONE).getYear();
		while (calendar.lastDate(year).end().plus(settings.drafts()).isAfter(now)) {
			year--;
		}
		return calendar.lastDate(year).end();
	}

	private long all(Function<Long, List<Long>> chunkAfter, LongPredicate eraseOne) {
		long erased = 0;
		long last = Long.MIN_VALUE;
		for (var chunk = chunkAfter.apply(last); !chunk.isEmpty(); chunk = chunkAfter.apply(last)) {
			for (long id : chunk) {
				erased += erasedAlone(id, eraseOne) ? 1 : 0;
				last = id;
			}
		}
		return erased;
	}

	private boolean erasedAlone(long id, LongPredicate eraseOne) {
		try {
			return Boolean.TRUE.equals(transaction.execute(status -> eraseOne.test(id)));
		} catch (ConcurrencyFailureException | DataIntegrityViolationException inUse) {
			LOG.info("Not erased, since it is in use: {}", id);
			return false;
		}
	}

	private boolean eraseRecord(long id, Instant before, String why) {
		var found = records.findById(id).filter(record -> record.isOverSince(before));
		found.ifPresent(record -> {
			evidence.removeAll(id);
			// What others keep of it refers to it and goes first.
			events.publishEvent(new RecordCreated.Undone(id, record.number()));
			records.delete(record);
			audit.record(AuditKind.ERASED, AuditTrail.SYSTEM, null, record.number(), Map.of("why", why));
		});
		return found.isPresent();
	}

	private boolean eraseAccount(long id, Instant before) {
		var found = applicants.withoutRecords(before, id - 1, Limit.of(1)).contains(id);
		if (found) {
			var person = applicants.findById(id).orElseThrow();
			accountHistory.removeAll(person.documentNumberHash(), person.documentType());
			applicants.delete(person);
			audit.record(AuditKind.ERASED, AuditTrail.SYSTEM, null, AuditTrail.applicant(id), Map.of("why", "account without records"));
		}
		return found;
	}
}
