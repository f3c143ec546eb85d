package cn.zhicheng.evidence;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.filter.FilterFactory;

/**
 * Sees to it that no stream of a PDF unpacks to more than can be held: two megabytes can hide gigabytes. Streams are
 * unpacked once into nothing, with a count, before anything else is allowed to unpack them. Pictures in formats of their own
 * are judged by their headers.
 *
 * <p>
 * One instance a file. All methods throw {@link PdfRejected}.
 */
class PdfStreamLimit {

	/** Everything but pictures, together. A page of text takes some kilobytes, a large plan some megabytes. */
	private static final long MOST_TOTAL = 48L << 20;

	/** Objects within one stream, and stages within a chain of filters. */
	private static final int MOST_HELD = 16 << 20;

	private static final int MOST_COLUMNS = 1_000_000;

	private static final Set<COSName> UNPACKING = Set.of(COSName.FLATE_DECODE, COSName.FLATE_DECODE_ABBREVIATION,
			COSName.LZW_DECODE, COSName.LZW_DECODE_ABBREVIATION, COSName.RUN_LENGTH_DECODE,
			COSName.RUN_LENGTH_DECODE_ABBREVIATION, COSName.ASCII85_DECODE, COSName.ASCII85_DECODE_ABBREVIATION,
			COSName.ASCII_HEX_DECODE, COSName.ASCII_HEX_DECODE_ABBREVIATION);

	private static final Set<COSName> JPEG = Set.of(COSName.DCT_DECODE, COSName.DCT_DECODE_ABBREVIATION);

	private static final Set<COSName> FAX = Set.of(COSName.CCITTFAX_DECODE, COSName.CCITTFAX_DECODE_ABBREVIATION);

	/** Formats with heads of their own, and the names of their readers. */
	private static final Map<COSName, String> DECODERS = Map.of(COSName.JBIG2_DECODE, "JBIG2", COSName.JPX_DECODE, "JPEG2000");

	private static final Pattern OBJECT_STREAM = Pattern.compile("/ObjStm");

	private static final Pattern STREAM = Pattern.compile(">>\\s*stream\r?\n");

	private static final Pattern PLAIN_FILTER = Pattern.compile("/Filter\\s*(/FlateDecode|\\[\\s*/FlateDecode\\s*\\])");

	private final long maxPixels;

	private long total;

	PdfStreamLimit(long maxPixels) {
		this.maxPixels = maxPixels;
	}

	/**
	 * Looks at the streams of packed objects as a repairing parser would find them, which reads them on a way of its own when
	 * a file's cross-reference table is broken.
	 */
	void checkObjectStreams(byte[] pdf) {
		String text = new String(pdf, StandardCharsets.ISO_8859_1);
		Matcher name = OBJECT_STREAM.matcher(text);
		Matcher begin = STREAM.matcher(text);
		while (name.find()) {
			if (!begin.find(name.end())) {
				return;
			}
			int object = Math.max(0, text.lastIndexOf("obj", name.start()));
			String dictionary = text.substring(object, begin.start());
			if (dictionary.contains("/Filter") && !PLAIN_FILTER.matcher(dictionary).find()) {
				throw new PdfRejected(RefusalReason.TOO_COMPLEX);
			}
			if (inflated(pdf, begin.end()) > MOST_HELD) {
				throw new PdfRejected(RefusalReason.TOO_COMPLEX);
			}
		}
	}

	/**
	 * Looks at one stream.
	 *
	 * @param dictionary of the stream or inline image
	 * @param raw its bytes in the file; closed
	 */
	void check(COSDictionary dictionary, InputStream raw) throws IOException {
		boolean picture = isPicture(dictionary);
		if (picture) {
			checkPixels(dictionary.getInt(COSName.W, COSName.WIDTH, 0), dictionary.getInt(COSName.H, COSName.HEIGHT, 0));
		}
		List<COSName> filters = filters(dictionary);
		InputStream data = raw;
		for (int stage = 0; stage < filters.size(); stage++) {
			COSName filter = filters.get(stage);
			if (JPEG.contains(filter)) {
				checkJpeg(data.readNBytes(MOST_HELD));
				break;
			}
			if (FAX.contains(filter)) {
				COSDictionary fax = parameters(dictionary, stage);
				checkPixels(Math.max(fax.getInt(COSName.COLUMNS, 1728), dictionary.getInt(COSName.W, COSName.WIDTH, 0)),
						Math.max(fax.getInt(COSName.ROWS, 0), dictionary.getInt(COSName.H, COSName.HEIGHT, 0)));
				break;
			}
			if (DECODERS.containsKey(filter)) {
				checkHeader(DECODERS.get(filter), data.readNBytes(MOST_HELD));
				break;
			}
			if (!UNPACKING.contains(filter)) {
				break;
			}
			if (parameters(dictionary, stage).getInt(COSName.COLUMNS, 1) > MOST_COLUMNS) {
				throw new PdfRejected(RefusalReason.TOO_COMPLEX);
			}
			boolean last = stage == filters.size() - 1;
			Unpacked unpacked = new Unpacked(last ? limit(picture) : MOST_HELD, !last);
			try (InputStream stageData = data) {
				FilterFactory.INSTANCE.getFilter(filter).decode(stageData, unpacked, dictionary, stage);
			}
			catch (IOException e) {
				// Damage is told apart from a missing end by those who need the content.
				return;
			}
			finally {
				total += picture ? 0 : unpacked.count;
			}
			data = new ByteArrayInputStream(unpacked.held.toByteArray());
		}
		if (total > MOST_TOTAL) {
			throw new PdfRejected(RefusalReason.TOO_COMPLEX);
		}
	}

