package cn.zhicheng.organisation;

/**
 * A file is no spreadsheet that can be read.
 */
class UnusableSpreadsheetException extends Exception {

	private final transient CellProblem problem;

	UnusableSpreadsheetException(String messageKey, Object... arguments) {
		super(messageKey);
		this.problem = CellProblem.ofFile(messageKey, arguments);
	}

	CellProblem problem() {
		return problem;
	}
}
