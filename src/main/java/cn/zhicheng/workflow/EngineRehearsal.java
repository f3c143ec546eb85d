package cn.zhicheng.workflow;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.JobQuery;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.joda.time.DateTimeUtils;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

import cn.zhicheng.rehearsal.RehearsedEngine;
import cn.zhicheng.review.DecisionRefusedException;

/**
 * Lets a rehearsal do what elsewhere the job executor and the reviewers do. The engine's clock, of which there is one in a
 * JVM, is given back at the end.
 */
@Component
@Profile("rehearsal")
class EngineRehearsal implements RehearsedEngine, DisposableBean {

	/** Jobs looked up at once. */
	private static final int CHUNK = 500;

	private final TaskService tasks;
	private final RuntimeService runtime;
	private final ManagementService management;
	private final IdentityService identities;
	private final Clock clock;

	EngineRehearsal(TaskService tasks, RuntimeService runtime, ManagementService management, IdentityService identities, Clock clock) {
		this.tasks = tasks;
		this.runtime = runtime;
		this.management = management;
		this.identities = identities;
		this.clock = clock;
	}

	@Override
	public Optional<Instant> nextDue() {
		// Work without a date is due at once, and comes first.
		return jobs().listPage(0, 1).stream().findFirst()
				.map(job -> job.getDuedate() == null ? clock.instant() : job.getDuedate().toInstant());
	}

	@Override
	public Work runDue() {
		int done = 0;
		var failures = new ArrayList<String>();
		// What they lead to is done when it is asked for the next time: work that begets work must not go on here for ever.
		for (var job : jobs().listPage(0, CHUNK)) {
			if (job.getDuedate() != null && job.getDuedate().toInstant().isAfter(clock.instant())) {
				break;
			}
			try {
				if (management.createJobQuery().jobId(job.getId()).count() > 0) {
					management.executeJob(job.getId());
					done++;
				}
			} catch (RuntimeException e) {
				failures.add(textOf(job, e));
			}
		}
		return new Work(done, failures);
	}

	private JobQuery jobs() {
		return management.createJobQuery().active().withRetriesLeft().orderByJobDuedate().asc().orderByJobId().asc();
	}

	private static String textOf(Job job, RuntimeException e) {
		var definition = job.getProcessDefinitionKey();
		return definition == null ? String.valueOf(e.getMessage()) : definition + ": " + e.getMessage();
	}

	@Override
	public List<OpenReview> reviewsOf(String organisation) {
		var open = tasks.createTaskQuery().processDefinitionKey(TitleRecordReview.KEY).taskCandidateGroup(organisation).active()
				.orderByTaskCreateTime().asc().list();
		if (open.isEmpty()) {
			return List.of();
		}
		var numbers = runtime.createProcessInstanceQuery().processInstanceIds(open.stream().map(Task::getProcessInstanceId).collect(Collectors.toSet()))
				.list().stream().collect(Collectors.toMap(ProcessInstance::getId, ProcessInstance::getBusinessKey));
		return open.stream().map(task -> new OpenReview(task.getId(), numbers.get(task.getProcessInstanceId()), instant(task.getCreateTime())))
				.toList();
	}

	@Override
	public Decision decide(String taskId, String organisation, String reason) {
		if (tasks.createTaskQuery().taskId(taskId).count() == 0) {
			return Decision.GONE;
		}
		identities.setAuthentication(organisation, List.of(organisation));
		try {
			tasks.complete(taskId, reason == null ? Map.of(TitleRecordReview.DECISION.name(), "confirm")
					: Map.of(TitleRecordReview.DECISION.name(), "return", TitleRecordReview.REASON.name(), reason));
			return Decision.DONE;
		} catch (ProcessEngineException e) {
			if (e.getCause() instanceof DecisionRefusedException) {
				return Decision.REFUSED;
			}
			throw e;
		} finally {
			identities.clearAuthentication();
		}
	}

	private static Instant instant(Date date) {
		return date.toInstant();
	}

	@Override
	public void destroy() {
		DateTimeUtils.setCurrentMillisSystem();
	}
}
