package cn.zhicheng.workflow;

import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.ActivityInstance;
import org.camunda.bpm.engine.runtime.ProcessInstanceModificationBuilder;
import org.camunda.bpm.engine.task.IdentityLinkType;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.MessageEventDefinition;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.organisation.OrganisationDirectory;
import cn.zhicheng.organisation.OrganisationMoved;
import cn.zhicheng.organisation.ReviewerLeft;
import cn.zhicheng.review.RecordHandedOver;
import cn.zhicheng.review.RecordLapsed;

/**
 * Lets what is under way follow the changes of the organisation tree and of its staff, and superiors' decisions, in the transaction of the change.
 */
@Component
class RunningReviews {

	private final RuntimeService runtime;
	private final TaskService tasks;
	private final ManagementService management;
	private final RepositoryService repository;
	private final OverdueTasks overdueTasks;
	private final ReviewSteps steps;
	private final OrganisationDirectory organisations;
	private final ActingAccount acting;

	RunningReviews(RuntimeService runtime, TaskService tasks, ManagementService management, RepositoryService repository, OverdueTasks overdueTasks,
			ReviewSteps steps, OrganisationDirectory organisations, ActingAccount acting) {
		this.runtime = runtime;
		this.tasks = tasks;
		this.management = management;
		this.repository = repository;
		this.overdueTasks = overdueTasks;
		this.steps = steps;
		this.organisations = organisations;
		this.acting = acting;
	}

	/** The process knows the new organisation; its reviewers find the task, with its date, as those of the former one did. */
	@EventListener
	@Transactional(propagation = Propagation.MANDATORY)
	public void follow(RecordHandedOver event) {
		acting.asNobody(() -> {
			var instance = runtime.createProcessInstanceQuery().processDefinitionKey(TitleRecordReview.KEY)
					.processInstanceBusinessKey(event.number()).singleResult().getId();
			runtime.setVariable(instance, TitleRecordReview.ORGANISATION.name(), event.to());
			if (event.deadline() != null) {
				handOverReview(instance, event);
			}
			return null;
		});
	}

	private void handOverReview(String instance, RecordHandedOver event) {
		runtime.setVariable(instance, TitleRecordReview.DEADLINE.name(), Date.from(event.deadline().end()));
		for (var task : reviewsOf(instance)) {
			handOver(instance, task, event);
		}
	}

	private void handOver(String instance, Task task, RecordHandedOver event) {
		if (event.overdue() && !event.stillOverdue()) {
			beginAnew(instance, task);
			return;
		}
		tasks.getIdentityLinksForTask(task.getId()).stream()
				.filter(link -> IdentityLinkType.CANDIDATE.equals(link.getType()) && link.getGroupId() != null)
				.forEach(link -> tasks.deleteCandidateGroup(task.getId(), link.getGroupId()));
		tasks.addCandidateGroup(task.getId(), event.to());
		changeDate(instance, task, event.deadline());
		if (event.stillOverdue()) {
			changeLooker(task.getId(), superiorOf(event.from()), superiorOf(event.to()));
		}
	}

	/** Its timer has fired and does not come again: the step with a new date is a new task with a new timer. */
	private void beginAnew(String instance, Task task) {
		runtime.createProcessInstanceModification(instance).cancelAllForActivity(task.getTaskDefinitionKey())
				.startBeforeActivity(task.getTaskDefinitionKey()).execute();
	}

	private void changeDate(String instance, Task task, Deadline deadline) {
		var fresh = tasks.createTaskQuery().taskId(task.getId()).singleResult();
		fresh.setDueDate(Date.from(deadline.lastMoment()));
		tasks.saveTask(fresh);
		var stage = steps.of(task.getProcessDefinitionId()).timers().get(task.getTaskDefinitionKey());
		for (var timer : management.createJobQuery().processInstanceId(instance).activityId(stage).timers().list()) {
			management.setJobDuedate(timer.getId(), Date.from(deadline.end()));
		}
	}

