package cn.zhicheng.review;

import java.time.Clock;
import java.util.List;

import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.filing.RecordCreated;
import cn.zhicheng.filing.RecordJournal;
import cn.zhicheng.filing.RecordSubmitted;
import cn.zhicheng.filing.RecordWithdrawn;
import cn.zhicheng.filing.TitleRecord;
import cn.zhicheng.filing.TitleRecords;
import cn.zhicheng.security.StaffAccountRemoved;

/**
 * Keeps the history of every record: listens to what individuals do, in their transaction, and reads it for pages.
 */
@Service
@Transactional(propagation = Propagation.MANDATORY)
class History implements RecordJournal {

	/** What an individual did stands in the history before what it set in motion. */
	private static final int FIRST = Ordered.HIGHEST_PRECEDENCE;

	private final HistoryEntries entries;
	private final ReviewNotesRepository notes;
	private final TitleRecords records;
	private final Clock clock;

	History(HistoryEntries entries, ReviewNotesRepository notes, TitleRecords records, Clock clock) {
		this.entries = entries;
		this.notes = notes;
		this.records = records;
		this.clock = clock;
	}

	@EventListener
	@Order(FIRST)
	void on(RecordCreated event) {
		add(HistoryEntry.byApplicant(record(event.recordId()), HistoryEvent.CREATED, clock.instant()));
	}

	@EventListener
	@Order(FIRST)
	void on(RecordCreated.Undone event) {
		notes.deleteOf(event.recordId());
		entries.deleteByRecordId(event.recordId());
	}

	@EventListener
	@Order(FIRST)
	void on(RecordSubmitted event) {
		add(HistoryEntry.submission(record(event.recordId()), HistoryEvent.SUBMITTED, event.evidence(), List.of()));
	}

	@EventListener
	@Order(FIRST)
	void on(RecordSubmitted.Again event) {
		add(HistoryEntry.submission(record(event.recordId()), HistoryEvent.RESUBMITTED, event.evidence(), event.changes()));
	}

	@EventListener
	@Order(FIRST)
	void on(RecordWithdrawn event) {
		add(HistoryEntry.byApplicant(record(event.recordId()), HistoryEvent.WITHDRAWN, clock.instant()));
	}

	@EventListener
	void on(StaffAccountRemoved event) {
		notes.deleteBy(event.userId());
	}

	void add(HistoryEntry entry) {
		entries.save(entry);
	}

	@Transactional(readOnly = true)
	List<HistoryEntry> entriesOf(long recordId) {
		return entries.findByRecordIdOrderByAtAscIdAsc(recordId);
	}

	@Override
	@Transactional(readOnly = true)
	public List<Entry> of(long recordId) {
		return entriesOf(recordId).stream().map(entry -> new Entry(entry.at(), entry.event().name(), entry.organisation(),
				entry.stage(), entry.reason(), entry.isLate(), entry.remarks(), entry.changes())).toList();
	}

	private TitleRecord record(long id) {
		return records.findById(id).orElseThrow();
	}
}
