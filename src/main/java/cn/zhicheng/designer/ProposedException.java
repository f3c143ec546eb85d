package cn.zhicheng.designer;

/**
 * What was to be put in use is kept until a second designer confirms it.
 */
public class ProposedException extends RefusedException {

	private final long proposal;

	/** @param message the sentence in Chinese that says so */
	public ProposedException(String message, long proposal) {
		super(message);
		this.proposal = proposal;
	}

	/** @return id of the proposal */
	public long proposal() {
		return proposal;
	}
}
