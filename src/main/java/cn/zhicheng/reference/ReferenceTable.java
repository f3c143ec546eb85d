package cn.zhicheng.reference;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.core.io.Resource;

/**
 * A table an administrator may correct in a text editor or a spreadsheet: UTF-8 with or without byte order mark, fields
 * separated by commas, no quotes, first line the header, empty lines and lines beginning with {@code #} ignored.
 *
 * <p>Whatever is wrong with it is a {@link MalformedReferenceTableException} that names file, line and reason.
 */
public final class ReferenceTable {

	private static final String BYTE_ORDER_MARK = "\uFEFF";

	private final Resource file;
	private final List<String> header;
	private final List<Row> rows = new ArrayList<>();

	private ReferenceTable(Resource file, List<String> header) {
		this.file = file;
		this.header = header;
	}

	/** One line of the table below the header. */
	public final class Row {

		private final int line;
		private final List<String> fields;

		private Row(int line, List<String> fields) {
			this.line = line;
			this.fields = fields;
		}

		/** A field that must not be empty. */
		public String required(String column) {
			return optional(column).orElseThrow(() -> malformed(column + " is empty"));
		}

		/** A field that may be empty. */
		public Optional<String> optional(String column) {
			String field = fields.get(header.indexOf(column));
			return field.isEmpty() ? Optional.empty() : Optional.of(field);
		}

		/** A field that must hold the name of a constant, in upper or lower case. */
		public <E extends Enum<E>> E constant(String column, Class<E> type) {
			String field = required(column);
			return Arrays.stream(type.getEnumConstants()).filter(constant -> constant.name().equalsIgnoreCase(field))
					.findFirst()
					.orElseThrow(() -> malformed(column + " must be one of "
							+ Arrays.toString(type.getEnumConstants()) + ", not " + field));
		}

		/** The exception to throw if this line contradicts the rest of the table. */
		public MalformedReferenceTableException malformed(String reason) {
			return new MalformedReferenceTableException(file, line, reason);
		}
	}

	/**
	 * Reads a table.
	 *
	 * @param header the columns it must have, in this order
	 * @throws MalformedReferenceTableException if it is missing, not UTF-8, without rows or not of this form
	 */
	public static ReferenceTable read(Resource file, String... header) {
		ReferenceTable table = new ReferenceTable(file, List.of(header));
		boolean headerSeen = false;
		List<String> lines = text(file).lines().toList();
		for (int i = 0; i < lines.size(); i++) {
			String line = lines.get(i).strip();
			if (line.isEmpty() || line.startsWith("#")) {
				continue;
			}
			if (headerSeen) {
				table.add(i + 1, line);
			} else {
				table.checkHeader(i + 1, line);
				headerSeen = true;
			}
		}
		if (table.rows.isEmpty()) {
			throw new MalformedReferenceTableException(file, lines.size(), "there are no rows");
		}
		return table;
	}

	public List<Row> rows() {
		return List.copyOf(rows);
	}

	private void checkHeader(int line, String text) {
		if (!header.equals(fields(text))) {
			throw new MalformedReferenceTableException(file, line,
					"the header must be \"" + String.join(",", header) + "\", not \"" + text + "\"");
		}
	}

	private void add(int line, String text) {
		if (text.contains("\"")) {
			throw new MalformedReferenceTableException(file, line, "quotes are not supported");
		}
		List<String> fields = fields(text);
		if (fields.size() != header.size()) {
			throw new MalformedReferenceTableException(file, line,
					"there must be " + header.size() + " fields, not " + fields.size());
		}
		rows.add(new Row(line, fields));
	}

	private static List<String> fields(String line) {
		return Arrays.stream(line.split(",", -1)).map(String::strip).toList();
	}

	private static String text(Resource file) {
		if (!file.isReadable()) {
			throw new MalformedReferenceTableException(file, 0, "the file does not exist or cannot be read");
		}
		byte[] bytes;
		try {
			bytes = file.getContentAsByteArray();
		} catch (IOException broken) {
			throw new UncheckedIOException("Cannot read " + file.getDescription(), broken);
		}
		ByteBuffer input = ByteBuffer.wrap(bytes);
		try {
			// A new decoder reports malformed input instead of replacing it: spreadsheets in China like to save GBK.
			String text = StandardCharsets.UTF_8.newDecoder().decode(input).toString();
			return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
		} catch (CharacterCodingException notUtf8) {
			throw new MalformedReferenceTableException(file, lineOf(bytes),
					"the text is not UTF-8; save the file as CSV UTF-8");
		}
	}

	private static int lineOf(byte[] notUtf8) {
		CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
		ByteBuffer input = ByteBuffer.wrap(notUtf8);
		decoder.decode(input, CharBuffer.allocate(notUtf8.length), true);
		int line = 1;
		for (int i = 0; i < input.position(); i++) {
			if (notUtf8[i] == '\n') {
				line++;
			}
		}
		return line;
	}
}
