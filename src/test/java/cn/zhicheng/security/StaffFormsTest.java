package cn.zhicheng.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.StaffBrowser;

/** The token against forged requests in the forms of our pages for staff: one for a sign-on, and not one for a request. */
@ApplicationTest
class StaffFormsTest {

	private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]* value=\"([^\"]+)\"");
	private static final Pattern FILE = Pattern.compile("href=\"(/designer/processes/[^\"]+/file)\"");

	@LocalServerPort
	int port;

	@Test
	void a_form_can_be_sent_after_its_page_has_fetched_a_file() {
		var browser = StaffBrowser.signedOn(port, "designer");
		var page = browser.get("/designer/processes").body();
		assertThat(browser.get(found(FILE, page)).statusCode()).isEqualTo(200);
		assertThat(browser.get("/staff").statusCode()).isEqualTo(200);
		var answer = browser.send(browser.form("/designer/proposals/0/discard", Map.of("_csrf", found(TOKEN, page))));
		assertThat(answer.statusCode()).isEqualTo(302);
		assertThat(browser.send(browser.form("/designer/proposals/0/discard", Map.of("_csrf", "another"))).statusCode()).isEqualTo(403);
	}

	/** The next page makes another one. */
	@Test
	void a_sign_on_ends_the_token_that_there_was() {
		var browser = new StaffBrowser(port);
		browser.get("/sign-in");
		var answer = browser.signOn("designer", StaffBrowser.PASSWORD);
		assertThat(answer.headers().allValues("Set-Cookie")).anyMatch(cookie -> cookie.startsWith(StaffPaths.TOKEN + "=;") && cookie.contains("Max-Age=0"));
		assertThat(browser.get("/designer/processes").statusCode()).isEqualTo(200);
	}

	private static String found(Pattern pattern, String page) {
		var matcher = pattern.matcher(page);
		assertThat(matcher.find()).isTrue();
		return matcher.group(1);
	}
}
