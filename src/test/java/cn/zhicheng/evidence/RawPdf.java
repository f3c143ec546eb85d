package cn.zhicheng.evidence;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Writes PDFs byte by byte, as no library would: object 1 is the catalogue, 2 the page tree, 3 the first page. */
final class RawPdf {

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private final Map<Integer, Integer> offsets = new TreeMap<>();

	private String trailer = "";

	RawPdf(String version) {
		text("%PDF-" + version + "\n%\u00e2\u00e3\u00cf\u00d3\n");
	}

	/** One A4 page with the given resources and drawing instructions. */
	static RawPdf page(String resources, String content) {
		return page("/MediaBox [0 0 595 842]", resources, content);
	}

	static RawPdf page(String entries, String resources, String content) {
		return new RawPdf("1.7").object(1, "<</Type /Catalog /Pages 2 0 R>>")
				.object(2, "<</Type /Pages /Kids [3 0 R] /Count 1>>")
				.object(3, "<</Type /Page /Parent 2 0 R " + entries + " /Contents 4 0 R /Resources <<" + resources + ">>>>")
				.stream(4, "", content.getBytes(StandardCharsets.ISO_8859_1));
	}

	RawPdf object(int number, String value) {
		offsets.put(number, out.size());
		return text(number + " 0 obj\n" + value + "\nendobj\n");
	}

	RawPdf stream(int number, String entries, byte[] data) {
		offsets.put(number, out.size());
		text(number + " 0 obj\n<<" + entries + " /Length " + data.length + ">>\nstream\n");
		out.writeBytes(data);
		return text("\nendstream\nendobj\n");
	}

	/** Packed with Flate. */
	RawPdf packed(int number, String entries, byte[] data) {
		return stream(number, entries + " /Filter /FlateDecode", deflated(data));
	}

	RawPdf text(String text) {
		out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
		return this;
	}

	RawPdf trailer(String entries) {
		trailer = entries;
		return this;
	}

	int size() {
		return out.size();
	}

	/** With a cross-reference table and a trailer. */
	byte[] bytes() {
		int start = out.size();
		int most = offsets.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
		StringBuilder table = new StringBuilder("xref\n0 " + (most + 1) + "\n0000000000 65535 f \n");
		for (int number = 1; number <= most; number++) {
			Integer offset = offsets.get(number);
			table.append(offset == null ? "0000000000 65535 f \n" : String.format("%010d 00000 n \n", offset));
		}
		text(table + "trailer\n<</Size " + (most + 1) + " /Root 1 0 R " + trailer + ">>\nstartxref\n" + start + "\n%%EOF\n");
		return out.toByteArray();
	}

	/** With an end of the caller's own. */
	byte[] bytes(String end) {
		text(end);
		return out.toByteArray();
	}

	static byte[] deflated(byte[] data) {
		ByteArrayOutputStream packed = new ByteArrayOutputStream();
		try (OutputStream deflater = new DeflaterOutputStream(packed, new Deflater(Deflater.BEST_SPEED))) {
			deflater.write(data);
		}
		catch (IOException e) {
			throw new IllegalStateException(e);
		}
		return packed.toByteArray();
	}

	/** So many equal bytes, packed to about a thousandth. */
	static byte[] bomb(int fill, int megabytes) {
		ByteArrayOutputStream packed = new ByteArrayOutputStream();
		byte[] block = new byte[1 << 20];
		Arrays.fill(block, (byte) fill);
		try (OutputStream deflater = new DeflaterOutputStream(packed, new Deflater(Deflater.BEST_SPEED))) {
			for (int i = 0; i < megabytes; i++) {
				deflater.write(block);
			}
		}
		catch (IOException e) {
			throw new IllegalStateException(e);
		}
		return packed.toByteArray();
	}
}
