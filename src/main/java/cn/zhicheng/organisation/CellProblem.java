package cn.zhicheng.organisation;

import java.util.List;

/**
 * Something in a spreadsheet that must be mended before anything of it is taken.
 *
 * @param row number of the row as the spreadsheet shows it, from 1; 0: it concerns the file as a whole
 * @param column number of the column, from 1; 0: it concerns the row as a whole
 * @param messageKey of a sentence that says what is wrong
 * @param arguments of the sentence
 */
public record CellProblem(int row, int column, String messageKey, List<Object> arguments) {

	static CellProblem ofFile(String messageKey, Object... arguments) {
		return new CellProblem(0, 0, messageKey, List.of(arguments));
	}

	static CellProblem of(int row, OrganisationField field, String messageKey, Object... arguments) {
		return new CellProblem(row, field.ordinal() + 1, messageKey, List.of(arguments));
	}

	/** @return letters of the column as the spreadsheet shows them; empty when it concerns the row as a whole */
	public String columnLetters() {
		return lettersOf(column);
	}

	static String lettersOf(int column) {
		var letters = new StringBuilder();
		for (int rest = column; rest > 0; rest = (rest - 1) / 26) {
			letters.insert(0, (char) ('A' + (rest - 1) % 26));
		}
		return letters.toString();
	}
}
