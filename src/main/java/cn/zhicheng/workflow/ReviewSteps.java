package cn.zhicheng.workflow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * The steps of a record's way as each version of {@code title-record-review} has them, whatever they are called. The date of its
 * stage is the timer at a step that carries {@code ${deadline}}: such a step, the amendment apart, is an organisation's to do, a
 * review or what else a designer gives it. Where the record waits for a date or a message it lies with nobody. What else a
 * designer adds keeps its own dates.
 */
@Component
class ReviewSteps {

	/** Marks of the engine's own description of a version, made when {@link StepParsing} reads the model. */
	static final String STAGE_TIMER = "zhicheng:stageTimer";
	static final String WAITING = "zhicheng:waiting";
	static final String OTHER_REVIEWER = "zhicheng:otherReviewer";
	static final String REMINDER = "zhicheng:reminder";

	private final ObjectProvider<ProcessEngineConfigurationImpl> engine;
	private final Map<String, Steps> versions = new ConcurrentHashMap<>();

	/** The engine is made with this bean. */
	ReviewSteps(ObjectProvider<ProcessEngineConfigurationImpl> engine) {
		this.engine = engine;
	}

	/**
	 * What one version has.
	 *
	 * @param timers id of the timer with the date of the stage, by the id of the step that it is at; amendments have one too
	 * @param waiting ids of the steps at which a record lies with nobody
	 * @param reminders ids of the user tasks by which a designer lets an organisation be reminded
	 */
	record Steps(Map<String, String> timers, Set<String> waiting, Set<String> reminders) {

		/** @return ids of the steps that have the date of their stage */
		Set<String> dated() {
			return timers.keySet();
		}

		/** @return ids of the steps that an organisation has to do by the date of its stage: reviews, and what else a designer gives it to do */
		Set<String> due() {
			return timers.keySet().stream().filter(step -> !step.equals(TitleRecordReview.AMENDMENT) && !waiting.contains(step)).collect(Collectors.toUnmodifiableSet());
		}
	}

	/** @param definition id of a version of the process */
	Steps of(String definition) {
		return versions.computeIfAbsent(definition, id -> {
			var context = Context.getCommandContext();
			return context != null ? of(id, context) : engine.getObject().getCommandExecutorTxRequired().execute(one -> of(id, one));
		});
	}

	/** The same within a command of the engine. */
	static Steps of(String definition, CommandContext context) {
		return of(context.getProcessEngineConfiguration().getDeploymentCache().findDeployedProcessDefinitionById(definition));
	}

	/** The same of a version that has been read. */
	static Steps of(ProcessDefinitionEntity version) {
		var timers = new LinkedHashMap<String, String>();
		all(version.getActivities()).filter(activity -> is(STAGE_TIMER, activity))
				.forEach(timer -> timers.put(((ActivityImpl) timer.getEventScope()).getId(), timer.getId()));
		return new Steps(Map.copyOf(timers), marked(WAITING, version), marked(REMINDER, version));
	}

	private static Set<String> marked(String mark, ProcessDefinitionEntity version) {
		return all(version.getActivities()).filter(activity -> is(mark, activity)).map(ActivityImpl::getId).collect(Collectors.toUnmodifiableSet());
	}

	private static Stream<ActivityImpl> all(List<ActivityImpl> activities) {
		return activities.stream().flatMap(activity -> Stream.concat(Stream.of(activity), all(activity.getActivities())));
	}

	/** @return whether an organisation has to do the task, which this transaction has read, by the date of its stage: a review, or what else a designer gives it to do */
	static boolean isDue(TaskEntity task) {
		return activityOf(task) != null && of(task.getProcessDefinition()).due().contains(task.getTaskDefinitionKey());
	}

	/** @return whether the task, which this transaction has read, asks for another person than who has confirmed before */
	static boolean asksForOther(TaskEntity task) {
		return is(OTHER_REVIEWER, activityOf(task));
	}

	private static ActivityImpl activityOf(TaskEntity task) {
		return task.getProcessDefinition() == null ? null : task.getProcessDefinition().findActivity(task.getTaskDefinitionKey());
	}

	/** @return whether an activity, null: none, has the mark */
	static boolean is(String mark, ActivityImpl activity) {
		return activity != null && Boolean.TRUE.equals(activity.getProperty(mark));
	}

	/** @return whether a timer of a version carries the date of a stage */
	static boolean isStageTimer(ProcessDefinitionEntity version, String timer) {
		return Optional.ofNullable(version.findActivity(timer)).filter(event -> is(STAGE_TIMER, event)).isPresent();
	}
}
