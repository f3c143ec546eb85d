package cn.zhicheng.workflow;

import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.batch.Batch;

import cn.zhicheng.designer.Progress;

/**
 * Asks for a batch's jobs by their definition: the engine's own statistics of batches look through all jobs, of which each
 * open record has one.
 */
final class BatchProgress {

	private BatchProgress() {
	}

	static Progress of(Batch batch, ManagementService management) {
		var jobs = management.createJobQuery().jobDefinitionId(batch.getBatchJobDefinitionId());
		int open = (int) jobs.count();
		return new Progress(batch.getTotalJobs(), batch.getJobsCreated() - open, (int) jobs.noRetriesLeft().count());
	}
}
