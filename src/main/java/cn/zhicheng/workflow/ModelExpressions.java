package cn.zhicheng.workflow;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.camunda.bpm.impl.juel.AstBinary;
import org.camunda.bpm.impl.juel.AstBoolean;
import org.camunda.bpm.impl.juel.AstChoice;
import org.camunda.bpm.impl.juel.AstComposite;
import org.camunda.bpm.impl.juel.AstEval;
import org.camunda.bpm.impl.juel.AstIdentifier;
import org.camunda.bpm.impl.juel.AstNested;
import org.camunda.bpm.impl.juel.AstNull;
import org.camunda.bpm.impl.juel.AstNumber;
import org.camunda.bpm.impl.juel.AstString;
import org.camunda.bpm.impl.juel.AstText;
import org.camunda.bpm.impl.juel.AstUnary;
import org.camunda.bpm.impl.juel.Builder;
import org.camunda.bpm.impl.juel.Node;
import org.camunda.bpm.impl.juel.TreeBuilderException;

/**
 * What an expression in a model may be: variables compared with each other and with fixed values. It is read with the
 * engine's own parser, so that nothing looks harmless here and is something else there.
 */
final class ModelExpressions {

	private static final Pattern BEGIN = Pattern.compile("[$#]\\{");
	private static final Pattern BEAN = Pattern.compile("\\$\\{\\s*(\\w+)\\s*}");

	private static final Set<Class<? extends Node>> HARMLESS = Set.of(AstComposite.class, AstEval.class, AstText.class,
			AstIdentifier.class, AstBinary.class, AstUnary.class, AstChoice.class, AstNested.class, AstString.class, AstNumber.class,
			AstBoolean.class, AstNull.class);

	private final Map<String, Class<?>> beans;
	private final Set<String> variables;

	/**
	 * @param beans that may be named where a delegate is asked for
	 * @param variables that may be named everywhere else
	 */
	ModelExpressions(Map<String, Class<?>> beans, Set<String> variables) {
		this.beans = beans;
		this.variables = variables;
	}

	/**
	 * @param key see {@link ModelFault#key()}
	 * @param argument what is wrong
	 */
	record Objection(String key, String argument) {
	}

	/** @return name of the bean that an expression consists of; empty if it is anything else */
	static Optional<String> beanIn(String expression) {
		var bean = BEAN.matcher(expression.strip());
		return bean.matches() ? Optional.of(bean.group(1)) : Optional.empty();
	}

	/** @return whether an expression names the variable; one that cannot be read names none */
	static boolean names(String text, String variable) {
		return isExpression(text) && parsed(text).filter(root -> names(root, variable)).isPresent();
	}

	private static boolean names(Node node, String variable) {
		return node instanceof AstIdentifier identifier && identifier.getName().equals(variable)
				|| IntStream.range(0, node.getCardinality()).anyMatch(i -> names(node.getChild(i), variable));
	}

	/**
	 * What a condition gives when all that is known is whether one variable is null.
	 *
	 * @return empty when that is not enough
	 */
	static Optional<Boolean> valueWhen(String condition, String variable, boolean isNull) {
		return parsed(condition).flatMap(root -> valueWhen(root, variable, other -> other instanceof AstNull ? Optional.of(isNull) : Optional.empty(), isNull));
	}

	/**
	 * What a condition gives when all that is known is which text a variable has.
	 *
	 * @return empty when that is not enough
	 */
	static Optional<Boolean> valueWith(String condition, String variable, String text) {
		return parsed(condition).flatMap(root -> valueWhen(root, variable, other -> other instanceof AstNull ? Optional.of(false)
				: other instanceof AstString literal ? Optional.of(literal.eval(null, null).equals(text)) : Optional.empty(), text.isEmpty()));
	}

	/** What is known of a variable: whether it equals what it is compared with; empty when that is not known. */
	private interface Known extends Function<Node, Optional<Boolean>> {
	}

