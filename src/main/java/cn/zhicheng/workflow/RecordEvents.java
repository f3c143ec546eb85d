package cn.zhicheng.workflow;

import java.util.Date;
import java.util.Map;

import org.camunda.bpm.engine.MismatchingMessageCorrelationException;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.springframework.context.event.EventListener;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.deadline.Stage;
import cn.zhicheng.filing.RecordDates;
import cn.zhicheng.filing.RecordSubmitted;
import cn.zhicheng.filing.RecordWithdrawn;
import cn.zhicheng.filing.TitleRecords;

/**
 * Moves the process when an individual has done something, in the individual's transaction: both happen or neither.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class RecordEvents {

	private final RuntimeService runtime;
	private final TaskService tasks;
	private final TitleRecords records;
	private final RecordDates dates;
	private final RunningReviews reviews;

	RecordEvents(RuntimeService runtime, TaskService tasks, TitleRecords records, RecordDates dates, RunningReviews reviews) {
		this.runtime = runtime;
		this.tasks = tasks;
		this.records = records;
		this.dates = dates;
		this.reviews = reviews;
	}

	@EventListener
	void start(RecordSubmitted event) {
		runtime.startProcessInstanceByKey(TitleRecordReview.KEY, event.number(),
				Map.of(TitleRecordReview.RECORD_ID.name(), event.recordId()));
	}

	@EventListener
	void completeAmendment(RecordSubmitted.Again event) {
		var amendment = tasks.createTaskQuery().processInstanceBusinessKey(event.number())
				.taskDefinitionKey(TitleRecordReview.AMENDMENT).singleResult();
		if (amendment == null) {
			throw decidedMeanwhile(event.number(), null);
		}
		tasks.complete(amendment.getId());
	}

	/** A draft again ends the process; a record in amendment again keeps the date it had for that. */
	@EventListener
	void withdraw(RecordWithdrawn event) {
		var variables = event.draft() ? Map.<String, Object>of(TitleRecordReview.STAGE.name(), Stage.FILING.key())
				: Map.<String, Object>of(TitleRecordReview.DEADLINE.name(),
						Date.from(dates.amendmentDeadline(records.findById(event.recordId()).orElseThrow()).end()));
		// Nothing listens where it waits before the unit has it.
		if (event.waited() && reviews.takeBack(event.number(), variables)) {
			return;
		}
		try {
			runtime.createMessageCorrelation(TitleRecordReview.RECORD_WITHDRAWN).processInstanceBusinessKey(event.number()).setVariables(variables).correlate();
		} catch (MismatchingMessageCorrelationException | OptimisticLockingException late) {
			throw decidedMeanwhile(event.number(), late);
		}
	}

	/** Someone else moved the process since the record was read: what the individual meant to do is to be looked at anew. */
	private static OptimisticLockingFailureException decidedMeanwhile(String number, Exception cause) {
		return new OptimisticLockingFailureException("The process of record %s has moved on".formatted(number), cause);
	}
}
