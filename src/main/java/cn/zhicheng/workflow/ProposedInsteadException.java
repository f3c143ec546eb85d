package cn.zhicheng.workflow;

import org.camunda.bpm.engine.BadUserRequestException;

/**
 * What was to be deployed is kept until a second designer confirms it. The message says so to whoever deployed.
 */
class ProposedInsteadException extends BadUserRequestException {

	private final long proposal;

	ProposedInsteadException(String message, long proposal) {
		super(message);
		this.proposal = proposal;
	}

	long proposal() {
		return proposal;
	}
}
