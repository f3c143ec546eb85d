package cn.zhicheng.security;

/**
 * Who asks has seen many numbers in full since the last proof, and has to prove again to be there.
 */
public class ProofNeededException extends RuntimeException {

	private final int looks;

	ProofNeededException(int looks) {
		super("A proof is needed after " + looks + " looks", null, false, false);
		this.looks = looks;
	}

	/** @return how many are shown after a proof */
	public int looks() {
		return looks;
	}
}
