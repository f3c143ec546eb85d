package cn.zhicheng;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.boot.test.context.TestComponent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;

import cn.zhicheng.evidence.EvidenceArchive;
import cn.zhicheng.evidence.EvidenceKind;
import cn.zhicheng.evidence.Received;
import cn.zhicheng.evidence.SamplePdfs;
import cn.zhicheng.evidence.SamplePhotos;
import cn.zhicheng.filing.ApplicantAccounts;
import cn.zhicheng.filing.ApplicantAccounts.Admission;
import cn.zhicheng.filing.ApplicantAccounts.Claim;
import cn.zhicheng.filing.DocumentType;
import cn.zhicheng.filing.Filing;
import cn.zhicheng.filing.FilingOutcome;
import cn.zhicheng.filing.RecordField;
import cn.zhicheng.filing.RosterClerk;
import cn.zhicheng.filing.Rosters;
import cn.zhicheng.filing.Rosters.Candidate;
import cn.zhicheng.filing.TitleRecord;
import cn.zhicheng.security.PersonalDataHash;

/**
 * Files records as a person does in the portal, with real files, for tests that begin where filing ends.
 */
@TestComponent
public class TestRecords {

	public static final Claim FIRST_PERSON = new Claim(DocumentType.RESIDENT_ID_CARD, "62070219800101001X", "演示甲");
	public static final Claim SECOND_PERSON = new Claim(DocumentType.RESIDENT_ID_CARD, "620702198506150026", "演示乙");
	public static final String PASSWORD = "mima-2021";

	/** With which each individual of the demonstration signs in for the first time. */
	public static final String DEMONSTRATION_CODE = "2021-ZCXX";

	private static final Set<String> DEMONSTRATION = Set.of("62070219800101001X", "620702198506150026", "620722197812030031",
			"620102197511300044");
	private static final RosterClerk CLERK = new RosterClerk("gz-school", "gz-school", "10.9.0.1");
	private static final String ADDRESS = "10.9.0.2";
	private static final AtomicInteger PERSONS = new AtomicInteger();

	private final ApplicantAccounts accounts;
	private final Rosters rosters;
	private final Filing filing;
	private final EvidenceArchive evidence;
	private final JdbcTemplate database;
	private final PersonalDataHash hash;
	private Map<EvidenceKind, Received> files;

	TestRecords(ApplicantAccounts accounts, Rosters rosters, Filing filing, EvidenceArchive evidence,
			JdbcTemplate database, PersonalDataHash hash) {
		this.accounts = accounts;
		this.rosters = rosters;
		this.filing = filing;
		this.evidence = evidence;
		this.database = database;
		this.hash = hash;
	}

	/** No row names the files any more, and they may be swept. */
	@EventListener
	void forget(DataAtStart.BroughtBack event) {
		files = null;
	}

	/** @return id of the person, signed in for the first time or again */
	public long personId(Claim claim) {
		return personId(claim, CLERK.organisation());
	}

	private long personId(Claim claim, String unit) {
		if (accounts.signIn(claim, PASSWORD, ADDRESS) instanceof Admission.Admitted again) {
			return again.person().id();
		}
		var first = accounts.open(claim, activationCode(claim, unit), PASSWORD, ADDRESS);
		if (!(first instanceof Admission.Admitted admitted)) {
			throw new IllegalStateException("Not signed in: " + first);
		}
		return admitted.person().id();
	}

	/** @return a code of the person's first unit; one who is on no roster yet comes onto that of {@code gz-school} */
	public String activationCode(Claim claim) {
		return activationCode(claim, CLERK.organisation());
	}

	private String activationCode(Claim claim, String unit) {
		return DEMONSTRATION.contains(claim.documentNumber()) ? DEMONSTRATION_CODE
				: handOut(new RosterClerk(unit, unit, "10.9.0.1"), claim);
	}

	/** @return a code of this unit, on whose roster the person is put */
	public String handOut(RosterClerk clerk, Claim claim) {
		rosters.add(clerk, List.of(new Candidate(1, claim.documentType(), claim.documentNumber(), claim.name())));
		long id = database.queryForObject("select id from roster_entry where organisation = ? and document_number_hash = ?", Long.class,
				clerk.organisation(), ApplicantAccounts.hashOf(hash, claim.documentNumber()));
		return rosters.handOut(clerk, List.of(id)).get(0).code();
	}

	/** @return a person whom no other test knows, with a valid identity number */
	public Claim newPerson() {
		var digits = "620702" + LocalDate.of(1960, 1, 1).plusDays(PERSONS.incrementAndGet()).format(DateTimeFormatter.BASIC_ISO_DATE)
				+ "501";
		int sum = 0;
		for (int i = 0; i < digits.length(); i++) {
			// GB 11643-1999: the weight of a place is the power of two that it has from the right, modulo 11.
			sum += (digits.charAt(i) - '0') * ((1 << (17 - i)) % 11);
		}
		return new Claim(DocumentType.RESIDENT_ID_CARD, digits + "10X98765432".charAt(sum % 11), "演示甲");
	}

