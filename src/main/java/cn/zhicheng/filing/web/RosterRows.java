package cn.zhicheng.filing.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.springframework.stereotype.Component;

import cn.zhicheng.filing.DocumentType;
import cn.zhicheng.filing.Rosters;
import cn.zhicheng.filing.Rosters.Candidate;
import cn.zhicheng.organisation.SpreadsheetGuard;
import cn.zhicheng.organisation.TableBounds;
import cn.zhicheng.organisation.TableBounds.ExceededException;

/**
 * Reads the people for a roster from pasted text, a CSV file (UTF-8, or GB18030 as Chinese spreadsheets write it) or an xlsx
 * file. With a heading line ({@code 姓名}, {@code 证件号码}, {@code 证件类型}) the columns may stand in any order among others;
 * without one, a row has name, number and perhaps the type, in any order. Without a type it is the identity card.
 */
@Component
class RosterRows {

	/** A workbook of the most people has less than a tenth of this; more is a bomb. */
	private static final long MAX_UNPACKED_BYTES = 50_000_000;
	/** So much has a list of the most people with everything that is known of them. It is sent back to whoever pasted it. */
	private static final int MAX_PASTED = 1_000_000;
	/** By which kinds of files are told apart; a name and a number have more. */
	private static final int HEADER_BYTES = 8;
	private static final Charset GB18030 = Charset.forName("GB18030");
	private static final String NAME_HEADING = "姓名";
	private static final Pattern NUMBER_HEADING = Pattern.compile(".*(证件号|身份证号|号码).*");
	private static final Pattern TYPE_HEADING = Pattern.compile(".*证件类[型别].*");
	private static final Pattern TAB = Pattern.compile("\t");
	private static final Pattern COMMA = Pattern.compile("[,，]");
	private static final Pattern WORD_BREAK = Pattern.compile("[\\s\\p{Z}]+");
	/** Beyond fifteen digits a spreadsheet keeps no number exactly. */
	private static final BigDecimal INEXACT = BigDecimal.TEN.pow(15);

	private final Map<String, DocumentType> types;

	RosterRows(PageTexts texts) {
		types = Arrays.stream(DocumentType.values())
				.collect(Collectors.toUnmodifiableMap(type -> texts.text(type.messageKey()), Function.identity()));
	}

	/** What was read. */
	sealed interface Reading {

		/** @param candidates in the order of the rows, not checked yet */
		record People(List<Candidate> candidates) implements Reading {
		}

		/**
		 * @param messageKey key of a Chinese sentence that says why nothing could be read
		 * @param arguments of the sentence
		 */
		record Unreadable(String messageKey, List<Object> arguments) implements Reading {

			Unreadable(String messageKey) {
				this(messageKey, List.of());
			}

			private static Unreadable of(ExceededException exceeded) {
				return new Unreadable(exceeded.messageKey(), exceeded.arguments());
			}
		}
	}

	private record Line(int row, List<String> cells) {
	}

	/** @param text lines of cells, separated by tabs, commas or blanks */
	Reading fromText(String text) {
		var lines = new ArrayList<Line>();
		var bounds = new TableBounds();
		int row = 0;
		try {
			for (var line : (Iterable<String>) text.lines()::iterator) {
				row++;
				bounds.row();
				if (!line.isBlank()) {
					lines.add(new Line(row, cellsOf(row, line, bounds)));
				}
				if (lines.size() > Rosters.MAX_AT_ONCE + 1) {
					break;
				}
			}
		} catch (ExceededException exceeded) {
			return Reading.Unreadable.of(exceeded);
		}
		return people(lines);
	}

	/** @param text as {@link #fromText} takes it, typed or pasted into the page */
	Reading fromPasted(String text) {
		return isTooLong(text) ? new Reading.Unreadable("roster.import.long", List.of(Integer.toString(MAX_PASTED))) : fromText(text);
	}

	/** @return whether it is more than is looked at, and than is sent back to be mended */
	static boolean isTooLong(String pasted) {
		return pasted.length() > MAX_PASTED;
	}

	/** @param content of a file of whatever kind */
	Reading fromFile(byte[] content) {
		if (content.length < HEADER_BYTES) {
			return new Reading.Unreadable("roster.file.unknown");
		}
		if (ReadableWorkbook.isOLE2Header(content) || ReadableWorkbook.isOOXMLZipHeader(content)) {
			return fromWorkbook(content);
		}
		try {
			return fromText(decode(content));
		} catch (CharacterCodingException neither) {
			return new Reading.Unreadable("roster.file.unknown");
		}
	}

	private static String decode(byte[] content) throws CharacterCodingException {
		for (byte one : content) {
			if (one == 0) {
				throw new CharacterCodingException();
			}
		}
		try {
			var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
			return text.startsWith("\uFEFF") ? text.substring(1) : text;
		} catch (CharacterCodingException notUtf8) {
			return GB18030.newDecoder().decode(ByteBuffer.wrap(content)).toString();
		}
	}

	private Reading fromWorkbook(byte[] content) {
		List<Line> lines;
		try {
			var flaw = SpreadsheetGuard.flawOf(content, MAX_UNPACKED_BYTES);
			if (flaw.isPresent()) {
				return new Reading.Unreadable(switch (flaw.get()) {
					case OLD_FORMAT -> "roster.file.old";
					case NO_SPREADSHEET -> "roster.file.damaged";
					case TOO_BIG -> "roster.file.large";
				});
			}
			lines = linesOf(content);
		} catch (ExceededException exceeded) {
			return Reading.Unreadable.of(exceeded);
		} catch (IOException | RuntimeException damaged) {
			// The parser fails in many ways, at a reference to nothing for one.
			return new Reading.Unreadable("roster.file.damaged");
		}
		return people(lines);
	}

