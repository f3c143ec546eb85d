package cn.zhicheng.security;

/**
 * The application may not start because the key that protects personal data is missing or malformed. Says what is
 * wrong and how to mend it, and never contains key material.
 */
public class InvalidPersonalDataKeyException extends RuntimeException {

	private final String problem;
	private final String remedy;

	InvalidPersonalDataKeyException(String problem, String remedy) {
		this(problem, remedy, null);
	}

	InvalidPersonalDataKeyException(String problem, String remedy, Throwable cause) {
		super(problem + " " + remedy, cause);
		this.problem = problem;
		this.remedy = remedy;
	}

	/** One English sentence for the operator: what is wrong. */
	public String problem() {
		return problem;
	}

	/** One English sentence for the operator: what to do about it. */
	public String remedy() {
		return remedy;
	}
}
