package cn.zhicheng.workflow;

import java.util.Date;
import java.util.Objects;
import java.util.Optional;

import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.IdentityLinkType;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.task.TaskQuery;
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
	private final OverdueTasks overdueTasks;
	private final OrganisationDirectory organisations;
	private final ActingAccount acting;

	RunningReviews(RuntimeService runtime, TaskService tasks, ManagementService management, OverdueTasks overdueTasks,
			OrganisationDirectory organisations, ActingAccount acting) {
		this.runtime = runtime;
		this.tasks = tasks;
		this.management = management;
		this.overdueTasks = overdueTasks;
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
		var task = reviews().processInstanceId(instance).singleResult();
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
		for (var timer : management.createJobQuery().processInstanceId(instance).timers().list()) {
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
			reviews().taskCandidateGroup(event.organisation()).includeAssignedTasks().taskAssignee(event.userId()).list()
					.forEach(task -> tasks.setAssignee(task.getId(), null));
			return null;
		});
	}

	/** A superior has decided that it lapses: its review ends where an amendment that was not sent ends. */
	@EventListener
	@Transactional(propagation = Propagation.MANDATORY)
	public void end(RecordLapsed event) {
		acting.asNobody(() -> {
			var review = reviews().processInstanceBusinessKey(event.number()).singleResult();
			runtime.createProcessInstanceModification(review.getProcessInstanceId()).cancelAllForActivity(review.getTaskDefinitionKey())
					.startBeforeActivity(TitleRecordReview.RECORD_LAPSED).execute();
			return null;
		});
	}

	private TaskQuery reviews() {
		return tasks.createTaskQuery().processDefinitionKey(TitleRecordReview.KEY).taskDefinitionKeyIn(TitleRecordReview.UNIT_REVIEW,
				TitleRecordReview.DEPARTMENT_REVIEW, TitleRecordReview.REFORM_OFFICE_REVIEW);
	}
}
