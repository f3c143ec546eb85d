package cn.zhicheng.designer;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Rehearsals of proposed models: a made-up campaign with what is in use, the same with what is proposed, and a report of both. They
 * run beside the application, one at a time, and touch nothing of it.
 */
public interface RehearsalRuns {

	/** How far a rehearsal is. */
	enum State {
		/** It runs. */
		RUNNING,
		/** There is a report, and nothing went wrong. */
		DONE,
		/** There is a report, and something went wrong that would go wrong with these models in earnest. */
		NOT_WELL,
		/** It could not be run. */
		FAILED;

		/** @return message key of the sentence */
		public String messageKey() {
			return "proposals.rehearsal." + name();
		}
	}

	record Run(Instant begun, State state) {
	}

	/**
	 * @param proposal id of the proposal
	 * @param inUse models and forms in use, content by name
	 * @param proposed the same of those that are proposed
	 * @return false: another one is running
	 */
	boolean start(long proposal, Map<String, byte[]> inUse, Map<String, byte[]> proposed);

	/** @return the last one of the proposal that was started here, if it is still known */
	Optional<Run> of(long proposal);

	/** @return the page that compares the two; empty as long as there is none */
	Optional<byte[]> report(long proposal);
}
