package cn.zhicheng.organisation;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.Optional;
import java.util.regex.Pattern;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

import com.fasterxml.aalto.stax.InputFactoryImpl;

import cn.zhicheng.organisation.TableBounds.ExceededException;

/**
 * Looks into a spreadsheet before it is read: an archive of a few kilobytes can unpack to gigabytes, the address of one
 * cell can ask for a row of millions, and a number or a formula of a few characters can be written out to any length. The same archive is read here and later, so that nothing is hidden from the one.
 */
public final class SpreadsheetGuard {

	/** Why a file is not to be opened. */
	public enum Flaw {
		/** It is a spreadsheet of before 2007, or encrypted. */
		OLD_FORMAT,
		/** It is no spreadsheet, damaged, or has a cell where no spreadsheet has one or with what none has. */
		NO_SPREADSHEET,
		/** It unpacks to more than was allowed. */
		TOO_BIG
	}

	private static final int MOST_PARTS = 1000;
	/** A spreadsheet has at most 16,384 columns (XFD). */
	private static final Pattern ADDRESS = Pattern.compile("[A-Z]{1,3}[0-9]{1,7}");
	/** A spreadsheet has at most 32,767 characters in a cell and 8,192 in a formula. */
	private static final int LONGEST_STRING = 32_767;
	private static final int LONGEST_NUMBER = 64;
	private static final int MOST_ARRAY_FORMULAS = 100;
	private static final Pattern INDEX = Pattern.compile("[0-9]{1,9}");
	private static final Pattern POWER = Pattern.compile("[eE][+-]?\\p{Nd}{4}");

	private SpreadsheetGuard() {
	}

	/**
	 * @param most bytes that all its parts may have together when they are unpacked
	 * @return why the file is not to be opened; empty when it can be
	 * @throws ExceededException if it has more rows, cells or formulas than a table may have. How much its cells show is left to
	 *         be counted by whoever reads them
	 */
	public static Optional<Flaw> flawOf(byte[] file, long most) throws ExceededException {
		if (startsWith(file, 0xD0, 0xCF, 0x11, 0xE0)) {
			return Optional.of(Flaw.OLD_FORMAT);
		}
		if (!startsWith(file, 'P', 'K', 3, 4)) {
			return Optional.of(Flaw.NO_SPREADSHEET);
		}
		try (var archive = ZipFile.builder().setSeekableByteChannel(new SeekableInMemoryByteChannel(file)).get()) {
			long left = most;
			int parts = 0;
			var look = new Look();
			for (var entry : Collections.list(archive.getEntries())) {
				if (++parts > MOST_PARTS) {
					return Optional.of(Flaw.TOO_BIG);
				}
				try (var content = new Counted(archive.getInputStream(entry), left)) {
					if (!isUsual(content, look)) {
						return Optional.of(Flaw.NO_SPREADSHEET);
					}
					content.readToEnd();
					left = content.left;
				}
			}
			return look.hasAllStrings() ? Optional.empty() : Optional.of(Flaw.NO_SPREADSHEET);
		} catch (Counted.ExceededException exceeded) {
			return Optional.of(Flaw.TOO_BIG);
		} catch (IOException | RuntimeException broken) {
			return Optional.of(Flaw.NO_SPREADSHEET);
		}
	}

	private static boolean startsWith(byte[] file, int... signature) {
		for (int i = 0; i < signature.length; i++) {
			if (file.length <= i || (file[i] & 0xff) != signature[i]) {
				return false;
			}
		}
		return true;
	}

	/** Any part can be named as a sheet; what is no XML is none. */
	private static boolean isUsual(Counted content, Look look) throws IOException, ExceededException {
		// As the parser reads it: what one takes for XML, another may not.
		var factory = new InputFactoryImpl();
		factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
		factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
		try {
			var reader = factory.createXMLStreamReader(content);
			look.part();
			while (reader.hasNext()) {
				boolean usual = switch (reader.next()) {
					case XMLStreamConstants.START_ELEMENT -> look.begins(reader);
					case XMLStreamConstants.END_ELEMENT -> look.ends(reader.getLocalName());
					case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> look.text(reader);
					default -> true;
				};
				if (!usual) {
					return false;
				}
			}
		} catch (XMLStreamException | RuntimeException notXml) {
			if (content.left < 0) {
				throw new Counted.ExceededException();
			}
		}
		return true;
	}

	/**
	 * What the parts have together. Cells are taken as the parser takes them that reads them afterwards; what could be taken in
	 * two ways is not usual.
	 */
	private static final class Look {

		private final TableBounds bounds = new TableBounds();
		private final StringBuilder value = new StringBuilder();
		private int row;
		private int column;
		private boolean inCell;
		private boolean inValue;
		private boolean inFormula;
		private boolean inString;
		private boolean refersToString;
		private boolean isText;
		private int cellText;
		private int stringText;
		private int formulaText;
		private boolean sharesFormula;
		private int strings;
		private long highestString = -1;
		private int longestFormula;
		private long sharedFormulas;
		private int arrayFormulas;

