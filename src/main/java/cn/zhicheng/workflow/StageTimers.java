package cn.zhicheng.workflow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.apache.ibatis.builder.xml.XMLMapperBuilder;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.jobexecutor.TimerExecuteNestedActivityJobHandler;
import org.camunda.bpm.engine.impl.persistence.entity.EventSubscriptionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.impl.persistence.entity.VariableInstanceEntity;
import org.camunda.bpm.spring.boot.starter.configuration.impl.AbstractCamundaConfiguration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * The jobs that fall due by the hundred thousand in one second: the dates of a record's stages. What they do is written by
 * one transaction or not at all, so that several of them can share it. A timer that a designer adds may do anything, and
 * is none of these.
 */
@Component
class StageTimers extends AbstractCamundaConfiguration {

	private static final ClassPathResource STATEMENTS = new ClassPathResource("stage-timers.xml", StageTimers.class);

	/** Which lists of an execution {@link #readInstances} gives it. */
	private static final int GIVEN = flag(ExecutionEntity.EVENT_SUBSCRIPTIONS_STATE_BIT) | flag(ExecutionEntity.TASKS_STATE_BIT)
			| flag(ExecutionEntity.JOBS_STATE_BIT);

	private static int flag(int bit) {
		return 1 << bit - 1;
	}

	@Override
	public void postInit(ProcessEngineConfigurationImpl configuration) {
		var statements = configuration.getSqlSessionFactory().getConfiguration();
		try (var source = STATEMENTS.getInputStream()) {
			new XMLMapperBuilder(source, statements, STATEMENTS.getPath(), statements.getSqlFragments()).parse();
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/**
	 * @return ids of those of the jobs that are dates of stages; whoever takes jobs has them in its transaction in another shape, so
	 *     that they are not read as what they are
	 */
	@SuppressWarnings("unchecked")
	static Set<String> among(Collection<String> jobs, CommandContext context) {
		List<String> timers = context.getDbEntityManager().selectList("selectTimersOfReviewsByVersion", parameters(jobs));
		return timers.stream().map(timer -> timer.split(" ", 3)).filter(timer -> isOfStage(timer[1], timer[2], context)).map(timer -> timer[0])
				.collect(Collectors.toSet());
	}

	/** @return those of the jobs that are still there and are dates of stages */
	@SuppressWarnings("unchecked")
	static List<JobEntity> read(Collection<String> jobs, CommandContext context) {
		List<JobEntity> timers = context.getDbEntityManager().selectList("selectTimersOfReviews", parameters(jobs));
		return timers.stream().filter(timer -> isOfStage(timer.getProcessDefinitionId(), timer.getJobHandlerConfigurationRaw(), context)).toList();
	}

	/** @param version of the process by which its record goes */
	private static boolean isOfStage(String version, String timer, CommandContext context) {
		return ReviewSteps.isStageTimer(context.getProcessEngineConfiguration().getDeploymentCache().findDeployedProcessDefinitionById(version), timer);
	}

	/**
	 * Reads the instances of the timers with what belongs to them, so that no step asks for it again.
	 *
	 * @return business keys of the instances by their ids
	 */
	static Map<String, String> readInstances(Collection<JobEntity> timers, CommandContext context) {
		var ids = timers.stream().map(JobEntity::getProcessInstanceId).collect(Collectors.toSet());
		Map<String, List<ExecutionEntity>> executions = byInstance("selectExecutionsOfInstances", ids, ExecutionEntity::getProcessInstanceId, context);
		Map<String, List<EventSubscriptionEntity>> subscriptions = byInstance("selectSubscriptionsOfInstances", ids,
				EventSubscriptionEntity::getProcessInstanceId, context);
		Map<String, List<VariableInstanceEntity>> variables = byInstance("selectVariablesOfInstances", ids,
				VariableInstanceEntity::getProcessInstanceId, context);
		Map<String, List<TaskEntity>> tasks = byInstance("selectTasksOfInstances", ids, TaskEntity::getProcessInstanceId, context);
		Map<String, List<JobEntity>> jobs = byInstance("selectJobsOfInstances", ids, JobEntity::getProcessInstanceId, context);
		var keys = new HashMap<String, String>();
		executions.forEach((id, tree) -> {
			// Otherwise each execution would ask for the lists that are handed to it here.
			tree.forEach(execution -> execution.setCachedEntityState(execution.getCachedEntityStateRaw() & ~GIVEN));
			var instance = tree.stream().filter(ExecutionEntity::isProcessInstanceExecution).findFirst().orElseThrow();
			instance.restoreProcessInstance(tree, subscriptions.getOrDefault(id, List.of()), variables.getOrDefault(id, List.of()),
					tasks.getOrDefault(id, List.of()), jobs.getOrDefault(id, List.of()), null, null);
			keys.put(id, instance.getBusinessKey());
		});
		return keys;
	}

	@SuppressWarnings("unchecked")
	private static <T> Map<String, List<T>> byInstance(String statement, Set<String> ids, Function<T, String> instance, CommandContext context) {
		return ((List<T>) context.getDbEntityManager().selectList(statement, ids)).stream().collect(Collectors.groupingBy(instance));
	}

	private static Map<String, Object> parameters(Collection<String> jobs) {
		return Map.of("ids", jobs, "handler", TimerExecuteNestedActivityJobHandler.TYPE, "process", TitleRecordReview.KEY);
	}
}
