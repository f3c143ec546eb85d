package cn.zhicheng.evidence;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;

import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.contentstream.operator.OperatorName;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdfparser.PDFStreamParser;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;

/**
 * Decides whether a PDF can be evidence: whole, open, passive, of sensible size, and such that every page can be shown. The
 * file itself is not changed.
 */
class PdfInspection {

	/** In units of 1/72 inch, the largest page there can be (PDF 1.7, annex C) and a small label. */
	private static final float LARGEST_SIDE = 14_400;

	private static final float SMALLEST_SIDE = 18;

	private static final int MOST_OBJECTS = 500_000;

	private static final int TAIL = 4096;

	private final int maxPages;

	private final long maxPixels;

	PdfInspection(int maxPages, long maxPixels) {
		this.maxPages = maxPages;
		this.maxPixels = maxPixels;
	}

	/**
	 * @return number of pages, at least 1
	 * @throws Unacceptable with the first thing found wrong
	 */
	int pagesOf(byte[] pdf) throws Unacceptable {
		PdfStreamLimit limit = new PdfStreamLimit(maxPixels);
		try {
			requireEnd(pdf);
			limit.checkObjectStreams(pdf);
			try (PDDocument document = CheckedPdfParser.open(pdf, limit)) {
				if (document.isEncrypted()) {
					throw new Unacceptable(RefusalReason.ENCRYPTED);
				}
				checkObjects(document, limit);
				return checkPages(document, limit);
			}
		}
		catch (PdfRejected e) {
			throw e.unacceptable();
		}
		catch (InvalidPasswordException e) {
			throw new Unacceptable(RefusalReason.ENCRYPTED);
		}
		catch (IOException | RuntimeException | StackOverflowError e) {
			// PDFBox answers malformed files with any of these; none of them is ours to mend.
			throw new Unacceptable(RefusalReason.DAMAGED);
		}
	}

	/** A file that was cut off is often still readable in part, and a page would be missing without a word. */
	private static void requireEnd(byte[] pdf) throws Unacceptable {
		int from = Math.max(0, pdf.length - TAIL);
		if (!new String(pdf, from, pdf.length - from, StandardCharsets.ISO_8859_1).contains("%%EOF")) {
			throw new Unacceptable(RefusalReason.DAMAGED);
		}
	}

	/** Walks everything that can be reached, each object once. */
	private void checkObjects(PDDocument document, PdfStreamLimit limit) throws Unacceptable, IOException {
		Set<COSBase> seen = Collections.newSetFromMap(new IdentityHashMap<>());
		Deque<COSBase> open = new ArrayDeque<>();
		open.push(document.getDocument().getTrailer());
		while (!open.isEmpty()) {
			COSBase next = open.pop();
			COSBase object = next instanceof COSObject reference ? reference.getObject() : next;
			if (!(object instanceof COSDictionary || object instanceof COSArray) || !seen.add(object)) {
				continue;
			}
			if (seen.size() > MOST_OBJECTS) {
				throw new Unacceptable(RefusalReason.TOO_COMPLEX);
			}
			if (object instanceof COSArray array) {
				array.forEach(item -> pushContainer(open, item));
				continue;
			}
			COSDictionary dictionary = (COSDictionary) object;
			Optional<String> active = ActiveContent.in(dictionary);
			if (active.isPresent()) {
				throw new Unacceptable(RefusalReason.ACTIVE_CONTENT, active.get());
			}
			dictionary.getValues().forEach(value -> pushContainer(open, value));
			checkDrawing(dictionary, limit);
		}
	}

	private static void pushContainer(Deque<COSBase> open, COSBase value) {
		if (value instanceof COSObject || value instanceof COSDictionary || value instanceof COSArray) {
			open.push(value);
		}
	}

	/** Forms, patterns and the glyphs of Type 3 fonts draw as pages do. */
	private void checkDrawing(COSDictionary dictionary, PdfStreamLimit limit) throws IOException {
		if (dictionary instanceof COSStream stream
				&& (COSName.FORM.equals(stream.getCOSName(COSName.SUBTYPE)) || stream.getInt("PatternType") == 1)) {
			checkContent(new PDFStreamParser(stream.createInputStream().readAllBytes()), limit);
		}
		if (dictionary.getDictionaryObject(COSName.CHAR_PROCS) instanceof COSDictionary glyphs) {
			for (COSName name : glyphs.keySet()) {
				if (glyphs.getDictionaryObject(name) instanceof COSStream glyph) {
					checkContent(new PDFStreamParser(glyph.createInputStream().readAllBytes()), limit);
				}
			}
		}
	}

	private int checkPages(PDDocument document, PdfStreamLimit limit) throws Unacceptable, IOException {
		int pages = 0;
		for (PDPage page : document.getPages()) {
			pages++;
			if (pages > maxPages) {
				throw new Unacceptable(RefusalReason.TOO_MANY_PAGES, maxPages);
			}
			checkSize(page, pages);
			checkContent(new PDFStreamParser(page), limit);
		}
		if (pages == 0) {
			throw new Unacceptable(RefusalReason.NO_PAGE);
		}
		// Viewing finds a page by the numbers the tree declares, so these have to be right.
		if (document.getNumberOfPages() != pages) {
			throw new Unacceptable(RefusalReason.DAMAGED);
		}
		for (int index = 0; index < pages; index++) {
			document.getPage(index);
		}
		return pages;
	}

	private static void checkSize(PDPage page, int number) throws Unacceptable {
		for (PDRectangle box : new PDRectangle[] { page.getMediaBox(), page.getCropBox() }) {
			float width = box.getWidth() * page.getUserUnit();
			float height = box.getHeight() * page.getUserUnit();
			// Written so that NaN fails.
			if (!(width >= SMALLEST_SIDE && width <= LARGEST_SIDE && height >= SMALLEST_SIDE && height <= LARGEST_SIDE)) {
				throw new Unacceptable(RefusalReason.PAGE_SIZE, number);
			}
		}
	}

	/** Reads drawing instructions to their end; pictures within them count as any other. */
	private static void checkContent(PDFStreamParser parser, PdfStreamLimit limit) throws IOException {
		for (Object token = parser.parseNextToken(); token != null; token = parser.parseNextToken()) {
			if (token instanceof Operator operator && OperatorName.BEGIN_INLINE_IMAGE.equals(operator.getName())
					&& operator.getImageData() != null) {
				limit.check(operator.getImageParameters(), new ByteArrayInputStream(operator.getImageData()));
			}
		}
	}
}
