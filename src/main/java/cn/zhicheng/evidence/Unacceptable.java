package cn.zhicheng.evidence;

/** Carries a refusal out of the depth of an inspection; {@link EvidenceArchive} turns it into a value. */
final class Unacceptable extends Exception {

	private static final long serialVersionUID = 1L;

	private final transient Refused refused;

	Unacceptable(RefusalReason reason, Object... arguments) {
		super(reason.name(), null, false, false);
		this.refused = Refused.because(reason, arguments);
	}

	Refused refused() {
		return refused;
	}
}
