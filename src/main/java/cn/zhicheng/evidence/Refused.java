package cn.zhicheng.evidence;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.springframework.context.MessageSourceResolvable;

/**
 * An upload was not taken, and nothing has changed. A {@code MessageSource} resolves it to the sentence for the user.
 *
 * @param reason what is wrong
 * @param arguments for the text, as {@link RefusalReason} describes; never null. As text themselves, because a message would
 *            otherwise show 4000 as 4,000, which Chinese texts do not
 */
public record Refused(RefusalReason reason, List<String> arguments)
		implements Receipt, Attachment, MessageSourceResolvable {

	public Refused {
		Objects.requireNonNull(reason);
		arguments = List.copyOf(arguments);
	}

	static Refused because(RefusalReason reason, Object... arguments) {
		return new Refused(reason, Stream.of(arguments).map(String::valueOf).toList());
	}

	@Override
	public String[] getCodes() {
		return new String[] { reason.messageKey() };
	}

	@Override
	public Object[] getArguments() {
		return arguments.toArray();
	}
}
