package cn.zhicheng.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Owners recognise where their account is open. */
class BrowserNameTest {

	@ParameterizedTest
	@CsvSource({
			"'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 Edg/126.0', Edge（Windows）",
			"'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0', 微信（安卓）",
			"'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1', Safari（iPhone）",
			"'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0', Firefox（Linux）",
			"'Java-http-client/17', Java-http-client/17", "'', 未知程序" })
	void browsers_are_told_by_their_names(String userAgent, String name) {
		assertThat(BrowserName.of(userAgent)).isEqualTo(name);
	}
}
