package cn.zhicheng.workflow;

import org.camunda.bpm.engine.BadUserRequestException;

/**
 * What a person wanted is against a rule of ours: an answer and not a failure. Whoever asked over REST or in a web app gets the
 * sentence and nothing else ({@link RestFaults}), however deep in the engine it was said.
 */
class UserRefusal extends BadUserRequestException {

	/** @param sentence in the user's language */
	UserRefusal(String sentence) {
		super(sentence);
	}

	/** @param sentence in the user's language */
	UserRefusal(String sentence, Throwable cause) {
		super(sentence, cause);
	}
}
