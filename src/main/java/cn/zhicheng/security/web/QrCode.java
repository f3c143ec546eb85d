package cn.zhicheng.security.web;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;

import javax.imageio.ImageIO;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;

/**
 * Draws a text as a QR code into the page itself, so that no address of its own ever gives it away.
 */
final class QrCode {

	private static final int SIZE = 240;
	private static final int BLACK = 0x000000;
	private static final int WHITE = 0xFFFFFF;

	private QrCode() {
	}

	/** @return a {@code data:} address of a PNG image */
	static String asDataAddress(String text) {
		try {
			var code = new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, SIZE, SIZE);
			var png = new ByteArrayOutputStream();
			ImageIO.write(image(code), "png", png);
			return "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray());
		} catch (WriterException e) {
			throw new IllegalArgumentException("This text does not fit into a QR code", e);
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	private static BufferedImage image(BitMatrix code) {
		var image = new BufferedImage(code.getWidth(), code.getHeight(), BufferedImage.TYPE_BYTE_BINARY);
		for (int y = 0; y < code.getHeight(); y++) {
			for (int x = 0; x < code.getWidth(); x++) {
				image.setRGB(x, y, code.get(x, y) ? BLACK : WHITE);
			}
		}
		return image;
	}
}
