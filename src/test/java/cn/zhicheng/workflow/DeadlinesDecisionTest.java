package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The dates of the two notices, row by row: 甘人社通〔2021〕117号 四 and 张人社职〔2021〕39号 三. */
class DeadlinesDecisionTest {

	private final List<String> rulesHit = new ArrayList<>();
	private final DmnEngine engine = engineThatTellsRulesHit();
	private final DmnDecision deadlines = ProcessFolder.decision(engine, "deadlines");

	/** An empty level is an organisation without one (a unit, an archive agency) or nobody's (filing). */
	@ParameterizedTest(name = "{0} {1} {2}: {3} ({4})")
	@CsvSource({
		// 张人社职〔2021〕39号 三
		"620700, filing,       ,         04-30, zhangyeFiling",
		"620702, filing,       ,         04-30, zhangyeFiling",
		"620702, filing,       county,   04-30, zhangyeFiling",
		"620700, unit,         ,         05-10, zhangyeUnit",
		"620702, unit,         ,         05-10, zhangyeUnit",
		"620725, unit,         county,   05-10, zhangyeUnit",
		"620700, unit,         city,     05-10, zhangyeUnit",
		"620702, department,   county,   05-20, zhangyeCountyDepartment",
		"620700, department,   city,     05-31, zhangyeCityDepartment",
		"620702, reformOffice, county,   05-31, zhangyeCountyReformOffice",
		// Zhangye sets no date for its own city office nor for anyone of the province: the province's date holds.
		"620700, reformOffice, city,     06-20, gansuReformOffice",
		"620700, department,   province, 05-31, gansuUnitAndDepartment",
		"620700, department,   ,         05-31, gansuUnitAndDepartment",
		// 甘人社通〔2021〕117号 四(一)
		"620000, filing,       ,         04-30, gansuFiling",
		"620100, filing,       ,         04-30, gansuFiling",
		// 四(二)
		"620000, unit,         ,         05-31, gansuUnitAndDepartment",
		"620100, unit,         ,         05-31, gansuUnitAndDepartment",
		"620000, department,   province, 05-31, gansuUnitAndDepartment",
		"620100, department,   city,     05-31, gansuUnitAndDepartment",
		"620102, department,   county,   05-31, gansuUnitAndDepartment",
		// 四(三)
		"620000, reformOffice, province, 06-20, gansuReformOffice",
		"620100, reformOffice, city,     06-20, gansuReformOffice",
		"620102, reformOffice, county,   06-20, gansuReformOffice",
	})
	void each_stage_has_the_date_its_region_was_given(String region, String stage, String level, String date,
			String rule) {
		assertThat(deadlinesFor(region, stage, level)).containsExactly(date);
		assertThat(rulesHit).containsExactly(rule);
	}

	@Test
	void every_row_is_the_answer_to_some_question() {
		for (String region : List.of("620000", "620700")) {
			for (String stage : List.of("filing", "unit", "department", "reformOffice")) {
				for (String level : List.of("province", "city", "county")) {
					deadlinesFor(region, stage, level);
				}
			}
		}

		assertThat(rulesHit).containsAll(rules().stream().map(Rule::getId).toList());
	}

	@ParameterizedTest(name = "{0} {1}")
	@CsvSource({ "610000, filing", "610000, unit", "610100, department", "630000, reformOffice", "006207, unit",
		", unit", "620702, ", "620702, published" })
	void outside_the_notices_there_is_no_date(String region, String stage) {
		assertThat(deadlinesFor(region, stage, "county")).isEmpty();
	}

	@Test
	void the_notices_make_eight_rows_each_with_its_source() {
		assertThat(rules()).hasSize(8).allSatisfy(rule -> assertThat(rule.getDescription().getTextContent())
				.matches(prefixOf(rule).startsWith("6207") ? "张人社职〔2021〕39号 三" : "甘人社通〔2021〕117号 四\\([一二三]\\)"));
	}

	/** The first row that fits decides: a shorter prefix standing above a longer one would hide it. */
	@Test
	void no_shorter_prefix_stands_above_a_longer_one() {
		List<String> prefixes = rules().stream().map(DeadlinesDecisionTest::prefixOf).toList();

		for (int above = 0; above < prefixes.size(); above++) {
			String hiding = prefixes.get(above);
			assertThat(prefixes.subList(above + 1, prefixes.size()))
					.as("rows below row %d, %s", above + 1, hiding)
					.noneMatch(below -> below.startsWith(hiding) && below.length() > hiding.length());
		}
	}

	private List<Object> deadlinesFor(String region, String stage, String level) {
		return engine.evaluateDecision(deadlines, Variables.putValue("region", region)
				.putValue("stage", stage)
				.putValue("organisationLevel", level)).collectEntries("deadline");
	}

	private DmnEngine engineThatTellsRulesHit() {
		var configuration = DmnEngineConfiguration.createDefaultDmnEngineConfiguration();
		configuration.getCustomPostDecisionTableEvaluationListeners()
				.add(table -> table.getMatchingRules().forEach(rule -> rulesHit.add(rule.getId())));
		return configuration.buildEngine();
	}

	private static List<Rule> rules() {
		return List.copyOf(Dmn.readModelFromFile(ProcessFolder.file("deadlines.dmn").toFile())
				.getModelElementsByType(Rule.class));
	}

	private static String prefixOf(Rule rule) {
		String test = rule.getInputEntries().iterator().next().getTextContent().strip();
		var prefix = Pattern.compile("starts with\\(\\?, \"(\\d+)\"\\)").matcher(test);
		assertThat(prefix.matches()).as(test).isTrue();
		return prefix.group(1);
	}
}
