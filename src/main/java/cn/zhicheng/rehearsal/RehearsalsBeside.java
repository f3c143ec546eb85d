package cn.zhicheng.rehearsal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

import cn.zhicheng.deadline.DeadlineCalendar;
import cn.zhicheng.designer.RehearsalRuns;
import cn.zhicheng.security.OwnProcess;

/**
 * Runs rehearsals in a process of their own: an engine has one clock in a JVM, and theirs is not ours.
 */
@Component
@Profile("!rehearsal")
class RehearsalsBeside implements RehearsalRuns, DisposableBean {

	private static final Logger LOG = LoggerFactory.getLogger(RehearsalsBeside.class);
	private static final String APPLICATION = "cn.zhicheng.ZhichengApplication";
	private static final int KEPT = 5;

	private final RehearsalRunSettings settings;
	private final DeadlineCalendar calendar;
	private final Clock clock;
	private final Map<Long, Started> runs = new LinkedHashMap<>();

	RehearsalsBeside(RehearsalRunSettings settings, DeadlineCalendar calendar, Clock clock) {
		this.settings = settings;
		this.calendar = calendar;
		this.clock = clock;
	}

	private record Started(Instant begun, Process process, Path folder) {

		private State state() {
			if (process.isAlive()) {
				return State.RUNNING;
			}
			// Ended from outside, it may have left half a report.
			if (!Files.exists(report()) || process.exitValue() > 1) {
				return State.FAILED;
			}
			return process.exitValue() == 0 ? State.DONE : State.NOT_WELL;
		}

		private Path report() {
			return folder.resolve("report.html");
		}
	}

	@Override
	public synchronized boolean start(long proposal, Map<String, byte[]> inUse, Map<String, byte[]> proposed) {
		if (runs.values().stream().anyMatch(run -> run.state() == State.RUNNING)) {
			return false;
		}
		forget(proposal);
		runs.keySet().stream().limit(Math.max(0, runs.size() - KEPT + 1)).toList().forEach(this::forget);
		try {
			var folder = Files.createTempDirectory("zhicheng-rehearsal-run");
			write(inUse, folder, "processes");
			write(proposed, folder, "proposed");
			var process = OwnProcess.of(APPLICATION, List.of("-Xmx" + settings.memory().toMegabytes() + "m"), arguments(folder)).directory(folder.toFile())
					.redirectErrorStream(true).redirectOutput(folder.resolve("log.txt").toFile()).start();
			process.onExit().completeOnTimeout(process, settings.longest().toMillis(), TimeUnit.MILLISECONDS).thenAccept(Process::destroyForcibly);
			runs.put(proposal, new Started(clock.instant(), process, folder));
			LOG.info("A rehearsal of proposal {} runs in {}", proposal, folder);
			return true;
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	private List<String> arguments(Path folder) {
		return List.of("--spring.profiles.active=rehearsal", "--zhicheng.campaign.year=" + calendar.campaignYear(),
				"--zhicheng.workflow.processes=" + folder.resolve("processes"), "--zhicheng.workflow.forms=" + folder.resolve("forms"),
				"--zhicheng.rehearsal.compare=" + folder.resolve("proposed"), "--zhicheng.rehearsal.report=" + folder.resolve("report.html"),
				"--zhicheng.rehearsal.records=" + settings.records(), "--zhicheng.rehearsal.of-proposal=true");
	}

	/** Forms are nobody's to look at in a rehearsal: one folder of them, with what is proposed over what is in use, serves both. */
	private static void write(Map<String, byte[]> files, Path folder, String models) throws IOException {
		for (var file : files.entrySet()) {
			var name = file.getKey().substring(file.getKey().lastIndexOf('/') + 1);
			var target = Files.createDirectories(folder.resolve(name.endsWith(".html") ? "forms" : models)).resolve(name);
			Files.write(target, file.getValue());
		}
		Files.createDirectories(folder.resolve(models));
	}

	@Override
	public synchronized Optional<Run> of(long proposal) {
		return Optional.ofNullable(runs.get(proposal)).map(run -> new Run(run.begun(), run.state()));
	}

	@Override
	public synchronized Optional<byte[]> report(long proposal) {
		return Optional.ofNullable(runs.get(proposal)).filter(run -> run.state() == State.DONE || run.state() == State.NOT_WELL).map(run -> {
			try {
				return Files.readAllBytes(run.report());
			} catch (IOException e) {
				throw new UncheckedIOException(e);
			}
		});
	}

	private void forget(long proposal) {
		var run = runs.remove(proposal);
		if (run != null) {
			run.process().destroyForcibly();
			try {
				FileSystemUtils.deleteRecursively(run.folder());
			} catch (IOException e) {
				LOG.warn("The folder {} of a rehearsal is left behind", run.folder(), e);
			}
		}
	}

	@Override
	public synchronized void destroy() {
		List.copyOf(runs.keySet()).forEach(this::forget);
	}
}
