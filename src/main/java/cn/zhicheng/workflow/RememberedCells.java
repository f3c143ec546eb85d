package cn.zhicheng.workflow;

import java.util.regex.Pattern;

import org.camunda.bpm.dmn.feel.impl.FeelEngine;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.context.VariableContext;
import org.springframework.util.ConcurrentLruCache;

/**
 * Remembers what plain cells of decision tables answer: texts, numbers and comparisons with them, which look at nothing but
 * the value of their column. FEEL reads a cell anew each time, and a decision has a hundred of them. Cells that look at anything else,
 * another column or the day, are evaluated each time.
 */
final class RememberedCells implements FeelEngine {

	private static final String INPUT = "cellInput";
	private static final int REMEMBERED = 10_000;
	private static final String TEXT = "\"(?:\\\\.|[^\"\\\\])*\"";
	private static final Pattern PLAIN_TESTS = Pattern
			.compile("(?:" + TEXT + "|[\\s\\d.,()?\\[\\]<>=-]|\\b(?:starts with|ends with|contains|not|true|false|null)\\b)*");
	private static final Pattern NAME = Pattern.compile("[A-Za-z]\\w*");
	private static final Pattern PLAIN_VALUE = Pattern.compile("\\s*(?:" + TEXT + "|-?\\d+(?:\\.\\d+)?|true|false|null)\\s*");

	private final FeelEngine feel;
	private final ConcurrentLruCache<Cell, Boolean> tests;
	private final ConcurrentLruCache<String, Value> values;
	private final ConcurrentLruCache<String, Boolean> plainTests = new ConcurrentLruCache<>(REMEMBERED, cell -> PLAIN_TESTS.matcher(cell).matches());

	RememberedCells(FeelEngine feel) {
		this.feel = feel;
		this.tests = new ConcurrentLruCache<>(REMEMBERED, this::test);
		this.values = new ConcurrentLruCache<>(REMEMBERED, text -> new Value(feel.evaluateSimpleExpression(text, Variables.emptyVariableContext())));
	}

	/** @param value of the column */
	private record Cell(String tests, Object value) {
	}

	/** May be null. */
	private record Value(Object value) {
	}

	private boolean test(Cell cell) {
		return feel.evaluateSimpleUnaryTests(cell.tests(), INPUT, Variables.putValue(INPUT, cell.value()).asVariableContext());
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> T evaluateSimpleExpression(String expression, VariableContext context) {
		if (PLAIN_VALUE.matcher(expression).matches()) {
			return (T) values.get(expression).value();
		}
		// The usual head of a column; FEEL would leave a text as it is, too.
		if (NAME.matcher(expression).matches() && context.containsVariable(expression)
				&& context.resolve(expression).getValue() instanceof String text) {
			return (T) text;
		}
		return feel.evaluateSimpleExpression(expression, context);
	}

	@Override
	public boolean evaluateSimpleUnaryTests(String cell, String input, VariableContext context) {
		var value = context.containsVariable(input) ? context.resolve(input).getValue() : null;
		return isPlain(value) && plainTests.get(cell) ? tests.get(new Cell(cell, value)) : feel.evaluateSimpleUnaryTests(cell, input, context);
	}

	/** Values that are equal only if they are the same. */
	private static boolean isPlain(Object value) {
		return value == null || value instanceof String || value instanceof Number || value instanceof Boolean;
	}
}
