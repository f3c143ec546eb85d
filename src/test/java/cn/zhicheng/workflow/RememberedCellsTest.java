package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import org.camunda.bpm.dmn.feel.impl.FeelEngine;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.context.VariableContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Plain cells of a decision table are read once for the same value, all others each time. */
class RememberedCellsTest {

	private final FeelEngine asked = mock(FeelEngine.class);
	private final FeelEngine counted = new RememberedCells(asked);
	private final FeelEngine real = new RememberedCells(TableForm.FEEL);

	@ParameterizedTest
	@ValueSource(strings = { "\"unit\"", "\"unit\", \"department\"", "starts with(?, \"6207\")", "not(\"unit\")", "< 2019", "[2000..2018]", "not(true)",
			"\"today()\"" })
	void a_plain_cell_is_evaluated_once_for_a_value(String cell) {
		when(asked.evaluateSimpleUnaryTests(any(), any(), any())).thenReturn(true);
		for (int i = 0; i < 3; i++) {
			assertThat(counted.evaluateSimpleUnaryTests(cell, "stage", with("stage", "unit"))).isTrue();
		}
		verify(asked, times(1)).evaluateSimpleUnaryTests(any(), any(), any());
		counted.evaluateSimpleUnaryTests(cell, "stage", with("stage", "department"));
		verify(asked, times(2)).evaluateSimpleUnaryTests(any(), any(), any());
	}

	@ParameterizedTest
	@ValueSource(strings = { "today() > ?", "region", "starts with(region, \"62\")", "? = stage", "count(?) > 1", "now()", "nothing", "\"a\" + b",
			"date(\"2021-01-01\")" })
	void a_cell_that_looks_at_anything_else_is_evaluated_each_time(String cell) {
		for (int i = 0; i < 3; i++) {
			counted.evaluateSimpleUnaryTests(cell, "stage", with("stage", "unit"));
		}
		verify(asked, times(3)).evaluateSimpleUnaryTests(any(), any(), any());
	}

	@Test
	void a_plain_value_is_evaluated_once_and_a_calculation_each_time() {
		when(asked.evaluateSimpleExpression(any(), any())).thenReturn("05-10");
		for (int i = 0; i < 3; i++) {
			assertThat(counted.<String>evaluateSimpleExpression("\"05-10\"", with("stage", "unit"))).isEqualTo("05-10");
			counted.evaluateSimpleExpression("upper case(stage)", with("stage", "unit"));
		}
		verify(asked, times(4)).evaluateSimpleExpression(any(), any());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = { "\"unit\"|unit|true", "\"unit\"|department|false", "\"unit\", \"department\"|department|true",
			"not(\"unit\")|unit|false", "starts with(?, \"6207\")|620702|true", "starts with(?, \"6207\")|620102|false", "null||true", "\"unit\"||false" })
	void the_answer_is_that_of_feel(String cell, String value, boolean answer) {
		for (int i = 0; i < 2; i++) {
			assertThat(real.evaluateSimpleUnaryTests(cell, "column", with("column", value))).isEqualTo(answer);
			assertThat(TableForm.FEEL.evaluateSimpleUnaryTests(cell, "column", with("column", value))).isEqualTo(answer);
		}
	}

	@Test
	void a_number_is_not_taken_for_a_text() {
		assertThat(real.evaluateSimpleUnaryTests("2018", "year", with("year", 2018))).isTrue();
		assertThat(real.evaluateSimpleUnaryTests("2018", "year", with("year", "2018"))).isFalse();
		assertThat(real.evaluateSimpleUnaryTests("<= 2018", "year", with("year", 2019))).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "stage,unit", "stage,department", "other,", "null,", "true,true" })
	void a_column_is_asked_for_its_variable_as_feel_would(String head, String answer) {
		var context = Variables.putValue("stage", answer).putValue("year", 2018).putValue("true", "no").asVariableContext();
		assertThat(real.<Object>evaluateSimpleExpression(head, context)).isEqualTo(TableForm.FEEL.<Object>evaluateSimpleExpression(head, context));
		assertThat(real.<Object>evaluateSimpleExpression("year", context)).isEqualTo(TableForm.FEEL.<Object>evaluateSimpleExpression("year", context));
	}

	@Test
	void null_is_a_value() {
		assertThat(real.<Object>evaluateSimpleExpression("null", Variables.emptyVariableContext())).isNull();
		assertThat(real.<Object>evaluateSimpleExpression("null", Variables.emptyVariableContext())).isNull();
	}

	private static VariableContext with(String name, Object value) {
		return Variables.putValue(name, value).asVariableContext();
	}
}
