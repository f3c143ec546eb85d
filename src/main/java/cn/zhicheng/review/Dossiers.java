package cn.zhicheng.review;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.context.MessageSource;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.evidence.Evidence;
import cn.zhicheng.evidence.EvidenceArchive;
import cn.zhicheng.evidence.PageImages;
import cn.zhicheng.filing.FieldChange;
import cn.zhicheng.filing.RecordDates;
import cn.zhicheng.filing.RecordField;
import cn.zhicheng.filing.RecordJournal.Remark;
import cn.zhicheng.filing.RecordKeys;
import cn.zhicheng.filing.RecordState;
import cn.zhicheng.filing.RecordTexts;
import cn.zhicheng.filing.TitleRecord;
import cn.zhicheng.filing.TitleRecords;
import cn.zhicheng.organisation.OrganisationDirectory;
import cn.zhicheng.organisation.OtherReviewers;
import cn.zhicheng.security.Masking;
import cn.zhicheng.security.PersonalDataField;
import cn.zhicheng.security.PersonalDataLooks;
import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StepUp;

/**
 * What reviewers read and note while they review (甘人社通〔2021〕117号 三(二) 第二步: 对照历史资料，严格审核). Every method
 * checks the right to the one record; without it a record is as unknown as one that does not exist.
 */
@Service
@Transactional(readOnly = true)
public class Dossiers {

	private static final int SAME_TITLES_SHOWN = 3;

	private final TitleRecords records;
	private final ReviewAccess access;
	private final History history;
	private final ReviewNotesRepository notes;
	private final ReviewTasks tasks;
	private final Doubts doubts;
	private final EvidenceArchive evidence;
	private final PageImages pages;
	private final PersonalDataLooks looks;
	private final StepUp stepUp;
	private final OrganisationDirectory organisations;
	private final OtherReviewers others;
	private final RecordDates dates;
	private final RecordTexts texts;
	private final MessageSource messages;
	private final Clock clock;

	Dossiers(TitleRecords records, ReviewAccess access, History history, ReviewNotesRepository notes, ReviewTasks tasks,
			Doubts doubts, EvidenceArchive evidence, PageImages pages, PersonalDataLooks looks, StepUp stepUp,
			OrganisationDirectory organisations, OtherReviewers others, RecordDates dates, RecordTexts texts, MessageSource messages, Clock clock) {
		this.records = records;
		this.access = access;
		this.history = history;
		this.notes = notes;
		this.tasks = tasks;
		this.doubts = doubts;
		this.evidence = evidence;
		this.pages = pages;
		this.looks = looks;
		this.stepUp = stepUp;
		this.organisations = organisations;
		this.others = others;
		this.dates = dates;
		this.texts = texts;
		this.messages = messages;
		this.clock = clock;
	}

	/** @return everything about the record; empty when there is none that this account may see */
	public Optional<Dossier> find(Staff staff, String number) {
		return visible(staff, number).map(record -> dossier(staff, record));
	}

	private Dossier dossier(Staff staff, TitleRecord record) {
		var entries = history.entriesOf(record.id());
		var changes = lastChanges(entries);
		var changedFrom = new HashMap<String, String>();
		changes.forEach(change -> changedFrom.put(change.field(), texts.value(change.field(), change.before())));
		boolean decidable = access.mayDecide(staff, record);
		var deadline = dates.reviewDeadlines(List.of(record)).get(record.id());
		boolean overdue = deadline != null && deadline.isPassedAt(clock.instant());
		var names = new HashMap<String, String>();
		Function<HistoryEntry, Dossier.Step> step = entry -> step(entry, names);
		return new Dossier(record.number(), record.state().name(), text(record.state().messageKey()),
				text("stage." + record.stage().name()), record.stepName().orElse(null), waiting(record), record.organisation() == null ? "" : organisations.nameOf(record.organisation()),
				deadline == null ? null : deadline.date(), overdue, decidable,
				decidable ? null : notice(staff, record, entries), record.submissions(), record.submittedAt(), person(record),
				sections(record, changedFrom), files(record, changedFrom), findings(record, entries),
				entries.stream().filter(e -> e.event() == HistoryEvent.CONFIRMED && e.submission() == record.submissions()).map(step).toList(),
				entries.stream().filter(e -> e.event() == HistoryEvent.RETURNED).reduce((a, b) -> b).map(step).orElse(null),
				changes(record, changes), entries.stream().map(step).toList(),
				decidable ? notesOf(staff, record).map(ReviewNotes::content).orElse(ReviewNotes.Content.NONE) : null);
	}

