package cn.zhicheng.evidence;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.rendering.ImageType;
import org.springframework.stereotype.Service;

/**
 * Pages of evidence as JPEG pictures, so that reviewers see them in any browser and within Tasklist's content security
 * policy, which shows no PDF. Drawn when first asked for, kept on disk for a while, and only a few at once: each drawing
 * takes up to about 150 MB.
 */
@Service
public class PageImages {

	/** However long or wide a page is. */
	private static final double MOST_PIXELS = 8_000_000;

	private static final double LONGEST_SIDE = 8_000;

	private final EvidenceFiles files;

	private final int width;

	private final Duration patience;

	private final Semaphore places;

	PageImages(EvidenceFiles files, EvidenceSettings settings) {
		this.files = files;
		this.width = settings.pageWidth();
		this.patience = settings.renderingTimeout();
		this.places = new Semaphore(settings.renderings(), true);
		ChineseFonts.install();
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
		try {
			if (evidence.getKind().isPhoto()) {
				try (InputStream in = files.open(evidence.getSha256())) {
					return in.readAllBytes();
				}
			}
			Path cached = files.pageImage(evidence.getSha256(), page);
			byte[] image = readIfThere(cached);
			return image != null ? image : draw(evidence, page, cached);
		}
		catch (IOException | RuntimeException e) {
			if (e instanceof PageUnavailableException unavailable) {
				throw unavailable;
			}
			throw new PageUnavailableException("Page " + page + " of " + evidence + " can not be drawn", false, e);
		}
	}

	private byte[] draw(Evidence evidence, int page, Path cached) throws IOException {
		try {
			if (!places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new PageUnavailableException("Too many pages are being drawn", true, null);
			}
		}
		catch (InterruptedException e) {
			Thread.currentThread().interrupt();
			throw new PageUnavailableException("Interrupted while waiting to draw a page", true, e);
		}
		try {
			byte[] meanwhile = readIfThere(cached);
			if (meanwhile != null) {
				return meanwhile;
			}
			byte[] image = rendered(evidence.getSha256(), page - 1);
			files.storePageImage(evidence.getSha256(), page, image);
			return image;
		}
		finally {
			places.release();
		}
	}

	/** Draws a page; overridden in tests that count. */
	byte[] rendered(String sha256, int index) throws IOException {
		try (PDDocument document = load(sha256)) {
			BufferedImage image = new BoundedPdfRenderer(document, patience)
					.renderImage(index, scale(document.getPage(index)), ImageType.RGB);
			return JpegWriting.encode(image, 0.85f);
		}
	}

	private PDDocument load(String sha256) throws IOException {
		return Loader.loadPDF(files.locate(sha256).toFile(), "", null, null, CheckedPdfParser.scratch().streamCache);
	}

	/** Pixels for 1/72 inch, such that the upright page has the wished width and stays within the bounds. */
	private float scale(PDPage page) {
		PDRectangle box = page.getCropBox();
		boolean turned = page.getRotation() % 180 != 0;
		double across = turned ? box.getHeight() : box.getWidth();
		double down = turned ? box.getWidth() : box.getHeight();
		double scale = Math.min(width / across, Math.sqrt(MOST_PIXELS / (across * down)));
		return (float) Math.min(scale, LONGEST_SIDE / Math.max(across, down));
	}

	private static byte[] readIfThere(Path path) throws IOException {
		try {
			return Files.readAllBytes(path);
		}
		catch (NoSuchFileException e) {
			return null;
		}
	}
}
