package cn.zhicheng.filing;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Every field of a title record that a person fills in (甘人社通〔2021〕117号 二), once for forms, checks, remarks of
 * reviewers and differences. Values travel as texts: dates {@code yyyy-MM-dd}, choices by their constant's name, the
 * present employer and regions by their code.
 */
public enum RecordField {

	NAME("name", Section.BASIC, Kind.TEXT, true, 50, d -> d.name, (d, v) -> d.name = PersonName.normalise(v)),
	SEX("sex", Section.BASIC, Kind.CHOICE, true, 10, d -> d.sex, (d, v) -> d.sex = choice(Sex.class, v)),
	BIRTH_DATE("birthDate", Section.BASIC, Kind.DATE, true, 10, d -> d.birthDate, (d, v) -> d.birthDate = date(v)),
	SOCIAL_SECURITY_NUMBER("socialSecurityNumber", Section.BASIC, Kind.TEXT, false, 30, d -> d.socialSecurityNumber,
			(d, v) -> d.socialSecurityNumber = v),
	MOBILE("mobile", Section.BASIC, Kind.TEXT, true, 20, d -> d.mobile, (d, v) -> d.mobile = v),
	EMAIL("email", Section.BASIC, Kind.TEXT, false, 100, d -> d.email, (d, v) -> d.email = v),
	EMPLOYER_WHEN_GRANTED("employerWhenGranted", Section.BASIC, Kind.TEXT, true, 200, d -> d.employerWhenGranted,
			(d, v) -> d.employerWhenGranted = v),
	EMPLOYER("employer", Section.BASIC, Kind.ORGANISATION, true, 60, d -> d.employer, (d, v) -> d.employer = v),

	ACQUISITION("acquisition", Section.TITLE, Kind.CHOICE, true, 20, d -> d.acquisition,
			(d, v) -> d.acquisition = choice(Acquisition.class, v)),
	JURISDICTION("jurisdiction", Section.TITLE, Kind.CHOICE, true, 20, d -> d.jurisdiction,
			(d, v) -> d.jurisdiction = choice(Jurisdiction.class, v)),
	CONFIDENTIALITY("confidentiality", Section.TITLE, Kind.CHOICE, true, 20, d -> d.confidentiality,
			(d, v) -> d.confidentiality = choice(Confidentiality.class, v)),
	REVIEW_YEAR("reviewYear", Section.TITLE, Kind.YEAR, true, 4, d -> d.reviewYear, (d, v) -> d.reviewYear = year(v)),
	SERIES("series", Section.TITLE, Kind.TEXT, true, 50, d -> d.series, (d, v) -> d.series = v),
	LEVEL("level", Section.TITLE, Kind.CHOICE, true, 30, d -> d.level, (d, v) -> d.level = choice(TitleLevel.class, v)),
	TITLE("title", Section.TITLE, Kind.TEXT, true, 50, d -> d.title, (d, v) -> d.title = v),
	SPECIALITY("speciality", Section.TITLE, Kind.TEXT, true, 100, d -> d.speciality, (d, v) -> d.speciality = v),
	CERTIFICATE_NUMBER("certificateNumber", Section.TITLE, Kind.TEXT, true, 60, d -> d.certificateNumber,
			(d, v) -> d.certificateNumber = v),
	ISSUE_DATE("issueDate", Section.TITLE, Kind.DATE, true, 10, d -> d.issueDate, (d, v) -> d.issueDate = date(v)),
	FIRST_APPOINTMENT_DATE("firstAppointmentDate", Section.TITLE, Kind.DATE, false, 10, d -> d.firstAppointmentDate,
			(d, v) -> d.firstAppointmentDate = date(v)),
	QUALIFICATION_DOCUMENT_NUMBER("qualificationDocumentNumber", Section.TITLE, Kind.TEXT, true, 100,
			d -> d.qualificationDocumentNumber, (d, v) -> d.qualificationDocumentNumber = v),
	ISSUER("issuer", Section.TITLE, Kind.TEXT, true, 200, d -> d.issuer, (d, v) -> d.issuer = v),
	ISSUER_REGION("issuerRegion", Section.TITLE, Kind.REGION, true, 6, d -> d.issuerRegion, (d, v) -> d.issuerRegion = region(v)),
	COMMITTEE("committee", Section.TITLE, Kind.TEXT, true, 200, d -> d.committee, (d, v) -> d.committee = v);

