package cn.zhicheng.filing;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.deadline.DeadlineCalendar;
import cn.zhicheng.evidence.Attached;
import cn.zhicheng.evidence.Attachment;
import cn.zhicheng.evidence.Evidence;
import cn.zhicheng.evidence.EvidenceArchive;
import cn.zhicheng.evidence.Received;
import cn.zhicheng.organisation.Organisation;
import cn.zhicheng.organisation.OrganisationDirectory;

/**
 * What an individual does with own records: begin, change, submit, take back, amend, delete (甘人社通〔2021〕117号
 * 三(一)). Every method finds the record by its number and its person, so nobody reaches another's.
 */
@Service
@Transactional
public class Filing {

	/** More titles than anybody holds; keeps one account from filling the database. */
	static final int RECORDS_PER_PERSON = 50;

	private final TitleRecords records;
	private final RecordNumbers numbers;
	private final Applicants applicants;
	private final EvidenceArchive evidence;
	private final SubmissionCheck check;
	private final DeadlineCalendar calendar;
	private final RecordDates dates;
	private final OrganisationDirectory organisations;
	private final ApplicationEventPublisher events;
	private final Clock clock;

	Filing(TitleRecords records, RecordNumbers numbers, Applicants applicants, EvidenceArchive evidence, SubmissionCheck check,
			DeadlineCalendar calendar, RecordDates dates, OrganisationDirectory organisations, ApplicationEventPublisher events, Clock clock) {
		this.records = records;
		this.numbers = numbers;
		this.applicants = applicants;
		this.evidence = evidence;
		this.check = check;
		this.calendar = calendar;
		this.dates = dates;
		this.organisations = organisations;
		this.events = events;
		this.clock = clock;
	}

	/** @return the person's records, the newest first */
	@Transactional(readOnly = true)
	public List<TitleRecord> recordsOf(long applicantId) {
		return records.findByApplicantIdOrderByIdDesc(applicantId, Limit.of(RECORDS_PER_PERSON));
	}

	/** @return the record if it is the person's own */
	@Transactional(readOnly = true)
	public Optional<TitleRecord> find(long applicantId, String number) {
		return records.findByNumberAndApplicantId(number, applicantId);
	}

	/** @return current evidence of an own record, in the order of the notice */
	@Transactional(readOnly = true)
	public List<Evidence> evidenceOf(TitleRecord record) {
		return evidence.current(record.id());
	}

	/**
	 * Begins a record; what the person has filled in before or what the identity number tells is proposed.
	 *
	 * @return empty when the person has reached the limit of records
	 */
	public Optional<TitleRecord> begin(long applicantId) {
		var applicant = applicants.findById(applicantId).orElseThrow();
		var earlier = recordsOf(applicantId);
		if (earlier.size() >= RECORDS_PER_PERSON) {
			return Optional.empty();
		}
		var now = clock.instant();
		var number = numbers.next(calendar.campaignYear());
		var record = new TitleRecord(number, applicant, now);
		record.edit(earlier.isEmpty() ? fromIdentityNumber(applicant) : basicsOf(earlier.get(0)), now);
		records.save(record);
		events.publishEvent(new RecordCreated(record.id(), number));
		return Optional.of(record);
	}

	private static Map<RecordField, String> fromIdentityNumber(Applicant applicant) {
		return applicant.documentType().identityNumber(applicant.documentNumber())
				.map(number -> Map.of(RecordField.BIRTH_DATE, number.birthDate().toString(), RecordField.SEX, number.sex().name()))
				.orElse(Map.of());
	}

	private static Map<RecordField, String> basicsOf(TitleRecord earlier) {
		var basics = new TreeMap<RecordField, String>();
		for (var field : RecordField.of(RecordField.Section.BASIC)) {
			if (field != RecordField.EMPLOYER_WHEN_GRANTED) {
				basics.put(field, field.valueOf(earlier.details()));
			}
		}
		return basics;
	}

