package cn.zhicheng.filing;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.springframework.context.MessageSource;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.evidence.Evidence;
import cn.zhicheng.evidence.EvidenceArchive;
import cn.zhicheng.evidence.EvidenceKind;
import cn.zhicheng.organisation.OrganisationApplication;
import cn.zhicheng.organisation.OrganisationApplications;
import cn.zhicheng.organisation.OrganisationDirectory;
import cn.zhicheng.security.AuditKind;
import cn.zhicheng.security.AuditTrail;
import cn.zhicheng.security.PersonalDataLook;
import cn.zhicheng.security.PersonalDataLooks;

/**
 * Collects everything that is kept of a person, for the person (个人信息保护法 第四十五条: 查阅、复制其个人信息). Each export is
 * audited.
 */
@Service
public class OwnDataExport {

	private static final int LOOKS_AT_ONCE = 500;

	private final Applicants applicants;
	private final RosterEntries roster;
	private final AccountEvents accountHistory;
	private final TitleRecords records;
	private final EvidenceArchive evidence;
	private final RecordJournal journal;
	private final PersonalDataLooks looks;
	private final AccountResets resets;
	private final OrganisationDirectory organisations;
	private final OrganisationApplications applications;
	private final RecordTexts texts;
	private final MessageSource messages;
	private final AuditTrail audit;
	private final Clock clock;

	OwnDataExport(Applicants applicants, RosterEntries roster, AccountEvents accountHistory, TitleRecords records, EvidenceArchive evidence,
			RecordJournal journal, PersonalDataLooks looks, AccountResets resets, OrganisationDirectory organisations, OrganisationApplications applications,
			RecordTexts texts, MessageSource messages, AuditTrail audit, Clock clock) {
		this.applicants = applicants;
		this.roster = roster;
		this.accountHistory = accountHistory;
		this.records = records;
		this.evidence = evidence;
		this.journal = journal;
		this.looks = looks;
		this.resets = resets;
		this.organisations = organisations;
		this.applications = applications;
		this.texts = texts;
		this.messages = messages;
		this.audit = audit;
		this.clock = clock;
	}

	/**
	 * What there is of a person, and the files that belong to it.
	 *
	 * @param files by their path within the export
	 */
	public record Collected(OwnData data, Map<String, Evidence> files) {
	}

	/**
	 * @param address where the request came from
	 * @throws IllegalStateException within a day after the access was reset, see {@link AccountResets#exportLockedUntil}
	 */
	@Transactional
	public Collected collect(long applicantId, String address) {
		resets.exportLockedUntil(applicantId).ifPresent(until -> {
			throw new IllegalStateException("The export is locked until " + until);
		});
		var person = applicants.findById(applicantId).orElseThrow();
		var files = new LinkedHashMap<String, Evidence>();
		var own = new ArrayList<OwnData.OwnRecord>();
		for (var record : records.findByApplicantIdOrderByIdDesc(applicantId)) {
			own.add(record(record, files));
		}
		var numbers = own.stream().map(OwnData.OwnRecord::number).toList();
		var who = AuditTrail.applicant(applicantId);
		audit.record(AuditKind.EXPORTED, who, null, who, Map.of("what", "own data", "records", Integer.toString(own.size()), "files",
				Integer.toString(files.size()), "address", address));
		return new Collected(new OwnData(clock.instant(), new OwnData.Person(text(person.documentType().messageKey()),
				person.documentNumber(), person.name(), person.createdAt(), person.keeper().map(organisations::nameOf).orElse(null)), own,
				applications.allRequestsOf(applicantId).stream().map(this::request).toList(),
				roster.findByDocumentNumberHashAndDocumentTypeOrderById(person.documentNumberHash(), person.documentType()).stream()
						.map(this::listing).toList(),
				accountHistory.findByDocumentNumberHashAndDocumentTypeOrderById(person.documentNumberHash(), person.documentType()).stream()
						.map(this::entry).toList(),
				looksAt(numbers)), files);
	}

	/** @return the bytes of a collected file, to be closed by the caller */
	public InputStream open(Evidence file) throws IOException {
		return evidence.open(file);
	}

