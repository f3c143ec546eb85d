package cn.zhicheng.evidence;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;

import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Encodes a user's photo anew: upright, on white, not larger than needed, and without anything the camera or a program has
 * put beside the pixels (place, device, thumbnail, comments). What comes out is always a plain JPEG of our own making.
 */
class PhotoEncoding {

	private final long maxPixels;

	private final int longestSide;

	/**
	 * @param maxPixels a photo with more is refused before it is decoded
	 * @param longestSide pixels to which larger photos are scaled down
	 */
	PhotoEncoding(long maxPixels, int longestSide) {
		this.maxPixels = maxPixels;
		this.longestSide = longestSide;
	}

	/**
	 * @param photo a JPEG or PNG
	 * @return a JPEG
	 * @throws Unacceptable if it has too many pixels, or can not be decoded to the end
	 */
	byte[] encode(byte[] photo, FileType type) throws IOException, Unacceptable {
		JpegStructure inks = null;
		int orientation = 1;
		if (type == FileType.JPEG) {
			JpegStructure structure = JpegStructure.of(photo);
			requireSize(structure.pixels());
			if (!structure.complete()) {
				throw new Unacceptable(RefusalReason.DAMAGED);
			}
			if (structure.scans() > JpegStructure.MOST_SCANS) {
				throw new Unacceptable(RefusalReason.TOO_COMPLEX);
			}
			orientation = structure.orientation();
			inks = structure.components() == 4 ? structure : null;
		}
		BufferedImage decoded = decode(photo, type, inks);
		return JpegWriting.encode(upright(scaled(decoded), orientation), 0.9f);
	}

	private BufferedImage decode(byte[] photo, FileType type, JpegStructure inks) throws Unacceptable {
		Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(type.name());
		if (!readers.hasNext()) {
			throw new IllegalStateException("This Java has no reader for " + type);
		}
		ImageReader reader = readers.next();
		try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(photo))) {
			// Metadata are ignored: a text chunk of a PNG can be unpacked to any size.
			reader.setInput(in, true, true);
			int width = reader.getWidth(0);
			int height = reader.getHeight(0);
			requireSize((long) width * height);
			ImageReadParam param = reader.getDefaultReadParam();
			int step = Math.max(1, Math.max(width, height) / (2 * longestSide));
			param.setSourceSubsampling(step, step, 0, 0);
			return inks == null ? reader.read(0, param) : mixed(reader.readRaster(0, param), inks.adobe());
		}
		catch (IOException | RuntimeException e) {
			// The readers answer malformed input with nearly any runtime exception.
			throw new Unacceptable(RefusalReason.DAMAGED);
		}
		finally {
			reader.dispose();
		}
	}

	/** Four inks, which Java does not mix by itself; with Adobe's marker they are inverted, with its 2 also separated. */
	private static BufferedImage mixed(Raster inks, int adobe) {
		int width = inks.getWidth();
		BufferedImage image = new BufferedImage(width, inks.getHeight(), BufferedImage.TYPE_INT_RGB);
		int[] row = new int[4 * width];
		for (int y = 0; y < inks.getHeight(); y++) {
			inks.getPixels(inks.getMinX(), inks.getMinY() + y, width, 1, row);
			for (int x = 0; x < width; x++) {
				int first = row[4 * x];
				int second = row[4 * x + 1];
				int third = row[4 * x + 2];
				int black = row[4 * x + 3];
				if (adobe == 2) {
					int luminance = first;
					first = bounded(luminance + 1.402 * (third - 128));
					third = bounded(luminance + 1.772 * (second - 128));
					second = bounded(luminance - 0.344136 * (second - 128) - 0.714136 * (row[4 * x + 2] - 128));
				}
				// Light that is left: inverted inks are just that.
				if (adobe < 0) {
					first = 255 - first;
					second = 255 - second;
					third = 255 - third;
					black = 255 - black;
				}
				image.setRGB(x, y, first * black / 255 << 16 | second * black / 255 << 8 | third * black / 255);
			}
		}
		return image;
	}

	private static int bounded(double value) {
		return (int) Math.max(0, Math.min(255, Math.round(value)));
	}

	private void requireSize(long pixels) throws Unacceptable {
		if (pixels > maxPixels) {
			throw new Unacceptable(RefusalReason.IMAGE_TOO_LARGE, maxPixels / 10_000);
		}
	}

	private BufferedImage scaled(BufferedImage image) {
		BufferedImage current = image;
		while (true) {
			int longest = Math.max(current.getWidth(), current.getHeight());
			double factor = Math.max(0.5, Math.min(1, (double) longestSide / longest));
			int width = (int) Math.max(1, Math.round(current.getWidth() * factor));
			int height = (int) Math.max(1, Math.round(current.getHeight() * factor));
			if (current != image && longest <= longestSide) {
				return current;
			}
			current = drawn(current, width, height, AffineTransform.getScaleInstance(
					(double) width / current.getWidth(), (double) height / current.getHeight()));
		}
	}

	/** EXIF 2.3, 4.6.4 A, Orientation: how the rows and columns lie in reality. */
	private static BufferedImage upright(BufferedImage image, int orientation) {
		int width = image.getWidth();
		int height = image.getHeight();
		return switch (orientation) {
			case 2 -> drawn(image, width, height, new AffineTransform(-1, 0, 0, 1, width, 0));
			case 3 -> drawn(image, width, height, new AffineTransform(-1, 0, 0, -1, width, height));
			case 4 -> drawn(image, width, height, new AffineTransform(1, 0, 0, -1, 0, height));
			case 5 -> drawn(image, height, width, new AffineTransform(0, 1, 1, 0, 0, 0));
			case 6 -> drawn(image, height, width, new AffineTransform(0, 1, -1, 0, height, 0));
			case 7 -> drawn(image, height, width, new AffineTransform(0, -1, -1, 0, height, width));
			case 8 -> drawn(image, height, width, new AffineTransform(0, -1, 1, 0, 0, width));
			default -> image;
		};
	}

	private static BufferedImage drawn(BufferedImage image, int width, int height, AffineTransform transform) {
		BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
		Graphics2D graphics = result.createGraphics();
		try {
			graphics.setColor(Color.WHITE);
			graphics.fillRect(0, 0, width, height);
			graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
			graphics.drawImage(image, transform, null);
		}
		finally {
			graphics.dispose();
		}
		return result;
	}
}