	/** What is overdue below an organisation that was moved is escalated to its new superior. */
	@EventListener
	@Transactional(propagation = Propagation.MANDATORY)
	public void escalateAnew(OrganisationMoved event) {
		overdueTasks.showAllTo(event.code(), event.from(), event.to());
	}

	private void changeLooker(String task, Optional<String> from, Optional<String> to) {
		if (!Objects.equals(from, to)) {
			from.ifPresent(group -> overdueTasks.hideFrom(task, group));
			to.ifPresent(group -> overdueTasks.showTo(task, group));
		}
	}

	private Optional<String> superiorOf(String organisation) {
		return organisations.superiorOf(organisation).map(one -> one.code());
	}

	/** What a reviewer had taken who is none any more is free for the others. */
	@EventListener
	@Transactional(propagation = Propagation.MANDATORY)
	public void release(ReviewerLeft event) {
		acting.asNobody(() -> {
			tasks.createTaskQuery().processDefinitionKey(TitleRecordReview.KEY).taskCandidateGroup(event.organisation()).includeAssignedTasks().taskAssignee(event.userId()).list()
					.forEach(task -> tasks.setAssignee(task.getId(), null));
			return null;
		});
	}

	/** A superior has decided that it lapses: its review ends where an amendment that was not sent ends. */
	@EventListener
	@Transactional(propagation = Propagation.MANDATORY)
	public void end(RecordLapsed event) {
		acting.asNobody(() -> {
			var instance = runtime.createProcessInstanceQuery().processDefinitionKey(TitleRecordReview.KEY)
					.processInstanceBusinessKey(event.number()).singleResult().getId();
			var modification = runtime.createProcessInstanceModification(instance);
			// Whatever else a designer lets run beside the review ends with it.
			cancelAll(runtime.getActivityInstance(instance), modification);
			modification.startBeforeActivity(TitleRecordReview.RECORD_LAPSED).execute();
			return null;
		});
	}

	/**
	 * The individual takes the record back while it waits before its unit: it goes on as if the unit had had it.
	 *
	 * @param variables that the message of the withdrawal would have brought
	 * @return false: somebody has it to do, or it is gone
	 */
	boolean takeBack(String number, Map<String, Object> variables) {
		return acting.asNobody(() -> {
			var instance = runtime.createProcessInstanceQuery().processDefinitionKey(TitleRecordReview.KEY).processInstanceBusinessKey(number).singleResult();
			if (instance == null || !reviewsOf(instance.getId()).isEmpty()) {
				return false;
			}
			runtime.setVariables(instance.getId(), variables);
			var modification = runtime.createProcessInstanceModification(instance.getId());
			cancelAll(runtime.getActivityInstance(instance.getId()), modification);
			modification.startTransition(flowOfWithdrawal(instance.getProcessDefinitionId())).execute();
			return true;
		});
	}

	/** @return id of the flow that leads away from the review of the unit with a withdrawal, which every version has */
	private String flowOfWithdrawal(String definition) {
		return repository.getBpmnModelInstance(definition).getModelElementsByType(BoundaryEvent.class).stream()
				.filter(event -> event.getEventDefinitions().stream().anyMatch(one -> one instanceof MessageEventDefinition message && message.getMessage() != null
						&& TitleRecordReview.RECORD_WITHDRAWN.equals(message.getMessage().getName())))
				.flatMap(event -> event.getOutgoing().stream()).map(SequenceFlow::getId).findFirst().orElseThrow();
	}

	private static void cancelAll(ActivityInstance around, ProcessInstanceModificationBuilder modification) {
		for (var inner : around.getChildActivityInstances()) {
			modification.cancelActivityInstance(inner.getId());
		}
		for (var transition : around.getChildTransitionInstances()) {
			modification.cancelTransitionInstance(transition.getId());
		}
	}

	private List<Task> reviewsOf(String instance) {
		return tasks.createTaskQuery().processInstanceId(instance).list().stream()
				.filter(task -> steps.of(task.getProcessDefinitionId()).due().contains(task.getTaskDefinitionKey())).toList();
	}
}
