package cn.zhicheng.rehearsal;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a rehearsal needs of the engine, which does nothing by itself meanwhile.
 */
public interface RehearsedEngine {

	/** @return when the next timer, or other work in the background, is due; empty when there is none */
	Optional<Instant> nextDue();

	/**
	 * Does, one after the other, what is due by the clock when it is called.
	 *
	 * @return what became of it; failed work is tried again as the engine's settings say
	 */
	Work runDue();

	/**
	 * What was done in the background.
	 *
	 * @param done how many jobs were done
	 * @param failures what went wrong with the others, a line each
	 */
	record Work(int done, List<String> failures) {
	}

	/**
	 * A task of an organisation that waits for a decision on a record.
	 *
	 * @param number of the record
	 * @param since when the task began
	 */
	record OpenReview(String id, String number, Instant since) {
	}

	/** @return the reviews that lie at organisations now, by the organisation's code, the oldest first */
	Map<String, List<OpenReview>> openReviews();

	/**
	 * A task of supervision.
	 *
	 * @param act id of its step: {@code reminder}, {@code urging} or {@code superviseOverdue}
	 * @param duty key of the duty that it is about
	 */
	record OpenSupervision(String id, String act, String duty) {
	}

	/** @return the tasks of supervision now, by the code of the organisation whose task it is */
	Map<String, List<OpenSupervision>> openSupervisions();

	/** Completes a task of supervision as an account of the organisation; nothing happens when it is there no more. */
	void complete(String taskId, String organisation);

	/** @return how often a step with a task was reached on each day, in China; also of tasks that are done or were replaced */
	Map<LocalDate, Integer> reached(String step);

	/** What a reviewer's attempt to decide has led to. */
	enum Decision {
		/** It counts. */
		DONE,
		/** The task is not there any more. */
		GONE,
		/** It was refused with a reason, and the task is still there. */
		REFUSED
	}

	/**
	 * Decides as an account of the organisation.
	 *
	 * @param reason of a return; null: confirms
	 * @throws RuntimeException if something went wrong that should not
	 */
	Decision decide(String taskId, String organisation, String reason);
}