		private void part() {
			row = 0;
			inCell = false;
			inValue = false;
			inFormula = false;
			inString = false;
		}

		/** @return false if no spreadsheet has such an element there */
		private boolean begins(XMLStreamReader element) throws ExceededException {
			if (inValue || inFormula) {
				return false;
			}
			switch (element.getLocalName()) {
				case "row" -> {
					bounds.row();
					var number = element.getAttributeValue(null, "r");
					row = number != null && INDEX.matcher(number).matches() ? Integer.parseInt(number) : row + 1;
					column = 0;
				}
				case "c" -> {
					return !inCell && beginsCell(element);
				}
				case "v" -> {
					inValue = inCell;
					value.setLength(0);
				}
				case "f" -> {
					inFormula = inCell;
					return !inCell || beginsFormula(element);
				}
				case "si" -> {
					inString = true;
					stringText = 0;
					// Each is kept by the parser, whether anything refers to it or not.
					return ++strings <= TableBounds.CELLS;
				}
				default -> {
					// Of no matter.
				}
			}
			return true;
		}

		private boolean beginsCell(XMLStreamReader cell) throws ExceededException {
			var address = cell.getAttributeValue(null, "r");
			if (address != null && !ADDRESS.matcher(address).matches()) {
				return false;
			}
			column = address == null ? column + 1 : columnOf(address);
			// How much is shown is counted by whoever reads it, string by string.
			bounds.cell(row, column, 0);
			var type = cell.getAttributeValue(null, "t");
			inCell = true;
			refersToString = "s".equals(type);
			isText = "str".equals(type) || "inlineStr".equals(type) || "e".equals(type);
			cellText = 0;
			return true;
		}

		private boolean beginsFormula(XMLStreamReader formula) throws ExceededException {
			var type = formula.getAttributeValue(null, "t");
			formulaText = 0;
			sharesFormula = "shared".equals(type);
			// For each cell the parser looks through all of these.
			if ("array".equals(type) && ++arrayFormulas > MOST_ARRAY_FORMULAS) {
				throw TableBounds.formulas();
			}
			return true;
		}

		private boolean text(XMLStreamReader text) throws ExceededException {
			if (inString) {
				stringText += text.getTextLength();
				return stringText <= LONGEST_STRING;
			}
			if (inFormula) {
				formulaText += text.getTextLength();
				return formulaText <= LONGEST_STRING;
			}
			if (inCell) {
				cellText += text.getTextLength();
				if (cellText > TableBounds.CELL_TEXT) {
					// With the sentence that tells where it is.
					bounds.cell(row, column, cellText);
				}
			}
			if (inValue) {
				value.append(text.getText());
			}
			return true;
		}

		private boolean ends(String element) throws ExceededException {
			switch (element) {
				case "c" -> inCell = false;
				case "si" -> inString = false;
				case "v" -> {
					boolean counts = inValue;
					inValue = false;
					return !counts || value.isEmpty() || isText || (refersToString ? isIndex(value.toString()) : isNumber(value));
				}
				case "f" -> {
					if (inFormula && sharesFormula) {
						// The parser writes it out anew for each cell that shares it.
						longestFormula = Math.max(longestFormula, formulaText);
						sharedFormulas += longestFormula;
						if (sharedFormulas > TableBounds.TEXT) {
							throw TableBounds.formulas();
						}
					}
					inFormula = false;
				}
				default -> {
					// Of no matter.
				}
			}
			return true;
		}

		private boolean isIndex(String text) {
			if (!INDEX.matcher(text).matches()) {
				return false;
			}
			highestString = Math.max(highestString, Long.parseLong(text));
			return true;
		}

		private static boolean isNumber(CharSequence text) {
			// A power of ten of more than three digits is beyond what spreadsheets count to, and written out it fills the memory.
			return text.length() <= LONGEST_NUMBER && !POWER.matcher(text).find();
		}

		private static int columnOf(String address) {
			int column = 0;
			for (int i = 0; address.charAt(i) >= 'A'; i++) {
				column = column * 26 + address.charAt(i) - 'A' + 1;
			}
			return column;
		}

		/** The parser makes up strings until it has the one that a cell refers to. */
		private boolean hasAllStrings() {
			return highestString < strings;
		}
	}

	/** Reads so much and no more. */
	private static final class Counted extends FilterInputStream {

		private static final class ExceededException extends IOException {
		}

		private long left;

		private Counted(InputStream content, long left) {
			super(content);
			this.left = left;
		}

		@Override
		public int read() throws IOException {
			int read = super.read();
			count(read < 0 ? 0 : 1);
			return read;
		}

		@Override
		public int read(byte[] buffer, int offset, int length) throws IOException {
			int read = super.read(buffer, offset, length);
			count(Math.max(read, 0));
			return read;
		}

		private void count(int read) throws ExceededException {
			left -= read;
			if (left < 0) {
				throw new ExceededException();
			}
		}

		private void readToEnd() throws IOException {
			var buffer = new byte[8192];
			while (read(buffer) >= 0) {
				// Only counted.
			}
		}
	}
}
