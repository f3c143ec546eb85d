package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import cn.zhicheng.MutableClock;
import cn.zhicheng.deadline.DeadlineRows;
import cn.zhicheng.deadline.Stage;
import cn.zhicheng.deadline.TestDeadlineRules;
import cn.zhicheng.organisation.OrganisationKind;
import cn.zhicheng.organisation.OrganisationLevel;
import cn.zhicheng.organisation.TreeEdge;
import cn.zhicheng.organisation.TreeEdges;

/** A table of dates is compared with the organisation tree and with the table in use before it counts. */
class DeadlinesCheckTest {

	private static final Logger LOG = LoggerFactory.getLogger(DeadlinesCheckTest.class);
	private static final String FILE = "deadlines.dmn";
	private static final TreeEdge.Traits PROVINCE = new TreeEdge.Traits("620000", OrganisationLevel.PROVINCE, OrganisationKind.REFORM_OFFICE);
	private static final TreeEdge.Traits CITY = new TreeEdge.Traits("620700", OrganisationLevel.CITY, OrganisationKind.REFORM_OFFICE);
	private static final TreeEdge.Traits COUNTY = new TreeEdge.Traits("620702", OrganisationLevel.COUNTY, OrganisationKind.REFORM_OFFICE);
	private static final TreeEdge.Traits EDUCATION = new TreeEdge.Traits("620702", OrganisationLevel.COUNTY, OrganisationKind.DEPARTMENT);
	private static final TreeEdge.Traits SCHOOL = new TreeEdge.Traits("620702", OrganisationLevel.COUNTY, OrganisationKind.UNIT);
	private static final List<TreeEdge> TREE = List.of(
			new TreeEdge(PROVINCE, null, 1, "甘肃省职改办", null),
			new TreeEdge(CITY, PROVINCE, 1, "张掖市职改办", "甘肃省职改办"),
			new TreeEdge(COUNTY, CITY, 1, "甘州区职改办", "张掖市职改办"),
			new TreeEdge(EDUCATION, COUNTY, 3, "甘州区教育局", "甘州区职改办"),
			new TreeEdge(SCHOOL, EDUCATION, 120, "甘州区示范小学", "甘州区教育局"));

	private static final String ZHANGYE = "starts with(?, \"6207\")";
	private static final String GANSU = "starts with(?, \"62\")";

	private final MutableClock clock = MutableClock.at("2021-04-01T09:00");
	private final TreeEdges tree = mock(TreeEdges.class);
	private final RunningModels running = mock(RunningModels.class);
	private final DeadlinesCheck check = new DeadlinesCheck(TestDeadlineRules.in2021(clock), tree, running);
	private final DeploymentCheck sentences = DeploymentCheckTest.newCheck();

	DeadlinesCheckTest() {
		when(tree.distinct()).thenReturn(TREE);
		when(running.decision(any())).thenReturn(Optional.empty());
	}

