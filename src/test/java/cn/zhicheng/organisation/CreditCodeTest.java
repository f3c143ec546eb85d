package cn.zhicheng.organisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import cn.zhicheng.organisation.CreditCode.MalformedCreditCodeException;
import cn.zhicheng.organisation.CreditCode.Problem;

class CreditCodeTest {

	/** Codes that stand on published business licences and institutions' certificates. */
	@ParameterizedTest
	@ValueSource(strings = { "91350100M000100Y43", "914403001922038216", "91110000802100433B", "91110108551385082Q", "9144030071526726XG" })
	void a_code_whose_check_characters_fit_is_taken(String code) {
		assertThat(CreditCode.of(code).value()).isEqualTo(code);
	}

	@ParameterizedTest
	@ValueSource(strings = { "91110000802100433b", " 9111 0000 8021 0043 3B ", "９１１１００００８０２１００４３３Ｂ", "911100-00802100433-B" })
	void how_it_was_typed_does_not_matter(String typed) {
		assertThat(CreditCode.of(typed).value()).isEqualTo("91110000802100433B");
	}

	@ParameterizedTest
	@CsvSource({ "9111000080210043, LENGTH", "91110000802100433BB, LENGTH", "9111000080210043IB, CHARACTER", "9111000080210043甲B, CHARACTER",
			"9111A000802100433B, DIVISION", "91110000802100434B, ORGANISATION_CODE", "91110000802100433C, CHECK_CHARACTER",
			"91110001802100433B, CHECK_CHARACTER", "91110000802010433B, ORGANISATION_CODE" })
	void what_is_wrong_with_a_code_is_told(String typed, Problem problem) {
		assertThatExceptionOfType(MalformedCreditCodeException.class).isThrownBy(() -> CreditCode.of(typed))
				.satisfies(malformed -> assertThat(malformed.problem()).isEqualTo(problem));
	}
}
