package cn.zhicheng.filing;

import java.util.List;

/**
 * Something the individual can mend, to be shown beside its field.
 *
 * @param field key of a {@link RecordField}, or {@code evidence.<kind>}, or {@link #WHOLE_RECORD}
 * @param messageKey key of the text, or the text itself when a decision table gave it
 * @param arguments values for the text; never personal data
 */
public record FieldProblem(String field, String messageKey, List<Object> arguments) {

	/** For what concerns no single field, such as a date that has passed. */
	public static final String WHOLE_RECORD = "record";

	public FieldProblem(RecordField field, String messageKey, Object... arguments) {
		this(field.key(), messageKey, List.of(arguments));
	}

	static FieldProblem ofRecord(String messageKey, Object... arguments) {
		return new FieldProblem(WHOLE_RECORD, messageKey, List.of(arguments));
	}
}
