package cn.zhicheng.workflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.task.listener.DelegateExpressionTaskListener;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.camunda.bpm.spring.boot.starter.configuration.impl.AbstractCamundaConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * The steps of a record's way as each version of {@code title-record-review} has them, whatever they are called: a review is a
 * user task that {@code recordDecision} completes, and the date of its stage is the timer at it that carries {@code ${deadline}}.
 * What else a designer adds is neither, and keeps its own dates.
 */
@Component
class ReviewSteps extends AbstractCamundaConfiguration {

	/** Marks of the engine's own description of a version, made when it reads the model. */
	private static final String REVIEW = "zhicheng:review";
	private static final String STAGE_TIMER = "zhicheng:stageTimer";
	private static final String DECISION = "${recordDecision}";
	private static final String DATE = "${" + TitleRecordReview.DEADLINE.name() + "}";

	private final ObjectProvider<ProcessEngineConfigurationImpl> engine;
	private final Map<String, Steps> versions = new ConcurrentHashMap<>();

	/** The engine is made with this bean. */
	ReviewSteps(ObjectProvider<ProcessEngineConfigurationImpl> engine) {
		this.engine = engine;
	}

	/**
	 * What one version has.
	 *
	 * @param reviews ids of the user tasks that are reviews
	 * @param timers id of the timer with the date of the stage, by the id of the step that it is at; amendments have one too
	 */
	record Steps(Set<String> reviews, Map<String, String> timers) {

		/** @return ids of the steps that have the date of their stage */
		Set<String> dated() {
			return timers.keySet();
		}
	}

	@Override
	public void preInit(ProcessEngineConfigurationImpl configuration) {
		var present = configuration.getCustomPostBPMNParseListeners();
		var listeners = present == null ? new ArrayList<BpmnParseListener>() : new ArrayList<>(present);
		listeners.add(new Marking());
		configuration.setCustomPostBPMNParseListeners(listeners);
	}

	private static final class Marking extends AbstractBpmnParseListener {

		@Override
		public void parseUserTask(Element element, ScopeImpl scope, ActivityImpl activity) {
			var listeners = ((UserTaskActivityBehavior) activity.getActivityBehavior()).getTaskDefinition().getTaskListeners();
			var decides = listeners.getOrDefault(TaskListener.EVENTNAME_COMPLETE, List.of()).stream().anyMatch(listener -> listener instanceof DelegateExpressionTaskListener expression
					&& ModelExpressions.beanIn(expression.getExpressionText()).equals(ModelExpressions.beanIn(DECISION)));
			activity.setProperty(REVIEW, decides);
		}

		@Override
		public void parseBoundaryTimerEventDefinition(Element timer, boolean interrupting, ActivityImpl event) {
			var date = timer.element("timeDate");
			event.setProperty(STAGE_TIMER, date != null && date.getText().strip().equals(DATE));
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

	private static Steps of(ProcessDefinitionEntity version) {
		var reviews = new LinkedHashSet<String>();
		var timers = new LinkedHashMap<String, String>();
		if (version.getKey().equals(TitleRecordReview.KEY)) {
			collect(version.getActivities(), reviews, timers);
		}
		return new Steps(Set.copyOf(reviews), Map.copyOf(timers));
	}

	private static void collect(List<ActivityImpl> activities, Set<String> reviews, Map<String, String> timers) {
		for (var activity : activities) {
			if (Boolean.TRUE.equals(activity.getProperty(REVIEW))) {
				reviews.add(activity.getId());
			}
			if (Boolean.TRUE.equals(activity.getProperty(STAGE_TIMER))) {
				timers.put(((ActivityImpl) activity.getEventScope()).getId(), activity.getId());
			}
			collect(activity.getActivities(), reviews, timers);
		}
	}

	/** @return whether the task, which this transaction has read, is a review */
	static boolean isReview(TaskEntity task) {
		var activity = task.getProcessDefinition() == null ? null : task.getProcessDefinition().findActivity(task.getTaskDefinitionKey());
		return activity != null && Boolean.TRUE.equals(activity.getProperty(REVIEW));
	}

	/** @return whether a timer of a version carries the date of a stage */
	static boolean isStageTimer(ProcessDefinitionEntity version, String timer) {
		return version.getKey().equals(TitleRecordReview.KEY)
				&& Optional.ofNullable(version.findActivity(timer)).filter(event -> Boolean.TRUE.equals(event.getProperty(STAGE_TIMER))).isPresent();
	}
}
