package cn.zhicheng.evidence;

import java.awt.image.BufferedImage;
import java.io.IOException;

import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.rendering.ImageType;

/** Draws a page of a PDF that was inspected before. Takes up to about 150 MB. */
final class PageDrawing {

	/** However long or wide a page is. */
	private static final double MOST_PIXELS = 8_000_000;

	private static final double LONGEST_SIDE = 8_000;

	private PageDrawing() {
	}

	/**
	 * @param index of the page, from 0
	 * @param width wished for, in pixels, of the upright page
	 * @return a JPEG
	 */
	static byte[] draw(byte[] pdf, int index, int width) throws IOException {
		try (PDDocument document = Loader.loadPDF(pdf, "", null, null, CheckedPdfParser.scratch().streamCache)) {
			BufferedImage image = new BoundedPdfRenderer(document)
					.renderImage(index, scale(document.getPage(index), width), ImageType.RGB);
			return JpegWriting.encode(image, 0.85f);
		}
	}

	/** Pixels for 1/72 inch, such that the upright page has the wished width and stays within the bounds. */
	private static float scale(PDPage page, int width) {
		PDRectangle box = page.getCropBox();
		boolean turned = page.getRotation() % 180 != 0;
		double across = turned ? box.getHeight() : box.getWidth();
		double down = turned ? box.getWidth() : box.getHeight();
		double scale = Math.min(width / across, Math.sqrt(MOST_PIXELS / (across * down)));
		return (float) Math.min(scale, LONGEST_SIDE / Math.max(across, down));
	}
}
