package cn.zhicheng.evidence;

import java.util.List;
import java.util.Objects;

import org.springframework.context.MessageSourceResolvable;

/**
 * An upload was not taken, and nothing has changed. A {@code MessageSource} resolves it to the sentence for the user.
 *
 * @param reason what is wrong
 * @param arguments for the text, as {@link RefusalReason} describes; never null
 */
public record Refused(RefusalReason reason, List<Object> arguments)
		implements Receipt, Attachment, MessageSourceResolvable {

	public Refused {
		Objects.requireNonNull(reason);
		arguments = List.copyOf(arguments);
	}

	static Refused because(RefusalReason reason, Object... arguments) {
		return new Refused(reason, List.of(arguments));
	}

	@Override
	public String[] getCodes() {
		return new String[] { reason.messageKey() };
	}

	/** As text, because a message would otherwise show 4000 as 4,000, which Chinese texts do not. */
	@Override
	public Object[] getArguments() {
		return arguments.stream().map(String::valueOf).toArray();
	}
}
