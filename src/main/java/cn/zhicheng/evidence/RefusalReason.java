package cn.zhicheng.evidence;

/**
 * Why an upload is refused. Each is something the user can mend, and its text in {@code messages/evidence} says how.
 */
public enum RefusalReason {

	/** Not a single byte. */
	EMPTY,

	/** More than the size limit; argument: the limit as text. */
	TOO_LARGE,

	/** Neither JPEG nor PNG, by content. */
	NOT_A_PHOTO,

	/** Not a PDF, by content. */
	NOT_A_PDF,

	/** Of the right type, but it can not be read, or not to the end. */
	DAMAGED,

	/** A PDF with any encryption, even one that opens without a password. */
	ENCRYPTED,

	/** A PDF without a page. */
	NO_PAGE,

	/** More pages than allowed; argument: the limit. */
	TOO_MANY_PAGES,

	/** A page with a size no paper has; argument: its number, from 1. */
	PAGE_SIZE,

	/** JavaScript, launch or open actions, embedded files, XFA and their like; argument: the PDF's word for it. */
	ACTIVE_CONTENT,

	/** A picture, or one within the PDF, with more pixels than allowed; argument: the limit in units of 10,000 (万). */
	IMAGE_TOO_LARGE,

	/** A picture within the PDF whose compression can not be shown to the reviewer; argument: its name. */
	UNSUPPORTED_IMAGE,

	/** A file that is small but would need absurd memory or time to open. */
	TOO_COMPLEX,

	/** Too many uploads are being inspected; the same file may be taken a little later. */
	BUSY,

	/** All places of a repeatable kind are taken; argument: how many there are. */
	TOO_MANY_FILES;

	/** Key of the Chinese text in {@code messages/evidence}. */
	public String messageKey() {
		return "evidence.refused." + name();
	}
}
