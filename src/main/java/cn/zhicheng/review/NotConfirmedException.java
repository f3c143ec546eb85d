package cn.zhicheng.review;

/**
 * A process wants to take a record on that its organisations have not confirmed. Nothing is changed; the process is wrong, and
 * the message is for whoever looks after it.
 */
public class NotConfirmedException extends IllegalStateException {

	private final transient Object[] arguments;

	NotConfirmedException(String messageKey, Object... arguments) {
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
