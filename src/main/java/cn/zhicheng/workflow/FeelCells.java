package cn.zhicheng.workflow;

import java.util.List;
import java.util.Set;

/**
 * The part of FEEL that cells of a decision table may be written in. It has no functions of its own, no loops and no arithmetic,
 * so that a cell costs next to nothing and means what it looks like; comments are not part of it.
 *
 * <pre>
 * tests      = "-" | "true" | "false" | "not" "(" tests ")" | test { "," test }
 * test       = comparison | "?" ( comparison | ( "=" | "!=" ) literal ) | range | list | function | plain
 * comparison = ( "&lt;" | "&lt;=" | "&gt;" | "&gt;=" ) literal
 * range      = ( "[" | "(" | "]" ) plain ".." plain ( "]" | ")" | "[" )
 * list       = "[" plain { "," plain } "]"
 * function   = ( "starts with" | "ends with" | "contains" ) "(" "?" "," text ")"
 * literal    = plain | "true" | "false"
 * plain      = text | number | "null"
 * </pre>
 */
final class FeelCells {

	private static final List<String> FUNCTIONS = List.of("starts with", "ends with", "contains");
	private static final List<String> BOOLEANS = List.of("true", "false");
	/** The longer ones first. */
	private static final List<String> COMPARISONS = List.of("<=", ">=", "<", ">");
	private static final List<String> EQUALITIES = List.of("!=", "=");
	private static final Set<Character> BLANK = Set.of(' ', '\t', '\n', '\r');

	private final String cell;
	private int at;

	private FeelCells(String cell) {
		this.cell = cell;
	}

	/** @return whether the text is a condition on the value of a column */
	static boolean areTests(String cell) {
		return new FeelCells(cell).is(Rule.TESTS);
	}

	/** @return whether the text is one fixed value */
	static boolean isLiteral(String cell) {
		return new FeelCells(cell).is(Rule.LITERAL);
	}

	/** @return whether the text has a comment, which a reader of the table does not see */
	static boolean hasComment(String cell) {
		var reader = new FeelCells(cell);
		while (reader.at < cell.length()) {
			if (cell.startsWith("//", reader.at) || cell.startsWith("/*", reader.at)) {
				return true;
			}
			if (!reader.text()) {
				reader.at++;
			}
		}
		return false;
	}

	private enum Rule {
		TESTS, LITERAL
	}

	private boolean is(Rule rule) {
		blanks();
		var read = rule == Rule.LITERAL || BOOLEANS.contains(cell.strip()) ? literal() : cell.strip().equals("-") ? take("-") : tests(true);
		blanks();
		return read && at == cell.length();
	}

	private boolean tests(boolean mayBeNegated) {
		var begin = at;
		if (mayBeNegated && word("not") && take("(")) {
			return tests(false) && take(")");
		}
		at = begin;
		do {
			if (!test()) {
				return false;
			}
		} while (take(","));
		return true;
	}

	private boolean test() {
		if (take("?")) {
			return comparison() || EQUALITIES.stream().anyMatch(this::take) && literal();
		}
		return comparison() || list() || range() || function() || plain();
	}

	private boolean comparison() {
		return COMPARISONS.stream().anyMatch(this::take) && literal();
	}

	private boolean list() {
		var begin = at;
		if (take("[") && literals() && take("]")) {
			return true;
		}
		at = begin;
		return false;
	}

	private boolean literals() {
		do {
			if (!plain()) {
				return false;
			}
		} while (take(","));
		return true;
	}

	private boolean range() {
		var begin = at;
		if ((take("[") || take("(") || take("]")) && plain() && take("..") && plain() && (take("]") || take(")") || take("["))) {
			return true;
		}
		at = begin;
		return false;
	}

	private boolean function() {
		var begin = at;
		if (FUNCTIONS.stream().anyMatch(this::word) && take("(") && take("?") && take(",") && text()) {
			blanks();
			return take(")");
		}
		at = begin;
		return false;
	}

	private boolean literal() {
		return plain() || BOOLEANS.stream().anyMatch(this::word);
	}

	/** Among other conditions FEEL takes true and false for what they say of themselves, not of the value of the column. */
	private boolean plain() {
		return text() || number() || word("null");
	}

	/** A text in quotation marks, in which a backslash keeps whatever follows it from ending the text. */
	private boolean text() {
		if (at >= cell.length() || cell.charAt(at) != '"') {
			return false;
		}
		for (int i = at + 1; i < cell.length(); i++) {
			if (cell.charAt(i) == '\\') {
				i++;
			} else if (cell.charAt(i) == '"') {
				at = i + 1;
				blanks();
				return true;
			}
		}
		return false;
	}

	private boolean number() {
		var begin = at;
		var i = at + (cell.startsWith("-", at) ? 1 : 0);
		var whole = digits(i);
		if (whole == i) {
			return false;
		}
		var part = cell.startsWith(".", whole) && !cell.startsWith("..", whole) ? digits(whole + 1) : whole;
		if (part == whole + 1) {
			at = begin;
			return false;
		}
		at = part;
		blanks();
		return true;
	}

	private int digits(int from) {
		var to = from;
		while (to < cell.length() && cell.charAt(to) >= '0' && cell.charAt(to) <= '9') {
			to++;
		}
		return to;
	}

	/** A word is not the beginning of a longer one. */
	private boolean word(String word) {
		var end = at + word.length();
		return !(end < cell.length() && Character.isJavaIdentifierPart(cell.charAt(end))) && take(word);
	}

	private boolean take(String token) {
		if (!cell.startsWith(token, at)) {
			return false;
		}
		at += token.length();
		blanks();
		return true;
	}

	private void blanks() {
		while (at < cell.length() && BLANK.contains(cell.charAt(at))) {
			at++;
		}
	}
}
