package cn.zhicheng.evidence;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.FixedDelayTask;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;

/**
 * Removes files that no row names: uploads whose transaction did not commit, and those of deleted drafts. Any number of
 * servers may sweep the same directory at the same time, beside any number of uploads.
 *
 * <p>
 * <b>Why a row never stands without its file.</b> An upload (a) moves its file into place with the present time, even if the
 * same content is there already, and (b) then inserts its row and commits, at most half of {@code sweep-after} later
 * ({@link EvidenceArchive#attach(long, Received, boolean)} refuses otherwise). A sweep (1) picks a file older than
 * {@code sweep-after} that no row names, (2) moves it aside in one step, to a name nobody else writes to, and (3) looks again
 * at what it now holds: its time, and whether a row names it. Only if it is old and still unnamed is it deleted. For an
 * upload of that content at any moment there are two cases:
 * <ul>
 * <li>(a) comes before (2): what the sweep holds at (3) is the upload's file, hence fresh, hence put back;</li>
 * <li>(a) comes after (2): the upload's file lies in place, and what the sweep holds is another one.</li>
 * </ul>
 * Content that is encrypted anew or taken over from an earlier version is moved into place as by (a), with the present time.
 * A row that was committed without (a), there is none; a row whose deletion is rolled back was visible all the time. Between
 * (2) and putting back, readers find the content where it was set aside, and if the server stops there, the next sweep
 * begins with what was left aside and decides as in (3).
 */
@Component
class EvidenceSweeper implements SchedulingConfigurer {

	private static final Logger LOG = LoggerFactory.getLogger(EvidenceSweeper.class);

	private static final int BATCH = 500;

	private static final Duration AFTER_START = Duration.ofMinutes(1);

	private final EvidenceFiles files;

	private final EvidenceRepository rows;

	private final EvidenceConversion conversion;

	private final EvidenceSettings settings;

	private final Clock clock;

	EvidenceSweeper(EvidenceFiles files, EvidenceRepository rows, EvidenceConversion conversion, EvidenceSettings settings,
			Clock clock) {
		this.files = files;
		this.rows = rows;
		this.conversion = conversion;
		this.settings = settings;
		this.clock = clock;
	}

	@Override
	public void configureTasks(ScheduledTaskRegistrar registrar) {
		registrar.addFixedDelayTask(new FixedDelayTask(this::sweepAndReport, settings.sweepEvery(), AFTER_START));
	}

	private void sweepAndReport() {
		try {
			Swept swept = sweep();
			if (swept.files() + swept.incoming() + swept.pageImages() > 0) {
				LOG.info("Swept the evidence directory: {}", swept);
			}
		}
		catch (IOException | RuntimeException e) {
			LOG.error("The evidence directory could not be swept; the next sweep tries again", e);
		}
	}

	/** Sweeps once; outside of a transaction, because it has to see what others commit meanwhile. */
	Swept sweep() throws IOException {
		conversion.nameRows();
		Instant old = clock.instant().minus(settings.sweepAfter());
		int deleted = 0;
		for (Path aside : files.asides()) {
			deleted += settle(aside, old) ? 1 : 0;
		}
		for (Path shard : files.shards()) {
			List<String> names = files.storedBefore(shard, old);
			for (int from = 0; from < names.size(); from += BATCH) {
				deleted += sweep(names.subList(from, Math.min(names.size(), from + BATCH)), old);
			}
		}
		int incoming = files.deleteIncomingBefore(old);
		return new Swept(deleted, incoming, files.deletePageImagesBefore(clock.instant().minus(settings.keepPages())));
	}

	private int sweep(List<String> names, Instant old) throws IOException {
		Set<String> named = rows.named(names);
		int deleted = 0;
		for (String name : names) {
			if (!named.contains(name)) {
				try {
					deleted += settle(files.setAside(name), old) ? 1 : 0;
				}
				catch (NoSuchFileException e) {
					LOG.debug("Another server has swept {} first", name);
				}
			}
		}
		return deleted;
	}

	/** Decides about a file that was set aside: true if it is gone for good. */
	private boolean settle(Path aside, Instant old) throws IOException {
		try {
			if (files.isOlder(aside, old) && !rows.existsByStoredName(files.nameOf(aside))) {
				files.discard(aside);
				return true;
			}
			files.putBack(aside);
		}
		catch (NoSuchFileException e) {
			LOG.debug("Another server has decided about {} first", aside.getFileName());
		}
		return false;
	}

	/**
	 * What a sweep has deleted.
	 *
	 * @param files content no row named
	 * @param incoming uploads that never came to their end
	 * @param pageImages drawn pages, old or of content that is gone
	 */
	record Swept(int files, int incoming, int pageImages) {
	}
}
