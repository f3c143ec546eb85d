package cn.zhicheng.workflow;

import java.util.ArrayList;
import java.util.List;

import org.camunda.bpm.engine.impl.batch.BatchJobHandler;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.migration.batch.MigrationBatchConfiguration;
import org.camunda.bpm.engine.impl.migration.batch.MigrationBatchJobHandler;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.spring.boot.starter.configuration.impl.AbstractCamundaConfiguration;
import org.springframework.stereotype.Component;

/**
 * Tells records anew at which step they are when their process has been moved to another version, in the transaction of the move:
 * the step may have another name, or ask for another person.
 */
@Component
class MigrationRefresh extends AbstractCamundaConfiguration {

	private final StepEvents events;

	MigrationRefresh(StepEvents events) {
		this.events = events;
	}

	@Override
	public void preInit(ProcessEngineConfigurationImpl configuration) {
		var handlers = new ArrayList<BatchJobHandler<?>>(configuration.getCustomBatchJobHandlers() == null ? List.of() : configuration.getCustomBatchJobHandlers());
		handlers.add(new Handler());
		configuration.setCustomBatchJobHandlers(handlers);
	}

	private final class Handler extends MigrationBatchJobHandler {

		@Override
		public void executeHandler(MigrationBatchConfiguration configuration, ExecutionEntity execution, CommandContext context, String tenantId) {
			super.executeHandler(configuration, execution, context, tenantId);
			configuration.getIds().stream().map(id -> context.getExecutionManager().findExecutionById(id))
					.filter(instance -> instance != null && instance.getProcessDefinition().getKey().equals(TitleRecordReview.KEY)).forEach(events::tellAgain);
		}
	}
}