	@Test
	void the_table_of_the_project_is_taken_with_and_without_a_tree() throws IOException {
		var table = Files.readString(ProcessFolder.file(FILE));
		assertThat(faultsIn(table)).isEmpty();
		when(tree.distinct()).thenReturn(List.of());
		assertThat(faultsIn(table)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "02-30, dateDoesNotExist", "04-31, dateDoesNotExist", "13-01, dateDoesNotExist", "02-29, dateDoesNotExist",
			"2021-02-29, dateDoesNotExist", "2021-4-30, dateUnreadable", "0430, dateUnreadable", "4月30日, dateUnreadable", "'', dateUnreadable",
			"'04-30 ', dateUnreadable" })
	void a_date_that_does_not_exist_is_told_by_its_row(String date, String key) {
		var faults = faultsIn(table(row(GANSU, "\"filing\"", "", date), row(GANSU, "", "", "06-20")));
		assertThat(faults).singleElement().satisfies(fault -> {
			assertThat(fault.key()).isEqualTo(key);
			assertThat(fault.place()).isEqualTo(ModelFault.Place.row(1));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "02-28", "2021-02-28", "2020-02-29" })
	void a_date_that_exists_is_taken_in_both_ways_of_writing(String date) {
		assertThat(faultsIn(table(row(GANSU, "\"filing\"", "", date), row(GANSU, "", "", "06-20")))).isEmpty();
	}

	@Test
	void a_date_of_a_row_nobody_asks_for_now_must_exist_too() {
		assertThat(texts(faultsIn(table(row("starts with(?, \"6299\")", "\"unit\"", "\"city\"", "02-30"), row(GANSU, "", "", "06-20")))))
				.containsExactly("deadlines.dmn，第 1 行：没有“02-30”这一天（采集批次为 2021 年）");
	}

	@Test
	void a_date_without_quotation_marks_is_told_as_what_it_is() {
		var table = table(row(GANSU, "\"filing\"", "", "04-30"), row(GANSU, "", "", "06-20")).replace("\"04-30\"", "04-30");
		assertThat(texts(faultsIn(table))).containsExactly(
				"deadlines.dmn，第 1 行：“04-30”写法不能使用；结果只能是一个固定的值：文字（连同双引号）、数字、true、false 或 null");
	}

	@Test
	void every_stage_of_every_organisation_and_of_the_province_has_a_date() {
		assertThat(texts(faultsIn(table(row(ZHANGYE, "\"unit\", \"department\"", "", "05-31"), row(ZHANGYE, "\"filing\"", "\"city\"", "04-30"),
				row(GANSU, "\"reformOffice\"", "", "06-20"))))).containsExactly(
						"deadlines.dmn：全省（行政区划 620000，省级）没有“个人填报”的截止日期；请增加一行",
						"deadlines.dmn：“甘州区示范小学”等 120 个机构（行政区划 620702，县级）没有“个人填报”的截止日期；请增加一行");
	}

	@Test
	void before_the_tree_is_there_only_the_province_is_asked_about() {
		when(tree.distinct()).thenReturn(List.of());
		assertThat(texts(faultsIn(table(row(ZHANGYE, "", "", "05-31"))))).containsExactly(
				"deadlines.dmn：全省（行政区划 620000，省级）没有“个人填报”的截止日期；请增加一行",
				"deadlines.dmn：全省（行政区划 620000，省级）没有“职改办审核”的截止日期；请增加一行");
	}

	@Test
	void nobody_may_be_later_than_whoever_comes_next() {
		assertThat(texts(faultsIn(table(row(GANSU, "\"filing\"", "", "05-20"), row(ZHANGYE, "\"unit\"", "", "05-10"),
				row(ZHANGYE, "\"department\"", "", "06-10"), row(ZHANGYE, "\"reformOffice\"", "\"county\"", "05-31"),
				row(ZHANGYE, "\"reformOffice\"", "\"city\"", "07-01"), row(GANSU, "", "", "06-20"))))).containsExactly(
						"deadlines.dmn，第 5 行：“张掖市职改办”：“职改办审核”的截止日期 2021-07-01 晚于上级“甘肃省职改办”的“职改办审核”截止日期 2021-06-20（第 6 行）；逐级报送，下级不能晚于上级",
						"deadlines.dmn，第 3 行：“甘州区教育局”等 3 个机构：“主管部门审核”的截止日期 2021-06-10 晚于上级“甘州区职改办”的“职改办审核”截止日期 2021-05-31（第 4 行）；逐级报送，下级不能晚于上级",
						"deadlines.dmn，第 1 行：“甘州区示范小学”等 120 个机构：“个人填报”的截止日期 2021-05-20 晚于其“用人单位审核”的截止日期 2021-05-10（第 2 行），最后提交的信息将来不及审核");
	}

	@Test
	void filing_does_not_go_on_after_the_campaigns_last_date() {
		when(tree.distinct()).thenReturn(List.of());
		assertThat(texts(faultsIn(table(row(GANSU, "\"filing\"", "", "07-01"), row(GANSU, "", "", "06-20"))))).containsExactly(
				"deadlines.dmn，第 1 行：全省：“个人填报”的截止日期 2021-07-01 晚于本批次最后期限 2021-06-20（省级“职改办审核”，第 2 行）");
	}

	@Test
	void equal_dates_are_in_order() {
		assertThat(faultsIn(table(row(GANSU, "", "", "06-20")))).isEmpty();
	}

	@Test
	void a_row_that_is_never_reached_is_told_with_those_that_hide_it() {
		assertThat(texts(faultsIn(table(row(GANSU, "\"filing\", \"unit\"", "", "04-30"), row(GANSU, "\"department\"", "", "05-31"),
				row(ZHANGYE, "\"unit\", \"department\"", "", "05-10"), row(GANSU, "", "", "06-20"))))).containsExactly(
						"deadlines.dmn，第 3 行：本行永远不会生效：符合本行的，都已由前面的第 1、2 行决定；更具体的（行政区划前缀更长的）须排在前面");
	}

	@ParameterizedTest
	@ValueSource(strings = { "starts with(?, \"6299\")", "\"620799\"", "not(starts with(?, \"62\"))", "starts with(?, \"6101\")" })
	void a_row_for_a_region_without_organisations_is_taken(String region) {
		assertThat(faultsIn(table(row(region, "\"unit\"", "", "05-10"), row(GANSU, "", "", "06-20")))).isEmpty();
	}

	@Test
	void a_row_of_which_something_is_left_is_taken() {
		assertThat(faultsIn(table(row("\"620702\"", "", "", "06-20"), row(ZHANGYE, "", "", "06-20"), row(GANSU, "", "", "06-20"),
				row("", "", "", "06-20")))).isEmpty();
	}

	@Test
	void a_cell_looks_at_its_own_column_only() {
		assertThat(faultsIn(table(row("starts with(region, \"6207\") and stage = \"unit\"", "", "", "05-10"), row(GANSU, "", "", "06-20"))))
				.extracting(ModelFault::key).containsExactly("testNotAllowed");
	}

	@Test
	void a_region_may_be_told_by_other_means_than_its_first_digits() {
		assertThat(faultsIn(table(row("ends with(?, \"0702\")", "\"unit\"", "", "02-30"), row(GANSU, "", "", "06-20"))))
				.extracting(ModelFault::key, ModelFault::place).containsExactly(tuple("dateDoesNotExist", ModelFault.Place.row(1)));
	}

	@Test
	void with_a_policy_that_allows_one_row_two_that_fit_are_a_fault() {
		var two = table(row(ZHANGYE, "", "", "06-20"), row(GANSU, "", "", "06-20"));
		var differing = table(row(ZHANGYE, "", "", "06-10"), row(GANSU, "", "", "06-20"));
		assertThat(faultsIn(two.replace("FIRST", "UNIQUE"))).singleElement().satisfies(fault -> {
			assertThat(fault.key()).isEqualTo("rowsOverlap");
			assertThat(fault.place()).isEqualTo(ModelFault.Place.row(2));
		});
		assertThat(faultsIn(two.replace(" hitPolicy=\"FIRST\"", ""))).extracting(ModelFault::key).containsExactly("rowsOverlap");
		assertThat(faultsIn(two.replace("FIRST", "ANY"))).isEmpty();
		assertThat(faultsIn(differing.replace("FIRST", "ANY"))).extracting(ModelFault::key).containsExactly("rowsOverlap");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"hitPolicy=\"FIRST\"|hitPolicy=\"COLLECT\"|hitPolicy|deadlinesTable",
			"hitPolicy=\"FIRST\"|hitPolicy=\"RULE ORDER\"|hitPolicy|deadlinesTable",
			"<text>region</text>|<text>level</text>|inputs|deadlinesTable",
			"<text>stage</text>|<text>region</text>|inputs|deadlinesTable",
			"name=\"deadline\"|name=\"date\"|outputs|deadlinesTable",
			"name=\"deadline\" typeRef=\"string\"|name=\"deadline\" typeRef=\"integer\"|outputs|deadlinesTable",
			"<output |<output name=\"more\" typeRef=\"string\"/><output |outputs|deadlinesTable",
			"decision id=\"deadlines\"|decision id=\"dates\"|decisionMissing|definitions",
			"<decisionTable |<informationRequirement id=\"needs\"><requiredDecision href=\"#other\"/></informationRequirement><decisionTable |decisionAsksOthers|deadlines" })
	void a_table_of_another_form_is_told_as_such(String from, String to, String key, String element) {
		var table = table(row(GANSU, "", "", "06-20"));
		assertThat(table).contains(from);
		assertThat(faultsIn(table.replace(from, to))).extracting(ModelFault::key, ModelFault::place)
				.containsExactly(tuple(key, ModelFault.Place.element(element)));
	}

