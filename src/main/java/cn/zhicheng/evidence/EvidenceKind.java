package cn.zhicheng.evidence;

/**
 * The kinds of evidence a title record has, in the order in which they are shown: 本人照片、职称证书、资格文件、评审(认定)表、其它
 * (甘人社通〔2021〕117号 附件, 佐证材料). Each document is scanned into one PDF, hence one file a kind; what does not fit goes
 * under {@link #OTHER}.
 */
public enum EvidenceKind {

	/** 本人照片, a 1-inch colour photo: JPEG or PNG. */
	PHOTO(true, true, 1),

	/** 职称证书. */
	CERTIFICATE(false, true, 1),

	/** 资格文件: head page, page with the person's name, page with the seal. */
	QUALIFICATION_DOCUMENT(false, true, 1),

	/** 评审(认定)表. */
	REVIEW_FORM(false, true, 1),

	/** 其它, nothing or up to five further PDFs. */
	OTHER(false, false, 5);

	private final boolean photo;

	private final boolean required;

	private final int most;

	EvidenceKind(boolean photo, boolean required, int most) {
		this.photo = photo;
		this.required = required;
		this.most = most;
	}

	/** Whether this kind is a picture (JPEG or PNG); if not, it is a PDF. */
	public boolean isPhoto() {
		return photo;
	}

	/** Whether a record can not be submitted without it. */
	public boolean isRequired() {
		return required;
	}

	/** Whether a further upload is kept beside the first one instead of taking its place. */
	public boolean isRepeatable() {
		return most > 1;
	}

	/** How many current files of this kind a record can have, at least 1. */
	public int most() {
		return most;
	}

	/** Key of the Chinese name in {@code messages/evidence}. */
	public String messageKey() {
		return "evidence.kind." + name();
	}

	/**
	 * Key of what the user is told beside the upload field; argument 0 is the size limit as text ({@code 2MB}), argument 1
	 * {@link #most()}.
	 */
	public String hintKey() {
		return "evidence.hint." + name();
	}

	/** Media types for the {@code accept} attribute of a file field. The decision is taken by content, never by these. */
	public String accept() {
		return photo ? "image/jpeg,image/png" : "application/pdf";
	}
}
