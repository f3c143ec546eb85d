package cn.zhicheng.workflow;

import java.util.List;
import java.util.stream.Stream;

import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.runtime.Job;

/**
 * Runs the batches of the engine to their end, as the job executor would, which is off in tests.
 */
final class TestBatches {

	private final ManagementService management;

	TestBatches(ManagementService management) {
		this.management = management;
	}

	void run() {
		List<Job> jobs;
		while (!(jobs = jobs()).isEmpty()) {
			jobs.forEach(job -> management.executeJob(job.getId()));
		}
	}

	/** The monitor of a batch comes again until all of its jobs are done. */
	private List<Job> jobs() {
		var batches = management.createBatchQuery().list();
		var jobs = batches.stream().flatMap(batch -> Stream.of(batch.getSeedJobDefinitionId(), batch.getBatchJobDefinitionId())
				.flatMap(definition -> of(definition).stream())).toList();
		return jobs.isEmpty() ? batches.stream().flatMap(batch -> of(batch.getMonitorJobDefinitionId()).stream()).toList() : jobs;
	}

	private List<Job> of(String definition) {
		return management.createJobQuery().jobDefinitionId(definition).list();
	}
}
