package cn.zhicheng.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.concurrent.Semaphore;

import org.springframework.stereotype.Component;

/**
 * Decides by content alone whether a file can be evidence of a kind, and makes it ready to be stored: a PDF stays as it is,
 * a photo is encoded anew. Only a few at once, because opening a hostile file may take tens of megabytes.
 */
@Component
class EvidenceInspector {

	private final EvidenceFiles files;

	private final PdfInspection pdf;

	private final PhotoEncoding photo;

	private final Semaphore places;

	EvidenceInspector(EvidenceFiles files, EvidenceSettings settings) {
		this.files = files;
		this.pdf = new PdfInspection(settings.maxPages(), settings.maxPixels());
		this.photo = new PhotoEncoding(settings.maxPixels(), settings.photoSide());
		this.places = new Semaphore(settings.inspections(), true);
	}

	/**
	 * @param file stays the caller's to close
	 * @throws Unacceptable with what the user has to mend
	 */
	Passed inspect(EvidenceKind kind, IncomingFile file) throws IOException, Unacceptable {
		FileType type = type(file);
		if (kind.isPhoto()) {
			if (type != FileType.JPEG && type != FileType.PNG) {
				throw new Unacceptable(RefusalReason.NOT_A_PHOTO);
			}
		}
		else if (type != FileType.PDF) {
			throw new Unacceptable(RefusalReason.NOT_A_PDF);
		}
		try {
			places.acquire();
		}
		catch (InterruptedException e) {
			Thread.currentThread().interrupt();
			throw new IOException("Interrupted while waiting for an inspection", e);
		}
		try {
			if (kind.isPhoto()) {
				byte[] encoded = photo.encode(Files.readAllBytes(file.path()), type);
				return new Passed(files.write(encoded), "image/jpeg", 1);
			}
			return new Passed(file, "application/pdf", pdf.pagesOf(file.path()));
		}
		finally {
			places.release();
		}
	}

	private static FileType type(IncomingFile file) throws IOException {
		try (InputStream in = Files.newInputStream(file.path())) {
			return FileType.of(in.readNBytes(FileType.HEAD));
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
