package cn.zhicheng.filing.web;

import java.time.LocalDate;
import java.util.Locale;

import org.springframework.context.MessageSource;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.stereotype.Component;

import cn.zhicheng.filing.FieldProblem;

/**
 * Sentences of the portal's pages from the message files.
 */
@Component
class PageTexts {

	private final MessageSource messages;

	PageTexts(MessageSource messages) {
		this.messages = messages;
	}

	String text(String key, Object... arguments) {
		return messages.getMessage(key, arguments, Locale.SIMPLIFIED_CHINESE);
	}

	/** @return null when there is no such text */
	String optional(String key) {
		return messages.getMessage(key, null, null, Locale.SIMPLIFIED_CHINESE);
	}

	String text(MessageSourceResolvable message) {
		return messages.getMessage(message, Locale.SIMPLIFIED_CHINESE);
	}

	/** Dates are written out, and numbers without a separator: a region or a year is no amount. */
	String text(FieldProblem problem) {
		var arguments = problem.arguments().stream()
				.map(argument -> argument instanceof LocalDate date ? ChinaTime.date(date) : argument.toString()).toArray();
		return messages.getMessage(problem.messageKey(), arguments, problem.messageKey(), Locale.SIMPLIFIED_CHINESE);
	}
}
