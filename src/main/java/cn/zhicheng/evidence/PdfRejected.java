package cn.zhicheng.evidence;

/** Carries a refusal through PDFBox, whose lenient parser would swallow an {@code IOException}. */
final class PdfRejected extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient Unacceptable cause;

	PdfRejected(RefusalReason reason, Object... arguments) {
		super(reason.name(), null, false, false);
		this.cause = new Unacceptable(reason, arguments);
	}

	Unacceptable unacceptable() {
		return cause;
	}
}
