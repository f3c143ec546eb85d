package cn.zhicheng.review;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.hibernate.annotations.Immutable;

import cn.zhicheng.deadline.Stage;
import cn.zhicheng.filing.FieldChange;
import cn.zhicheng.filing.RecordJournal.Remark;
import cn.zhicheng.filing.TitleRecord;
import cn.zhicheng.organisation.Organisation;
import cn.zhicheng.security.AuditTrail;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;

/**
 * An entry in the history of a record: who, for which organisation, when, what, why, and which fields changed. Entries
 * are only ever added. A decision keeps its remarks per field and its check-list here.
 */
@Entity
@Immutable
class HistoryEntry {

	/** Actor of what nobody did but a date. */
	static final String SYSTEM = AuditTrail.SYSTEM;
	/** Actor of what the person did whom the record is about. */
	static final String APPLICANT = AuditTrail.APPLICANT;

	@Id
	@GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "history_entry")
	@SequenceGenerator(name = "history_entry", sequenceName = "history_entry_seq", allocationSize = 500)
	private Long id;
	private Long recordId;
	private Instant at;
	@Enumerated(EnumType.STRING)
	private HistoryEvent event;
	private String actor;
	private String organisation;
	@Enumerated(EnumType.STRING)
	private Stage stage;
	private int submission;
	private String reason;
	private boolean late;
	/** Of a confirmation: code of the superior to which it sent the record; null when there was none. */
	private String sentTo;
	/** Of a confirmation: whether who made it had made himself a reviewer of the organisation. */
	private boolean selfGranted;
	/** Of the unit's confirmation: whether who made it had handed out the code with which the person's account was opened. */
	private boolean codeByReviewer;
	@Convert(converter = RemarksConverter.class)
	private List<Remark> remarks = List.of();
	@Convert(converter = MarksConverter.class)
	private List<Mark> marks = List.of();
	@Convert(converter = ChangesConverter.class)
	private List<FieldChange> changes = List.of();
	@Convert(converter = EvidenceHashesConverter.class)
	private Map<String, String> evidence = Map.of();

	protected HistoryEntry() {
	}

	private HistoryEntry(TitleRecord record, HistoryEvent event, String actor, Instant at) {
		this.recordId = record.id();
		this.submission = record.submissions();
		this.event = event;
		this.actor = actor;
		this.at = at;
	}

	/** The person began, withdrew … the record. */
	static HistoryEntry byApplicant(TitleRecord record, HistoryEvent event, Instant at) {
		return new HistoryEntry(record, event, APPLICANT, at);
	}

	/** The person sent the record; the entry keeps the hash of each file and what differs from the time before. */
	static HistoryEntry submission(TitleRecord record, HistoryEvent event, Map<String, String> evidence,
			List<FieldChange> changes) {
		var entry = byApplicant(record, event, record.submittedAt());
		entry.evidence = evidence;
		entry.changes = changes;
		return entry;
	}

	/** A reviewer decided for the organisation where the record lies. */
	static HistoryEntry decision(TitleRecord record, HistoryEvent event, String reviewer, Instant at, boolean late,
			String reason, ReviewNotes.Content notes) {
		var entry = atPlaceOf(record, event, reviewer, at);
		entry.late = late;
		entry.reason = reason;
		entry.remarks = notes.remarks();
		entry.marks = notes.marks();
		return entry;
	}

	/** A reviewer confirmed for the organisation where the record lies, which says where it is sent. */
	static HistoryEntry confirmation(TitleRecord record, String reviewer, Instant at, boolean late, ReviewNotes.Content notes,
			Confirmations.Before before) {
		var entry = decision(record, HistoryEvent.CONFIRMED, reviewer, at, late, null, notes);
		entry.selfGranted = before.has(Confirmations.Fact.SELF_GRANTED);
		entry.codeByReviewer = before.has(Confirmations.Fact.CODE_HANDED_OUT);
		entry.sentTo = record.sentTo().orElse(null);
		return entry;
	}

	/** Something happened to the record at the place where it is, through a date or through its process. */
	static HistoryEntry atPlaceOf(TitleRecord record, HistoryEvent event, String actor, Instant at) {
		var entry = new HistoryEntry(record, event, actor, at);
		entry.organisation = record.organisation();
		entry.stage = record.stage();
		return entry;
	}

	/** A superior has decided that the record lapses, which its organisation did not decide on in time. */
	static HistoryEntry lapsed(TitleRecord record, String account, Instant at, String reason) {
		var entry = atPlaceOf(record, HistoryEvent.LAPSED_BY_SUPERIOR, account, at);
		entry.reason = reason;
		return entry;
	}

	/** An organisation that the record names has gone into another one, which takes it over. */
	static HistoryEntry handOver(TitleRecord record, Organisation heir, Instant at, String reason) {
		var entry = new HistoryEntry(record, HistoryEvent.HANDED_OVER, SYSTEM, at);
		entry.organisation = heir.code();
		entry.stage = Stage.of(heir.kind());
		entry.reason = reason;
		return entry;
	}

	/** The record waits for a date or a message, and lies with nobody. */
	static HistoryEntry waiting(TitleRecord record, Instant at, String reason) {
		var entry = atPlaceOf(record, HistoryEvent.WAITING, SYSTEM, at);
		entry.reason = reason;
		return entry;
	}

	/** Another date holds for the one record at the stage where it is. */
	static HistoryEntry dateChanged(TitleRecord record, Instant at, String reason) {
		var entry = atPlaceOf(record, HistoryEvent.DATE_CHANGED, SYSTEM, at);
		entry.reason = reason;
		return entry;
	}

	/** Another date holds for the stage at which the record is. */
	static HistoryEntry dateChanged(DateFollowing.Followed record, Instant at, String reason) {
		var entry = new HistoryEntry();
		entry.recordId = record.id();
		entry.submission = record.submission();
		entry.event = HistoryEvent.DATE_CHANGED;
		entry.actor = SYSTEM;
		entry.at = at;
		entry.organisation = record.place();
		entry.stage = record.stage();
		entry.reason = reason;
		return entry;
	}

	Instant at() {
		return at;
	}

	HistoryEvent event() {
		return event;
	}

	String actor() {
		return actor;
	}

	String organisation() {
		return organisation;
	}

	Stage stage() {
		return stage;
	}

	int submission() {
		return submission;
	}

	String reason() {
		return reason;
	}

	boolean isLate() {
		return late;
	}

	boolean isSelfGranted() {
		return selfGranted;
	}

	boolean isCodeByReviewer() {
		return codeByReviewer;
	}

	String sentTo() {
		return sentTo;
	}

	List<Remark> remarks() {
		return remarks;
	}

	List<Mark> marks() {
		return marks;
	}

	List<FieldChange> changes() {
		return changes;
	}
}
