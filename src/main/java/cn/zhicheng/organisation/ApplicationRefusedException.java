package cn.zhicheng.organisation;

/**
 * A decision on an application that can not be taken as it is; it rolls everything back. The message key tells the reviewer
 * what to mend.
 */
public class ApplicationRefusedException extends RuntimeException {

	private final transient Object[] arguments;

	public ApplicationRefusedException(String messageKey, Object... arguments) {
		super(messageKey);
		this.arguments = arguments;
	}

	ApplicationRefusedException(OrganisationProblem problem) {
		this(problem.messageKey(), problem.arguments().stream().map(String::valueOf).toArray());
	}

	public String messageKey() {
		return getMessage();
	}

	public Object[] arguments() {
		return arguments == null ? new Object[0] : arguments.clone();
	}
}
