package cn.zhicheng.organisation;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;

import cn.zhicheng.organisation.TableBounds.ExceededException;

/**
 * The first sheet of a spreadsheet of organisations: a header with the labels of {@link OrganisationField} in their order,
 * then one organisation a row. Blank rows do not count.
 *
 * @param rows texts by field
 * @param problems cells that are no plain text or number
 */
record OrganisationSheet(List<TypedRow> rows, List<CellProblem> problems) {

	/** @param number as the spreadsheet shows it, from 1 */
	record TypedRow(int number, Map<OrganisationField, String> texts) {
	}

	/**
	 * @param label of a field, as the header must have it
	 * @param mostRows organisations it may have
	 * @throws UnusableSpreadsheetException if it cannot be read, has another header or too many rows
	 * @throws ExceededException if its cells show more than a table may have
	 */
	static OrganisationSheet read(byte[] file, Function<OrganisationField, String> label, int mostRows)
			throws UnusableSpreadsheetException, ExceededException {
		var bounds = new TableBounds();
		var surplus = new HashSet<Integer>();
		var rows = new ArrayList<TypedRow>();
		var problems = new ArrayList<CellProblem>();
		try (var workbook = new ReadableWorkbook(new ByteArrayInputStream(file), new ReadingOptions(false, true));
				var lines = workbook.getFirstSheet().openStream()) {
			boolean headerSeen = false;
			for (var line : (Iterable<Row>) lines::iterator) {
				count(line, bounds);
				if (!headerSeen) {
					checkHeader(line, label);
					headerSeen = true;
					continue;
				}
				var texts = texts(line, surplus, problems);
				if (!texts.isEmpty()) {
					if (rows.size() == mostRows) {
						throw new UnusableSpreadsheetException("import.problem.tooManyRows", mostRows);
					}
					rows.add(new TypedRow(line.getRowNum(), texts));
				}
			}
			if (!headerSeen) {
				throw new UnusableSpreadsheetException("import.problem.header", label.apply(OrganisationField.CODE), "A");
			}
		} catch (IOException | RuntimeException broken) {
			throw new UnusableSpreadsheetException("import.problem.notSpreadsheet");
		}
		if (rows.isEmpty() && problems.isEmpty()) {
			throw new UnusableSpreadsheetException("import.problem.empty");
		}
		return new OrganisationSheet(rows, problems);
	}

	private static void checkHeader(Row line, Function<OrganisationField, String> label) throws UnusableSpreadsheetException {
		for (var field : OrganisationField.values()) {
			var cell = field.ordinal() < line.getCellCount() ? line.getCell(field.ordinal()) : null;
			if (line.getRowNum() != 1 || cell == null || cell.getType() != CellType.STRING || !cell.asString().strip().equals(label.apply(field))) {
				throw new UnusableSpreadsheetException("import.problem.header", label.apply(field), String.valueOf((char) ('A' + field.ordinal())));
			}
		}
	}

	private static void count(Row line, TableBounds bounds) throws ExceededException {
		bounds.row();
		for (var cell : line) {
			if (cell != null) {
				bounds.cell(line.getRowNum(), cell.getColumnIndex() + 1, cell.getText().length());
			}
		}
	}

	/** @param surplus columns that are told already: what is wrong with a column is not said row by row */
	private static Map<OrganisationField, String> texts(Row line, Set<Integer> surplus, List<CellProblem> problems) {
		var texts = new EnumMap<OrganisationField, String>(OrganisationField.class);
		for (var cell : line) {
			if (cell == null || cell.getType() == CellType.EMPTY) {
				continue;
			}
			if (cell.getColumnIndex() >= OrganisationField.values().length) {
				if (!cell.getText().isBlank() && surplus.add(cell.getColumnIndex())) {
					problems.add(new CellProblem(line.getRowNum(), cell.getColumnIndex() + 1, "import.problem.surplusColumn", List.of()));
				}
				continue;
			}
			var field = OrganisationField.values()[cell.getColumnIndex()];
			switch (cell.getType()) {
				case STRING, NUMBER -> put(texts, field, text(cell));
				case FORMULA -> problems.add(CellProblem.of(line.getRowNum(), field, "import.problem.formula"));
				default -> problems.add(CellProblem.of(line.getRowNum(), field, "import.problem.cell"));
			}
		}
		return texts;
	}

	private static void put(Map<OrganisationField, String> texts, OrganisationField field, String text) {
		if (!text.isBlank()) {
			texts.put(field, text);
		}
	}

	/** A division code typed as a number is shown without a point, and so meant. */
	private static String text(Cell cell) {
		return cell.getValue() instanceof BigDecimal number ? number.stripTrailingZeros().toPlainString() : String.valueOf(cell.getValue());
	}
}
