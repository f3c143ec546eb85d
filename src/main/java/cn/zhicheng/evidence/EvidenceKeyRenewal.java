package cn.zhicheng.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import cn.zhicheng.security.Reencryption;
import cn.zhicheng.security.UnreadablePersonalDataException;

/**
 * Encrypts stored evidence with the current key of personal data where it still is under an older one, while uploads, sweeps
 * and readers go on. Each file is written completely and takes the place of the old one in one step; what is done is
 * recognised by its head, so that a run that was interrupted is simply started again, and a second one finds nothing to do.
 */
@Component
class EvidenceKeyRenewal implements Reencryption {

	private static final Logger LOG = LoggerFactory.getLogger(EvidenceKeyRenewal.class);

	private final EvidenceFiles files;

	EvidenceKeyRenewal(EvidenceFiles files) {
		this.files = files;
	}

	@Override
	public String name() {
		return "evidence files";
	}

	/**
	 * Encrypts all content that is not under the current key; page images that are not are deleted, for they can be drawn again.
	 * A file that can not be decrypted stays as it is and is named in the log: one that is damaged must not keep all others
	 * under an old key.
	 *
	 * @param progress is told after each file how many were encrypted anew so far
	 * @return how many were encrypted anew
	 * @throws UncheckedIOException if the directory can not be read or written
	 */
	@Override
	public long reencrypt(LongConsumer progress) {
		long renewed = 0;
		try {
			for (Path shard : files.shards()) {
				for (Path file : files.contentOf(shard)) {
					if (renewed(file)) {
						progress.accept(++renewed);
					}
				}
			}
			files.deletePageImagesOfOtherKeys();
		}
		catch (IOException e) {
			throw new UncheckedIOException(e);
		}
		return renewed;
	}

	private boolean renewed(Path file) {
		try {
			return files.renewKey(file);
		}
		catch (NoSuchFileException e) {
			LOG.debug("{} was swept meanwhile", file.getFileName());
		}
		catch (UnreadablePersonalDataException | IOException e) {
			LOG.error("{} stays under its key", file.getFileName(), e);
		}
		return false;
	}

	/** Of content; page images do not count, as they can be drawn again. */
	@Override
	public Map<String, Long> countByKey() {
		Map<String, Long> counts = new TreeMap<>();
		try {
			for (Path shard : files.shards()) {
				for (Path file : files.contentOf(shard)) {
					files.keyOf(file).ifPresent(key -> counts.merge(key, 1L, Long::sum));
				}
			}
		}
		catch (IOException e) {
			throw new UncheckedIOException(e);
		}
		return counts;
	}
}
