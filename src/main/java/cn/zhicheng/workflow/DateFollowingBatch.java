package cn.zhicheng.workflow;

import java.util.ArrayList;
import java.util.List;

import org.camunda.bpm.engine.impl.batch.AbstractBatchJobHandler;
import org.camunda.bpm.engine.impl.batch.BatchJobContext;
import org.camunda.bpm.engine.impl.batch.BatchJobDeclaration;
import org.camunda.bpm.engine.impl.batch.BatchJobHandler;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.jobexecutor.JobDeclaration;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.MessageEntity;
import org.camunda.bpm.spring.boot.starter.configuration.impl.AbstractCamundaConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;


/**
 * A batch of the engine in which what is running follows changed dates, so that it shows in Cockpit, goes on after a crash and
 * is retried like any other. Each of its jobs is one part, in one transaction.
 */
@Component
class DateFollowingBatch extends AbstractCamundaConfiguration {

	static final String TYPE = "deadline-following";

	private final ObjectProvider<RunningDates> dates;

	/** Asked for when a job runs: the engine is made before it. */
	DateFollowingBatch(ObjectProvider<RunningDates> dates) {
		this.dates = dates;
	}

	@Override
	public void preInit(ProcessEngineConfigurationImpl configuration) {
		var handlers = new ArrayList<BatchJobHandler<?>>(configuration.getCustomBatchJobHandlers() == null ? List.of()
				: configuration.getCustomBatchJobHandlers());
		handlers.add(new Handler());
		configuration.setCustomBatchJobHandlers(handlers);
	}

	private final class Handler extends AbstractBatchJobHandler<DateFollowingConfiguration> {

		private final BatchJobDeclaration declaration = new BatchJobDeclaration(TYPE);

		@Override
		public String getType() {
			return TYPE;
		}

		@Override
		public JobDeclaration<BatchJobContext, MessageEntity> getJobDeclaration() {
			return declaration;
		}

		@Override
		protected DateFollowingConfiguration createJobConfiguration(DateFollowingConfiguration configuration, List<String> parts) {
			// The engine takes the parts out of its list when the job is made.
			return new DateFollowingConfiguration(List.copyOf(parts), configuration.reason());
		}

		@Override
		protected DateFollowingConfiguration.Converter getJsonConverterInstance() {
			return DateFollowingConfiguration.CONVERTER;
		}

		@Override
		protected void executeHandler(DateFollowingConfiguration configuration, ExecutionEntity execution, CommandContext commandContext,
				String tenantId) {
			configuration.ranges().forEach(range -> dates.getObject().follow(range, configuration.reason()));
			configuration.since().forEach(moment -> dates.getObject().followSince(moment, configuration.reason()));
		}
	}
}
