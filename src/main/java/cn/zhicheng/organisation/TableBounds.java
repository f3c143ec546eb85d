package cn.zhicheng.organisation;

import java.util.List;

/**
 * How much a table that somebody sends may have. It is counted as it is shown, not as it is stored: a few kilobytes can refer a
 * thousand times to one long text. Blank rows and cells count as well, since they are read like the others.
 */
public final class TableBounds {

	/** Most rows, beyond what anybody may add at once: programs write blank rows that were formatted. */
	public static final int ROWS = 100_000;
	/** Most cells in a row. */
	public static final int COLUMNS = 256;
	/** Most cells altogether. */
	public static final int CELLS = 500_000;
	/** Most characters in a cell; a remark has less. */
	public static final int CELL_TEXT = 2_000;
	/** Most characters altogether: two hundred for each of the most organisations, four hundred for each of the most people. */
	public static final int TEXT = 2_000_000;

	private int rows;
	private int cells;
	private long text;

	/** A table has more than it may have. */
	public static final class ExceededException extends Exception {

		private final transient List<Object> arguments;

		private ExceededException(String messageKey, Object... arguments) {
			super(messageKey);
			// As they are to be read: a row or a bound is no amount.
			this.arguments = List.of(List.of(arguments).stream().map(String::valueOf).toArray());
		}

		/** @return key of a Chinese sentence */
		public String messageKey() {
			return getMessage();
		}

		/** @return arguments of the sentence */
		public List<Object> arguments() {
			return arguments;
		}
	}

	/** A row begins. */
	public void row() throws ExceededException {
		if (++rows > ROWS) {
			throw new ExceededException("table.tooManyRows", ROWS);
		}
	}

	/**
	 * A cell of the row.
	 *
	 * @param row its number, from 1
	 * @param column its number, from 1
	 * @param length of its text as it is shown
	 */
	public void cell(int row, int column, int length) throws ExceededException {
		if (column > COLUMNS) {
			throw new ExceededException("table.tooManyColumns", row, COLUMNS);
		}
		if (++cells > CELLS) {
			throw new ExceededException("table.tooManyCells", CELLS);
		}
		if (length > CELL_TEXT) {
			throw new ExceededException("table.longCell", row, CellProblem.lettersOf(column), CELL_TEXT);
		}
		text += length;
		if (text > TEXT) {
			throw new ExceededException("table.tooMuchText", TEXT);
		}
	}

	/** Formulas would unfold to more than can be read. */
	static ExceededException formulas() {
		return new ExceededException("table.formulas");
	}
}
