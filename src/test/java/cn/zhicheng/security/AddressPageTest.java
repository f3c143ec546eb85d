package cn.zhicheng.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.MutableClock;
import cn.zhicheng.StaffBrowser;

/** Everybody of the staff says at which address, those who have none of the web apps too. */
@ApplicationTest
class AddressPageTest {

	@LocalServerPort
	int port;
	@Autowired
	StaffAccounts accounts;
	@Autowired
	MutableClock clock;

	@AfterEach
	void nothing_is_left() {
		accounts.changeMailAddress("security", "");
		clock.set(ApplicationTest.START);
	}

	@Test
	void an_address_is_kept_shown_and_taken_back() {
		var browser = StaffBrowser.signedOn(port, "security");
		assertThat(StaffBrowser.target(browser.post("/staff/address", "/staff/address", Map.of("address", " anquan@example.org ")))).isEqualTo("/staff");
		assertThat(browser.get("/staff").body()).contains("通知邮箱已保存");
		assertThat(browser.get("/staff/address").body()).contains("value=\"anquan@example.org\"");
		assertThat(accounts.mailAddressesOf(StaffRole.SECURITY.group())).containsEntry("security", "anquan@example.org");
		browser.post("/staff/address", "/staff/address", Map.of("address", ""));
		assertThat(accounts.mailAddressesOf(StaffRole.SECURITY.group())).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "anquan", "a@", "a@b.cn, c@d.cn", "a@b.cn\nBcc: c@d.cn" })
	void what_is_no_address_is_refused_and_stays_in_the_form(String typed) {
		accounts.changeMailAddress("security", "before@example.org");
		var answer = StaffBrowser.signedOn(port, "security").post("/staff/address", "/staff/address", Map.of("address", typed));
		assertThat(answer.statusCode()).isEqualTo(422);
		assertThat(answer.body()).contains("电子邮箱不正确", "value=\"" + typed.lines().findFirst().orElseThrow());
		assertThat(accounts.mailAddressOf("security")).contains("before@example.org");
	}

	@Test
	void who_finds_a_browser_open_does_not_lead_the_messages_elsewhere() {
		var browser = StaffBrowser.signedOn(port, "security");
		clock.advance(StepUp.COUNTS);
		assertThat(browser.post("/staff/address", "/staff/address", Map.of("address", "elsewhere@example.org")).statusCode()).isEqualTo(403);
		assertThat(accounts.mailAddressOf("security")).isEmpty();
	}
}
