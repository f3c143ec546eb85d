package cn.zhicheng.evidence;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a file is by its first bytes, whatever it is called. A file that could pass as several things counts as what a
 * browser or an operating system would take it for: a picture, archive, program or web page with a PDF behind it is no PDF.
 */
enum FileType {

	JPEG, PNG, PDF, OTHER;

	/** How many bytes {@link #of} wants to see; a PDF's header lies within them (PDF 1.7, H.3, note 13). */
	static final int HEAD = 1024;

	private static final List<byte[]> NO_PDF = List.of(
			bytes(0xFF, 0xD8, 0xFF), bytes(0x89, 'P', 'N', 'G'), bytes('G', 'I', 'F', '8'), bytes('P', 'K', 3, 4),
			bytes('M', 'Z'), bytes(0x7F, 'E', 'L', 'F'), bytes('R', 'a', 'r', '!'), bytes('7', 'z', 0xBC, 0xAF),
			bytes('#', '!'), bytes(0xCA, 0xFE, 0xBA, 0xBE), bytes(0xD0, 0xCF, 0x11, 0xE0), bytes('I', 'I', 42, 0),
			bytes('M', 'M', 0, 42), bytes('B', 'M'), bytes('R', 'I', 'F', 'F'));

	/** @param head the first {@link #HEAD} bytes, or all of a smaller file */
	static FileType of(byte[] head) {
		if (startsWith(head, bytes(0xFF, 0xD8, 0xFF))) {
			return JPEG;
		}
		if (startsWith(head, bytes(0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'))) {
			return PNG;
		}
		String text = new String(head, StandardCharsets.ISO_8859_1);
		boolean markup = text.replace("\u00EF\u00BB\u00BF", "").stripLeading().startsWith("<");
		boolean other = NO_PDF.stream().anyMatch(magic -> startsWith(head, magic));
		return text.contains("%PDF-") && !markup && !other ? PDF : OTHER;
	}

	private static boolean startsWith(byte[] head, byte[] magic) {
		if (head.length < magic.length) {
			return false;
		}
		for (int i = 0; i < magic.length; i++) {
			if (head[i] != magic[i]) {
				return false;
			}
		}
		return true;
	}

	private static byte[] bytes(int... values) {
		byte[] bytes = new byte[values.length];
		for (int i = 0; i < values.length; i++) {
			bytes[i] = (byte) values[i];
		}
		return bytes;
	}
}
