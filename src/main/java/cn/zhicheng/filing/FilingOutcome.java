package cn.zhicheng.filing;

import java.util.List;

/**
 * What became of an individual's action on a record.
 */
public sealed interface FilingOutcome {

	/** It was done. */
	record Done(TitleRecord record) implements FilingOutcome {
	}

	/** It was done already, by a double click or in another window: nothing happened twice. */
	record AlreadyDone(TitleRecord record) implements FilingOutcome {
	}

	/** It cannot be done before these are mended; nothing was changed. */
	record Refused(TitleRecord record, List<FieldProblem> problems) implements FilingOutcome {
	}

	/** The record was changed in another window since this one was opened; nothing was changed now. */
	record Conflict(TitleRecord record) implements FilingOutcome {
	}

	/** The record is in a state in which this cannot be done, e.g. submitted meanwhile; nothing was changed. */
	record NotNow(TitleRecord record) implements FilingOutcome {
	}
}
