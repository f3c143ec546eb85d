package cn.zhicheng.security;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class MaskingTest {

	@ParameterizedTest
	@CsvSource({
			"62070219800101001X, 6207**********001X",
			"620702800101001,    620*********001",
			"H12345678,          H1*****78",
			"12345678,           12****78",
			"1234567,            1*****7",
			"1234,               1**4",
			"123,                ***",
			"1,                  *",
			"'',                 ''"})
	void a_document_number_shows_its_ends(String number, String masked) {
		assertThat(Masking.documentNumber(number)).isEqualTo(masked);
		assertThat(Masking.socialSecurityNumber(number)).isEqualTo(masked);
	}

	@ParameterizedTest
	@CsvSource({
			"13812345678,    138****5678",
			"+8613812345678, +86********678",
			"09361234567,    09*******67",
			"1381234567,     13******67",
			"138123456789,   138******789"})
	void a_mobile_number_shows_what_people_are_used_to_and_anything_else_less(String number, String masked) {
		assertThat(Masking.mobile(number)).isEqualTo(masked);
	}

	@ParameterizedTest
	@CsvSource({
			"zhang@example.com,      z***@example.com",
			"z@example.com,          ***@example.com",
			"zh@example.com,         z***@example.com",
			"张三@example.com,        张***@example.com",
			"𠮷@example.com,          ***@example.com",
			"a@b@example.com,        a***@example.com",
			"@example.com,           @ex******com",
			"zhang@,                 z****@",
			"62070219800101001X,     6207**********001X"})
	void an_address_shows_its_first_letter_and_domain(String address, String masked) {
		assertThat(Masking.email(address)).isEqualTo(masked);
	}

	@Test
	void what_is_not_there_is_shown_as_nothing() {
		assertThat(Masking.documentNumber(null)).isEmpty();
		assertThat(Masking.socialSecurityNumber(null)).isEmpty();
		assertThat(Masking.mobile(null)).isEmpty();
		assertThat(Masking.email(null)).isEmpty();
	}

	@Test
	void whatever_the_number_its_length_is_kept_and_no_more_than_half_of_it_shown() {
		Random random = new Random(20210430);
		String alphabet = "0123456789ABCDEFGHJKLMNPQRSTUVWXY-() 证𠮷";
		int[] characters = alphabet.codePoints().toArray();
		for (int run = 0; run < 20_000; run++) {
			int[] number = random.ints(random.nextInt(40), 0, characters.length).map(i -> characters[i]).toArray();
			int[] masked = Masking.documentNumber(new String(number, 0, number.length)).codePoints().toArray();

			assertThat(masked).hasSameSizeAs(number);
			int shown = 0;
			for (int i = 0; i < number.length; i++) {
				if (masked[i] != '*') {
					assertThat(masked[i]).isEqualTo(number[i]);
					assertThat(i < 4 || i >= number.length - 4).isTrue();
					shown++;
				}
			}
			assertThat(shown * 2).isLessThanOrEqualTo(number.length);
		}
	}
}
