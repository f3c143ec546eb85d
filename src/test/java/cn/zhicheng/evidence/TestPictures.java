package cn.zhicheng.evidence;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.graphics.image.CCITTFactory;

/** Pictures in the formats of cameras and scanners, all of the same drawing: a frame, a cross and bars. */
final class TestPictures {

	private TestPictures() {
	}

	/** @param type of {@link BufferedImage} */
	static BufferedImage drawing(int width, int height, int type) {
		BufferedImage image = new BufferedImage(width, height, type);
		draw(image);
		return image;
	}

	private static void draw(BufferedImage image) {
		int width = image.getWidth();
		int height = image.getHeight();
		Graphics2D g = image.createGraphics();
		g.setColor(Color.WHITE);
		g.fillRect(0, 0, width, height);
		g.setColor(Color.BLACK);
		g.setStroke(new BasicStroke(Math.max(2, width / 60)));
		g.drawRect(width / 10, height / 10, width * 8 / 10, height * 8 / 10);
		g.drawLine(width / 10, height / 10, width * 9 / 10, height * 9 / 10);
		for (int bar = 0; bar < 6; bar++) {
			g.fillRect(width / 5, height * (2 + bar) / 10, width / 4 + bar * width / 20, height / 40 + 1);
		}
		g.dispose();
	}

	/** Black and white with a palette of two. */
	static BufferedImage palette(int width, int height, int bits) {
		byte[] grey = new byte[1 << bits];
		for (int i = 0; i < grey.length; i++) {
			grey[i] = (byte) (255 * i / (grey.length - 1));
		}
		BufferedImage image = new BufferedImage(width, height,
				bits <= 4 ? BufferedImage.TYPE_BYTE_BINARY : BufferedImage.TYPE_BYTE_INDEXED,
				new IndexColorModel(bits, grey.length, grey, grey, grey));
		draw(image);
		return image;
	}

	static byte[] jpeg(BufferedImage image, boolean progressive) {
		return written("JPEG", new IIOImage(image, null, null), progressive);
	}

	/** Four inks, as prepress programs and some scanners save; with the Adobe marker the values are inverted. */
	static byte[] cmyk(int width, int height, boolean adobe) {
		BufferedImage drawing = drawing(width, height, BufferedImage.TYPE_BYTE_GRAY);
		WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, width, height, 4, null);
		for (int y = 0; y < height; y++) {
			for (int x = 0; x < width; x++) {
				int black = 255 - drawing.getRaster().getSample(x, y, 0);
				for (int ink = 0; ink < 4; ink++) {
					int value = ink == 3 ? black : 0;
					raster.setSample(x, y, ink, adobe ? 255 - value : value);
				}
			}
		}
		byte[] jpeg = written("JPEG", new IIOImage(raster, null, null), false);
		return adobe ? segment(jpeg, 0xEE, "Adobe\0\144\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1)) : jpeg;
	}