	/**
	 * Saves what was typed. Drafts may be incomplete, but what is typed must be well-formed.
	 *
	 * @param version {@link TitleRecord#version()} when the form was opened
	 * @param values the fields of the form; fields that are absent stay as they are
	 */
	public FilingOutcome save(long applicantId, String number, int version, Map<RecordField, String> values) {
		var record = own(applicantId, number);
		if (!record.state().isEditable()) {
			return new FilingOutcome.NotNow(record);
		}
		var problems = new ArrayList<FieldProblem>();
		values.forEach((field, text) -> field.malformed(text).ifPresent(
				key -> problems.add(new FieldProblem(field, key, field.maxLength()))));
		var employer = values.get(RecordField.EMPLOYER);
		if (employer != null && !employer.isBlank() && !isEmployer(employer.strip())) {
			problems.add(new FieldProblem(RecordField.EMPLOYER, "problem.unknownEmployer"));
		}
		if (Confidentiality.CLASSIFIED.name().equals(values.get(RecordField.CONFIDENTIALITY))) {
			// It is told that such titles are not collected; that it was answered is kept nowhere.
			problems.add(new FieldProblem(RecordField.CONFIDENTIALITY, "problem.classified"));
		}
		if (!problems.isEmpty()) {
			return new FilingOutcome.Refused(record, problems);
		}
		if (isUnchanged(record, values)) {
			return new FilingOutcome.AlreadyDone(record);
		}
		if (record.version() != version) {
			return new FilingOutcome.Conflict(record);
		}
		record.edit(values, clock.instant());
		return new FilingOutcome.Done(records.saveAndFlush(record));
	}

	private boolean isEmployer(String code) {
		return organisations.find(code).filter(Organisation::takesRecordsOfItsPeople).isPresent();
	}

	private static boolean isUnchanged(TitleRecord record, Map<RecordField, String> values) {
		return values.entrySet().stream().allMatch(entry -> {
			var now = entry.getKey().valueOf(record.details());
			var typed = entry.getValue() == null ? "" : entry.getValue().strip();
			return typed.equals(now == null ? "" : now);
		});
	}

	/** @return what keeps the record from being submitted, its date included; empty when nothing does */
	@Transactional(readOnly = true)
	public List<FieldProblem> problems(TitleRecord record) {
		var problems = new ArrayList<>(dateProblem(record, clock.instant()).stream().toList());
		problems.addAll(check.problems(record, evidence.current(record.id())));
		return problems;
	}

	/**
	 * Until when the individual can send the record, or could send it again after taking it back: the filing date of the
	 * unit's region, or for one that was returned the date of the amendment.
	 */
	@Transactional(readOnly = true)
	public Deadline deadlineOf(TitleRecord record) {
		if (record.wasReturned()) {
			return dates.amendmentDeadline(record);
		}
		int year = calendar.campaignYear();
		return organisations.find(record.details().employer()).map(unit -> calendar.filingDeadline(unit, year))
				.orElseGet(() -> calendar.filingDeadline(year));
	}

	private Optional<FieldProblem> dateProblem(TitleRecord record, Instant now) {
		var deadline = deadlineOf(record);
		return deadline.isPassedAt(now)
				? Optional.of(FieldProblem.ofRecord(record.state() == RecordState.RETURNED ? "problem.amendmentDatePassed"
						: "problem.filingDatePassed", deadline.date()))
				: Optional.empty();
	}