	private Dossier.Person person(TitleRecord record) {
		var applicant = record.applicant();
		return new Dossier.Person(record.details().name(), text(applicant.documentType().messageKey()),
				Masking.documentNumber(applicant.documentNumber()));
	}

	private List<Dossier.Section> sections(TitleRecord record, Map<String, String> changedFrom) {
		var sections = new ArrayList<Dossier.Section>();
		for (var section : RecordField.Section.values()) {
			var fields = new ArrayList<Dossier.Field>();
			for (var field : RecordField.of(section)) {
				fields.add(new Dossier.Field(field.key(), texts.label(field.key()),
						texts.value(field.key(), field.valueOf(record.details())), changedFrom.get(field.key()),
						field.isSensitive() ? PersonalDataField.valueOf(field.name()) : null));
				if (field == RecordField.NAME) {
					fields.add(documentNumber(record));
				}
			}
			sections.add(new Dossier.Section(text("section." + section.name()), fields));
		}
		return sections;
	}

	/** The number that the person signs in with; it belongs to the person and not to the record, but is reviewed with it. */
	private Dossier.Field documentNumber(TitleRecord record) {
		var key = RecordKeys.DOCUMENT_NUMBER;
		return new Dossier.Field(key, texts.label(key), Masking.documentNumber(record.applicant().documentNumber()), null,
				PersonalDataField.DOCUMENT_NUMBER);
	}

	private List<Dossier.File> files(TitleRecord record, Map<String, String> changedFrom) {
		return evidence.current(record.id()).stream()
				.map(file -> file(file, changedFrom.containsKey(RecordKeys.of(file.getKind())))).toList();
	}

	private Dossier.File file(Evidence file, boolean changed) {
		var key = RecordKeys.of(file.getKind());
		return new Dossier.File(file.getId(), key, texts.label(key), file.getPages(), file.getSize(), changed);
	}

	private List<Dossier.Finding> findings(TitleRecord record, List<HistoryEntry> entries) {
		var findings = new ArrayList<Dossier.Finding>();
		for (var doubt : doubts.of(new CheckedTitleRecord(record))) {
			findings.add(new Dossier.Finding(doubt.field(), text(doubt), text(doubt.kind().reasonKey()), doubt.kind().weight().name()));
		}
		if (!record.applicant().name().equals(record.details().name())) {
			findings.add(new Dossier.Finding(RecordField.NAME.key(),
					text("doubt.NAME_DIFFERS", record.details().name(), record.applicant().name()), text("doubt.NAME_DIFFERS.reason"),
					DoubtKind.Weight.NORMAL.name()));
		}
		if (record.details().series() != null && record.details().title() != null) {
			var same = records.numbersOfSameTitle(record.applicant().id(), record.id(), record.details().series(),
					record.details().title(), Limit.of(SAME_TITLES_SHOWN));
			if (!same.isEmpty()) {
				findings.add(new Dossier.Finding(RecordField.TITLE.key(), text("doubt.FILED_TWICE", String.join("、", same)),
						text("doubt.FILED_TWICE.reason"), DoubtKind.Weight.NORMAL.name()));
			}
		}
		findings.addAll(marks(record, entries));
		return findings;
	}

	/** What was done by one hand at the levels before: allowed, and said to those that come later. */
	private List<Dossier.Finding> marks(TitleRecord record, List<HistoryEntry> entries) {
		return entries.stream().filter(entry -> entry.event() == HistoryEvent.CONFIRMED && entry.submission() == record.submissions())
				.filter(entry -> !entry.organisation().equals(record.organisation()))
				.flatMap(entry -> Stream.concat(entry.isCodeByReviewer() ? Stream.of(mark("doubt.CODE_HANDED_OUT_BY_REVIEWER", entry)) : Stream.empty(),
						entry.isSelfGranted() ? Stream.of(mark("doubt.SELF_GRANTED_REVIEW", entry)) : Stream.empty()))
				.distinct().toList();
	}

	private Dossier.Finding mark(String key, HistoryEntry entry) {
		return new Dossier.Finding(RecordField.EMPLOYER.key(), text(key, organisations.nameOf(entry.organisation())), text(key + ".reason"),
				DoubtKind.Weight.NONE.name());
	}

	private static List<FieldChange> lastChanges(List<HistoryEntry> entries) {
		return entries.stream().filter(entry -> entry.event() == HistoryEvent.RESUBMITTED).reduce((a, b) -> b)
				.map(HistoryEntry::changes).orElse(List.of());
	}

