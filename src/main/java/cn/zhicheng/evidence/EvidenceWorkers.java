package cn.zhicheng.evidence;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

import cn.zhicheng.security.OwnProcess;

/**
 * The processes in which uploads are inspected, and pages drawn. What strangers upload can make the best library loop or
 * swell; a thread can not be stopped, a process can. Each has a heap of its own ({@code zhicheng.evidence.worker-memory}), does
 * one thing at a time, and is ended when that takes more processor time than allowed ({@code worker-time}). They are started
 * when needed, used again and again, and end by themselves after some minutes without work.
 */
@Component
class EvidenceWorkers implements DisposableBean {

	private static final Duration LOOK_EVERY = Duration.ofMillis(20);

	private static final Duration START_WITHIN = Duration.ofMinutes(2);

	private static final int LARGEST_RESULT = 64 << 20;

	private final EvidenceSettings settings;

	private final Function<ProcessHandle, Duration> processorTime;

	private final Semaphore places;

	private final Deque<Worker> idle = new ArrayDeque<>();

	private final ScheduledExecutorService guard = Executors.newSingleThreadScheduledExecutor(task -> {
		Thread thread = new Thread(task, "evidence-workers");
		thread.setDaemon(true);
		return thread;
	});

	private boolean closed;

	@Autowired
	EvidenceWorkers(EvidenceSettings settings) {
		this(settings, EvidenceWorkers::processorTime);
	}

	/** @param processorTime how much a process has used since it started; what it measures by is a test's choice */
	EvidenceWorkers(EvidenceSettings settings, Function<ProcessHandle, Duration> processorTime) {
		this.settings = settings;
		this.processorTime = processorTime;
		this.places = new Semaphore(settings.workers(), true);
	}

	/**
	 * Waits for a process to be free.
	 *
	 * @throws BusyException if none becomes free within {@code zhicheng.evidence.patience}
	 */
	Turn turn() throws BusyException {
		try {
			if (places.tryAcquire(settings.patience().toMillis(), TimeUnit.MILLISECONDS)) {
				return new Turn();
			}
		}
		catch (InterruptedException e) {
			Thread.currentThread().interrupt();
		}
		throw new BusyException();
	}

	@Override
	public void destroy() {
		guard.shutdownNow();
		synchronized (idle) {
			closed = true;
			idle.forEach(Worker::end);
			idle.clear();
		}
	}

	private Worker take() throws IOException {
		synchronized (idle) {
			for (Worker worker = idle.poll(); worker != null; worker = idle.poll()) {
				if (worker.isUsable()) {
					return worker;
				}
				worker.end();
			}
		}
		return new Worker();
	}

	private void giveBack(Worker worker) {
		synchronized (idle) {
			if (!closed) {
				idle.push(worker);
				return;
			}
		}
		worker.end();
	}

	/** The right to use one process for a while; to be closed. */
	final class Turn implements AutoCloseable {

		private Turn() {
		}

		/**
		 * Has something done with the bytes of a file.
		 *
		 * @return the result, as the task describes
		 * @throws Unacceptable with what the user has to mend
		 * @throws WorkerGaveUpException if it took too much time or memory, or failed
		 */
		byte[] run(WorkerTask task, long first, long second, byte[] content) throws IOException, Unacceptable {
			Worker worker = take();
			boolean again = false;
			try {
				byte[] result = worker.run(task, first, second, content);
				again = true;
				return result;
			}
			catch (Unacceptable e) {
				again = true;
				throw e;
			}
			finally {
				if (again) {
					giveBack(worker);
				}
				else {
					worker.end();
				}
			}
		}

		@Override
		public void close() {
			places.release();
		}
	}

	/** One process. */
	private final class Worker {

		private final Process process;

		private final DataInputStream in;

		private final DataOutputStream out;

		private volatile String overrun;

		private long lastUsed;

		Worker() throws IOException {
			ProcessBuilder builder = OwnProcess.of(EvidenceWorker.class.getName(),
					List.of("-Xmx" + settings.workerMemory().toMegabytes() + "m", "-XX:MaxMetaspaceSize=128m", "-XX:TieredStopAtLevel=1", "-Xshare:auto"),
					List.of(Long.toString(settings.patience().toSeconds() + 1))).redirectError(ProcessBuilder.Redirect.DISCARD);
			process = builder.start();
			in = new DataInputStream(new BufferedInputStream(process.getInputStream()));
			out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
			ScheduledFuture<?> watch = guard.schedule(process::destroyForcibly, START_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
			try {
				if (in.read() != EvidenceWorker.READY) {
					end();
					throw new IOException("The process that inspects evidence does not start; its command: "
							+ String.join(" ", builder.command()));
				}
			}
			finally {
				watch.cancel(false);
			}
		}

		boolean isUsable() {
			return process.isAlive() && System.nanoTime() - lastUsed < EvidenceWorker.IDLE.minusSeconds(30).toNanos();
		}

		byte[] run(WorkerTask task, long first, long second, byte[] content) throws IOException, Unacceptable {
			ScheduledFuture<?> watch = watch();
			try {
				out.writeByte(task.ordinal());
				out.writeLong(first);
				out.writeLong(second);
				out.writeInt(content.length);
				out.write(content);
				out.flush();
				return answer();
			}
			catch (WorkerGaveUpException e) {
				throw e;
			}
			catch (IOException e) {
				throw new WorkerGaveUpException(overrun != null ? overrun : "The process ended, most likely without memory", e);
			}
			finally {
				watch.cancel(false);
				lastUsed = System.nanoTime();
			}
		}

		private byte[] answer() throws IOException, Unacceptable {
			int kind = in.readByte();
			if (kind == EvidenceWorker.DONE) {
				byte[] result = new byte[Math.min(in.readInt(), LARGEST_RESULT)];
				in.readFully(result);
				return result;
			}
			if (kind == EvidenceWorker.REFUSED) {
				RefusalReason reason = RefusalReason.valueOf(in.readUTF());
				Object[] arguments = new Object[in.readByte()];
				for (int i = 0; i < arguments.length; i++) {
					arguments[i] = in.readUTF();
				}
				throw new Unacceptable(reason, arguments);
			}
			throw new WorkerGaveUpException(in.readUTF(), null);
		}

		private ScheduledFuture<?> watch() {
			Duration before = processorTime.apply(process.toHandle());
			long start = System.nanoTime();
			return guard.scheduleWithFixedDelay(() -> {
				Duration used = processorTime.apply(process.toHandle()).minus(before);
				if (used.compareTo(settings.workerTime()) > 0) {
					giveUp("More processor time than " + settings.workerTime());
				}
				else if (System.nanoTime() - start > settings.patience().toNanos()) {
					giveUp("Not done after " + settings.patience());
				}
			}, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
		}

		private void giveUp(String why) {
			overrun = why;
			process.destroyForcibly();
		}

		void end() {
			process.destroyForcibly();
		}
	}

	private static Duration processorTime(ProcessHandle process) {
		return process.info().totalCpuDuration().orElse(Duration.ZERO);
	}

	/** All processes are at work, and were so for a while. */
	static final class BusyException extends IOException {

		private static final long serialVersionUID = 1L;

		BusyException() {
			super("All processes that inspect and draw evidence are at work");
		}
	}
}
