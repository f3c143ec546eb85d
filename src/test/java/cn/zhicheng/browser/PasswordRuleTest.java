package cn.zhicheng.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import org.camunda.bpm.engine.IdentityService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import com.microsoft.playwright.Page;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.security.StaffRole;

/**
 * The rule for passwords that the engine does not bring is shown in the web apps as the others are: by its text.
 */
@ApplicationTest
class PasswordRuleTest {

	@RegisterExtension
	static final Browsers BROWSERS = new Browsers();

	private static final String ADMINISTRATOR = "designer";
	private static final String PASSWORD = "Zhicheng-2021";

	@LocalServerPort
	int port;
	@Autowired
	IdentityService identities;

	@BeforeEach
	void an_administrator_with_a_password_of_its_own() {
		identities.createMembership(ADMINISTRATOR, StaffRole.ADMINISTRATOR.group());
	}

	@AfterEach
	void as_before() {
		identities.deleteMembership(ADMINISTRATOR, StaffRole.ADMINISTRATOR.group());
	}

	@Test
	void camunda_admin_and_the_welcome_page_say_what_is_wrong_with_a_known_password() {
		var page = BROWSERS.window("http://localhost:" + port, 1280, 900);
		Browsers.signOn(page, "/camunda/app/admin/default/#/user-create", ADMINISTRATOR, PASSWORD);
		page.locator("input[type=password]").first().waitFor();
		saysWhy(page, "password-rule-admin");
		page.navigate("/camunda/app/welcome/default/#/welcome");
		page.getByText("Change password").first().click();
		saysWhy(page, "password-rule-welcome");
	}

	private static void saysWhy(Page page, String name) {
		// The other texts of the app are still there.
		assertThat(page.locator("body")).not().containsText("PASSWORD_");
		page.locator(".password-input input").first().fill(PASSWORD);
		assertThat(page.locator(".popover")).containsText("不能是常见密码，也不能是本系统示例中的密码");
		assertThat(page.locator(".popover")).not().containsText("10 characters");
		Browsers.picture(page, name);
	}
}