	/** A JPEG with a further segment at its beginning. */
	static byte[] segment(byte[] jpeg, int marker, byte[] data) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.write(jpeg, 0, 2);
		out.write(0xFF);
		out.write(marker);
		out.write(data.length + 2 >> 8);
		out.write(data.length + 2 & 0xFF);
		out.writeBytes(data);
		out.write(jpeg, 2, jpeg.length - 2);
		return out.toByteArray();
	}

	static byte[] png(BufferedImage image, boolean interlaced) {
		return written("PNG", new IIOImage(image, null, null), interlaced);
	}

	/** A PNG with a further chunk behind its header. */
	static byte[] chunk(byte[] png, String name, byte[] data) {
		int header = 8 + 12 + 13;
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.write(png, 0, header);
		byte[] typed = ByteBuffer.allocate(4 + data.length).put(name.getBytes(StandardCharsets.US_ASCII)).put(data).array();
		CRC32 crc = new CRC32();
		crc.update(typed);
		out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
		out.writeBytes(typed);
		out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
		out.write(png, header, png.length - header);
		return out.toByteArray();
	}

	static byte[] jpeg2000(BufferedImage image) {
		return written("JPEG2000", new IIOImage(image, null, null), false);
	}

	private static byte[] written(String format, IIOImage image, boolean progressive) {
		ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
			ImageWriteParam param = writer.getDefaultWriteParam();
			if (progressive) {
				param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
			}
			writer.setOutput(out);
			writer.write(null, image, param);
		}
		catch (IOException e) {
			throw new UncheckedIOException(e);
		}
		finally {
			writer.dispose();
		}
		return bytes.toByteArray();
	}

	/** Group 4 fax lines, black as 1, without any head. */
	static byte[] fax(BufferedImage blackAndWhite) {
		try (PDDocument document = new PDDocument()) {
			return CCITTFactory.createFromImage(document, blackAndWhite).getCOSObject().createRawInputStream().readAllBytes();
		}
		catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** JBIG2 for a PDF (ITU-T T.88): a page and one generic region, fax-coded. */
	static byte[] jbig2Fax(BufferedImage blackAndWhite) {
		return jbig2(blackAndWhite.getWidth(), blackAndWhite.getHeight(), new byte[] { 1 }, fax(blackAndWhite));
	}

	/** The same with the arithmetic coder, template 0. */
	static byte[] jbig2Arithmetic(BufferedImage blackAndWhite) {
		byte[] flags = { 0, 3, -1, -3, -1, 2, -2, -2, -2 };
		return jbig2(blackAndWhite.getWidth(), blackAndWhite.getHeight(), flags, ArithmeticEncoder.region(blackAndWhite));
	}

	static byte[] jbig2(int width, int height, byte[] flags, byte[] coded) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.writeBytes(jbig2Page(width, height));
		out.writeBytes(jbig2Segment(1, 38, ByteBuffer.allocate(17 + flags.length + coded.length)
				.putInt(width).putInt(height).putInt(0).putInt(0).put((byte) 0).put(flags).put(coded).array()));
		return out.toByteArray();
	}

	static byte[] jbig2Page(int width, int height) {
		return jbig2Segment(0, 48, ByteBuffer.allocate(19).putInt(width).putInt(height).putInt(0).putInt(0)
				.put((byte) 0).putShort((short) 0).array());
	}

	static byte[] jbig2Segment(int number, int type, byte[] data) {
		return ByteBuffer.allocate(11 + data.length).putInt(number).put((byte) type).put((byte) 0).put((byte) 1)
				.putInt(data.length).put(data).array();
	}

	/** The MQ coder (ITU-T T.88, annex E), only as much of it as a generic region needs. */
	private static final class ArithmeticEncoder {

		private static final int[][] STATES = {
				{ 0x5601, 1, 1, 1 }, { 0x3401, 2, 6, 0 }, { 0x1801, 3, 9, 0 }, { 0x0AC1, 4, 12, 0 }, { 0x0521, 5, 29, 0 },
				{ 0x0221, 38, 33, 0 }, { 0x5601, 7, 6, 1 }, { 0x5401, 8, 14, 0 }, { 0x4801, 9, 14, 0 }, { 0x3801, 10, 14, 0 },
				{ 0x3001, 11, 17, 0 }, { 0x2401, 12, 18, 0 }, { 0x1C01, 13, 20, 0 }, { 0x1601, 29, 21, 0 },
				{ 0x5601, 15, 14, 1 }, { 0x5401, 16, 14, 0 }, { 0x5101, 17, 15, 0 }, { 0x4801, 18, 16, 0 },
				{ 0x3801, 19, 17, 0 }, { 0x3401, 20, 18, 0 }, { 0x3001, 21, 19, 0 }, { 0x2801, 22, 19, 0 },
				{ 0x2401, 23, 20, 0 }, { 0x2201, 24, 21, 0 }, { 0x1C01, 25, 22, 0 }, { 0x1801, 26, 23, 0 },
				{ 0x1601, 27, 24, 0 }, { 0x1401, 28, 25, 0 }, { 0x1201, 29, 26, 0 }, { 0x1101, 30, 27, 0 },
				{ 0x0AC1, 31, 28, 0 }, { 0x09C1, 32, 29, 0 }, { 0x08A1, 33, 30, 0 }, { 0x0521, 34, 31, 0 },
				{ 0x0441, 35, 32, 0 }, { 0x02A1, 36, 33, 0 }, { 0x0221, 37, 34, 0 }, { 0x0141, 38, 35, 0 },
				{ 0x0111, 39, 36, 0 }, { 0x0085, 40, 37, 0 }, { 0x0049, 41, 38, 0 }, { 0x0025, 42, 39, 0 },
				{ 0x0015, 43, 40, 0 }, { 0x0009, 44, 41, 0 }, { 0x0005, 45, 42, 0 }, { 0x0001, 45, 43, 0 },
				{ 0x5601, 46, 46, 0 } };

		private final ByteArrayOutputStream out = new ByteArrayOutputStream();

		private final int[] state = new int[1 << 16];

		private final int[] likely = new int[1 << 16];

		private int interval = 0x8000;

		private long code;

		private int count = 12;

		private int last = -1;

		static byte[] region(BufferedImage image) {
			ArithmeticEncoder encoder = new ArithmeticEncoder();
			for (int y = 0; y < image.getHeight(); y++) {
				for (int x = 0; x < image.getWidth(); x++) {
					int context = 0;
					for (int dx = -2; dx <= 2; dx++) {
						context = context << 1 | black(image, x + dx, y - 2);
					}
					for (int dx = -3; dx <= 3; dx++) {
						context = context << 1 | black(image, x + dx, y - 1);
					}
					for (int dx = -4; dx < 0; dx++) {
						context = context << 1 | black(image, x + dx, y);
					}
					encoder.encode(context, black(image, x, y));
				}
			}
			return encoder.flush();
		}

		private static int black(BufferedImage image, int x, int y) {
			return x >= 0 && y >= 0 && x < image.getWidth() && y < image.getHeight()
					&& (image.getRGB(x, y) & 0xFF) < 128 ? 1 : 0;
		}

		private void encode(int context, int bit) {
			int[] row = STATES[state[context]];
			int qe = row[0];
			interval -= qe;
			if (bit == likely[context]) {
				if ((interval & 0x8000) != 0) {
					code += qe;
					return;
				}
				if (interval < qe) {
					interval = qe;
				}
				else {
					code += qe;
				}
				state[context] = row[1];
			}
			else {
				if (interval < qe) {
					code += qe;
				}
				else {
					interval = qe;
				}
				if (row[3] == 1) {
					likely[context] = 1 - likely[context];
				}
				state[context] = row[2];
			}
			do {
				interval <<= 1;
				code <<= 1;
				if (--count == 0) {
					byteOut();
				}
			}
			while ((interval & 0x8000) == 0);
		}

		private void byteOut() {
			if (last == 0xFF) {
				emit(20);
				return;
			}
			if (code >= 0x8000000) {
				last++;
				if (last == 0xFF) {
					code &= 0x7FFFFFF;
					emit(20);
					return;
				}
			}
			emit(19);
		}

		private void emit(int shift) {
			if (last >= 0) {
				out.write(last);
			}
			last = (int) (code >> shift & 0xFF);
			code &= (1L << shift) - 1;
			count = shift == 20 ? 7 : 8;
		}

		private byte[] flush() {
			long upper = code + interval;
			code |= 0xFFFF;
			if (code >= upper) {
				code -= 0x8000;
			}
			code <<= count;
			byteOut();
			code <<= count;
			byteOut();
			out.write(last);
			out.write(0xFF);
			out.write(0xAC);
			return out.toByteArray();
		}
	}
}