	private static Optional<Boolean> valueWhen(Node node, String variable, Known equal, boolean isEmpty) {
		if (node instanceof AstEval || node instanceof AstNested) {
			return valueWhen(node.getChild(0), variable, equal, isEmpty);
		}
		if (node instanceof AstBoolean) {
			return Optional.of(node.toString().equals("true"));
		}
		if (node instanceof AstUnary unary && unary.getOperator() == AstUnary.NOT) {
			return valueWhen(node.getChild(0), variable, equal, isEmpty).map(value -> !value);
		}
		if (node instanceof AstUnary unary && unary.getOperator() == AstUnary.EMPTY && isVariable(node.getChild(0), variable)) {
			return Optional.of(isEmpty);
		}
		return node instanceof AstBinary binary ? valueWhen(binary, variable, equal, isEmpty) : Optional.empty();
	}

	private static Optional<Boolean> valueWhen(AstBinary node, String variable, Known equal, boolean isEmpty) {
		var operator = node.getOperator();
		var left = node.getChild(0);
		var right = node.getChild(1);
		if (operator == AstBinary.EQ || operator == AstBinary.NE) {
			var other = isVariable(left, variable) ? right : isVariable(right, variable) ? left : null;
			return other == null ? Optional.empty() : equal.apply(other).map(same -> same == (operator == AstBinary.EQ));
		}
		if (operator != AstBinary.AND && operator != AstBinary.OR) {
			return Optional.empty();
		}
		var decisive = operator == AstBinary.OR;
		var values = Stream.of(left, right).map(side -> valueWhen(side, variable, equal, isEmpty)).toList();
		if (values.contains(Optional.of(decisive))) {
			return Optional.of(decisive);
		}
		return values.contains(Optional.<Boolean>empty()) ? Optional.empty() : Optional.of(!decisive);
	}

	private static boolean isVariable(Node node, String variable) {
		return node instanceof AstIdentifier identifier && identifier.getName().equals(variable);
	}

	private static Optional<Node> parsed(String text) {
		try {
			return Optional.of(new Builder(Builder.Feature.METHOD_INVOCATIONS).build(text.trim()).getRoot());
		} catch (TreeBuilderException unreadable) {
			return Optional.empty();
		}
	}

	/** @return whether the engine would evaluate the text, wherever it takes expressions */
	static boolean isExpression(String text) {
		return BEGIN.matcher(text).find();
	}

	/** @return what is wrong with a text that may have expressions in it; empty: nothing */
	Optional<Objection> objectionTo(String text) {
		if (!isExpression(text)) {
			return Optional.empty();
		}
		return parsed(text).map(root -> objectionTo(root, text))
				.orElseGet(() -> Optional.of(new Objection("expressionUnreadable", text.strip())));
	}

	private Optional<Objection> objectionTo(Node node, String text) {
		if (!HARMLESS.contains(node.getClass())) {
			// An operand of an unknown kind may have children that this one does not tell of: none is looked at.
			return Optional.of(new Objection("expressionCalls", text.strip()));
		}
		if (node instanceof AstIdentifier identifier && !variables.contains(identifier.getName())) {
			return Optional.of(new Objection("unknownVariable", identifier.getName()));
		}
		for (var i = 0; i < node.getCardinality(); i++) {
			var objection = objectionTo(node.getChild(i), text);
			if (objection.isPresent()) {
				return objection;
			}
		}
		return Optional.empty();
	}

	/**
	 * @param kind what the bean has to be
	 * @return what is wrong with an expression that has to name one of our beans and nothing else; empty: nothing
	 */
	Optional<Objection> objectionToDelegate(String text, Class<?> kind) {
		var bean = BEAN.matcher(text.strip());
		if (!bean.matches()) {
			return Optional.of(new Objection("notADelegate", text.strip()));
		}
		var type = beans.get(bean.group(1));
		if (type == null) {
			return Optional.of(new Objection("unknownBean", bean.group(1)));
		}
		return kind.isAssignableFrom(type) ? Optional.empty() : Optional.of(new Objection("unfitBean", bean.group(1)));
	}
}
