package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A table of reminders says whole days before a date and times of day, or it is not deployed. */
class ReminderRulesTest {

	private static final String FILE = "reminders.dmn";

	private final DeploymentCheck check = DeploymentCheckTest.newCheck();
	private String table;

	@BeforeEach
	void read_the_table_of_the_project() throws IOException {
		table = Files.readString(ProcessFolder.file(FILE));
	}

	@Test
	void the_table_of_the_project_is_taken() {
		assertThat(faultsIn(table)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "365", "7" })
	void days_are_whole_numbers_from_the_day_of_the_date_on(String days) {
		assertThat(faultsIn(table.replace("<text>3</text>", "<text>" + days + "</text>"))).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "-1", "1.5", "366", "\"3\"", "null" })
	void a_reminder_after_its_date_or_on_no_day_is_told_by_its_row(String days) {
		assertThat(faultsIn(table.replace("<text>3</text>", "<text>" + days + "</text>")))
				.extracting(ModelFault::key, ModelFault::place).containsExactly(tuple("reminderDays", ModelFault.Place.row(2)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "三天", "3 + 4", "if stage = \"unit\" then -1 else 7", "count(for i in 1..10000 return i)", "3 // days" })
	void days_that_would_be_calculated_are_told_by_their_row(String days) {
		assertThat(faultsIn(table.replace("<text>3</text>", "<text>" + days + "</text>"))).singleElement().satisfies(fault -> {
			assertThat(fault.key()).isIn("valueNotAllowed", "commentInDecision");
			assertThat(fault.place()).isEqualTo(ModelFault.Place.row(2));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"24:00\"", "\"8:00\"", "\"08:00:30\"", "\"早上八点\"", "8", "08:00" })
	void a_time_that_is_none_is_told_by_its_row(String time) {
		assertThat(faultsIn(inFirstRow("\"08:00\"", time))).extracting(ModelFault::place).containsExactly(ModelFault.Place.row(1));
	}

	@Test
	void what_is_missing_is_told_by_the_title_of_its_column() {
		assertThat(faultsIn(inFirstRow("\"08:00\"", ""))).extracting(check::text).containsExactly("reminders.dmn，第 1 行：没有填写“时间”");
	}

	@Test
	void every_fault_is_told_in_a_sentence() {
		assertThat(faultsIn(inFirstRow("\"08:00\"", "\"25:00\"").replace("<text>3</text>", "<text>-3</text>"))).extracting(check::text)
				.containsExactly("reminders.dmn，第 1 行：时间 \"25:00\" 须写作 \"HH:mm\"（北京时间，如 \"08:00\"），连同双引号",
						"reminders.dmn，第 2 行：提前天数 -3 须是 0 到 365 的整数，不加引号；0 为截止日期当天，提醒不能在截止日期之后");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"hitPolicy=\"COLLECT\"|hitPolicy=\"FIRST\"|hitPolicy",
			"hitPolicy=\"COLLECT\"|hitPolicy=\"COLLECT\" aggregation=\"MIN\"|hitPolicy",
			"hitPolicy=\"COLLECT\"|x=\"y\"|attributeNotAllowed",
			"name=\"daysBefore\"|name=\"days\"|outputs",
			"name=\"time\" typeRef=\"string\"|name=\"time\" typeRef=\"date\"|outputs",
			"<text>region</text>|<text>level</text>|inputs",
			"decision id=\"reminders\"|decision id=\"deadlines\"|decisionMissing" })
	void a_table_of_another_form_is_told_as_such(String from, String to, String key) {
		assertThat(table).contains(from);
		assertThat(faultsIn(table.replace(from, to))).extracting(ModelFault::key).contains(key);
	}

	@Test
	void a_stage_and_a_region_that_cannot_be_read_are_told_by_their_row() {
		var spoiled = table.replaceFirst("<inputEntry id=\"threeDaysRegion\">\\s*<text></text>", "<inputEntry id=\"threeDaysRegion\"><text>starts with(</text>")
				.replaceFirst("<inputEntry id=\"oneDayStage\">\\s*<text></text>", "<inputEntry id=\"oneDayStage\"><text>\"unt\"</text>");
		assertThat(faultsIn(spoiled)).extracting(ModelFault::key, ModelFault::place).containsExactly(tuple("testNotAllowed", ModelFault.Place.row(2)));
		assertThat(faultsIn(spoiled.replace("starts with(", ""))).extracting(ModelFault::key, ModelFault::place)
				.containsExactly(tuple("wordUnknown", ModelFault.Place.row(3)));
	}

	private String inFirstRow(String from, String to) {
		int at = table.indexOf("<text>" + from + "</text>");
		return table.substring(0, at) + "<text>" + to + "</text>" + table.substring(at + from.length() + 13);
	}

	private List<ModelFault> faultsIn(String content) {
		return check.faultsOf(Map.of(FILE, content.getBytes(StandardCharsets.UTF_8)), false);
	}
}
