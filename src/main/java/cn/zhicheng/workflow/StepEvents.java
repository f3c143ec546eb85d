package cn.zhicheng.workflow;

import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.Objects;
import java.util.stream.Stream;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ActivityStartBehavior;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import cn.zhicheng.review.ReviewDesk;

/**
 * What a record is told of the steps of its process that no model names a listener for: where it waits, and what a designer lets
 * an organisation do beside reviewing.
 */
@Component
class StepEvents {

	private static final int LONGEST_NAME = 255;

	private final ObjectProvider<ReviewDesk> desk;
	private final ObjectProvider<EscalateOverdueReview> escalation;

	/** The engine is made with this bean, and before the others. */
	StepEvents(ObjectProvider<ReviewDesk> desk, ObjectProvider<EscalateOverdueReview> escalation) {
		this.desk = desk;
		this.escalation = escalation;
	}

	/**
	 * A task begins that is no review. One that an organisation has to do is where the record lies, unless it lies or waits elsewhere;
	 * with any other the record waits for whoever does it.
	 */
	void begin(DelegateTask task) {
		var begun = (TaskEntity) task;
		var instance = (ExecutionEntity) ((ExecutionEntity) task.getExecution()).getProcessInstance();
		if (tasksOf(instance).anyMatch(other -> !other.getId().equals(begun.getId()) && ReviewSteps.isDue(other)) || isWaiting(instance, begun)) {
			return;
		}
		if (ReviewSteps.isDue(begun)) {
			desk.getObject().beginStep(task.getExecution().getProcessBusinessKey(), nameOf(task), false);
		} else {
			var step = begun.getExecution().getActivity();
			desk.getObject().beginWaiting(task.getExecution().getProcessBusinessKey(), nameOf((String) step.getProperty("name"), step.getId()),
					task.getDueDate() == null ? null : task.getDueDate().toInstant());
		}
	}

	private static boolean isWaiting(ExecutionEntity instance, TaskEntity but) {
		return executionsOf(instance).anyMatch(one -> one.isActive() && !one.getId().equals(but.getExecutionId()) && ReviewSteps.is(ReviewSteps.WAITING, one.getActivity()));
	}

	/** @return the name of the step of a task, or its id where it has none */
	static String nameOf(DelegateTask task) {
		return nameOf(task.getName(), task.getTaskDefinitionKey());
	}

	private static String nameOf(String name, String id) {
		var shown = name == null || name.isBlank() ? id : name.strip();
		return shown.length() > LONGEST_NAME ? shown.substring(0, LONGEST_NAME) : shown;
	}

	/** A step begins at which the record waits, unless it is for something beside a review: then the record lies there. */
	void wait(DelegateExecution execution) {
		var waiting = (ExecutionEntity) execution;
		if (tasksOf(waiting.getProcessInstance()).noneMatch(ReviewSteps::isDue)) {
			var step = waiting.getActivity();
			desk.getObject().beginWaiting(waiting.getProcessBusinessKey(), nameOf((String) step.getProperty("name"), step.getId()), untilWhen(waiting));
		}
	}

	/** @return when the next of those timers is due that end the wait; null: there is none */
	private static Instant untilWhen(ExecutionEntity waiting) {
		return waiting.getJobs().stream().filter(job -> endsTheWait(job, waiting)).map(JobEntity::getDuedate).filter(Objects::nonNull)
				.min(Comparator.naturalOrder()).map(Date::toInstant).orElse(null);
	}

	private static boolean endsTheWait(JobEntity timer, ExecutionEntity waiting) {
		ActivityImpl event = timer.getActivityId() == null ? null : waiting.getProcessDefinition().findActivity(timer.getActivityId());
		return event != null && event.getActivityStartBehavior() != ActivityStartBehavior.CONCURRENT_IN_FLOW_SCOPE;
	}

	/** The record goes on from where it waited. */
	void goOn(DelegateExecution execution) {
		// The first of several events, or one at the border, cancels the step that it ends.
		var step = (ExecutionEntity) execution;
		if (step.getProcessInstance().getDeleteReason() == null) {
			desk.getObject().endWaiting(execution.getProcessBusinessKey(), nameOf((String) step.getActivity().getProperty("name"), step.getActivity().getId()))
					.ifPresent(date -> TitleRecordReview.DEADLINE.set(execution.getProcessInstance(), Date.from(date.end())));
		}
	}

	/** The date of a review has passed, whether the model leads to a step that says so or not. */
	void escalate(DelegateExecution execution) {
		if (!execution.isCanceled()) {
			var review = ((ActivityImpl) ((ExecutionEntity) execution).getActivity().getEventScope()).getId();
			escalation.getObject().escalate(execution, task -> task.getTaskDefinitionKey().equals(review));
		}
	}

	static Stream<TaskEntity> tasksOf(ExecutionEntity execution) {
		return executionsOf(execution).flatMap(one -> one.getTasks().stream());
	}

	private static Stream<ExecutionEntity> executionsOf(ExecutionEntity execution) {
		return Stream.concat(Stream.of(execution), execution.getExecutions().stream().flatMap(StepEvents::executionsOf));
	}

	/** Tells a record anew at which step it is: its process goes by another version now. */
	void tellAgain(ExecutionEntity instance) {
		var number = instance.getBusinessKey();
		var due = tasksOf(instance).filter(ReviewSteps::isDue).findFirst();
		// A task keeps the name with which it began.
		due.ifPresentOrElse(task -> desk.getObject().nameStep(number, nameOf((String) task.getProcessDefinition().findActivity(task.getTaskDefinitionKey()).getProperty("name"),
				task.getTaskDefinitionKey()), ReviewSteps.asksForOther(task)),
				() -> executionsOf(instance).filter(one -> one.isActive() && ReviewSteps.is(ReviewSteps.WAITING, one.getActivity())).findFirst()
						.ifPresent(one -> desk.getObject().nameStep(number, nameOf((String) one.getActivity().getProperty("name"), one.getActivity().getId()), false)));
	}
}