	/** Groups of fields as in the notice: 基本信息 and 职称信息. */
	public enum Section {
		BASIC, TITLE
	}

	/** How a field is entered. */
	public enum Kind {
		TEXT, CHOICE, DATE, YEAR, ORGANISATION, REGION
	}

	private final String key;
	private final Section section;
	private final Kind kind;
	private final boolean required;
	private final int maxLength;
	private final Function<TitleDetails, Object> getter;
	private final BiConsumer<TitleDetails, String> setter;

	RecordField(String key, Section section, Kind kind, boolean required, int maxLength,
			Function<TitleDetails, Object> getter, BiConsumer<TitleDetails, String> setter) {
		this.key = key;
		this.section = section;
		this.kind = kind;
		this.required = required;
		this.maxLength = maxLength;
		this.getter = getter;
		this.setter = setter;
	}

	/** @return the name used in forms, remarks and JSON, e.g. {@code certificateNumber} */
	public String key() {
		return key;
	}

	public Kind kind() {
		return kind;
	}

	/** @return whether a record cannot be submitted without it */
	public boolean isRequired() {
		return required;
	}

	/** @return longest text that is taken, in characters */
	public int maxLength() {
		return maxLength;
	}

	/** @return whether the value is personal data that is encrypted and shown masked (design section 7) */
	public boolean isSensitive() {
		return this == SOCIAL_SECURITY_NUMBER || this == MOBILE || this == EMAIL;
	}

	/** @return the value as text, null when there is none */
	public String valueOf(TitleDetails details) {
		var value = getter.apply(details);
		if (value instanceof Enum<?> constant) {
			return constant.name();
		}
		return value == null || value.toString().isEmpty() ? null : value.toString();
	}

	/**
	 * Whether a typed text can be taken for this field at all; blank always can.
	 *
	 * @return message key of what is wrong, empty when the text is well-formed
	 */
	public Optional<String> malformed(String text) {
		var value = clean(text);
		if (value == null) {
			return Optional.empty();
		}
		if (value.length() > maxLength) {
			return Optional.of("problem.tooLong");
		}
		if (value.chars().anyMatch(Character::isISOControl)) {
			// Databases refuse some of them; nobody types one.
			return Optional.of("problem.malformed." + Kind.TEXT);
		}
		try {
			setter.accept(new TitleDetails(), value);
			return this == NAME ? PersonName.problem(value) : Optional.empty();
		} catch (IllegalArgumentException | DateTimeParseException e) {
			return Optional.of("problem.malformed." + kind);
		}
	}

	/** Takes a typed text, blank as no value. Call {@link #malformed(String)} before. */
	void set(TitleDetails details, String text) {
		setter.accept(details, clean(text));
	}

	public static List<RecordField> of(Section section) {
		return Arrays.stream(values()).filter(field -> field.section == section).toList();
	}

	public static Optional<RecordField> ofKey(String key) {
		return Stream.of(values()).filter(field -> field.key.equals(key)).findFirst();
	}

	private static String clean(String text) {
		return text == null || text.isBlank() ? null : text.strip();
	}

	private static <E extends Enum<E>> E choice(Class<E> type, String value) {
		return value == null ? null : Enum.valueOf(type, value);
	}

	private static LocalDate date(String value) {
		if (value == null) {
			return null;
		}
		var date = LocalDate.parse(value);
		if (date.getYear() < 1900 || date.getYear() > 2999) {
			throw new IllegalArgumentException("year out of range");
		}
		return date;
	}

	private static Integer year(String value) {
		if (value == null) {
			return null;
		}
		if (!value.matches("(19|2\\d)\\d{2}")) {
			throw new IllegalArgumentException("not a year");
		}
		return Integer.valueOf(value);
	}

	private static String region(String value) {
		if (value != null && !value.matches("\\d{6}")) {
			throw new IllegalArgumentException("not a region code");
		}
		return value;
	}
}
