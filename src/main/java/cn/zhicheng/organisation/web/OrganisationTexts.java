package cn.zhicheng.organisation.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

import cn.zhicheng.organisation.CellProblem;
import cn.zhicheng.organisation.OrganisationProblem;

/**
 * Sentences of the administrators' pages from the message files.
 */
@Component
class OrganisationTexts {

	private final MessageSource messages;

	OrganisationTexts(MessageSource messages) {
		this.messages = messages;
	}

	String text(String key, Object... arguments) {
		return messages.getMessage(key, arguments, Locale.SIMPLIFIED_CHINESE);
	}

	String text(OrganisationProblem problem) {
		return text(problem.messageKey(), plain(problem.arguments()));
	}

	/** @return e.g. {@code 第 12 行 C 列：…} */
	String text(CellProblem problem) {
		var sentence = text(problem.messageKey(), plain(problem.arguments()));
		if (problem.row() == 0) {
			return sentence;
		}
		return problem.column() == 0 ? text("import.atRow", String.valueOf(problem.row()), sentence)
				: text("import.atCell", String.valueOf(problem.row()), problem.columnLetters(), sentence);
	}

	/** @return the first sentence of each field by its key; the empty key for what concerns no field */
	Map<String, String> byField(List<OrganisationProblem> problems) {
		var sentences = new LinkedHashMap<String, String>();
		problems.forEach(problem -> sentences.putIfAbsent(problem.field() == null ? "" : problem.field().key(), text(problem)));
		return sentences;
	}

	/** Numbers without separators: a row is no amount. */
	private static Object[] plain(List<Object> arguments) {
		return arguments.stream().map(String::valueOf).toArray();
	}
}
