package cn.zhicheng.evidence;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import cn.zhicheng.security.UnreadablePersonalDataException;

/**
 * Encrypts stored evidence with the current key of personal data where it still is under an older one, while uploads, sweeps
 * and readers go on. Each file is written completely and takes the place of the old one in one step; what is done is
 * recognised by its head, so that a run that was interrupted is simply started again, and a second one finds nothing to do.
 */
@Component
class EvidenceKeyRenewal {

	private static final Logger LOG = LoggerFactory.getLogger(EvidenceKeyRenewal.class);

	private final EvidenceFiles files;

	EvidenceKeyRenewal(EvidenceFiles files) {
		this.files = files;
	}

	/**
	 * @param goOn is asked before each file; false ends the run after the file before
	 * @throws IOException if the directory can not be read or written
	 */
	Renewed renew(BooleanSupplier goOn) throws IOException {
		int renewed = 0;
		List<Path> failed = new ArrayList<>();
		for (Path shard : files.shards()) {
			for (Path file : files.contentOf(shard)) {
				if (!goOn.getAsBoolean()) {
					return new Renewed(renewed, failed.size(), false);
				}
				try {
					renewed += files.renewKey(file) ? 1 : 0;
				}
				catch (NoSuchFileException e) {
					LOG.debug("{} was swept meanwhile", file.getFileName());
				}
				catch (UnreadablePersonalDataException | IOException e) {
					// One damaged file must not keep all others under an old key.
					LOG.error("{} stays under its key", file.getFileName(), e);
					failed.add(file);
				}
			}
		}
		// They can be drawn again.
		files.deletePageImagesOfOtherKeys();
		return new Renewed(renewed, failed.size(), true);
	}

	/**
	 * What a run has done.
	 *
	 * @param files encrypted anew
	 * @param failed could not be decrypted and stay as they are; the log names them
	 * @param complete whether it came to its end
	 */
	record Renewed(int files, int failed, boolean complete) {
	}
}
