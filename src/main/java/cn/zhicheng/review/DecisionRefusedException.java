package cn.zhicheng.review;

/**
 * A decision that can not be taken as it is; it rolls everything back. The message key tells the reviewer what to mend.
 */
public class DecisionRefusedException extends RuntimeException {

	private final transient Object[] arguments;

	public DecisionRefusedException(String messageKey, Object... arguments) {
		super(messageKey);
		this.arguments = arguments;
	}

	public String messageKey() {
		return getMessage();
	}

	public Object[] arguments() {
		return arguments == null ? new Object[0] : arguments.clone();
	}
}
