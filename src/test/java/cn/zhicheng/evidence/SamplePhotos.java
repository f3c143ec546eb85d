package cn.zhicheng.evidence;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import javax.imageio.ImageIO;

/** 1-inch portraits (295 × 413 pixels at 300 dpi) of nobody, for uploads in tests. */
public final class SamplePhotos {

	private SamplePhotos() {
	}

	/** A portrait as a JPEG. */
	public static byte[] jpeg() {
		return encode(portrait(), "jpg");
	}

	/** A portrait as a PNG. */
	public static byte[] png() {
		return encode(portrait(), "png");
	}

	/** A JPEG as a phone writes it: device and place in its EXIF data, and an orientation (1 to 8). */
	public static byte[] jpegWithExif(BufferedImage image, int orientation) {
		byte[] plain = encode(image, "jpg");
		byte[] exif = exif(orientation);
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.write(plain, 0, 2);
		out.write(0xFF);
		out.write(0xE1);
		out.write(exif.length + 2 >> 8);
		out.write(exif.length + 2 & 0xFF);
		out.writeBytes(exif);
		out.write(plain, 2, plain.length - 2);
		return out.toByteArray();
	}

	static byte[] encode(BufferedImage image, String format) {
		try {
			ByteArrayOutputStream out = new ByteArrayOutputStream();
			if (!ImageIO.write(image, format, out)) {
				throw new IllegalArgumentException(format);
			}
			return out.toByteArray();
		}
		catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	static BufferedImage portrait() {
		int width = 295;
		int height = 413;
		BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
		Graphics2D g = image.createGraphics();
		g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
		g.setPaint(new GradientPaint(0, 0, new Color(0x4A, 0x90, 0xD9), 0, height, new Color(0x6F, 0xAE, 0xE8)));
		g.fillRect(0, 0, width, height);
		// Neck, jacket, shirt.
		g.setColor(new Color(0xE3, 0xB9, 0x98));
		g.fill(new RoundRectangle2D.Double(118, 230, 60, 80, 30, 30));
		g.setColor(new Color(0x24, 0x2E, 0x45));
		Path2D jacket = new Path2D.Double();
		jacket.moveTo(10, 413);
		jacket.curveTo(15, 320, 60, 305, 112, 290);
		jacket.lineTo(148, 380);
		jacket.lineTo(184, 290);
		jacket.curveTo(236, 305, 280, 320, 286, 413);
		jacket.closePath();
		g.fill(jacket);
		g.setColor(Color.WHITE);
		Path2D shirt = new Path2D.Double();
		shirt.moveTo(112, 290);
		shirt.lineTo(148, 395);
		shirt.lineTo(184, 290);
		shirt.lineTo(148, 315);
		shirt.closePath();
		g.fill(shirt);
		// Hair, face, features.
		g.setColor(new Color(0x1E, 0x1A, 0x1A));
		g.fill(new Ellipse2D.Double(78, 62, 140, 160));
		g.setColor(new Color(0xF0, 0xCB, 0xA8));
		g.fill(new Ellipse2D.Double(86, 92, 124, 162));
		g.setColor(new Color(0x1E, 0x1A, 0x1A));
		g.fill(new Ellipse2D.Double(112, 158, 16, 9));
		g.fill(new Ellipse2D.Double(168, 158, 16, 9));
		g.fillRect(108, 143, 26, 4);
		g.fillRect(163, 143, 26, 4);
		g.setColor(new Color(0xD8, 0xA8, 0x86));
		g.fill(new RoundRectangle2D.Double(142, 165, 12, 34, 10, 10));
		g.setColor(new Color(0xB5, 0x5A, 0x55));
		g.fill(new RoundRectangle2D.Double(128, 216, 40, 9, 9, 9));
		g.dispose();
		return image;
	}

	/** Little-endian TIFF with orientation, a device's name and a GPS directory with a latitude reference. */
	private static byte[] exif(int orientation) {
		ByteBuffer data = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN);
		data.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
		data.put("II".getBytes(StandardCharsets.US_ASCII)).putShort((short) 42).putInt(8);
		data.putShort((short) 3);
		data.putShort((short) 0x0110).putShort((short) 2).putInt(12).putInt(50);
		data.putShort((short) 0x0112).putShort((short) 3).putInt(1).putInt(orientation);
		data.putShort((short) 0x8825).putShort((short) 4).putInt(1).putInt(62);
		data.putInt(0);
		data.put("GPS-PHONE-9\0".getBytes(StandardCharsets.US_ASCII));
		data.putShort((short) 1);
		data.putShort((short) 1).putShort((short) 2).putInt(2).put("N\0\0\0".getBytes(StandardCharsets.US_ASCII));
		data.putInt(0);
		byte[] bytes = new byte[data.position()];
		data.flip().get(bytes);
		return bytes;
	}
}