	private List<Dossier.Change> changes(TitleRecord record, List<FieldChange> changes) {
		if (changes.isEmpty()) {
			return List.of();
		}
		var removed = evidence.history(record.id()).stream().filter(file -> !file.isCurrent()).toList();
		return changes.stream().map(change -> new Dossier.Change(change.field(), texts.label(change.field()),
				texts.value(change.field(), change.before()), texts.value(change.field(), change.after()),
				former(change, removed))).toList();
	}

	/** The files that an amendment replaced; a change of evidence names them by their hashes. */
	private List<Dossier.File> former(FieldChange change, List<Evidence> removed) {
		if (change.before() == null) {
			return List.of();
		}
		var hashes = List.of(change.before().split(" "));
		return removed.stream().filter(file -> change.field().equals(RecordKeys.of(file.getKind())) && hashes.contains(file.getSha256()))
				.collect(Collectors.toMap(Evidence::getSha256, file -> file(file, true), (one, other) -> one, LinkedHashMap::new))
				.values().stream().toList();
	}

	private Dossier.Step step(HistoryEntry entry, Map<String, String> names) {
		var organisation = entry.organisation() == null ? null
				: names.computeIfAbsent(entry.organisation(), organisations::nameOf);
		var remarks = entry.remarks().stream()
				.map(remark -> new Dossier.NamedRemark(remark.field(), texts.label(remark.field()), remark.text())).toList();
		return new Dossier.Step(entry.event().name(), text(entry.event().messageKey()), organisation, entry.actor(), entry.at(),
				entry.reason(), entry.isLate(), remarks, entry.marks());
	}

	private String waiting(TitleRecord record) {
		var name = record.stepName().orElse("");
		return record.isWaiting() ? record.waitingUntil().map(until -> text("review.waitingUntil", name, ReviewDesk.MOMENT.format(until.atZone(Deadline.ZONE))))
				.orElseGet(() -> text("review.waiting", name)) : null;
	}

	private String notice(Staff staff, TitleRecord record, List<HistoryEntry> entries) {
		if (record.isWaiting()) {
			return waiting(record);
		}
		var bar = access.barTo(staff, record);
		if (bar.isPresent()) {
			return text(others.missingFor(List.of(record.id())).isEmpty() ? bar.get().messageKey() : bar.get().missingKey());
		}
		var last = entries.stream().filter(e -> e.event() == HistoryEvent.CONFIRMED || e.event() == HistoryEvent.RETURNED
				|| e.event() == HistoryEvent.WITHDRAWN).reduce((a, b) -> b);
		if (record.state() == RecordState.IN_REVIEW && last.filter(e -> e.submission() == record.submissions()).isEmpty()) {
			return text("review.notYours", organisations.nameOf(record.organisation()));
		}
		return last.map(e -> e.organisation() == null ? text("review.withdrawn")
				: text("review.decided", organisations.nameOf(e.organisation()), e.actor(), text(e.event().messageKey())))
				.orElseGet(() -> text("review.notNow"));
	}

	/** What came of an attempt to note something. */
	public enum NotesOutcome {
		SAVED, DECIDED_MEANWHILE, UNKNOWN_FIELD
	}

	/**
	 * Keeps a reviewer's check-list, remarks and drafted reason until the decision.
	 *
	 * @return empty when there is no such record that this account may see
	 */
	@Transactional
	public Optional<NotesOutcome> note(Staff staff, String number, ReviewNotes.Content content) {
		return visible(staff, number).map(record -> {
			if (!access.mayDecide(staff, record)) {
				return NotesOutcome.DECIDED_MEANWHILE;
			}
			if (!content.remarks().stream().map(Remark::field).allMatch(RecordKeys::isKnown)) {
				return NotesOutcome.UNKNOWN_FIELD;
			}
			var mine = notesOf(staff, record).orElseGet(() -> new ReviewNotes(record.id(), record.submissions(),
					record.organisation(), staff.userId()));
			mine.write(content, clock.instant());
			notes.save(mine);
			return NotesOutcome.SAVED;
		});
	}

	/** @return why the account can not decide on a record that it may see; for a message when it comes too late */
	public Optional<String> notice(Staff staff, String number) {
		return visible(staff, number).filter(record -> !access.mayDecide(staff, record))
				.map(record -> notice(staff, record, history.entriesOf(record.id())));
	}

	private Optional<ReviewNotes> notesOf(Staff staff, TitleRecord record) {
		return notes.findByRecordIdAndSubmissionAndOrganisationAndReviewer(record.id(), record.submissions(),
				record.organisation(), staff.userId());
	}

