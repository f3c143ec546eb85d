package cn.zhicheng.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhotoEncodingTest {

	private final PhotoEncoding encoding = new PhotoEncoding(40_000_000, 1200);

	@Test
	void placeAndDeviceAreGoneAfterEncoding() throws Exception {
		byte[] photo = SamplePhotos.jpegWithExif(SamplePhotos.portrait(), 1);
		assertThat(text(photo)).contains("Exif", "GPS-PHONE-9");
		byte[] encoded = encoding.encode(photo, FileType.JPEG);
		assertThat(text(encoded)).doesNotContain("Exif", "GPS");
		assertThat(decoded(encoded).getWidth()).isEqualTo(295);
	}

	/** The picture is stored so that, turned as the orientation says, its left half is red and its top right is green. */
	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void everyOrientationComesOutUpright(int orientation) throws Exception {
		BufferedImage upright = new BufferedImage(400, 600, BufferedImage.TYPE_INT_RGB);
		Graphics2D g = upright.createGraphics();
		g.setColor(Color.BLUE);
		g.fillRect(0, 0, 400, 600);
		g.setColor(Color.RED);
		g.fillRect(0, 0, 200, 600);
		g.setColor(Color.GREEN);
		g.fillRect(200, 0, 200, 300);
		g.dispose();
		BufferedImage result = decoded(encoding.encode(SamplePhotos.jpegWithExif(stored(upright, orientation), orientation),
				FileType.JPEG));
		assertThat(result.getWidth()).isEqualTo(400);
		assertThat(result.getHeight()).isEqualTo(600);
		assertThat(colour(result, 60, 300)).isEqualTo("red");
		assertThat(colour(result, 300, 100)).isEqualTo("green");
		assertThat(colour(result, 300, 500)).isEqualTo("blue");
	}

	@Test
	void aLargePhotoIsScaledDown() throws Exception {
		BufferedImage large = new BufferedImage(5000, 6000, BufferedImage.TYPE_BYTE_GRAY);
		BufferedImage result = decoded(encoding.encode(SamplePhotos.encode(large, "png"), FileType.PNG));
		assertThat(result.getHeight()).isEqualTo(1200);
		assertThat(result.getWidth()).isEqualTo(1000);
	}

	@Test
	void whatIsTransparentBecomesWhite() throws Exception {
		BufferedImage transparent = new BufferedImage(300, 400, BufferedImage.TYPE_INT_ARGB);
		byte[] encoded = encoding.encode(SamplePhotos.encode(transparent, "png"), FileType.PNG);
		assertThat(new Color(decoded(encoded).getRGB(150, 200))).isEqualTo(Color.WHITE);
	}

	@Test
	void aTinyPngOfManyPixelsIsRefusedWithoutDecodingIt() throws Exception {
		byte[] bomb = pngHeader(20_000, 20_000);
		assertThat(bomb).hasSizeLessThan(200);
		assertThat(refusal(bomb, FileType.PNG)).isEqualTo(RefusalReason.IMAGE_TOO_LARGE);
	}

	@Test
	void aJpegCutOffIsRefused() {
		byte[] photo = SamplePhotos.jpeg();
		assertThat(refusal(Arrays.copyOf(photo, photo.length / 2), FileType.JPEG)).isEqualTo(RefusalReason.DAMAGED);
	}

	@Test
	void aPngCutOffIsRefused() {
		byte[] photo = SamplePhotos.png();
		assertThat(refusal(Arrays.copyOf(photo, photo.length / 2), FileType.PNG)).isEqualTo(RefusalReason.DAMAGED);
	}

	@Test
	void aJpegWithThousandsOfScansIsRefused() {
		byte[] photo = SamplePhotos.jpeg();
		ByteArrayOutputStream many = new ByteArrayOutputStream();
		many.write(photo, 0, photo.length - 2);
		for (int i = 0; i < 5000; i++) {
			many.writeBytes(new byte[] { (byte) 0xFF, (byte) 0xDA, 0, 8, 1, 1, 0, 0, 0, 0, 0x55 });
		}
		many.writeBytes(new byte[] { (byte) 0xFF, (byte) 0xD9 });
		assertThat(refusal(many.toByteArray(), FileType.JPEG)).isEqualTo(RefusalReason.TOO_COMPLEX);
	}

	private RefusalReason refusal(byte[] photo, FileType type) {
		return catchThrowableOfType(Unacceptable.class, () -> encoding.encode(photo, type)).refused().reason();
	}

	/** Where a pixel of the upright picture lies in the file, for each orientation (EXIF 2.3, 4.6.4 A). */
	private static BufferedImage stored(BufferedImage upright, int orientation) {
		int w = upright.getWidth();
		int h = upright.getHeight();
		boolean swapped = orientation >= 5;
		BufferedImage stored = new BufferedImage(swapped ? h : w, swapped ? w : h, BufferedImage.TYPE_INT_RGB);
		for (int y = 0; y < h; y++) {
			for (int x = 0; x < w; x++) {
				int rgb = upright.getRGB(x, y);
				switch (orientation) {
					case 1 -> stored.setRGB(x, y, rgb);
					case 2 -> stored.setRGB(w - 1 - x, y, rgb);
					case 3 -> stored.setRGB(w - 1 - x, h - 1 - y, rgb);
					case 4 -> stored.setRGB(x, h - 1 - y, rgb);
					case 5 -> stored.setRGB(y, x, rgb);
					case 6 -> stored.setRGB(y, w - 1 - x, rgb);
					case 7 -> stored.setRGB(h - 1 - y, w - 1 - x, rgb);
					default -> stored.setRGB(h - 1 - y, x, rgb);
				}
			}
		}
		return stored;
	}

	private static String colour(BufferedImage image, int x, int y) {
		Color colour = new Color(image.getRGB(x, y));
		if (colour.getRed() > 200) {
			return "red";
		}
		return colour.getGreen() > 200 ? "green" : "blue";
	}

	private static BufferedImage decoded(byte[] jpeg) throws IOException {
		return ImageIO.read(new ByteArrayInputStream(jpeg));
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

	static byte[] pngHeader(int width, int height) throws IOException {
		ByteArrayOutputStream png = new ByteArrayOutputStream();
		png.writeBytes(new byte[] { (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n' });
		chunk(png, "IHDR", ByteBuffer.allocate(13).putInt(width).putInt(height)
				.put((byte) 8).put((byte) 2).put(new byte[3]).array());
		ByteArrayOutputStream packed = new ByteArrayOutputStream();
		try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
			out.write(new byte[1000]);
		}
		chunk(png, "IDAT", packed.toByteArray());
		chunk(png, "IEND", new byte[0]);
		return png.toByteArray();
	}

	private static void chunk(ByteArrayOutputStream png, String name, byte[] data) {
		byte[] typed = ByteBuffer.allocate(4 + data.length).put(name.getBytes(StandardCharsets.US_ASCII)).put(data).array();
		CRC32 crc = new CRC32();
		crc.update(typed);
		png.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
		png.writeBytes(typed);
		png.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
	}
}
