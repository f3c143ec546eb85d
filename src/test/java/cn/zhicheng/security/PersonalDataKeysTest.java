package cn.zhicheng.security;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PersonalDataKeysTest {

	@Test
	void the_first_line_is_the_current_key() {
		PersonalDataKeys keys = TestKeys.lines("# since 2022", "k2022 " + TestKeys.base64(2), "",
				"  k2021\t" + TestKeys.base64(1) + "  ");

		assertThat(keys.currentId()).isEqualTo("k2022");
		assertThat(keys.ids()).containsExactly("k2022", "k2021");
		assertThat(keys.encryptionKey("k2021")).isPresent();
		assertThat(keys.encryptionKey("k2020")).isEmpty();
	}

	@Test
	void the_key_of_the_ciphers_and_those_of_the_hashes_are_independent() {
		PersonalDataKeys keys = TestKeys.single();

		assertThat(keys.encryptionKey(keys.currentId()).orElseThrow()).hasSize(32)
				.isNotEqualTo(keys.hashKey("document-number"));
		assertThat(keys.hashKey("document-number")).hasSize(32).isNotEqualTo(keys.hashKey("mobile"));
	}

	@Test
	void a_single_key_is_known_by_an_id_that_changes_with_it() {
		assertThat(TestKeys.single().currentId()).isEqualTo("k1fc30444");
		assertThat(PersonalDataKeys.ofSingle(TestKeys.base64(1)).currentId()).isNotEqualTo("k1fc30444");
	}

	@ParameterizedTest
	@ValueSource(strings = {
			"AAECAwQFBgcICQoLDA0ODw==",
			"not base64!",
			"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCU=",
			"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh-_"})
	void a_key_of_another_length_or_alphabet_is_refused_without_repeating_it(String base64) {
		assertThatExceptionOfType(InvalidPersonalDataKeyException.class)
				.isThrownBy(() -> PersonalDataKeys.ofSingle(base64))
				.withMessageContaining("zhicheng.security.personal-data.key")
				.withMessageContaining("openssl rand -base64 32")
				.satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain(base64))
				.withNoCause();
	}

	@Test
	void a_malformed_line_is_named_by_its_number_and_not_repeated() {
		for (String line : List.of(TestKeys.base64(9), "9 " + TestKeys.base64(9), "k:1 " + TestKeys.base64(9),
				"k1 " + TestKeys.base64(9) + " extra", "abcdefghijklmnopq " + TestKeys.base64(9))) {
			assertThatExceptionOfType(InvalidPersonalDataKeyException.class)
					.isThrownBy(() -> TestKeys.lines("k0 " + TestKeys.FIRST, line))
					.withMessageStartingWith("Line 2 of the test's keys")
					.satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain(TestKeys.base64(9)));
		}
	}

	@Test
	void an_id_used_twice_is_refused() {
		assertThatExceptionOfType(InvalidPersonalDataKeyException.class)
				.isThrownBy(() -> TestKeys.lines("k1 " + TestKeys.base64(1), "k1 " + TestKeys.base64(2)))
				.withMessageContaining("'k1'");
	}

	@Test
	void a_file_of_nothing_but_comments_is_refused() {
		assertThatExceptionOfType(InvalidPersonalDataKeyException.class)
				.isThrownBy(() -> TestKeys.lines("# none yet", ""))
				.withMessageStartingWith("There is no key in the test's keys.");
	}

	@Test
	void hashes_come_from_a_root_of_their_own_where_there_is_one() {
		PersonalDataKeys keys = TestKeys.lines("k2022 " + TestKeys.base64(2), "hash-root " + TestKeys.base64(7));

		assertThat(keys.ids()).containsExactly("k2022");
		assertThat(keys.rootsHashes("k2022")).isFalse();
		assertThat(keys.hashKey("document-number"))
				.isEqualTo(TestKeys.lines("k2023 " + TestKeys.base64(3), "hash-root " + TestKeys.base64(7)).hashKey("document-number"))
				.isNotEqualTo(TestKeys.lines("k2022 " + TestKeys.base64(2)).hashKey("document-number"));
	}

	@Test
	void separated_hash_keys_give_the_same_hashes_without_the_key_they_came_from() {
		PersonalDataKeys before = TestKeys.lines("k2022 " + TestKeys.base64(2), "k2021 " + TestKeys.base64(1));
		assertThat(before.rootsHashes("k2021")).isTrue();
		List<String> lines = before.linesWithSeparateHashKeys(new byte[32]);
		PersonalDataKeys after = PersonalDataKeys.ofLines(lines.stream().filter(line -> !line.startsWith("k2021 ")).toList(), "the test");

		assertThat(after.ids()).containsExactly("k2022");
		assertThat(PersonalDataKeys.STORED_PURPOSES).isNotEmpty()
				.allSatisfy(purpose -> assertThat(after.hashKey(purpose)).isEqualTo(before.hashKey(purpose)));
		assertThat(String.join("\n", lines.subList(2, lines.size()))).doesNotContain(TestKeys.base64(1));
		assertThat(after.linesWithSeparateHashKeys(new byte[32])).as("twice is as good as once").containsAll(lines.subList(2, lines.size()));
	}

	@Test
	void hash_keys_without_their_root_are_refused() {
		assertThatExceptionOfType(InvalidPersonalDataKeyException.class)
				.isThrownBy(() -> TestKeys.lines("k1 " + TestKeys.base64(1), "hash-key document-number " + TestKeys.base64(2)))
				.withMessageContaining("hash-root");
	}

	@Test
	void keys_show_their_ids_only() {
		assertThat(TestKeys.lines("k2022 " + TestKeys.base64(2), "k2021 " + TestKeys.base64(1)))
				.hasToString("PersonalDataKeys[k2022, k2021]");
	}
}