	/** @return a draft of the first person with everything that is needed to submit it */
	public TitleRecord completeDraft(String employer) {
		return completeDraft(FIRST_PERSON, employer);
	}

	public TitleRecord completeDraft(Claim claim, String employer) {
		long person = personId(claim, employer);
		var record = filing.begin(person).orElseThrow();
		filing.save(person, record.number(), record.version(), content(employer));
		received().values().forEach(file -> filing.attach(person, record.number(), file));
		return filing.find(person, record.number()).orElseThrow();
	}

	/** @return number of a record of the first person that lies at its unit now */
	public String submitted(String employer) {
		return submit(completeDraft(employer));
	}

	/** @return number of a record, of a person whom no other test knows, that lies at this unit now: nobody can have more than fifty */
	public String submittedBySomebody(String employer) {
		return submit(completeDraft(newPerson(), employer));
	}

	public String submit(TitleRecord draft) {
		var outcome = filing.submit(draft.applicant().id(), draft.number(), draft.version());
		if (!(outcome instanceof FilingOutcome.Done)) {
			throw new IllegalStateException("Not submitted: " + outcome);
		}
		return draft.number();
	}

	/** Changes the certificate's number of a returned record and sends it again. */
	public void amendAndResubmit(String number) {
		long person = personId(FIRST_PERSON);
		var record = filing.find(person, number).orElseThrow();
		filing.save(person, number, record.version(), Map.of(RecordField.CERTIFICATE_NUMBER, "甘教职2010第00099号"));
		submit(filing.find(person, number).orElseThrow());
	}

	/** Values that pass every check, by field. */
	public static Map<RecordField, String> content(String employer) {
		var values = new EnumMap<RecordField, String>(RecordField.class);
		values.put(RecordField.NAME, "演示甲");
		values.put(RecordField.SEX, "MALE");
		values.put(RecordField.BIRTH_DATE, "1980-01-01");
		values.put(RecordField.SOCIAL_SECURITY_NUMBER, "A12345678");
		values.put(RecordField.MOBILE, "13893612345");
		values.put(RecordField.EMAIL, "yanshi@example.com");
		values.put(RecordField.EMPLOYER_WHEN_GRANTED, "甘州区示范小学");
		values.put(RecordField.EMPLOYER, employer);
		values.put(RecordField.ACQUISITION, "REVIEW");
		values.put(RecordField.JURISDICTION, "PROVINCE");
		values.put(RecordField.CONFIDENTIALITY, "OPEN");
		values.put(RecordField.REVIEW_YEAR, "2010");
		values.put(RecordField.SERIES, "中小学教师");
		values.put(RecordField.LEVEL, "INTERMEDIATE");
		values.put(RecordField.TITLE, "一级教师");
		values.put(RecordField.SPECIALITY, "小学语文");
		values.put(RecordField.CERTIFICATE_NUMBER, "甘教职2010第00012号");
		values.put(RecordField.ISSUE_DATE, "2010-12-25");
		values.put(RecordField.FIRST_APPOINTMENT_DATE, "2011-03-01");
		values.put(RecordField.QUALIFICATION_DOCUMENT_NUMBER, "甘职改办〔2010〕56号");
		values.put(RecordField.ISSUER, "张掖市职称改革工作领导小组");
		values.put(RecordField.ISSUER_REGION, "620700");
		values.put(RecordField.COMMITTEE, "张掖市中小学教师中级职务评审委员会");
		return values;
	}

	private synchronized Map<EvidenceKind, Received> received() {
		if (files == null) {
			files = new EnumMap<>(EvidenceKind.class);
			files.put(EvidenceKind.PHOTO, receive(EvidenceKind.PHOTO, SamplePhotos.jpeg()));
			files.put(EvidenceKind.CERTIFICATE, receive(EvidenceKind.CERTIFICATE, SamplePdfs.certificate("演示甲")));
			files.put(EvidenceKind.QUALIFICATION_DOCUMENT,
					receive(EvidenceKind.QUALIFICATION_DOCUMENT, SamplePdfs.qualificationDocument("演示甲")));
			files.put(EvidenceKind.REVIEW_FORM, receive(EvidenceKind.REVIEW_FORM, SamplePdfs.reviewForm("演示甲")));
		}
		return files;
	}

	private Received receive(EvidenceKind kind, byte[] content) {
		try {
			return (Received) evidence.receive(kind, new ByteArrayInputStream(content));
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}
}
