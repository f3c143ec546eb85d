package cn.zhicheng.security;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class LogMaskTest {

	@ParameterizedTest
	@CsvSource({
			"62070219800101001X,                        6207**********001X",
			"62070219800101001x,                        6207**********001x",
			"key (hash)=(620702198506150026) exists,    key (hash)=(6207**********0026) exists",
			"a62070219800101001Xb,                      a6207**********001Xb",
			"certificate_number=(620702850615002) exists,   certificate_number=(620*********002) exists",
			"证件号码620702198506150026重复,                证件号码6207**********0026重复",
			"13812345678,                               138****5678",
			"tel:+8613812345678;,                       tel:+86138****5678;",
			"13812345678 19912345678,                   138****5678 199****5678",
			"z.san@mail.example.com wrote,              z***@mail.example.com wrote",
			"13812345678@139.com,                       1***@139.com",
			"62070219800101001X/13812345678,            6207**********001X/138****5678"})
	void what_looks_like_personal_data_is_masked(String text, String masked) {
		assertThat(LogMask.mask(text)).isEqualTo(masked);
	}

	@ParameterizedTest
	@ValueSource(strings = {
			"",
			"Started ZhichengApplication in 12.345 seconds (process running for 13.012)",
			"2021-04-30T23:59:59.999+08:00 1619798399999 1619798399999999999",
			"620702198001010012345 6207021980010100",
			"128123456789 12812345678",
			"cn.zhicheng.filing.TitleRecord@3f2a1b, java.base@17.0.15/java.lang.Thread.run",
			"record ZC2021-000001 of zy-school",
			"v1:k1fc30444:ZGVmZ2hpamtsbW5vwURai7O6JFMXj-FDGWpGxsdmMgPLrrsVtw"})
	void other_text_is_left_alone(String text) {
		assertThat(LogMask.mask(text)).isEqualTo(text);
	}

	@Test
	void a_very_long_line_is_masked_without_delay() {
		for (String piece : new String[] {"a", "1", "a.", "a@", "@a.", "13812345678"}) {
			String line = piece.repeat(300_000 / piece.length());
			assertTimeoutPreemptively(Duration.ofSeconds(5), () -> LogMask.mask(line), piece);
		}
	}
}