	/**
	 * The picture of a page of evidence, also of what was replaced in an amendment, so that old and new can be compared.
	 * A scan shows what is masked elsewhere, so the look is recorded.
	 *
	 * @param address where the request came from
	 * @return a JPEG; empty when there is none that this account may see
	 */
	@Transactional(propagation = Propagation.NOT_SUPPORTED)
	public Optional<byte[]> page(Staff staff, String number, long evidenceId, int page, String address) {
		return visible(staff, number).flatMap(record -> evidence.find(record.id(), evidenceId)
				.filter(file -> page >= 1 && page <= file.getPages()).map(file -> {
					looks.recordEvidence(staff.userId(), organisationOf(staff, record), number, file.getKind().name(), address);
					return pages.page(file, page);
				}));
	}

	/** @return code of the organisation for which the account looks at the record; null for the supervisors of the province */
	private String organisationOf(Staff staff, TitleRecord record) {
		return staff.reviewsFor(record.organisation()) ? record.organisation()
				: Stream.of(staff.reviewedOrganisations(), staff.supervisedOrganisations()).flatMap(codes -> codes.stream().sorted())
						.filter(code -> organisations.find(code).isPresent()).findFirst().orElse(null);
	}

	/**
	 * Shows a value in full to someone who has to check it; the look is recorded.
	 *
	 * @param address where the request came from
	 * @return empty when there is no such record that this account may see
	 * @throws cn.zhicheng.security.ProofNeededException if it has seen many since it proved to be there
	 */
	@Transactional
	public Optional<String> look(Staff staff, String number, PersonalDataField field, String address) {
		if (field == PersonalDataField.EVIDENCE) {
			return Optional.empty();
		}
		return visible(staff, number).filter(record -> access.mayDecide(staff, record)).map(record -> {
			stepUp.requireForLook();
			looks.record(staff.userId(), record.organisation(), number, field, address);
			var value = switch (field) {
				case DOCUMENT_NUMBER -> record.applicant().documentNumber();
				case SOCIAL_SECURITY_NUMBER -> record.details().socialSecurityNumber();
				case MOBILE -> record.details().mobile();
				case EMAIL -> record.details().email();
				case EVIDENCE -> throw new IllegalStateException("Evidence is shown by its pages");
			};
			return value == null ? "" : value;
		});
	}

	/**
	 * What a card of the task list shows.
	 *
	 * @param submittedAt when it was last sent
	 * @param deadline the date of the stage
	 * @param amended whether it came again after a return
	 * @param step name of the step at which it is; null: not known
	 * @param other whether that step asks for another person than who has confirmed before
	 * @param missing whether the organisation has no such person
	 */
	public record Card(String taskId, String number, String name, String title, java.time.Instant submittedAt,
			java.time.LocalDate deadline, boolean overdue, boolean amended, String step, boolean other, boolean missing) {
	}

	/** @return a card for each of the tasks that the account may see, in a fixed number of statements */
	public List<Card> cards(Staff staff, Collection<String> taskIds) {
		var numbers = tasks.recordNumbers(taskIds);
		// A right to the task alone is not enough: administrators of the engine may have one.
		var visible = access.visibleAmong(staff, records.findByNumberIn(numbers.values()));
		var byNumber = visible.stream().collect(Collectors.toMap(TitleRecord::number, Function.identity()));
		var deadlines = dates.reviewDeadlines(visible);
		var missing = others.missingFor(visible.stream().map(TitleRecord::id).toList());
		var now = clock.instant();
		return numbers.entrySet().stream().filter(entry -> byNumber.containsKey(entry.getValue())).map(entry -> {
			var record = byNumber.get(entry.getValue());
			var deadline = deadlines.get(record.id());
			return new Card(entry.getKey(), record.number(), record.details().name(), record.details().title(),
					record.submittedAt(), deadline == null ? null : deadline.date(), deadline != null && deadline.isPassedAt(now), record.wasReturned(),
					record.stepName().orElse(null), record.needsOtherReviewer(), missing.contains(record.id()));
		}).toList();
	}

	private Optional<TitleRecord> visible(Staff staff, String number) {
		return records.findWithApplicantByNumber(number).filter(record -> access.maySee(staff, record));
	}

	private String text(String key, Object... arguments) {
		return messages.getMessage(key, arguments, Locale.SIMPLIFIED_CHINESE);
	}

	private String text(MessageSourceResolvable resolvable) {
		return messages.getMessage(resolvable, Locale.SIMPLIFIED_CHINESE);
	}
}
