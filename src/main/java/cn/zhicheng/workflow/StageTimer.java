package cn.zhicheng.workflow;

import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Optional;

import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.jobexecutor.JobHandler;
import org.camunda.bpm.engine.impl.jobexecutor.TimerDeclarationImpl;
import org.camunda.bpm.engine.impl.jobexecutor.TimerEventJobHandler.TimerJobConfiguration;
import org.camunda.bpm.engine.impl.jobexecutor.TimerExecuteNestedActivityJobHandler;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.spring.boot.starter.configuration.impl.AbstractCamundaConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.review.ReviewDesk;

/**
 * What happens when the timer of a stage is due: it counts only if the date that holds now has passed. One that was set before
 * the date was moved, and has not followed yet, is set anew instead of firing, so that no timer is lost and none fires early.
 */
@Component
class StageTimer extends AbstractCamundaConfiguration {

	private final ObjectProvider<ReviewDesk> desk;
	private final Clock clock;

	/** The desk is asked for when a timer is due: the engine is made before it. */
	StageTimer(ObjectProvider<ReviewDesk> desk, Clock clock) {
		this.desk = desk;
		this.clock = clock;
	}

	@Override
	public void preInit(ProcessEngineConfigurationImpl configuration) {
		configuration.setCustomJobHandlers(List.<JobHandler>of(new Handler()));
	}

	private final class Handler extends TimerExecuteNestedActivityJobHandler {

		@Override
		public void execute(TimerJobConfiguration configuration, ExecutionEntity execution, CommandContext commandContext, String tenantId) {
			var due = dueDate(configuration, execution);
			if (due.isPresent() && !due.get().isPassedAt(clock.instant())) {
				setAnew(configuration.getTimerElementKey(), execution, due.get());
			} else {
				super.execute(configuration, execution, commandContext, tenantId);
			}
		}

		private Optional<Deadline> dueDate(TimerJobConfiguration configuration, ExecutionEntity execution) {
			return ReviewSteps.isStageTimer(execution.getProcessDefinition(), configuration.getTimerElementKey())
					? desk.getObject().dueDateOf(execution.getProcessBusinessKey()) : Optional.empty();
		}
	}

	/**
	 * Sets a timer of the step at which an execution is, by the date that holds.
	 *
	 * @param timer id of the boundary event
	 */
	static void setAnew(String timer, ExecutionEntity execution, Deadline due) {
		TitleRecordReview.DEADLINE.set(execution, Date.from(due.end()));
		TimerDeclarationImpl.getDeclarationsForScope(execution.getActivity()).get(timer).createTimerInstance(execution);
	}
}