	@Test
	void a_decision_without_a_table_or_rows_is_told_as_such() {
		assertThat(faultsIn(table())).extracting(ModelFault::key).containsExactly("noRows");
		assertThat(faultsIn(table().replaceAll("(?s)<decisionTable.*</decisionTable>",
				""))).extracting(ModelFault::key).containsExactly("noTable");
		assertThat(faultsIn(table().replaceAll("(?s)<decisionTable.*</decisionTable>",
				"<literalExpression id=\"l\"><text>\"06-20\"</text></literalExpression>"))).extracting(ModelFault::key).containsExactly("elementNotAllowed");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = { "\"unt\"|`'`|wordUnknown", "\"Unit\"|`'`|wordUnknown", "|\"town\"|wordUnknown",
			"\"unit|`'`|testNotAllowed", "foo bar(|`'`|testNotAllowed" })
	void a_word_that_is_no_stage_or_level_is_told_by_its_row(String stage, String level, String key) {
		var faults = faultsIn(table(row(GANSU, stage == null ? "" : stage, level.equals("'") ? "" : level, "05-10"), row(GANSU, "", "", "06-20")));
		assertThat(faults).extracting(ModelFault::key, ModelFault::place)
				.containsExactly(tuple(key, ModelFault.Place.row(1)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "starts with(", "\"62", "] [" })
	void a_row_that_cannot_be_evaluated_is_told_by_its_number(String region) {
		assertThat(faultsIn(table(row(GANSU, "\"filing\"", "", "04-30"), row(region, "", "", "05-10"), row(GANSU, "", "", "06-20"))))
				.isNotEmpty().allSatisfy(fault -> {
					assertThat(fault.key()).isEqualTo("testNotAllowed");
					assertThat(fault.place()).isEqualTo(ModelFault.Place.row(2));
				});
	}

	@Test
	void a_date_that_cannot_be_evaluated_is_told_by_its_row() {
		assertThat(faultsIn(table(row(GANSU, "", "", "06-20")).replace("\"06-20\"", "\"06-20"))).extracting(ModelFault::key, ModelFault::place)
				.containsExactly(tuple("valueNotAllowed", ModelFault.Place.row(1)));
	}

	@Test
	void a_row_without_a_date_is_told_by_its_number() {
		assertThat(faultsIn(table(row(GANSU, "", "", "06-20")).replace("\"06-20\"", ""))).extracting(ModelFault::key, ModelFault::place)
				.containsExactly(tuple("outputMissing", ModelFault.Place.row(1)));
	}

	@Test
	void a_row_with_too_few_columns_is_told_by_its_number() {
		var table = table(row(GANSU, "", "", "06-20"));
		assertThat(faultsIn(table.replaceFirst("<inputEntry[^>]*><text></text></inputEntry>", ""))).extracting(ModelFault::key)
				.isSubsetOf("rowIncomplete", "engine").isNotEmpty();
	}

	@Test
	void a_date_that_moves_to_a_past_day_needs_somebody_to_confirm_it() {
		inUse(table(row(GANSU, "\"filing\"", "", "03-31"), row(GANSU, "\"unit\"", "", "05-31"), row(GANSU, "", "", "06-20")));
		var moved = table(row(GANSU, "\"filing\"", "", "03-31"), row(GANSU, "\"unit\"", "", "03-31"), row(GANSU, "", "", "06-20"));

		assertThat(texts(faultsIn(moved))).containsExactly(
				"deadlines.dmn，第 2 行：“甘州区示范小学”等 120 个机构：“用人单位审核”的截止日期由 2021-05-31 改为 2021-03-31，这一天已经过去，"
						+ "办理中的信息会立即逾期；确需如此，请在 /designer 页面查看影响、确认后发布");
		assertThat(check.faultsOf(FILE, moved.getBytes(StandardCharsets.UTF_8), true)).isEmpty();
	}

	@Test
	void today_is_no_past_day_and_the_clock_is_that_of_china() {
		inUse(table(row(GANSU, "\"filing\"", "", "03-31"), row(GANSU, "", "", "06-20")));
		var today = table(row(GANSU, "\"filing\"", "", "04-01"), row(GANSU, "", "", "06-20"));
		clock.set("2021-04-01T23:59:59.999");
		assertThat(faultsIn(today)).isEmpty();
		clock.advance(Duration.ofMillis(1));
		assertThat(faultsIn(today)).extracting(ModelFault::key).containsOnly("pastDate").hasSize(1);
	}

	@Test
	void past_dates_that_stay_as_they_were_and_those_of_the_first_table_are_taken() {
		var past = table(row(GANSU, "\"filing\"", "", "03-31"), row(GANSU, "", "", "06-20"));
		assertThat(faultsIn(past)).isEmpty();
		inUse(past);
		assertThat(faultsIn(past.replace("06-20", "06-30"))).isEmpty();
	}

	@Test
	void a_table_in_use_that_could_not_be_deployed_today_is_no_obstacle() {
		inUse(table(row(GANSU, "\"filing\"", "", "02-30")));
		assertThat(faultsIn(table(row(GANSU, "", "", "06-20")))).isEmpty();
		inUse("<x/>");
		assertThat(faultsIn(table(row(GANSU, "", "", "06-20")))).isEmpty();
	}

	@Test
	void what_is_foreign_to_a_table_is_never_evaluated() {
		assertThat(faultsIn(table(row(GANSU, "", "", "06-20")).replace("<outputEntry ", "<outputEntry expressionLanguage=\"javascript\" ")))
				.extracting(ModelFault::key).containsExactly("languageNotAllowed");
		assertThat(faultsIn("<!DOCTYPE x SYSTEM 'http://localhost:1/x'><x/>")).extracting(ModelFault::key).containsExactly("documentType");
	}

	@Test
	void a_candidate_answers_as_the_deployed_table_would_and_names_the_row() throws IOException {
		var table = CandidateDecision.read(FILE, Files.readAllBytes(ProcessFolder.file(FILE))).table().orElseThrow();
		assertThat(table.answer("620702", Stage.DEPARTMENT, OrganisationLevel.COUNTY)).isEqualTo(new DeadlineRows.Answer.Given(3, "05-20"));
		assertThat(table.answer("620700", Stage.REFORM_OFFICE, OrganisationLevel.CITY)).isEqualTo(new DeadlineRows.Answer.Given(8, "06-20"));
		assertThat(table.answer("610000", Stage.UNIT, OrganisationLevel.PROVINCE)).isEqualTo(new DeadlineRows.Answer.Missing());
		assertThat(table.dateFor("620100", Stage.FILING, OrganisationLevel.CITY)).contains("04-30");
		assertThat(table.regionsNamed()).containsExactlyInAnyOrder("62", "6207");
	}

	@Test
	void a_table_with_a_row_for_each_county_is_looked_through() {
		var rows = new ArrayList<String>();
		var edges = new ArrayList<>(TREE);
		for (var county = 1; county <= 100; county++) {
			var region = "62%02d%02d".formatted(county % 14 + 1, county);
			rows.add(row("\"" + region + "\"", "\"unit\", \"department\"", "", "06-%02d".formatted(county % 10 + 1)));
			for (var kind : List.of(OrganisationKind.UNIT, OrganisationKind.DEPARTMENT)) {
				edges.add(new TreeEdge(new TreeEdge.Traits(region, OrganisationLevel.COUNTY, kind), CITY, 300, "某县", "张掖市职改办"));
			}
		}
		rows.add(row(GANSU, "\"filing\"", "", "04-30"));
		rows.add(row(GANSU, "", "", "06-20"));
		when(tree.distinct()).thenReturn(edges);
		var table = table(rows.toArray(String[]::new));
		for (var time = 0; time < 2; time++) {
			var begin = System.nanoTime();
			assertThat(faultsIn(table)).isEmpty();
			LOG.info("102 rows for {} kinds of organisations: looked through in {} ms", edges.size(), (System.nanoTime() - begin) / 1_000_000);
		}
	}

	private void inUse(String table) {
		when(running.decision(DecisionTables.DEADLINES)).thenReturn(
				Optional.of(new RunningModels.DeployedFile("1", "processes/deadlines.dmn", table.getBytes(StandardCharsets.UTF_8))));
	}

	private List<ModelFault> faultsIn(String table) {
		return check.faultsOf(FILE, table.getBytes(StandardCharsets.UTF_8), false);
	}

	private List<String> texts(List<ModelFault> faults) {
		return faults.stream().map(sentences::text).toList();
	}

	private static String row(String region, String stage, String level, String date) {
		return cell(region) + cell(stage) + cell(level) + "<outputEntry id=\"ID\"><text>\"" + date + "\"</text></outputEntry>";
	}

	private static String cell(String text) {
		return "<inputEntry id=\"ID\"><text>" + text.replace("<", "&lt;") + "</text></inputEntry>";
	}

	private static String table(String... rows) {
		var content = new StringBuilder();
		Arrays.stream(rows).forEach(row -> content.append("<rule id=\"ID\">").append(row).append("</rule>"));
		var xml = """
				<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:camunda="http://camunda.org/schema/1.0/dmn" id="definitions" name="d" namespace="x">\
				<decision id="deadlines" name="截止日期" camunda:historyTimeToLive="1"><decisionTable id="deadlinesTable" hitPolicy="FIRST">\
				<input id="a"><inputExpression id="b" typeRef="string"><text>region</text></inputExpression></input>\
				<input id="c"><inputExpression id="d" typeRef="string"><text>stage</text></inputExpression></input>\
				<input id="e"><inputExpression id="f" typeRef="string"><text>organisationLevel</text></inputExpression></input>\
				<output id="g" name="deadline" typeRef="string"/>""" + content + "</decisionTable></decision></definitions>";
		var number = 0;
		while (xml.contains("\"ID\"")) {
			xml = xml.replaceFirst("\"ID\"", "\"id" + number++ + "\"");
		}
		return xml;
	}
}
