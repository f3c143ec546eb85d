package cn.zhicheng.evidence;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

import javax.imageio.ImageIO;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import cn.zhicheng.security.TestPersonalData;

/**
 * Takes files as the application takes them, with its limits (2 s of processor time and 256 MB for each step), and notes how
 * much of them each has used.
 */
final class UploadTrial implements AutoCloseable {

	private static final String KEY = TestPersonalData.key("k2021", 1);

	/** What became of a file: refused, or taken with a picture of its first page, if that could be drawn. */
	record Outcome(Optional<RefusalReason> refused, Optional<BufferedImage> firstPage) {

		@Override
		public String toString() {
			return refused.map(Enum::name).orElse(firstPage.isPresent() ? "shown" : "taken, not shown");
		}
	}

	private final AtomicLong used = new AtomicLong();

	private final Map<String, String> report = new TreeMap<>();

	private final EvidenceFiles files;

	private final EvidenceWorkers workers;

	private final EvidenceInspector inspector;

	private final PageImages pages;

	private final Clock clock = new AdjustableClock();

	UploadTrial(Path directory) {
		EvidenceSettings settings = new Binder(new MapConfigurationPropertySource(
				Map.of("zhicheng.evidence.directory", directory.toString()))).bind("zhicheng.evidence", EvidenceSettings.class).get();
		files = new EvidenceFiles(settings, TestPersonalData.streams(KEY), TestPersonalData.hash(KEY), clock);
		workers = new EvidenceWorkers(settings, process -> {
			Duration time = process.info().totalCpuDuration().orElse(Duration.ZERO);
			used.set(time.toMillis());
			return time;
		});
		inspector = new EvidenceInspector(files, workers, settings);
		pages = new PageImages(files, workers, settings);
	}

	Outcome upload(String name, EvidenceKind kind, byte[] content) throws IOException {
		long start = System.nanoTime();
		Outcome outcome = take(kind, content);
		report.put(name, String.format("| %s | %d KB | %s | %d ms |", name, (content.length + 1023) / 1024, outcome,
				(System.nanoTime() - start) / 1_000_000));
		return outcome;
	}

	private Outcome take(EvidenceKind kind, byte[] content) throws IOException {
		try (IncomingFile upload = files.receive(new ByteArrayInputStream(content));
				EvidenceInspector.Passed passed = inspector.inspect(kind, upload)) {
			IncomingFile file = passed.file();
			Instant now = files.store(file);
			Evidence evidence = new Evidence(1, "TRIAL", new Received(kind, file.sha256(), file.size(), passed.contentType(),
					passed.pages(), now), files.nameOf(file.sha256()), now);
			return new Outcome(Optional.empty(), picture(evidence));
		}
		catch (Unacceptable e) {
			return new Outcome(Optional.of(e.refused().reason()), Optional.empty());
		}
	}

	private Optional<BufferedImage> picture(Evidence evidence) throws IOException {
		try {
			return Optional.of(ImageIO.read(new ByteArrayInputStream(pages.page(evidence, 1))));
		}
		catch (PageUnavailableException e) {
			return Optional.empty();
		}
	}

	/** Writes what was measured to a table below {@code target}. */
	void report(String name) throws IOException {
		Files.writeString(Path.of("target", name), "| file | size | outcome | inspected and drawn in |\n| --- | --- | --- | --- |\n"
				+ String.join("\n", report.values()) + "\n");
	}

	@Override
	public void close() {
		workers.destroy();
	}
}
