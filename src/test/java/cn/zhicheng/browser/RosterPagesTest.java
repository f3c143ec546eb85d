package cn.zhicheng.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Media;

import cn.zhicheng.ApplicationTest;

/**
 * A unit puts people on its roster in a real browser, hands out the codes, and one of them signs in with the slip; every
 * page fits a phone, and no script of a page is refused by its policy.
 */
@ApplicationTest
class RosterPagesTest {

	@RegisterExtension
	static final Browsers BROWSERS = new Browsers();

	@LocalServerPort
	int port;

	private final List<String> complaints = new ArrayList<>();

	@Test
	void from_the_pasted_list_to_the_first_sign_in() {
		var page = BROWSERS.window("http://localhost:" + port, 1280, 900);
		page.onConsoleMessage(message -> {
			if (message.text().contains("Content Security Policy")) {
				complaints.add(message.text());
			}
		});
		Browsers.signOn(page, "/organisation/gs-hospital/roster", "gs-hospital", "Zhicheng-2021");
		press(page, "添加人员");
		page.getByLabel("粘贴名单").fill("张三 620702198001010010\n李四 620702199001010011");
		page.locator("form[aria-labelledby=many] button").click();
		assertThat(page.locator(".notice-error")).containsText("第 2 行");
		Browsers.picture(page, "roster-errors");
		page.getByLabel("粘贴名单").fill("证件类型\t证件号码\t姓名\n护照\tE12345678\tJohn Smith\n台湾居民来往大陆通行证\t12345678\t林小美\n\t620702198506150026\t演示乙");
		page.locator("form[aria-labelledby=many] button").click();
		assertThat(page.locator(".notice-done")).containsText("已添加 3 人");
		Browsers.picture(page, "roster");

		page.getByLabel("选中本页全部").check();
		press(page, "给选中的人员发放激活码");
		assertThat(page.locator(".slip")).hasCount(3);
		Browsers.picture(page, "roster-slips");
		var slip = page.locator(".slip", new Page.LocatorOptions().setHasText("林小美"));
		var code = slip.locator(".code").innerText();
		page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
		page.pdf(new Page.PdfOptions().setPath(Path.of("target/screenshots/roster-slips.pdf")).setPreferCSSPageSize(true));
		page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.SCREEN));

		var portal = BROWSERS.window("http://localhost:" + port, 360, 800);
		portal.navigate("/portal");
		portal.getByLabel("证件类型").selectOption("TAIWAN_PERMIT");
		portal.getByLabel("证件号码").fill("12345678");
		portal.getByLabel("姓名").fill("林小美");
		press(portal, "下一步");
		fits(portal, "portal-password-phone");
		portal.getByLabel("激活码").fill(code);
		portal.getByLabel("新密码").fill("mima-2021");
		portal.getByLabel("再输入一次").fill("mima-2021");
		press(portal, "设置密码并登录");
		assertThat(portal).hasURL(Pattern.compile("/portal$"));
		portal.navigate("/portal/account");
		assertThat(portal.locator("#history + .history")).containsText("凭省属示范医院发放的激活码登录并设置密码");
		fits(portal, "portal-account-phone");
		portal.setViewportSize(1280, 900);
		Browsers.picture(portal, "portal-account");

		page.setViewportSize(360, 800);
		page.navigate("/organisation/gs-hospital/roster");
		assertThat(page.locator(".people")).containsText("已激活");
		fits(page, "roster-phone");
		page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("重置林小美的账户")).click();
		fits(page, "roster-reset-phone");
		press(page, "确认重置，发放新激活码");
		assertThat(page.locator(".slip")).hasCount(1);
		fits(page, "roster-slips-phone");
		page.navigate("/organisation/gs-hospital/roster/people");
		fits(page, "roster-add-phone");
		page.setViewportSize(1280, 900);
		Browsers.picture(page, "roster-add");
		assertThat(complaints).isEmpty();
	}

	private static void fits(Page page, String name) {
		assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")).as(name).isTrue();
		Browsers.picture(page, name);
	}

	private static void press(Page page, String name) {
		page.locator("button, a.button", new Page.LocatorOptions().setHasText(name)).first().click();
	}
}
