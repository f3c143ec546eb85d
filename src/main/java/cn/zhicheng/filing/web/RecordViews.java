package cn.zhicheng.filing.web;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.springframework.stereotype.Component;

import cn.zhicheng.deadline.Stage;
import cn.zhicheng.evidence.Evidence;
import cn.zhicheng.evidence.EvidenceKind;
import cn.zhicheng.filing.Applicant;
import cn.zhicheng.filing.FieldProblem;
import cn.zhicheng.filing.Filing;
import cn.zhicheng.filing.RecordField;
import cn.zhicheng.filing.RecordJournal;
import cn.zhicheng.filing.RecordKeys;
import cn.zhicheng.filing.RecordState;
import cn.zhicheng.filing.RecordTexts;
import cn.zhicheng.filing.TitleRecord;
import cn.zhicheng.organisation.OrganisationDirectory;
import cn.zhicheng.security.Masking;

/**
 * A person's own record in the words of the portal's pages; personal data are masked, except in the form itself.
 */
@Component
class RecordViews {

	private static final String RETURNED = "RETURNED";

	private final Filing filing;
	private final RecordJournal journal;
	private final RecordTexts recordTexts;
	private final RecordProgress progress;
	private final OrganisationDirectory organisations;
	private final PageTexts texts;

	RecordViews(Filing filing, RecordJournal journal, RecordTexts recordTexts, RecordProgress progress,
			OrganisationDirectory organisations, PageTexts texts) {
		this.filing = filing;
		this.journal = journal;
		this.recordTexts = recordTexts;
		this.progress = progress;
		this.organisations = organisations;
		this.texts = texts;
	}

	/** What can be done with a record now, the first thing to do foremost. */
	enum Action {
		CONTINUE, SUBMIT, AMEND, RESUBMIT, VIEW, VERIFY;

		public String messageKey() {
			return "action." + name();
		}
	}

	record Head(String number, String title, String level, String state, String stateClass) {
	}

	/** @param reasons of the last return, while the record is returned; otherwise null */
	record Card(Head head, RecordProgress.Line progress, Action next, String reasons, boolean editable, boolean deletable,
			boolean withdrawable) {
	}

	Card card(TitleRecord record) {
		return new Card(head(record), progress.of(record), next(record),
				record.state() == RecordState.RETURNED ? lastReturn(record).map(RecordJournal.Entry::reason).orElse(null) : null,
				record.state().isEditable(), record.state() == RecordState.DRAFT, record.canBeWithdrawn());
	}

	Head head(TitleRecord record) {
		var details = record.details();
		return new Head(record.number(), details.title() == null ? texts.text("record.untitled") : details.title(),
				details.level() == null ? null : texts.text(details.level().messageKey()), texts.text(record.state().messageKey()),
				record.state().name().toLowerCase(java.util.Locale.ROOT));
	}

	private Action next(TitleRecord record) {
		return switch (record.state()) {
			case DRAFT -> filing.problems(record).isEmpty() ? Action.SUBMIT : Action.CONTINUE;
			case RETURNED -> record.updatedAt().isAfter(record.stageSince()) && filing.problems(record).isEmpty()
					? Action.RESUBMIT : Action.AMEND;
			case PUBLISHED -> Action.VERIFY;
			case IN_REVIEW, LAPSED -> Action.VIEW;
		};
	}

	record Value(String key, String label, String value, List<String> remarks) {
	}

	record Section(String title, List<Value> values) {
	}

	/** @param pages numbers of its pages, from 1 */
	record File(long id, String kind, String label, List<Integer> pages, String size) {
	}

	/** @param who name of the organisation, or the person */
	record Event(String when, String what, String who, String reason, boolean late, List<Value> remarks, List<Change> changes) {
	}

	record Change(String label, String before, String after) {
	}

	/** @param remarks on single fields: label and what the reviewer wrote */
	record Return(String organisation, String when, String until, String reason, List<Value> remarks) {
	}

	/** All of a record on one page. */
	record Whole(Card card, int version, Head head, Person person, List<Section> sections, List<File> files, List<Event> history,
			Return returned, List<Problem> problems) {
	}

	/** @param documentNumber masked */
	record Person(String documentType, String documentNumber) {
	}

	/**
	 * @param field key of the field, or of the kind of evidence; null when it concerns the record as a whole
	 * @param anchor id of the element to which the summary leads; null for the whole record
	 */
	record Problem(String field, String anchor, String label, String text) {
	}

	Whole whole(TitleRecord record) {
		var returned = returned(record);
		return new Whole(card(record), record.version(), head(record), person(record.applicant()), sections(record, returned),
				files(filing.evidenceOf(record)), history(record), returned,
				record.state().isEditable() ? problems(filing.problems(record)) : List.of());
	}

