package cn.zhicheng.evidence;

import java.io.IOException;

import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.io.MemoryUsageSetting;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdfparser.PDFParser;
import org.apache.pdfbox.pdmodel.PDDocument;

/**
 * PDFBox's parser for files nobody vouches for: looks at each stream before it is unpacked, and opens nothing encrypted,
 * because what is encrypted can not be looked at.
 */
final class CheckedPdfParser extends PDFParser {

	private static final long MAIN_MEMORY = 64L << 20;

	private final PdfStreamLimit limit;

	private CheckedPdfParser(RandomAccessRead source, PdfStreamLimit limit) throws IOException {
		super(source, "", null, null, scratch().streamCache);
		this.limit = limit;
	}

	/**
	 * @return to be closed by the caller
	 * @throws PdfRejected if it must not be opened
	 * @throws IOException if it can not be opened
	 */
	static PDDocument open(byte[] pdf, PdfStreamLimit limit) throws IOException {
		RandomAccessRead source = new RandomAccessReadBuffer(pdf);
		boolean open = false;
		try {
			PDDocument document = new CheckedPdfParser(source, limit).parse();
			open = true;
			return document;
		}
		finally {
			if (!open) {
				source.close();
			}
		}
	}

	/** What one open document may use for what it unpacks: memory and no disk, where it would lie in clear. */
	static MemoryUsageSetting scratch() {
		return MemoryUsageSetting.setupMainMemoryOnly(MAIN_MEMORY);
	}

	@Override
	protected void prepareDecryption() throws IOException {
		if (document.isEncrypted()) {
			throw new PdfRejected(RefusalReason.ENCRYPTED);
		}
	}

	@Override
	protected COSStream parseCOSStream(COSDictionary dictionary) throws IOException {
		COSStream stream = super.parseCOSStream(dictionary);
		long position = source.getPosition();
		limit.check(stream, stream.createRawInputStream());
		source.seek(position);
		return stream;
	}
}
