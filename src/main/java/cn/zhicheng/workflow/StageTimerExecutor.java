package cn.zhicheng.workflow;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import org.camunda.bpm.engine.impl.ProcessEngineImpl;
import org.camunda.bpm.engine.impl.cmd.AcquireJobsCmd;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.jobexecutor.AcquiredJobs;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.camunda.bpm.engine.spring.components.jobexecutor.SpringJobExecutor;

/**
 * The engine's job executor, which lets several due dates of stages share a transaction: at a date a hundred thousand are due
 * in the same second, and each of its own would cost ten times the statements. All other jobs run as they always did.
 *
 * <p>Groups run on one thread, one after another. Whoever decides meanwhile shares the processors and the database with no
 * more than that, and other jobs keep the threads they have.
 */
class StageTimerExecutor extends SpringJobExecutor {

	/** One group runs and one is ready to follow it. */
	private static final int GROUPS_AT_ONCE = 2;
	private static final long PATIENCE_SECONDS = 30;

	private final int together;
	private final UnaryOperator<Collection<String>> lock;
	private final Semaphore room = new Semaphore(GROUPS_AT_ONCE);
	private ExecutorService groups;

	/**
	 * @param together how many dates of stages share a transaction at most
	 * @param lock keeps records by their numbers to a transaction, and gives those with which nobody else is busy
	 */
	StageTimerExecutor(int together, UnaryOperator<Collection<String>> lock) {
		this.together = together;
		this.lock = lock;
	}

	@Override
	protected void ensureInitialization() {
		setAcquireJobsCmdFactory(number -> new Acquisition(this, number));
		super.ensureInitialization();
	}

	@Override
	protected void startExecutingJobs() {
		groups = Executors.newSingleThreadExecutor(task -> new Thread(task, "stage-timers"));
		super.startExecutingJobs();
	}

	@Override
	protected void stopExecutingJobs() {
		super.stopExecutingJobs();
		groups.shutdown();
		try {
			groups.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
		} catch (InterruptedException e) {
			Thread.currentThread().interrupt();
		}
	}

	/** Waits while there is no room for another group: whatever else was acquired is running by then. */
	@Override
	public void executeJobs(List<String> jobIds, ProcessEngineImpl engine) {
		if (!(jobIds instanceof Group)) {
			super.executeJobs(jobIds, engine);
			return;
		}
		room.acquireUninterruptibly();
		groups.execute(() -> {
			try {
				getExecuteJobsRunnable(jobIds, engine).run();
			} finally {
				room.release();
			}
		});
	}

	@Override
	public Runnable getExecuteJobsRunnable(List<String> jobIds, ProcessEngineImpl engine) {
		return jobIds instanceof Group ? new StageTimersTogether(jobIds, engine, lock) : super.getExecuteJobsRunnable(jobIds, engine);
	}

	/** Dates of stages of different records. */
	private static final class Group extends ArrayList<String> {

		private static final long serialVersionUID = 1L;

		private Group(Collection<String> jobs) {
			super(jobs);
		}
	}

	/** Takes due jobs as the engine does, and puts dates of stages together. */
	private final class Acquisition extends AcquireJobsCmd {

		private Acquisition(JobExecutor executor, int number) {
			super(executor, number);
		}

		@Override
		public AcquiredJobs execute(CommandContext context) {
			var each = super.execute(context).getJobIdBatches();
			// Several jobs of one record stay together: they are of one list, which one thread works off.
			var alone = each.stream().filter(batch -> batch.size() == 1).map(batch -> batch.get(0)).collect(Collectors.toCollection(LinkedHashSet::new));
			var timers = alone.size() < 2 ? Set.<String>of()
					: StageTimers.among(alone, context);
			if (timers.size() < 2) {
				return acquiredJobs;
			}
			var inOrder = alone.stream().filter(timers::contains).toList();
			int groupsOf = (inOrder.size() + together - 1) / together;
			int others = (int) each.stream().filter(batch -> !(batch.size() == 1 && timers.contains(batch.get(0)))).count();
			// The engine takes it for a sign of idleness when it gets fewer lists than it asked for jobs.
			var grouped = new AcquiredJobs(numJobsToAcquire - (each.size() - others - groupsOf));
			each.stream().filter(batch -> !(batch.size() == 1 && timers.contains(batch.get(0)))).forEach(grouped::addJobIdBatch);
			for (int i = 0; i < inOrder.size(); i += together) {
				grouped.addJobIdBatch(new Group(inOrder.subList(i, Math.min(i + together, inOrder.size()))));
			}
			acquiredJobs = grouped;
			return grouped;
		}
	}
}
