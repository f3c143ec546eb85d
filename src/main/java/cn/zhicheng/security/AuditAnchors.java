package cn.zhicheng.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The file of anchors: lines {@code time place link seal}, one for each time the end of the chain was noted. The same line
 * goes to the log, which many installations send to another machine.
 */
@Component
class AuditAnchors {

	private static final Logger LOG = LoggerFactory.getLogger(AuditAnchors.class);

	private final AuditSeals seals;
	private final AuditSettings settings;

	AuditAnchors(AuditSeals seals, AuditSettings settings) {
		this.seals = seals;
		this.settings = settings;
	}

	/** Adds a line; a file that cannot be written does not keep the chain from growing, but is an error in the log. */
	void add(Instant now, AuditChain chain) {
		var open = new AuditAnchor(Instant.ofEpochSecond(now.getEpochSecond()), chain.last(), chain.lastLink(), null);
		var line = "%s %d %s %s".formatted(open.at(), open.last(), open.lastLink(), seals.ofAnchor(open));
		LOG.info("Audit anchor {}", line);
		var file = settings.anchorFile().toAbsolutePath();
		try {
			Files.createDirectories(file.getParent());
			Files.writeString(file, line + "\n", UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.SYNC);
		} catch (IOException e) {
			LOG.error("The anchor of the audit trail could not be written to {}", file, e);
		}
	}

	/**
	 * @param anchors in the order of the files, forged ones left out
	 * @param forged places of lines that do not come from this application, e.g. {@code audit-anchors.txt:7}
	 * @param missing files that do not exist
	 */
	record Read(List<AuditAnchor> anchors, List<String> forged, List<Path> missing) {
	}

	/** @return what stands in all the files of the settings */
	Read read() {
		var read = new Read(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
		read(settings.anchorFile(), read);
		settings.furtherAnchorFiles().forEach(file -> read(file, read));
		return read;
	}

	private void read(Path file, Read into) {
		try {
			int number = 0;
			for (var line : Files.readAllLines(file, UTF_8)) {
				number++;
				var anchor = line.isBlank() ? null : anchor(line);
				if (anchor != null && AuditSeals.same(anchor.seal(), seals.ofAnchor(anchor))) {
					into.anchors().add(anchor);
				} else {
					into.forged().add(file.getFileName() + ":" + number);
				}
			}
		} catch (NoSuchFileException none) {
			into.missing().add(file);
		} catch (IOException e) {
			throw new UncheckedIOException("The anchor file " + file + " cannot be read", e);
		}
	}

	private static AuditAnchor anchor(String line) {
		var parts = line.split(" ");
		try {
			return parts.length == 4 ? new AuditAnchor(Instant.parse(parts[0]), Long.parseLong(parts[1]), parts[2], parts[3]) : null;
		} catch (DateTimeException | NumberFormatException malformed) {
			return null;
		}
	}
}
