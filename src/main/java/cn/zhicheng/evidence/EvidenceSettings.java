package cn.zhicheng.evidence;

import java.nio.file.Path;
import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What can be set for evidence, under {@code zhicheng.evidence}.
 *
 * @param directory where the files lie; servers that share a database share this directory too, and all of it is on one
 *            file system
 * @param maxSize of one upload (2M, 甘人社通〔2021〕117号 附件 第一步③); the servlet container's own limit has to be larger, or the
 *            user sees its error instead of ours
 * @param maxPages of one PDF
 * @param maxPixels of a photo, and of each picture within a PDF
 * @param photoSide longest side in pixels to which a photo is scaled down
 * @param pageWidth width in pixels of a page image
 * @param workers how many processes inspect uploads and draw pages, one at a time each
 * @param workerMemory heap of such a process
 * @param workerTime processor time such a process has for one upload or one page; what needs more is given up. Processor
 *            time and not time on the wall, so that a busy machine refuses nothing
 * @param patience how long an upload or a page waits for a process, and the time on the wall after which it is given up
 * @param sweepEvery time between two sweeps
 * @param sweepAfter age from which a file that no row names is removed; must be longer than any transaction that attaches an
 *            upload
 * @param keepPages how long a page image is kept
 */
@ConfigurationProperties("zhicheng.evidence")
public record EvidenceSettings(
		@DefaultValue("data/evidence") Path directory,
		@DefaultValue("2MB") DataSize maxSize,
		@DefaultValue("50") int maxPages,
		@DefaultValue("40000000") long maxPixels,
		@DefaultValue("1200") int photoSide,
		@DefaultValue("1500") int pageWidth,
		@DefaultValue("2") int workers,
		@DefaultValue("256MB") DataSize workerMemory,
		@DefaultValue("2s") Duration workerTime,
		@DefaultValue("30s") Duration patience,
		@DefaultValue("1h") Duration sweepEvery,
		@DefaultValue("24h") Duration sweepAfter,
		@DefaultValue("14d") Duration keepPages) {

	public EvidenceSettings {
		check(!directory.toString().isBlank(), "directory", "a path", directory);
		check(maxSize.toBytes() >= 10_240 && maxSize.toMegabytes() <= 64, "max-size", "between 10KB and 64MB", maxSize);
		check(maxPages >= 1 && maxPages <= 1000, "max-pages", "between 1 and 1000", maxPages);
		check(maxPixels >= 1_000_000 && maxPixels <= 200_000_000, "max-pixels", "between 1000000 and 200000000", maxPixels);
		check(photoSide >= 300 && photoSide <= 4000, "photo-side", "between 300 and 4000", photoSide);
		check(pageWidth >= 300 && pageWidth <= 4000, "page-width", "between 300 and 4000", pageWidth);
		check(workers >= 1 && workers <= 64, "workers", "between 1 and 64", workers);
		check(workerMemory.toMegabytes() >= 128, "worker-memory", "at least 128MB", workerMemory);
		check(atLeast(workerTime, Duration.ofMillis(500)), "worker-time", "at least 500ms", workerTime);
		check(patience.compareTo(workerTime) >= 0, "patience", "at least as long as worker-time", patience);
		check(atLeast(sweepEvery, Duration.ofMinutes(1)), "sweep-every", "at least 1m", sweepEvery);
		check(atLeast(sweepAfter, Duration.ofHours(1)), "sweep-after", "at least 1h", sweepAfter);
		check(atLeast(keepPages, Duration.ofHours(1)), "keep-pages", "at least 1h", keepPages);
	}

	private static boolean atLeast(Duration value, Duration least) {
		return value.compareTo(least) >= 0;
	}

	private static void check(boolean right, String name, String wanted, Object is) {
		if (!right) {
			throw new IllegalArgumentException("zhicheng.evidence." + name + " must be " + wanted + ", but is " + is);
		}
	}

	/** {@link #maxSize()} as users read it: {@code 2MB}, or in KB if it is no whole number of megabytes. */
	public String maxSizeText() {
		long bytes = maxSize.toBytes();
		return bytes % (1024 * 1024) == 0 ? maxSize.toMegabytes() + "MB" : maxSize.toKilobytes() + "KB";
	}
}
