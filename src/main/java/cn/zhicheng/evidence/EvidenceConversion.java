package cn.zhicheng.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes over what an earlier version has stored in clear, before the first request is served: content is encrypted, page
 * images and unfinished uploads are deleted, rows get the name of their file. Each file is complete in its new place before
 * the old one is deleted; a start that was interrupted goes on where it stopped, and several servers may do it at once.
 */
@Component
class EvidenceConversion implements SmartLifecycle {

	private static final Logger LOG = LoggerFactory.getLogger(EvidenceConversion.class);

	/** Content in files/ab/(hash), or set aside by a sweep as sweeping/(hash).(uuid). */
	private static final Pattern CONTENT = Pattern.compile("([0-9a-f]{64})(\\.[0-9a-f-]{36})?");

	private static final int BATCH = 500;

	private static final int REPORT_EVERY = 1000;

	private final EvidenceFiles files;

	private final EvidenceRepository rows;

	private final TransactionTemplate transaction;

	private volatile boolean running;

	EvidenceConversion(EvidenceFiles files, EvidenceRepository rows, PlatformTransactionManager transactions) {
		this.files = files;
		this.rows = rows;
		this.transaction = new TransactionTemplate(transactions);
	}

	/** Comes before the web server and the tasks of a schedule, which start last. */
	@Override
	public int getPhase() {
		return 0;
	}

	@Override
	public void start() {
		try {
			int converted = convert();
			if (converted > 0) {
				LOG.info("Encrypted {} files of evidence that an earlier version had stored in clear", converted);
			}
			nameRows();
		}
		catch (IOException e) {
			throw new UncheckedIOException("Evidence that an earlier version has stored in clear could not be encrypted; it is "
					+ "complete, and the next start goes on", e);
		}
		running = true;
	}

	@Override
	public void stop() {
		running = false;
	}

	@Override
	public boolean isRunning() {
		return running;
	}

	/** @return how many files were encrypted */
	int convert() throws IOException {
		int converted = 0;
		for (Path shard : EvidenceFiles.list(files.earlier("files"))) {
			for (Path file : EvidenceFiles.list(shard)) {
				converted += converted(file) ? 1 : 0;
				if (converted > 0 && converted % REPORT_EVERY == 0) {
					LOG.info("Encrypted {} files of evidence so far", converted);
				}
			}
		}
		for (Path aside : EvidenceFiles.list(files.earlier("sweeping"))) {
			converted += converted(aside) ? 1 : 0;
		}
		for (String name : EvidenceFiles.EARLIER_UNNEEDED) {
			delete(files.earlier(name), true);
		}
		for (String name : EvidenceFiles.EARLIER_CONTENT) {
			delete(files.earlier(name), false);
		}
		return converted;
	}

	private boolean converted(Path file) throws IOException {
		Matcher name = CONTENT.matcher(file.getFileName().toString());
		if (!name.matches()) {
			return false;
		}
		try (IncomingFile content = files.takeOver(file)) {
			// If a disk has changed it in the meantime it keeps its name all the same; reading then refuses it.
			files.store(new IncomingFile(content.path(), content.size(), name.group(1)));
		}
		catch (NoSuchFileException e) {
			LOG.debug("Another server has encrypted {} first", file.getFileName());
			return false;
		}
		return Files.deleteIfExists(file);
	}

	/** Of directories with content only those are deleted that became empty: what is not ours stays. */
	private static void delete(Path path, boolean all) throws IOException {
		if (Files.isDirectory(path)) {
			for (Path inside : EvidenceFiles.list(path)) {
				delete(inside, all);
			}
			try {
				Files.deleteIfExists(path);
			}
			catch (DirectoryNotEmptyException e) {
				LOG.warn("{} has files that are no evidence and were left as they are", path);
			}
		}
		else if (all) {
			Files.deleteIfExists(path);
		}
	}

	/** Completes rows that were written without the name of their file. */
	void nameRows() {
		List<String> hashes = rows.withoutName(Limit.of(BATCH));
		while (!hashes.isEmpty()) {
			List<String> batch = hashes;
			transaction.executeWithoutResult(status -> batch.forEach(sha256 -> rows.name(sha256, files.nameOf(sha256))));
			hashes = rows.withoutName(Limit.of(BATCH));
		}
	}
}
