package cn.zhicheng.evidence;

import java.io.IOException;
import java.nio.ByteBuffer;

import org.springframework.stereotype.Component;

/**
 * Decides by content alone whether a file can be evidence of a kind, and makes it ready to be stored: a PDF stays as it is,
 * a photo is encoded anew. What a file makes the inspection do happens in a process of its own ({@link EvidenceWorkers}).
 */
@Component
class EvidenceInspector {

	private final EvidenceFiles files;

	private final EvidenceWorkers workers;

	private final EvidenceSettings settings;

	EvidenceInspector(EvidenceFiles files, EvidenceWorkers workers, EvidenceSettings settings) {
		this.files = files;
		this.workers = workers;
		this.settings = settings;
	}

	/**
	 * @param file stays the caller's to close
	 * @throws Unacceptable with what the user has to mend
	 */
	Passed inspect(EvidenceKind kind, IncomingFile file) throws IOException, Unacceptable {
		requireType(kind, files.head(file, FileType.HEAD));
		try (EvidenceWorkers.Turn turn = workers.turn()) {
			// Read only now: those who wait hold no bytes.
			byte[] content = files.read(file);
			if (kind.isPhoto()) {
				byte[] encoded = turn.run(WorkerTask.ENCODE_PHOTO, settings.maxPixels(), settings.photoSide(), content);
				return new Passed(files.write(encoded), "image/jpeg", 1);
			}
			byte[] pages = turn.run(WorkerTask.INSPECT_PDF, settings.maxPages(), settings.maxPixels(), content);
			return new Passed(file, "application/pdf", ByteBuffer.wrap(pages).getInt());
		}
		catch (EvidenceWorkers.BusyException e) {
			throw new Unacceptable(RefusalReason.BUSY);
		}
		catch (WorkerGaveUpException e) {
			throw new Unacceptable(RefusalReason.TOO_COMPLEX);
		}
	}

	private static void requireType(EvidenceKind kind, byte[] head) throws Unacceptable {
		FileType type = FileType.of(head);
		if (kind.isPhoto() && type != FileType.JPEG && type != FileType.PNG) {
			throw new Unacceptable(RefusalReason.NOT_A_PHOTO);
		}
		if (!kind.isPhoto() && type != FileType.PDF) {
			throw new Unacceptable(RefusalReason.NOT_A_PDF);
		}
	}

	/**
	 * A file that can be stored.
	 *
	 * @param file the file inspected, or a new one made from it
	 */
	record Passed(IncomingFile file, String contentType, int pages) implements AutoCloseable {

		@Override
		public void close() throws IOException {
			file.close();
		}
	}
}
