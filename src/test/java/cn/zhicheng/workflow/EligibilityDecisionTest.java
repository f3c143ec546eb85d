package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the campaign collects and what it refuses: 甘人社通〔2021〕117号 一. */
class EligibilityDecisionTest {

	private static final Map<String, Object> TOO_LATE =
			refusal("只采集2018年（含2018年）之前在我省评审或认定的职称", "甘人社通〔2021〕117号 一(三)");
	private static final Map<String, Object> BY_EXAMINATION =
			refusal("通过“以考代评”方式取得的职称不列入信息填报范围", "甘人社通〔2021〕117号 一(一)");
	private static final Map<String, Object> OTHER_PROVINCE =
			refusal("在外省取得的职称不列入信息填报范围", "甘人社通〔2021〕117号 一(一)");
	private static final Map<String, Object> CENTRAL_UNIT =
			refusal("在中央单位取得的职称不列入信息填报范围", "甘人社通〔2021〕117号 一(一)");
	private static final Map<String, Object> UNDER_SECRECY =
			refusal("涉密单位和涉密人员职称信息不列入信息填报范围", "甘人社通〔2021〕117号 一(一)");
	private static final Map<String, Object> OUTSIDE_LEVELS =
			refusal("只采集初、中、高级（副高、正高）职称", "甘人社通〔2021〕117号 一(二)");

	private final DmnEngine engine = DmnEngineConfiguration.createDefaultDmnEngineConfiguration().buildEngine();
	private final DmnDecision eligibility = ProcessFolder.decision(engine, "eligibility");

	@ParameterizedTest
	@CsvSource({
		"2018, review,      technician",
		"2018, recognition, assistant",
		"2017, review,      intermediate",
		"1995, recognition, associateSenior",
		"1986, review,      senior",
	})
	void a_title_reviewed_or_recognised_in_the_province_up_to_2018_is_collected(int year, String acquisition,
			String level) {
		assertThat(refusals(eligible().putValue("reviewYear", year).putValue("acquisition", acquisition)
				.putValue("level", level))).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 2019, 2020, 2021 })
	void a_title_of_2019_or_later_is_refused(int year) {
		assertThat(refusals(eligible().putValue("reviewYear", year))).containsExactly(TOO_LATE);
	}

	@Test
	void a_title_by_examination_is_refused() {
		assertThat(refusals(eligible().putValue("acquisition", "examination"))).containsExactly(BY_EXAMINATION);
	}

	@Test
	void a_title_from_another_province_is_refused() {
		assertThat(refusals(eligible().putValue("jurisdiction", "otherProvince"))).containsExactly(OTHER_PROVINCE);
	}

	@Test
	void a_title_from_a_central_unit_is_refused() {
		assertThat(refusals(eligible().putValue("jurisdiction", "central"))).containsExactly(CENTRAL_UNIT);
	}

	@Test
	void a_person_or_unit_under_secrecy_is_refused() {
		assertThat(refusals(eligible().putValue("classified", true))).containsExactly(UNDER_SECRECY);
	}

	@ParameterizedTest
	@ValueSource(strings = { "skilledWorker", "SENIOR", "高级", "" })
	void a_level_the_notice_does_not_name_is_refused(String level) {
		assertThat(refusals(eligible().putValue("level", level))).containsExactly(OUTSIDE_LEVELS);
	}

	@Test
	void all_refusals_are_told_at_once() {
		assertThat(refusals(Variables.putValue("reviewYear", 2019).putValue("acquisition", "examination")
				.putValue("jurisdiction", "central").putValue("classified", true).putValue("level", "skilledWorker")))
				.containsExactlyInAnyOrder(TOO_LATE, BY_EXAMINATION, CENTRAL_UNIT, UNDER_SECRECY, OUTSIDE_LEVELS);
	}

	/** A missing field is told by the filing form, not as a refusal. */
	@ParameterizedTest
	@ValueSource(strings = { "reviewYear", "acquisition", "jurisdiction", "classified", "level" })
	void a_missing_field_is_no_refusal(String field) {
		VariableMap withNull = eligible().putValue(field, null);
		assertThat(refusals(withNull)).isEmpty();

		VariableMap without = eligible();
		without.remove(field);
		assertThat(refusals(without)).isEmpty();
	}

	@Test
	void an_empty_draft_is_no_refusal() {
		assertThat(refusals(Variables.putValue("reviewYear", null).putValue("acquisition", null)
				.putValue("jurisdiction", null).putValue("classified", null).putValue("level", null))).isEmpty();
	}

	@Test
	void a_missing_field_hides_no_refusal_of_another() {
		assertThat(refusals(eligible().putValue("level", null).putValue("reviewYear", 2019)))
				.containsExactly(TOO_LATE);
	}

	private List<Map<String, Object>> refusals(VariableMap title) {
		return engine.evaluateDecision(eligibility, title).getResultList();
	}

	private static VariableMap eligible() {
		return Variables.putValue("reviewYear", 2018).putValue("acquisition", "review")
				.putValue("jurisdiction", "province").putValue("classified", false).putValue("level", "intermediate");
	}

	private static Map<String, Object> refusal(String sentence, String source) {
		return Map.of("refusal", sentence, "source", source);
	}
}