	/**
	 * Submits a draft, or sends an amended record again: everything that is missing is told at once.
	 *
	 * @param version {@link TitleRecord#version()} of the page from which it is submitted
	 */
	public FilingOutcome submit(long applicantId, String number, int version) {
		var record = ownToMove(applicantId, number);
		if (record.state() == RecordState.IN_REVIEW) {
			return new FilingOutcome.AlreadyDone(record);
		}
		if (!record.state().isEditable()) {
			return new FilingOutcome.NotNow(record);
		}
		if (record.version() != version) {
			return new FilingOutcome.Conflict(record);
		}
		// One moment for the comparison and for what is stored: the date may pass in between.
		var now = clock.instant();
		var files = evidence.current(record.id());
		var problems = new ArrayList<>(dateProblem(record, now).stream().toList());
		problems.addAll(check.problems(record, files));
		if (!problems.isEmpty()) {
			return new FilingOutcome.Refused(record, problems);
		}
		var evidenceContent = contentOf(files);
		var content = new TreeMap<>(evidenceContent);
		for (var field : RecordField.values()) {
			var value = field.valueOf(record.details());
			if (value != null) {
				content.put(field.key(), value);
			}
		}
		if (record.state() == RecordState.RETURNED) {
			var changes = FieldChange.between(record.submittedContent(), content);
			record.resubmit(content, dates.amendmentDeadline(record), now);
			events.publishEvent(new RecordSubmitted.Again(record.id(), number, evidenceContent, changes));
		} else {
			record.submit(calendar.campaignYear(), content, now);
			events.publishEvent(new RecordSubmitted(record.id(), number, evidenceContent));
		}
		return new FilingOutcome.Done(record);
	}

	private static Map<String, String> contentOf(List<Evidence> files) {
		var content = new TreeMap<String, String>();
		for (var file : files) {
			content.merge(RecordKeys.of(file.getKind()), file.getSha256(), (one, other) -> one + " " + other);
		}
		return content;
	}

	/** Takes a submitted record back, until its unit has decided. */
	public FilingOutcome withdraw(long applicantId, String number) {
		var record = ownToMove(applicantId, number);
		if (record.state().isEditable()) {
			return new FilingOutcome.AlreadyDone(record);
		}
		if (!record.canBeWithdrawn()) {
			return new FilingOutcome.NotNow(record);
		}
		boolean waited = record.isWaiting();
		record.withdraw(clock.instant());
		events.publishEvent(new RecordWithdrawn(record.id(), number, record.state() == RecordState.DRAFT, waited));
		return new FilingOutcome.Done(record);
	}

	/** Deletes a draft with its evidence and history; anything that an organisation has decided on stays. */
	public FilingOutcome delete(long applicantId, String number) {
		var record = own(applicantId, number);
		if (record.state() != RecordState.DRAFT) {
			return new FilingOutcome.NotNow(record);
		}
		evidence.removeAll(record.id());
		// What others keep of it refers to it and goes first.
		events.publishEvent(new RecordCreated.Undone(record.id(), number));
		records.delete(record);
		return new FilingOutcome.Done(record);
	}

	/**
	 * Attaches a received file to an editable record; of kinds that occur once it replaces the former.
	 *
	 * @param file inspected and stored by {@link EvidenceArchive#receive}, outside this transaction
	 * @return empty when the record cannot be changed now
	 */
	public Optional<Attachment> attach(long applicantId, String number, Received file) {
		var record = own(applicantId, number);
		if (!record.state().isEditable()) {
			return Optional.empty();
		}
		var attachment = evidence.attach(record.id(), file, record.submissions() > 0);
		if (attachment instanceof Attached) {
			record.touch(clock.instant());
		}
		return Optional.of(attachment);
	}

	/** Removes a file from an editable record; nothing happens when it is gone already. */
	public FilingOutcome detach(long applicantId, String number, long evidenceId) {
		var record = own(applicantId, number);
		if (!record.state().isEditable()) {
			return new FilingOutcome.NotNow(record);
		}
		if (evidence.remove(record.id(), evidenceId, record.submissions() > 0).isPresent()) {
			record.touch(clock.instant());
		}
		return new FilingOutcome.Done(record);
	}

	private TitleRecord own(long applicantId, String number) {
		return records.findByNumberAndApplicantId(number, applicantId).orElseThrow(UnknownRecordException::new);
	}

	/** Moving a record competes with double clicks and with the unit's decision: one after the other, each with a clear outcome. */
	private TitleRecord ownToMove(long applicantId, String number) {
		return records.findToChangeByNumberAndApplicantId(number, applicantId).orElseThrow(UnknownRecordException::new);
	}

	/** There is no such record of this person; deliberately says no more than that. */
	public static class UnknownRecordException extends RuntimeException {
	}
}
