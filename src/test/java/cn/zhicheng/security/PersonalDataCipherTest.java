package cn.zhicheng.security;

import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

class PersonalDataCipherTest {

	private static final String PURPOSE = "personal-data";
	private static final String NUMBER = "62070219800101001X";

	private final PersonalDataCipher cipher = new PersonalDataCipher(TestKeys.single());

	@ParameterizedTest
	@ValueSource(strings = {NUMBER, "", "演示甲", "z@example.com", "𠮷", "a:b:c\n"})
	void what_was_encrypted_is_read_back(String value) {
		assertThat(cipher.decrypt(PURPOSE, cipher.encrypt(PURPOSE, value))).isEqualTo(value);
	}

	@Test
	void the_stored_form_names_version_and_key_and_hides_the_value() {
		String stored = cipher.encrypt(PURPOSE, NUMBER);

		assertThat(stored).matches("v1:k1fc30444:[A-Za-z0-9_-]+").doesNotContain(NUMBER, "6207");
		assertThat(sealed(stored)).hasSize(12 + NUMBER.length() + 16);
	}

	/** The value was made with two other implementations of HKDF and AES-GCM. */
	@Test
	void data_stored_by_an_earlier_version_stay_readable() {
		assertThat(cipher.decrypt(PURPOSE, "v1:k1fc30444:ZGVmZ2hpamtsbW5vwURai7O6JFMXj-FDGWpGxsdmMgPLrrsVtw"))
				.isEqualTo("演示甲");
	}

	@Test
	void equal_values_are_never_stored_alike() {
		Set<String> stored = new HashSet<>();
		Set<String> nonces = new HashSet<>();
		for (int i = 0; i < 1_000; i++) {
			String one = cipher.encrypt(PURPOSE, NUMBER);
			stored.add(one);
			nonces.add(one.substring(0, "v1:k1fc30444:".length() + 16));
		}
		assertThat(stored).hasSize(1_000);
		assertThat(nonces).hasSize(1_000);
	}

	@Test
	void a_value_cannot_be_passed_off_as_one_of_another_purpose() {
		String stored = cipher.encrypt("mobile", "13812345678");

		assertUnreadable("document-number", stored);
	}

	@Test
	void every_flipped_bit_of_nonce_value_and_tag_is_noticed() {
		String stored = cipher.encrypt(PURPOSE, NUMBER);
		String head = "v1:k1fc30444:";
		byte[] sealed = sealed(stored);
		for (int bit = 0; bit < sealed.length * 8; bit++) {
			byte[] tampered = sealed.clone();
			tampered[bit / 8] ^= (byte) (1 << bit % 8);
			assertUnreadable(PURPOSE, head + Base64.getUrlEncoder().withoutPadding().encodeToString(tampered));
		}
	}

	@Test
	void every_changed_or_missing_character_is_noticed() {
		String stored = cipher.encrypt(PURPOSE, NUMBER);
		for (int i = 0; i < stored.length(); i++) {
			for (char other : new char[] {'A', 'B', '1', ':', '=', '身'}) {
				if (stored.charAt(i) != other) {
					assertUnreadable(PURPOSE, stored.substring(0, i) + other + stored.substring(i + 1));
				}
			}
			assertUnreadable(PURPOSE, stored.substring(0, i));
			assertUnreadable(PURPOSE, stored.substring(0, i) + stored.substring(i + 1));
		}
		assertUnreadable(PURPOSE, stored + "A");
		assertUnreadable(PURPOSE, stored + "=");
		assertUnreadable(PURPOSE, stored + "\n");
	}

	/** 46 bytes leave unused bits in the last character, which a lenient decoder ignores. */
	@Test
	void a_value_has_one_text_form_only() {
		String stored = cipher.encrypt(PURPOSE, NUMBER);
		int last = stored.length() - 1;

		assertUnreadable(PURPOSE, stored.substring(0, last) + (char) (stored.charAt(last) + 1));
	}

	@Test
	void a_value_cannot_be_relabelled_with_another_known_key() {
		PersonalDataCipher both = new PersonalDataCipher(
				TestKeys.lines("new " + TestKeys.base64(7), "old " + TestKeys.base64(7)));
		String stored = both.encrypt(PURPOSE, NUMBER);

		assertThat(stored).startsWith("v1:new:");
		// Even when both ids stand for the same key.
		assertUnreadable(PURPOSE, stored.replace("v1:new:", "v1:old:"));
	}

	@Test
	void a_value_of_an_unknown_key_names_the_key_and_not_the_value() {
		String stored = new PersonalDataCipher(TestKeys.lines("k2021 " + TestKeys.base64(1))).encrypt(PURPOSE, NUMBER);

		Throwable thrown = catchThrowable(() -> cipher.decrypt(PURPOSE, stored));

		assertThat(thrown).isInstanceOf(UnreadablePersonalDataException.class).hasMessageContaining("'k2021'");
		assertTellsNothing(thrown, stored);
	}

	@ParameterizedTest
	@ValueSource(strings = {NUMBER, "", "v1:k1fc30444:", "v1:k1fc30444:AAAA", "v2:k1fc30444:AAAA", "v1:62070219800101001X:AAAA"})
	void a_value_that_was_never_encrypted_is_refused_without_repeating_it(String stored) {
		Throwable thrown = catchThrowable(() -> cipher.decrypt(PURPOSE, stored));

		assertThat(thrown).isInstanceOf(UnreadablePersonalDataException.class).hasNoCause();
		assertThat(thrown.getMessage()).doesNotContain(NUMBER);
	}

	@Test
	void after_a_change_of_keys_old_values_are_read_and_new_ones_written_with_the_new_key() {
		String oldLine = "k2021 " + TestKeys.base64(1);
		String newLine = "k2022 " + TestKeys.base64(2);
		String before = new PersonalDataCipher(TestKeys.lines(oldLine)).encrypt(PURPOSE, NUMBER);
		PersonalDataCipher changed = new PersonalDataCipher(TestKeys.lines(newLine, oldLine));

		String after = changed.encrypt(PURPOSE, NUMBER);

		assertThat(changed.decrypt(PURPOSE, before)).isEqualTo(NUMBER);
		assertThat(after).startsWith("v1:k2022:");
		assertThat(changed.decrypt(PURPOSE, after)).isEqualTo(NUMBER);
		assertThat(new PersonalDataCipher(TestKeys.lines(newLine)).decrypt(PURPOSE, after)).isEqualTo(NUMBER);
	}

	private void assertUnreadable(String purpose, String stored) {
		assertThatExceptionOfType(UnreadablePersonalDataException.class)
				.as("decrypting %s", stored)
				.isThrownBy(() -> cipher.decrypt(purpose, stored))
				.satisfies(thrown -> assertTellsNothing(thrown, stored));
	}

	private static void assertTellsNothing(Throwable thrown, String stored) {
		String sealed = stored.substring(stored.lastIndexOf(':') + 1);
		for (Throwable one = thrown; one != null; one = one.getCause()) {
			assertThat(String.valueOf(one.getMessage())).doesNotContain(NUMBER);
			if (sealed.length() > 16) {
				assertThat(String.valueOf(one.getMessage())).doesNotContain(sealed);
			}
		}
	}

	private static byte[] sealed(String stored) {
		return Base64.getUrlDecoder().decode(stored.substring(stored.lastIndexOf(':') + 1));
	}
}
