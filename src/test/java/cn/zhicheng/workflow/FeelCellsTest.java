package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.camunda.bpm.engine.variable.Variables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a cell of a table may say: fixed values and conditions that FEEL reads as they look. */
class FeelCellsTest {

	private final DeploymentCheck check = DeploymentCheckTest.newCheck();

	@ParameterizedTest
	@ValueSource(strings = { "-", " - ", "\"unit\"", "\"unit\", \"department\"", "\"a\\\"b // c\"", "2018", "-2018", "20.5", "true", "null", "> 2018", ">2018", "<= -1", "? = \"x\"",
			"? != 3", "[1..5]", "(1..5)", "]1..5[", "[1..5)", "[\"a\"..\"f\"]", "[1.5..2.5]", "1, [3..5], > 9", "not(\"unit\")", "not(null, \"a\", \"b\")", "not(> 3)", "? = true", "not([1..2])",
			"starts with(?, \"6207\")", "ends with(?, \"07\")", "contains(?, \"20\")", "starts with( ? , \"62\" )", "not(starts with(?, \"6207\"))", "[\"a\", \"b\"]", "? > 3",
			"starts with(?, \"62\"), \"630000\"", "\n\"unit\",\n\"department\"\n" })
	void conditions_are_taken_and_feel_reads_them(String cell) {
		assertThat(FeelCells.areTests(cell)).isTrue();
		for (var value : new Object[] { "620702", 2018, true, null }) {
			assertThatCode(() -> TableForm.FEEL.evaluateSimpleUnaryTests(cell.strip(), "cellInput", Variables.putValue("cellInput", value).asVariableContext()))
					.satisfiesAnyOf(thrown -> assertThat(thrown).isNull(), thrown -> assertThat(thrown).hasMessageNotContaining("failed to parse"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "true, false", "not(true)", "[true]", "= \"x\"", "!= 3", "--", "->5", "- 5", "count(for i in 1..10000 return i) > 1", "for i in 1..5 return i", "some i in [1] satisfies i = 1", "function(a) a", "external", "stage", "region = \"62\"",
			"? = region", "1 + 1", "5 * 5", "2 ** 9", "\"a\" + \"b\"", "if true then 1 else 2", "not(not(1))", "not()", "not", "matches(?, \"(a+)+$\")", "starts with(?, stage)", "starts with(stage, \"62\")",
			"starts with(?, \"62\") and true", "> 3 and < 5", "contains (?, \"a\", \"b\")", "startswith(?, \"62\")", "upper case(?) = \"A\"", "date(\"2021-05-31\")", "@\"2021-05-31\"", "now() > 3",
			"{a: 1}", "[1..]", "[1..5", "1..5", "\"open", "\"a\" \"b\"", ",", "\"a\",", "3 // three", "3 /* three */", "/* function */ 3", "// x\n3", "1e5", ".5", "5.", "trueish", "null5", "${stage}", "１", "\u00a03" })
	void anything_else_is_no_condition(String cell) {
		assertThat(FeelCells.areTests(cell)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"05-31\"", "7", "-1", "1.5", "true", "false", "null", " \"a // b\" " })
	void fixed_values_are_taken(String cell) {
		assertThat(FeelCells.isLiteral(cell)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "-", "1 + 1", "\"a\", \"b\"", "stage", "> 3", "[1..2]", "not(1)", "count([1])", "\"a\" // b", "function(a) external { java: { class: \"java.lang.System\" } }" })
	void anything_else_is_no_fixed_value(String cell) {
		assertThat(FeelCells.isLiteral(cell)).isFalse();
	}

	@Test
	void a_comment_is_told_as_one_and_one_in_a_text_is_none() {
		assertThat(FeelCells.hasComment("3 /* x */")).isTrue();
		assertThat(FeelCells.hasComment("\"a\" // b")).isTrue();
		assertThat(FeelCells.hasComment("\"http://a /* b */\"")).isFalse();
	}

	@Test
	void a_cell_and_a_table_have_bounds() {
		assertThat(keys(table("<text>\"" + "x".repeat(600) + "\"</text>", 1))).containsExactly("cellTooLong");
		assertThat(keys(table("<text>\"" + "x".repeat(400) + "\"</text>", 1))).isEmpty();
		assertThat(keys(table("<text>-</text>", 2001))).containsExactly("tooManyRows");
	}

	/** The longest that may come is read in no time, whatever it says. */
	@Test
	void the_worst_that_fits_is_looked_through_at_once() {
		var worst = "not(" + "(".repeat(200) + "[".repeat(200) + "\"";
		assertThat(keys(table("<text>" + worst + "</text>", 2000))).hasSize(2000).containsOnly("testNotAllowed");
	}

	@Test
	void a_column_is_what_the_application_asks_with() {
		assertThat(keys(table("<text>-</text>", 1).replace("<text>reviewYear</text>", "<text>recordId</text>"))).containsExactly("inputNotAllowed");
		assertThat(keys(table("<text>-</text>", 1).replace("<text>reviewYear</text>", "<text>reviewYear + 1</text>"))).containsExactly("inputNotAllowed");
		assertThat(keys(table("<text>-</text>", 1).replace("<inputEntry id='i0'><text>-</text></inputEntry>", "<inputEntry id='i0'><text>-</text></inputEntry><literalExpression id='l'><text>1</text></literalExpression>")))
				.containsExactly("elementNotAllowed");
	}

	private List<String> keys(String table) {
		return check.faultsOf(Map.of("eligibility.dmn", table.getBytes(StandardCharsets.UTF_8)), false).stream().map(ModelFault::key).toList();
	}

	private static String table(String cell, int rows) {
		var table = new StringBuilder("<definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/' id='d' name='d' namespace='x'><decision id='eligibility' name='e'>"
				+ "<decisionTable id='t' hitPolicy='COLLECT'><input id='in'><inputExpression id='ie' typeRef='integer'><text>reviewYear</text></inputExpression></input>"
				+ "<output id='out' name='refusal' typeRef='string'/>");
		for (int i = 0; i < rows; i++) {
			table.append("<rule id='r").append(i).append("'><inputEntry id='i").append(i).append("'>").append(cell)
					.append("</inputEntry><outputEntry id='o").append(i).append("'><text>\"x\"</text></outputEntry></rule>");
		}
		return table + "</decisionTable></decision></definitions>";
	}
}
