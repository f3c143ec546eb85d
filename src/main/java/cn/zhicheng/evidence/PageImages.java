package cn.zhicheng.evidence;

import java.io.IOException;

import org.springframework.stereotype.Service;

/**
 * Pages of evidence as JPEG pictures, so that reviewers see them in any browser and within Tasklist's content security
 * policy, which shows no PDF, and so that nothing of a PDF ever reaches a browser. Drawn when first asked for, in a process
 * of its own ({@link EvidenceWorkers}), and kept encrypted on disk for a while.
 */
@Service
public class PageImages {

	private final EvidenceFiles files;

	private final EvidenceWorkers workers;

	private final int width;

	PageImages(EvidenceFiles files, EvidenceWorkers workers, EvidenceSettings settings) {
		this.files = files;
		this.workers = workers;
		this.width = settings.pageWidth();
	}

	/**
	 * The picture of one page; a photo's only page is the photo itself.
	 *
	 * @param page from 1
	 * @return a JPEG, for a PDF about {@code zhicheng.evidence.page-width} pixels wide and upright
	 * @throws IllegalArgumentException if there is no such page
	 * @throws PageUnavailableException if it can not be drawn, or not now
	 */
	public byte[] page(Evidence evidence, int page) {
		if (page < 1 || page > evidence.getPages()) {
			throw new IllegalArgumentException("No page " + page + " in " + evidence);
		}
		String sha256 = evidence.getSha256();
		try {
			if (evidence.getKind().isPhoto()) {
				return files.read(sha256);
			}
			byte[] kept = files.pageImage(sha256, page);
			return kept != null ? kept : draw(sha256, page);
		}
		catch (EvidenceWorkers.BusyException e) {
			throw new PageUnavailableException("Too many pages are being drawn", true, e);
		}
		catch (IOException | RuntimeException e) {
			throw new PageUnavailableException("Page " + page + " of " + evidence + " can not be drawn", false, e);
		}
	}

	private byte[] draw(String sha256, int page) throws IOException {
		try (EvidenceWorkers.Turn turn = workers.turn()) {
			byte[] meanwhile = files.pageImage(sha256, page);
			if (meanwhile != null) {
				return meanwhile;
			}
			byte[] image = drawn(turn, sha256, page);
			files.storePageImage(sha256, page, image);
			return image;
		}
	}

	/** Draws a page; overridden in tests that count. */
	byte[] drawn(EvidenceWorkers.Turn turn, String sha256, int page) throws IOException {
		try {
			return turn.run(WorkerTask.DRAW_PAGE, page - 1L, width, files.read(sha256));
		}
		catch (Unacceptable e) {
			throw new IllegalStateException("Drawing refuses nothing", e);
		}
	}
}
