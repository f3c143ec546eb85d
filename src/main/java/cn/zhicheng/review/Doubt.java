package cn.zhicheng.review;

import java.util.List;
import org.springframework.context.MessageSourceResolvable;

/**
 * One doubt about one record, with the values found. It can be given to a message source as it is.
 *
 * @param kind what is doubtful
 * @param arguments the values for the sentence, in order: texts (days as {@code yyyy-MM-dd}) and names to be resolved;
 *     never a document number
 */
public record Doubt(DoubtKind kind, List<Object> arguments) implements MessageSourceResolvable {

	/** A doubt whose arguments cannot be changed any more. */
	public Doubt {
		arguments = List.copyOf(arguments);
	}

	static Doubt of(DoubtKind kind, Object... arguments) {
		return new Doubt(kind, List.of(arguments));
	}

	/** The name of the kind, for instance {@code BIRTH_DATE_DIFFERS}. */
	public String code() {
		return kind.name();
	}

	/** Name of the record's property that is doubted, for instance {@code birthDate}. */
	public String field() {
		return kind.field();
	}

	@Override
	public String[] getCodes() {
		return new String[] {kind.messageKey()};
	}

	@Override
	public Object[] getArguments() {
		return arguments.toArray();
	}
}