	private static List<Line> linesOf(byte[] content) throws IOException, ExceededException {
		var lines = new ArrayList<Line>();
		var bounds = new TableBounds();
		try (var workbook = new ReadableWorkbook(new ByteArrayInputStream(content)); var rows = workbook.getFirstSheet().openStream()) {
			for (var row : (Iterable<Row>) rows::iterator) {
				var cells = textsOf(row, bounds);
				if (cells.stream().anyMatch(cell -> !cell.isBlank())) {
					lines.add(new Line(row.getRowNum(), cells));
				}
				if (lines.size() > Rosters.MAX_AT_ONCE + 1) {
					break;
				}
			}
		}
		return lines;
	}

	private static List<String> textsOf(Row row, TableBounds bounds) throws ExceededException {
		bounds.row();
		var texts = new ArrayList<String>();
		for (var cell : row) {
			var text = textOf(cell);
			texts.add(text);
			bounds.cell(row.getRowNum(), texts.size(), text.length());
		}
		return texts;
	}

	private static String textOf(Cell cell) {
		if (cell == null) {
			return "";
		}
		if (cell.getType() == CellType.NUMBER) {
			var number = cell.asNumber();
			return number.abs().compareTo(INEXACT) < 0 ? number.stripTrailingZeros().toPlainString() : "%.5E".formatted(number);
		}
		return cell.getText() == null ? "" : cell.getText().strip();
	}

	private static List<String> cellsOf(int row, String line, TableBounds bounds) throws ExceededException {
		boolean tabs = line.indexOf('\t') >= 0;
		boolean separated = tabs || line.indexOf(',') >= 0 || line.indexOf('，') >= 0;
		var separator = tabs ? TAB : separated ? COMMA : WORD_BREAK;
		// One more than there may be holds all the rest.
		var cells = separator.split(separated ? line : line.strip(), TableBounds.COLUMNS + 1);
		for (int i = 0; i < cells.length; i++) {
			bounds.cell(row, i + 1, cells[i].length());
		}
		return separated ? Arrays.stream(cells).map(RosterRows::unquoted).toList() : words(Arrays.stream(cells).filter(word -> !word.isEmpty()).toList());
	}

	/** Between words, those without a digit belong to one name, e.g. {@code John Smith E12345678}. */
	private static List<String> words(List<String> words) {
		var cells = new ArrayList<String>();
		boolean afterName = false;
		for (var word : words) {
			boolean latin = !hasDigit(word) && word.chars().allMatch(character -> character < 0x250);
			if (latin && afterName) {
				cells.set(cells.size() - 1, cells.get(cells.size() - 1) + " " + word);
			} else {
				cells.add(word);
			}
			afterName = latin;
		}
		return cells;
	}

	private static String unquoted(String cell) {
		var text = cell.strip();
		boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
		// Spreadsheets mark a text that looks like a number by an apostrophe or a formula.
		return (quoted ? text.substring(1, text.length() - 1).replace("\"\"", "\"") : text).replaceAll("^=\"(.*)\"$", "$1")
				.replaceAll("^'", "").strip();
	}

	private Reading people(List<Line> lines) {
		var heading = lines.isEmpty() ? null : Heading.of(lines.get(0).cells());
		var rows = heading == null ? lines : lines.subList(1, lines.size());
		if (rows.isEmpty()) {
			return new Reading.Unreadable("roster.file.empty");
		}
		if (rows.size() > Rosters.MAX_AT_ONCE) {
			return new Reading.Unreadable("roster.file.tooMany", List.of(Rosters.MAX_AT_ONCE));
		}
		return new Reading.People(rows.stream().map(line -> heading == null ? byContent(line) : heading.candidate(line, this::type)).toList());
	}

	private Candidate byContent(Line line) {
		var number = new ArrayList<String>();
		var others = new ArrayList<String>();
		DocumentType type = DocumentType.RESIDENT_ID_CARD;
		for (var cell : line.cells()) {
			if (types.containsKey(cell)) {
				type = types.get(cell);
			} else if (hasDigit(cell)) {
				number.add(cell);
			} else if (!cell.isBlank()) {
				others.add(cell);
			}
		}
		// Two names: one of them is a type that does not exist, or a column too many.
		return new Candidate(line.row(), others.size() > 1 || number.size() > 1 ? null : type, String.join(" ", number),
				String.join(" ", others));
	}

	private DocumentType type(String text) {
		return text.isBlank() ? DocumentType.RESIDENT_ID_CARD : types.get(Normalizer.normalize(text, Normalizer.Form.NFKC).strip());
	}

	private static boolean hasDigit(String text) {
		return text.codePoints().anyMatch(Character::isDigit);
	}

	/** Where the columns are; -1 for a column that is missing. */
	private record Heading(int name, int number, int type) {

		static Heading of(List<String> cells) {
			int name = cells.indexOf(NAME_HEADING);
			return name < 0 ? null : new Heading(name, indexOf(NUMBER_HEADING, cells), indexOf(TYPE_HEADING, cells));
		}

		private static int indexOf(Pattern heading, List<String> cells) {
			for (int i = 0; i < cells.size(); i++) {
				if (heading.matcher(cells.get(i)).matches()) {
					return i;
				}
			}
			return -1;
		}

		Candidate candidate(Line line, Function<String, DocumentType> types) {
			return new Candidate(line.row(), types.apply(cell(line, type)), cell(line, number), cell(line, name));
		}

		private static String cell(Line line, int column) {
			return column < 0 || column >= line.cells().size() ? "" : line.cells().get(column);
		}
	}
}
