package cn.zhicheng.review;

/**
 * What can be doubtful (疑点) about a title record. A doubt is shown to the reviewers, who decide; it never refuses a
 * record. Texts are in the bundle {@code messages/review-doubts}.
 */
public enum DoubtKind {

	/** The date of birth is not the identity number's. */
	BIRTH_DATE_DIFFERS("birthDate", Weight.NORMAL),
	/** The sex is not the identity number's. */
	SEX_DIFFERS("sex", Weight.NORMAL),
	/** The person was younger than 16 in the year of review. */
	TOO_YOUNG("reviewYear", Weight.NORMAL),
	/** The certificate was issued before the year of review. */
	ISSUED_BEFORE_REVIEW("issueDate", Weight.NORMAL),
	/** The certificate was issued more than one year after the year of review. */
	ISSUED_LONG_AFTER_REVIEW("issueDate", Weight.LOW),
	/** The person was appointed before the certificate was issued. */
	APPOINTED_BEFORE_ISSUE("firstAppointmentDate", Weight.NORMAL),
	/** The table of titles lacks the series. */
	SERIES_UNKNOWN("series", Weight.NORMAL),
	/** The table of titles lacks the title in the series. */
	TITLE_NOT_IN_SERIES("title", Weight.NORMAL),
	/** The table of titles has the title at another level. */
	LEVEL_DIFFERS("level", Weight.NORMAL),
	/** The code of the issuer's region is no division of the province. */
	ISSUER_REGION_UNKNOWN("issuerRegion", Weight.NORMAL),
	/** The code of the issuer's region was abolished. */
	ISSUER_REGION_HISTORICAL("issuerRegion", Weight.LOW),
	/** The certificate's number contains the person's own old identity number. */
	CERTIFICATE_HAS_OWN_OLD_NUMBER("certificateNumber", Weight.LOW),
	/** The certificate's number contains an old identity number that is not the person's. */
	CERTIFICATE_HAS_OTHER_OLD_NUMBER("certificateNumber", Weight.NORMAL);

	/** How much a doubt says. */
	public enum Weight {
		/** Nothing by itself: said for who looks at it next, never stands before what is doubtful. */
		NONE,
		/** Worth knowing, most often harmless. */
		LOW,
		/** To be settled against the papers before the record is confirmed. */
		NORMAL
	}

	private final String field;
	private final Weight weight;

	DoubtKind(String field, Weight weight) {
		this.field = field;
		this.weight = weight;
	}

	/** Name of the record's property that is doubted, for instance {@code birthDate}. */
	public String field() {
		return field;
	}

	/** How much the doubt says. */
	public Weight weight() {
		return weight;
	}

	/** Key of the sentence that says what was found. */
	public String messageKey() {
		return "doubt." + name();
	}

	/** Key of the sentence that says why it matters and what to look at. */
	public String reasonKey() {
		return messageKey() + ".reason";
	}
}
