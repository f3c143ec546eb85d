package cn.zhicheng.evidence;

import java.io.IOException;
import java.util.List;

import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.rendering.PageDrawer;
import org.apache.pdfbox.rendering.PageDrawerParameters;

/**
 * Draws pages, but not forever: forms that draw forms that draw forms can make a small file take hours. What a single
 * instruction costs is bounded by the process it runs in, see {@link EvidenceWorkers}.
 */
final class BoundedPdfRenderer extends PDFRenderer {

	private static final int MOST_INSTRUCTIONS = 5_000_000;

	private int instructions;

	BoundedPdfRenderer(PDDocument document) {
		super(document);
		// Large scans are read at the resolution they are drawn in.
		setSubsamplingAllowed(true);
	}

	@Override
	protected PageDrawer createPageDrawer(PageDrawerParameters parameters) throws IOException {
		return new PageDrawer(parameters) {

			@Override
			protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
				instructions++;
				if (instructions > MOST_INSTRUCTIONS) {
					throw new TooSlow();
				}
				super.processOperator(operator, operands);
			}
		};
	}

	/** Unchecked, because PDFBox goes on after some checked ones. */
	static final class TooSlow extends RuntimeException {

		private static final long serialVersionUID = 1L;
	}
}
