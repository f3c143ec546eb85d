package cn.zhicheng.workflow;

import java.util.Optional;

import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.camunda.bpm.engine.impl.jobexecutor.NotifyAcquisitionRejectedJobsHandler;
import org.camunda.bpm.spring.boot.starter.configuration.impl.DefaultJobConfiguration.JobConfiguration;
import org.camunda.bpm.spring.boot.starter.property.CamundaBpmProperties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskExecutor;

/**
 * Puts {@link StageTimerExecutor} in the place of the engine's job executor, with the same settings
 * ({@code camunda.bpm.job-execution}).
 */
@Configuration(proxyBeanMethods = false)
class JobExecution {

	@Bean
	@ConditionalOnProperty(prefix = "camunda.bpm.job-execution", name = "enabled", havingValue = "true", matchIfMissing = true)
	static JobExecutor jobExecutor(@Qualifier(JobConfiguration.CAMUNDA_TASK_EXECUTOR_QUALIFIER) TaskExecutor threads,
			CamundaBpmProperties properties, StageTimerSettings settings, ObjectProvider<DueRecords> records) {
		var executor = new StageTimerExecutor(settings.together(), numbers -> records.getObject().lockFree(numbers));
		executor.setTaskExecutor(threads);
		executor.setRejectedJobsHandler(new NotifyAcquisitionRejectedJobsHandler());
		var given = properties.getJobExecution();
		Optional.ofNullable(given.getLockTimeInMillis()).ifPresent(executor::setLockTimeInMillis);
		Optional.ofNullable(given.getMaxJobsPerAcquisition()).ifPresent(executor::setMaxJobsPerAcquisition);
		Optional.ofNullable(given.getWaitTimeInMillis()).ifPresent(executor::setWaitTimeInMillis);
		Optional.ofNullable(given.getMaxWait()).ifPresent(executor::setMaxWait);
		Optional.ofNullable(given.getBackoffTimeInMillis()).ifPresent(executor::setBackoffTimeInMillis);
		Optional.ofNullable(given.getMaxBackoff()).ifPresent(executor::setMaxBackoff);
		Optional.ofNullable(given.getBackoffDecreaseThreshold()).ifPresent(executor::setBackoffDecreaseThreshold);
		Optional.ofNullable(given.getWaitIncreaseFactor()).ifPresent(executor::setWaitIncreaseFactor);
		return executor;
	}
}
