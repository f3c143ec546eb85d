package cn.zhicheng.workflow;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;

import org.camunda.bpm.engine.impl.ProcessEngineImpl;
import org.camunda.bpm.engine.impl.cmd.ExecuteJobsCmd;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.jobexecutor.ExecuteJobsRunnable;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutorContext;
import org.camunda.bpm.engine.impl.jobexecutor.JobFailureCollector;
import org.camunda.bpm.engine.management.Metrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs dates of stages of different records in one transaction. When one of them fails, nothing of it stays, and each is run
 * for itself as the engine does: the one that fails gets its retries and its incident, and holds back none of the others.
 */
class StageTimersTogether extends ExecuteJobsRunnable {

	private static final Logger LOG = LoggerFactory.getLogger(StageTimersTogether.class);

	private final UnaryOperator<Collection<String>> lock;

	/** @param lock keeps records by their numbers to this transaction, and gives those with which nobody else is busy */
	StageTimersTogether(List<String> jobIds, ProcessEngineImpl engine, UnaryOperator<Collection<String>> lock) {
		super(jobIds, engine);
		this.lock = lock;
	}

	@Override
	public void run() {
		if (!jobExecutor.isActive() || !ranTogether()) {
			super.run();
		}
	}

	private boolean ranTogether() {
		var configuration = processEngine.getProcessEngineConfiguration();
		var context = new JobExecutorContext();
		var loader = switchClassLoader();
		Context.setJobExecutorContext(context);
		List<String> left;
		try {
			left = configuration.getCommandExecutorTxRequired().execute(this::execute);
			if (configuration.isMetricsEnabled()) {
				configuration.getMetricsRegistry().markOccurrence(Metrics.JOB_SUCCESSFUL, jobIds.size() - left.size());
			}
		} catch (RuntimeException e) {
			// Decided meanwhile, or broken: which one it is shows when each is run for itself.
			LOG.debug("{} dates of stages are run one by one", jobIds.size(), e);
			return false;
		} finally {
			Context.removeJobExecutorContext();
			Thread.currentThread().setContextClassLoader(loader);
		}
		// Whose record somebody is just deciding on, and what a step behind a timer leaves for later in the same record.
		context.getCurrentProcessorJobQueue().addAll(left);
		new ExecuteJobsRunnable(context.getCurrentProcessorJobQueue(), processEngine).run();
		return true;
	}

	/** @return those that were left out */
	private List<String> execute(CommandContext context) {
		var timers = StageTimers.read(jobIds, context);
		if (timers.isEmpty()) {
			return List.of();
		}
		var numbers = StageTimers.readInstances(timers, context);
		var free = lock.apply(numbers.values());
		var left = new ArrayList<String>();
		for (var timer : timers) {
			if (free.contains(numbers.get(timer.getProcessInstanceId()))) {
				new ExecuteJobsCmd(timer.getId(), new JobFailureCollector(timer.getId())).execute(context);
			} else {
				left.add(timer.getId());
			}
		}
		return left;
	}
}
