package cn.zhicheng.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.Expression;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParse;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.task.TaskDefinition;
import org.camunda.bpm.engine.impl.task.listener.DelegateExpressionTaskListener;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.camunda.bpm.spring.boot.starter.configuration.impl.AbstractCamundaConfiguration;
import org.springframework.stereotype.Component;

/**
 * Marks in the engine's description of each version of a model what its steps are, for {@link ReviewSteps}, and adds to them what
 * an element template can not set: who names the listeners himself has them once.
 */
@Component
class StepParsing extends AbstractCamundaConfiguration {

	private static final String DESCRIPTION = "describeReview";
	private static final String DECISION = "recordDecision";
	private static final String READ = "reminderRead";
	private static final String FROM_TEMPLATE = "zhicheng:fromTemplate";
	private static final String DATE = "${" + TitleRecordReview.DEADLINE.name() + "}";

	private final StepEvents events;

	StepParsing(StepEvents events) {
		this.events = events;
	}

	@Override
	public void preInit(ProcessEngineConfigurationImpl configuration) {
		var present = configuration.getCustomPostBPMNParseListeners();
		var listeners = present == null ? new ArrayList<BpmnParseListener>() : new ArrayList<>(present);
		listeners.add(new Listener(configuration));
		configuration.setCustomPostBPMNParseListeners(listeners);
	}

	private final class Listener extends AbstractBpmnParseListener {

		private final ProcessEngineConfigurationImpl configuration;

		private Listener(ProcessEngineConfigurationImpl configuration) {
			this.configuration = configuration;
		}

		@Override
		public void parseUserTask(Element element, ScopeImpl scope, ActivityImpl activity) {
			var task = ((UserTaskActivityBehavior) activity.getActivityBehavior()).getTaskDefinition();
			var kind = kindOf(element);
			if (isOf(TitleRecordReview.KEY, activity)) {
				if (kind.filter(StepKind.REVIEW::equals).isPresent()) {
					activity.setProperty(FROM_TEMPLATE, true);
					add(task, TaskListener.EVENTNAME_CREATE, DESCRIPTION);
					add(task, TaskListener.EVENTNAME_COMPLETE, DECISION);
				}
				boolean decides = names(task, TaskListener.EVENTNAME_COMPLETE, DECISION);
				activity.setProperty(ReviewSteps.OTHER_REVIEWER, decides && Boolean.parseBoolean(property(element, StepKind.OTHER_REVIEWER)));
				if (!decides && !activity.getId().equals(TitleRecordReview.AMENDMENT)) {
					task.addBuiltInTaskListener(TaskListener.EVENTNAME_CREATE, events::begin);
					activity.addListener(ExecutionListener.EVENTNAME_END, (ExecutionListener) events::goOn);
				}
			} else if (isOf(StageSupervision.KEY, activity) && kind.filter(StepKind.REMINDER::equals).isPresent()) {
				add(task, TaskListener.EVENTNAME_COMPLETE, READ);
				activity.setProperty(ReviewSteps.REMINDER, true);
			}
		}

		@Override
		public void parseBoundaryTimerEventDefinition(Element timer, boolean interrupting, ActivityImpl event) {
			var date = timer.element("timeDate");
			var isStageTimer = isOf(TitleRecordReview.KEY, event) && date != null && date.getText().strip().equals(DATE);
			event.setProperty(ReviewSteps.STAGE_TIMER, isStageTimer);
			if (isStageTimer && !interrupting && event.getEventScope() instanceof ActivityImpl step && ReviewSteps.is(FROM_TEMPLATE, step)) {
				event.addListener(ExecutionListener.EVENTNAME_END, (ExecutionListener) events::escalate);
			}
		}

		@Override
		public void parseIntermediateTimerEventDefinition(Element timer, ActivityImpl event) {
			waitsAt(event);
		}

		@Override
		public void parseIntermediateMessageCatchEventDefinition(Element message, ActivityImpl event) {
			waitsAt(event);
		}

		@Override
		public void parseReceiveTask(Element element, ScopeImpl scope, ActivityImpl activity) {
			waitsAt(activity);
		}

		@Override
		public void parseEventBasedGateway(Element element, ScopeImpl scope, ActivityImpl activity) {
			waitsAt(activity);
		}

		private void waitsAt(ActivityImpl activity) {
			// Where several events are waited for at once, the gateway before them is the step.
			if (isOf(TitleRecordReview.KEY, activity) && !(activity.getEventScope() instanceof ActivityImpl around && ReviewSteps.is(ReviewSteps.WAITING, around))) {
				activity.setProperty(ReviewSteps.WAITING, true);
				activity.addListener(ExecutionListener.EVENTNAME_START, (ExecutionListener) events::wait);
				activity.addListener(ExecutionListener.EVENTNAME_END, (ExecutionListener) events::goOn);
			}
		}

		private void add(TaskDefinition task, String event, String bean) {
			if (!names(task, event, bean)) {
				task.addTaskListener(event, new DelegateExpressionTaskListener(expression(bean), List.of()));
			}
		}

		private Expression expression(String bean) {
			return configuration.getExpressionManager().createExpression("${" + bean + "}");
		}
	}

	private static boolean names(TaskDefinition task, String event, String bean) {
		return task.getTaskListeners().getOrDefault(event, List.of()).stream().anyMatch(listener -> listener instanceof DelegateExpressionTaskListener expression
				&& ModelExpressions.beanIn(expression.getExpressionText()).equals(Optional.of(bean)));
	}

	private static boolean isOf(String process, ActivityImpl activity) {
		return ((ProcessDefinitionEntity) activity.getProcessDefinition()).getKey().equals(process);
	}

	private static Optional<StepKind> kindOf(Element element) {
		return StepKind.ofKey(property(element, StepKind.PROPERTY));
	}

	/** @return null: the element has no property of this name */
	private static String property(Element element, String name) {
		var extensions = element.element("extensionElements");
		var properties = extensions == null ? null : extensions.elementNS(BpmnParse.CAMUNDA_BPMN_EXTENSIONS_NS, "properties");
		return properties == null ? null : properties.elementsNS(BpmnParse.CAMUNDA_BPMN_EXTENSIONS_NS, "property").stream()
				.filter(one -> name.equals(one.attribute("name"))).map(one -> one.attribute("value")).findFirst().orElse(null);
	}
}