	private OwnData.OwnRecord record(TitleRecord record, Map<String, Evidence> files) {
		var ownFiles = new ArrayList<OwnData.File>();
		for (var file : evidence.history(record.id())) {
			var path = "evidence/%s/%s-%d.%s".formatted(record.number(), file.getKind().name().toLowerCase(Locale.ROOT), ownFiles.size() + 1,
					file.getContentType().endsWith("pdf") ? "pdf" : "jpg");
			files.put(path, file);
			ownFiles.add(new OwnData.File(path, text(file.getKind().messageKey()), file.getContentType(), file.getSize(), file.getSha256(),
					file.getUploadedAt(), file.getRemovedAt().orElse(null)));
		}
		return new OwnData.OwnRecord(record.number(), text(record.state().messageKey()),
				record.organisation() == null ? null : organisations.nameOf(record.organisation()), record.stageSince(), record.submittedAt(),
				record.submissions(), Arrays.stream(RecordField.values()).map(field -> value(field, field.valueOf(record.details()))).toList(),
				ownFiles, journal.of(record.id()).stream().map(this::event).toList());
	}

	private OwnData.OwnRequest request(OrganisationApplication asked) {
		return new OwnData.OwnRequest(asked.number(), text(asked.state().messageKey()), asked.filedAt(), text(asked.nature().messageKey()),
				asked.name(), asked.creditCode().map(Object::toString).orElse(null), asked.region(), asked.field(), asked.contactName(),
				asked.contactPhone(), organisations.nameOf(asked.organisation()), asked.decidedAt().orElse(null), asked.reason().orElse(null));
	}

	private OwnData.OwnListing listing(RosterEntry entry) {
		return new OwnData.OwnListing(organisations.nameOf(entry.organisation()), entry.name(), text(entry.state().messageKey()), entry.addedAt(),
				entry.addedBy(), entry.codeHandedOutAt().orElse(null), entry.codeValidUntil().orElse(null));
	}

	private OwnData.AccountEntry entry(AccountEvent event) {
		return new OwnData.AccountEntry(event.happenedAt(), text(event.kind().messageKey()),
				event.organisation().map(organisations::nameOf).orElse(null), event.userId().orElse(null), event.remoteAddress());
	}

	private OwnData.Value value(RecordField field, String value) {
		return new OwnData.Value(field.key(), texts.label(field.key()), value, inFull(field.key(), value));
	}

	/** It is the person's own. */
	private String inFull(String key, String value) {
		return RecordField.ofKey(key).filter(RecordField::isSensitive).isPresent() ? value == null ? "" : value : texts.value(key, value);
	}

	private OwnData.Event event(RecordJournal.Entry entry) {
		return new OwnData.Event(entry.at(), text("historyEvent." + entry.event()),
				entry.organisation() == null ? null : organisations.nameOf(entry.organisation()), entry.reason(), entry.late(),
				entry.remarks().stream().map(one -> new OwnData.Remark(one.field(), texts.label(one.field()), one.text())).toList(),
				entry.changes().stream().map(one -> new OwnData.Change(one.field(), texts.label(one.field()),
						inFull(one.field(), one.before()), inFull(one.field(), one.after()))).toList());
	}

	private List<OwnData.Look> looksAt(List<String> numbers) {
		var all = new ArrayList<OwnData.Look>();
		Long before = null;
		while (!numbers.isEmpty()) {
			var some = looks.latest(numbers, before, LOOKS_AT_ONCE);
			some.forEach(look -> all.add(look(look)));
			if (some.size() < LOOKS_AT_ONCE) {
				break;
			}
			before = some.get(some.size() - 1).id();
		}
		return all;
	}

	private OwnData.Look look(PersonalDataLook look) {
		return new OwnData.Look(look.at(), look.organisationCode() == null ? null : organisations.nameOf(look.organisationCode()),
				look.userId(), look.recordNumber(), texts.label(keyOf(look)));
	}

	/** @return key of the field or kind of evidence that was looked at */
	public static String keyOf(PersonalDataLook look) {
		return switch (look.field()) {
			case DOCUMENT_NUMBER -> RecordKeys.DOCUMENT_NUMBER;
			case SOCIAL_SECURITY_NUMBER -> RecordField.SOCIAL_SECURITY_NUMBER.key();
			case MOBILE -> RecordField.MOBILE.key();
			case EMAIL -> RecordField.EMAIL.key();
			case EVIDENCE -> RecordKeys.of(EvidenceKind.valueOf(look.evidenceKind()));
		};
	}

	private String text(String key) {
		return messages.getMessage(key, null, Locale.SIMPLIFIED_CHINESE);
	}
}