	Person person(Applicant applicant) {
		return new Person(texts.text(applicant.documentType().messageKey()), Masking.documentNumber(applicant.documentNumber()));
	}

	private List<Section> sections(TitleRecord record, Return returned) {
		return Arrays.stream(RecordField.Section.values()).map(section -> {
			var values = new ArrayList<Value>();
			for (var field : RecordField.of(section)) {
				values.add(new Value(field.key(), recordTexts.label(field.key()),
						recordTexts.value(field.key(), field.valueOf(record.details())), remarksOn(field.key(), returned)));
				if (field == RecordField.SEX) {
					var person = person(record.applicant());
					values.add(new Value("documentNumber", recordTexts.label("documentNumber"),
							person.documentType() + " " + person.documentNumber(), remarksOn("documentNumber", returned)));
				}
			}
			return new Section(texts.text("section." + section), values);
		}).toList();
	}

	static List<String> remarksOn(String key, Return returned) {
		return returned == null ? List.of()
				: returned.remarks().stream().filter(remark -> remark.key().equals(key)).map(Value::value).toList();
	}

	List<File> files(List<Evidence> evidence) {
		return evidence.stream().map(this::file).toList();
	}

	private File file(Evidence file) {
		long kilobytes = Math.max(1, Math.round(file.getSize() / 1024.0));
		return new File(file.getId(), file.getKind().name(), texts.text(file.getKind().messageKey()),
				IntStream.rangeClosed(1, file.getPages()).boxed().toList(),
				kilobytes < 1024 ? kilobytes + " KB" : "%.1f MB".formatted(kilobytes / 1024.0));
	}

	private List<Event> history(TitleRecord record) {
		var events = new ArrayList<Event>();
		for (var entry : journal.of(record.id())) {
			events.add(0, new Event(ChinaTime.moment(entry.at()), texts.text("historyEvent." + entry.event()), who(entry),
					entry.reason(), entry.late(), remarks(entry),
					entry.changes().stream().map(change -> new Change(recordTexts.label(change.field()),
							recordTexts.value(change.field(), change.before()), recordTexts.value(change.field(), change.after()))).toList()));
		}
		return events;
	}

	private String who(RecordJournal.Entry entry) {
		return entry.organisation() == null ? texts.text("history.self")
				: texts.text("history.organisation", organisations.nameOf(entry.organisation()),
						texts.text("stage." + (entry.stage() == null ? Stage.UNIT : entry.stage())));
	}

	private List<Value> remarks(RecordJournal.Entry entry) {
		return entry.remarks().stream()
				.map(remark -> new Value(remark.field(), recordTexts.label(remark.field()), remark.text(), List.of())).toList();
	}

	private Optional<RecordJournal.Entry> lastReturn(TitleRecord record) {
		return journal.of(record.id()).stream().filter(entry -> entry.event().equals(RETURNED)).reduce((first, second) -> second);
	}

	/** @return what the individual is to mend; null unless the record is returned */
	Return returned(TitleRecord record) {
		if (record.state() != RecordState.RETURNED) {
			return null;
		}
		return lastReturn(record).map(entry -> new Return(organisations.nameOf(entry.organisation()), ChinaTime.moment(entry.at()),
				ChinaTime.end(filing.deadlineOf(record)), entry.reason(), remarks(entry))).orElse(null);
	}

	List<Problem> problems(List<FieldProblem> problems) {
		return problems.stream().map(problem -> problem.field().equals(FieldProblem.WHOLE_RECORD)
				? new Problem(null, null, null, texts.text(problem))
				: new Problem(problem.field(), anchor(problem.field()), recordTexts.label(problem.field()), texts.text(problem))).toList();
	}

	/** @return id of the field, or of the place of the evidence, in the form */
	static String anchor(String key) {
		return key.replace('.', '-');
	}

	static String anchor(EvidenceKind kind) {
		return anchor(RecordKeys.of(kind));
	}

	/** What was typed and is not what the record has; for a person whose form was overtaken by another window. */
	List<Change> differences(TitleRecord record, java.util.Map<RecordField, String> typed) {
		var changes = new ArrayList<Change>();
		typed.forEach((field, text) -> {
			var now = field.valueOf(record.details());
			var mine = text == null || text.isBlank() ? null : text.strip();
			if (!java.util.Objects.equals(now, mine)) {
				changes.add(new Change(recordTexts.label(field.key()), inClear(field, now),
						field.malformed(mine).isPresent() ? mine : inClear(field, mine)));
			}
		});
		return changes;
	}

	/** To choose between two values the person has to see them; they are the person's own. */
	private String inClear(RecordField field, String value) {
		return field.isSensitive() && value != null ? value : recordTexts.value(field.key(), value);
	}
}
