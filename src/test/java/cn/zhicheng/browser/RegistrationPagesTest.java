package cn.zhicheng.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.organisation.CreditCodes;

/**
 * A unit without an account in a real browser: it applies, the competent department approves in Tasklist, the unit sees its
 * first password once and signs on with it. Every page fits a phone, and no script of a page is refused by its policy.
 */
@ApplicationTest
class RegistrationPagesTest {

	@RegisterExtension
	static final Browsers BROWSERS = new Browsers();
	/** Where Tasklist fetches a task. */
	private static final Pattern TASK = Pattern.compile(".*/engine/default/task/[^/?]+$");

	@LocalServerPort
	int port;

	private final List<String> complaints = new ArrayList<>();

	@Test
	void from_the_application_to_the_first_sign_on() {
		var unit = window();
		unit.navigate("/portal/sign-in");
		unit.getByText("申请单位账号").click();
		press(unit, "提交申请");
		assertThat(unit.locator(".problem").first()).isVisible();
		pictures(unit, "registration-problems");
		unit.locator("input[name=nature][value=STATE]").check();
		unit.getByLabel("单位全称").fill("甘州区新办小学");
		unit.locator("#region").selectOption("620702");
		unit.getByLabel("所属行业").fill("中小学教育");
		unit.getByLabel("统一社会信用代码").fill(CreditCodes.next());
		unit.locator("#contactName").fill("李四");
		unit.locator("#contactPhone").fill("0936-8212345");
		unit.locator("#administrator").fill("gz-school");
		unit.locator("#administratorName").fill("王五");
		press(unit, "提交申请");
		var number = unit.locator(".application-number").innerText();
		var code = unit.locator(".application-code").innerText();
		pictures(unit, "registration-filed");
		ask(unit, number, code);
		assertThat(unit.locator(".state")).hasText("等待审核");
		pictures(unit, "registration-waiting");

		approve(number);

		ask(unit, number, code);
		assertThat(unit.locator(".state")).hasText("已批准");
		pictures(unit, "registration-approved");
		press(unit, "显示初始密码");
		var password = unit.locator(".first-password").innerText();
		pictures(unit, "registration-password");
		ask(unit, number, code);
		assertThat(unit.locator(".notice")).containsText("已经显示过");

		Browsers.signOn(unit, "/organisation", "gz-new-school", password);
		assertThat(unit).hasURL(Pattern.compile("/staff/password$"));
		assertThat(complaints).isEmpty();
	}

	private void approve(String number) {
		var page = window();
		Browsers.signOn(page, "/camunda/app/tasklist/default/", "gz-education", "Zhicheng-2021");
		Browsers.openTask(page, "机构入驻申请", number);
		assertThat(page.locator(".zc-head-number")).hasText(number);
		assertThat(page.locator(".zc-registration")).containsText("甘州区有与“中小学教育”对应的行业主管部门");
		pictures(page, "registration-form");
		page.locator(".zc-decide-button").click();
		assertThat(page.locator(".zc-error").first()).hasText("请先选择审核决定。");
		page.locator("#zc-verdict-forward").check();
		page.locator("#zc-search").pressSequentially("张掖");
		assertThat(page.locator(".zc-found")).containsText("张掖市教育局");
		pictures(page, "registration-form-forward");
		page.locator("#zc-verdict-approve").check();
		assertThat(page.locator(".zc-picked")).containsText("甘州区教育局");
		assertThat(page.locator(".zc-registration")).containsText("账号 gz-school 已被使用");
		pictures(page, "registration-form-approve");
		var held = new AtomicReference<Route>();
		page.route(TASK, route -> {
			if (!route.request().method().equals("GET") || !held.compareAndSet(null, route)) {
				route.resume();
			}
		});
		page.locator(".zc-decide-button").click();
		assertThat(page.locator(".zc-decide .zc-error")).containsText("账号 gz-school 已被使用");
		page.locator("#zc-administrator").fill("gz-new-school");
		// Tasklist fetches its task anew: had it been done meanwhile, that answer would bring it back.
		page.waitForCondition(() -> held.get() != null);
		assertThat(page.locator(".zc-decide-button")).isDisabled();
		held.get().resume();
		page.locator(".zc-decide-button").click();
		assertThat(page.locator(".zc-registration")).hasCount(0);
		page.context().close();
	}

	private static void ask(Page page, String number, String code) {
		page.navigate("/portal/organisation/status");
		page.fill("#number", number);
		page.fill("#code", code);
		page.click("main button[type=submit]");
	}

	private Page window() {
		var page = BROWSERS.window("http://localhost:" + port, 1280, 900);
		page.onConsoleMessage(message -> {
			if (message.text().contains("Content Security Policy")) {
				complaints.add(message.text());
			}
		});
		return page;
	}

	private static void press(Page page, String name) {
		page.locator("button, a.button", new Page.LocatorOptions().setHasText(name)).first().click();
	}

	/** On a desk and on a phone, where nothing may be wider than the window. */
	private static void pictures(Page page, String name) {
		Browsers.picture(page, name);
		page.setViewportSize(360, 800);
		assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")).as(name).isTrue();
		if (page.locator(".zc-registration").count() > 0) {
			assertThat((Boolean) page.evaluate("(form => form.scrollWidth <= form.clientWidth)(document.querySelector('.zc-registration'))")).as(name).isTrue();
			page.locator(".zc-verdict").first().evaluate("verdict => verdict.scrollIntoView()");
		}
		Browsers.picture(page, name + "-phone");
		page.setViewportSize(1280, 900);
	}
}
