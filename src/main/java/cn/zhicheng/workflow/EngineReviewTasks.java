package cn.zhicheng.workflow;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.organisation.ApplicationTasks;
import cn.zhicheng.review.Duty;
import cn.zhicheng.review.ReviewTasks;
import cn.zhicheng.review.SupervisionTasks;

/**
 * Looks tasks up in the engine, which leaves out those to which the account has no right.
 */
@Component
class EngineReviewTasks implements ReviewTasks, ApplicationTasks, SupervisionTasks {

	private static final Map<String, Kind> SUPERVISION = Map.of(StageSupervision.REMINDER, Kind.REMINDER, StageSupervision.URGING, Kind.URGING,
			StageSupervision.SUPERVISE_OVERDUE, Kind.OVERDUE);

	private final TaskService tasks;
	private final RuntimeService runtime;
	private final ActingAccount acting;
	private final ReviewSteps steps;

	EngineReviewTasks(@Lazy TaskService tasks, @Lazy RuntimeService runtime, ActingAccount acting, ReviewSteps steps) {
		this.tasks = tasks;
		this.runtime = runtime;
		this.acting = acting;
		this.steps = steps;
	}

	@Override
	@Transactional(readOnly = true)
	public Map<String, String> recordNumbers(Collection<String> taskIds) {
		return businessKeysOf(taskIds);
	}

	@Override
	@Transactional(readOnly = true)
	public Map<String, String> applicationNumbers(Collection<String> taskIds) {
		return businessKeysOf(taskIds);
	}

	@Override
	@Transactional(readOnly = true)
	public List<SupervisionTask> supervisionTasks(Collection<String> taskIds) {
		if (taskIds.isEmpty()) {
			return List.of();
		}
		var seen = tasks.createTaskQuery().taskIdIn(taskIds.toArray(String[]::new)).processDefinitionKey(StageSupervision.KEY).list();
		var keys = businessKeys(seen.stream().map(Task::getProcessInstanceId).collect(Collectors.toSet()));
		return seen.stream().filter(task -> keys.containsKey(task.getProcessInstanceId())).flatMap(task -> kindOf(task)
				.map(kind -> new SupervisionTask(task.getId(), kind, Duty.ofKey(keys.get(task.getProcessInstanceId())))).stream()).toList();
	}

	private Optional<Kind> kindOf(Task task) {
		return Optional.ofNullable(SUPERVISION.get(task.getTaskDefinitionKey()))
				.or(() -> steps.of(task.getProcessDefinitionId()).reminders().contains(task.getTaskDefinitionKey()) ? Optional.of(Kind.REMINDER) : Optional.empty());
	}

	private Map<String, String> businessKeysOf(Collection<String> taskIds) {
		if (taskIds.isEmpty()) {
			return Map.of();
		}
		var seen = tasks.createTaskQuery().taskIdIn(taskIds.toArray(String[]::new)).list();
		var instances = seen.stream().map(Task::getProcessInstanceId).filter(Objects::nonNull).collect(Collectors.toSet());
		var numbers = businessKeys(instances);
		return seen.stream().filter(task -> numbers.containsKey(task.getProcessInstanceId()))
				.collect(Collectors.toMap(Task::getId, task -> numbers.get(task.getProcessInstanceId())));
	}

	/** Who sees a task may know which record it is about, though not the process instance as a whole. */
	private Map<String, String> businessKeys(Set<String> instances) {
		if (instances.isEmpty()) {
			return Map.of();
		}
		return acting.asNobody(() -> runtime.createProcessInstanceQuery().processInstanceIds(instances).list().stream()
				.collect(Collectors.toMap(ProcessInstance::getId, ProcessInstance::getBusinessKey)));
	}
}
