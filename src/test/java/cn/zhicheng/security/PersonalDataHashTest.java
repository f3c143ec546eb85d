package cn.zhicheng.security;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PersonalDataHashTest {

	private static final String NUMBER = "62070219800101001X";

	private final PersonalDataHash hash = new PersonalDataHash(TestKeys.single());

	/** The value was computed with another implementation; people stored once must be found for ever. */
	@Test
	void never_changes() {
		assertThat(hash.of("document-number", NUMBER))
				.isEqualTo("c783958c57a38c1913727dc0062e69194ac74e38a190687b63a30be7d858acc0");
	}

	@Test
	void tells_values_and_purposes_apart() {
		assertThat(hash.of("document-number", NUMBER))
				.matches("[0-9a-f]{64}")
				.isNotEqualTo(hash.of("document-number", "620702198506150026"))
				.isNotEqualTo(hash.of("certificate-number", NUMBER));
	}

	@Test
	void cannot_be_computed_without_the_key() {
		assertThat(new PersonalDataHash(PersonalDataKeys.ofSingle(TestKeys.base64(1))).of("document-number", NUMBER))
				.isNotEqualTo(hash.of("document-number", NUMBER));
	}

	@Test
	void stays_the_same_when_a_new_key_is_put_in_front() {
		String old = "k2021 " + TestKeys.base64(1);
		PersonalDataHash before = new PersonalDataHash(TestKeys.lines(old));
		PersonalDataHash after = new PersonalDataHash(TestKeys.lines("k2023 " + TestKeys.base64(3), "k2022 " + TestKeys.base64(2), old));

		assertThat(after.of("document-number", NUMBER)).isEqualTo(before.of("document-number", NUMBER));
	}

	@Test
	void stays_the_same_when_a_key_from_the_environment_moves_to_a_file() {
		PersonalDataHash after = new PersonalDataHash(
				TestKeys.lines("k2022 " + TestKeys.base64(2), TestKeys.single().currentId() + " " + TestKeys.FIRST));

		assertThat(after.of("document-number", NUMBER)).isEqualTo(hash.of("document-number", NUMBER));
	}

	@Test
	void needs_a_purpose_and_a_value() {
		assertThatIllegalArgumentException().isThrownBy(() -> hash.of(" ", NUMBER))
				.satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain(NUMBER));
		assertThatIllegalArgumentException().isThrownBy(() -> hash.of(null, NUMBER));
		assertThatIllegalArgumentException().isThrownBy(() -> hash.of("document-number", null));
	}
}