	private long limit(boolean picture) {
		return picture ? 4 * maxPixels + (1 << 20) : Math.min(MOST_HELD, MOST_TOTAL - total);
	}

	private void checkPixels(long width, long height) {
		if (width > 0 && height > maxPixels / width) {
			throw new PdfRejected(RefusalReason.IMAGE_TOO_LARGE, maxPixels / 10_000);
		}
	}

	private void checkJpeg(byte[] jpeg) {
		JpegStructure structure = JpegStructure.of(jpeg);
		if (structure.pixels() == 0) {
			throw new PdfRejected(RefusalReason.DAMAGED);
		}
		checkPixels(structure.width(), structure.height());
		if (structure.scans() > JpegStructure.MOST_SCANS) {
			throw new PdfRejected(RefusalReason.TOO_COMPLEX);
		}
	}

	/** A page with a picture that can not be read would be an empty page to the reviewer. */
	private void checkHeader(String format, byte[] picture) {
		Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
		if (!readers.hasNext()) {
			throw new PdfRejected(RefusalReason.UNSUPPORTED_IMAGE, format);
		}
		ImageReader reader = readers.next();
		try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(picture))) {
			reader.setInput(in, true, true);
			checkPixels(reader.getWidth(0), reader.getHeight(0));
		}
		catch (PdfRejected e) {
			throw e;
		}
		catch (IOException | RuntimeException e) {
			throw new PdfRejected(RefusalReason.DAMAGED);
		}
		finally {
			reader.dispose();
		}
	}

	private static boolean isPicture(COSDictionary dictionary) {
		return COSName.IMAGE.equals(dictionary.getCOSName(COSName.SUBTYPE))
				|| dictionary.containsKey(COSName.W) && dictionary.containsKey(COSName.H);
	}

	private static List<COSName> filters(COSDictionary dictionary) {
		COSBase entry = dictionary.getDictionaryObject(COSName.FILTER, COSName.F);
		List<COSName> filters = new ArrayList<>();
		if (entry instanceof COSName name) {
			filters.add(name);
		}
		else if (entry instanceof COSArray array) {
			for (int i = 0; i < array.size(); i++) {
				if (array.getObject(i) instanceof COSName name) {
					filters.add(name);
				}
			}
		}
		return filters;
	}

	private static COSDictionary parameters(COSDictionary dictionary, int stage) {
		COSBase entry = dictionary.getDictionaryObject(COSName.DECODE_PARMS, COSName.DP);
		if (entry instanceof COSArray array) {
			entry = stage < array.size() ? array.getObject(stage) : null;
		}
		return entry instanceof COSDictionary parameters ? parameters : new COSDictionary();
	}

	/** How much packed data grow to, counted to just beyond the limit; 0 for data that are not packed. */
	private static long inflated(byte[] data, int from) {
		Inflater inflater = new Inflater();
		byte[] buffer = new byte[64 << 10];
		try {
			inflater.setInput(data, from, data.length - from);
			while (!inflater.finished() && inflater.getBytesWritten() <= MOST_HELD) {
				if (inflater.inflate(buffer) == 0) {
					break;
				}
			}
			return inflater.getBytesWritten();
		}
		catch (DataFormatException e) {
			return 0;
		}
		finally {
			inflater.end();
		}
	}

	/** Counts what is written, and keeps it if another filter follows. */
	private static final class Unpacked extends OutputStream {

		private final long limit;

		private final boolean keep;

		private final ByteArrayOutputStream held = new ByteArrayOutputStream();

		private long count;

		Unpacked(long limit, boolean keep) {
			this.limit = limit;
			this.keep = keep;
		}

		@Override
		public void write(int b) {
			grow(1);
			if (keep) {
				held.write(b);
			}
		}

		@Override
		public void write(byte[] bytes, int from, int length) {
			grow(length);
			if (keep) {
				held.write(bytes, from, length);
			}
		}

		private void grow(int by) {
			count += by;
			if (count > limit) {
				throw new PdfRejected(RefusalReason.TOO_COMPLEX);
			}
		}
	}
}
