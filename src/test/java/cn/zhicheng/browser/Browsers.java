package cn.zhicheng.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.LoadState;

/**
 * A real Chromium for the tests, one for all classes: the one in the environment variable {@code CHROMIUM}, else one on the
 * {@code PATH}, else Playwright's own. The one without windows comes first: the other draws its own bars and menus as well,
 * even if nobody sees them, and takes twice as long. Without any the tests are skipped, except with {@code CI=true}, where that is a
 * failure. What the pages show when a test fails is kept under {@code target/screenshots}, with {@code -Dpictures} also what
 * they show on the way.
 */
public class Browsers implements BeforeAllCallback, AfterEachCallback {

	private static final List<String> NAMES = List.of("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome");
	private static final List<String> FLAGS = List.of("--no-sandbox", "--disable-gpu", "--no-first-run",
			"--lang=zh-CN", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic");
	private static final Path SCREENSHOTS = Path.of("target/screenshots");
	private static final Pattern LIST = Pattern.compile("/filter/[^/]+/list\\b");
	private static final boolean PICTURES = System.getProperty("pictures") != null;
	/** Milliseconds for a page to do what is expected of it, on a machine that is busy with other things. */
	private static final int PATIENCE = 60_000;
	private static final int CLICKS = 6;

	private Browser browser;

	@Override
	public void beforeAll(ExtensionContext context) {
		browser = Chromium.start();
	}

	/** Started for the first class that asks, and there as long as the JVM is, if it does not crash; windows share nothing but the program. */
	private static final class Chromium {

		private static Browser running;

		private static synchronized Browser start() {
			if (running == null || !running.isConnected()) {
				PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
				var playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
				var options = new BrowserType.LaunchOptions().setArgs(FLAGS);
				installed().ifPresent(options::setExecutablePath);
				try {
					running = playwright.chromium().launch(options);
				} catch (PlaywrightException none) {
					playwright.close();
					missing(none);
				}
			}
			return running;
		}

		private static void missing(PlaywrightException none) {
			var remedy = "No Chromium for the browser tests: apt-get install chromium-headless-shell fonts-noto-cjk, or set CHROMIUM to its path.";
			if ("true".equals(System.getenv("CI"))) {
				throw new IllegalStateException(remedy, none);
			}
			Assumptions.abort(remedy);
		}
	}

	private static Optional<Path> installed() {
		var named = Optional.ofNullable(System.getenv("CHROMIUM")).filter(path -> !path.isBlank()).map(Path::of);
		return named.or(() -> NAMES.stream().flatMap(Browsers::onPath).findFirst());
	}

	private static Stream<Path> onPath(String name) {
		return Arrays.stream(System.getenv("PATH").split(File.pathSeparator)).map(folder -> Path.of(folder, name))
				.filter(Files::isExecutable);
	}

	/** @return a window of its own, signed in nowhere, with a Chinese browser; {@code address} may then be left out of URLs */
	public Page window(String address, int width, int height) {
		var page = browser.newContext(new Browser.NewContextOptions().setBaseURL(address).setLocale("zh-CN")
				.setTimezoneId("Asia/Shanghai").setViewportSize(width, height)).newPage();
		page.setDefaultTimeout(PATIENCE);
		return page;
	}

	/** Signs a member of staff on by opening a page for staff, which leads to the sign-in and back. */
	public static void signOn(Page page, String path, String account, String password) {
		page.navigate(path);
		page.fill("#account", account);
		page.fill("#password", password);
		page.click("main button[type=submit]");
	}

	/**
	 * Opens a task from a list in Tasklist, with one of our forms. The list before may show the same card, and a click while
	 * Tasklist still fills the list is forgotten: then it is clicked again, as people do.
	 *
	 * @param text on the card
	 */
	public static void openTask(Page page, String list, String text) {
		page.waitForLoadState(LoadState.NETWORKIDLE);
		page.waitForResponse(answer -> LIST.matcher(answer.url()).find(), () -> page.getByText(list).first().click());
		var card = page.locator("li.task", new Page.LocatorOptions().setHasText(text)).locator(".clickable").first();
		for (int click = 1; ; click++) {
			card.click();
			try {
				page.locator(".zc-head").waitFor(new Locator.WaitForOptions().setTimeout(PATIENCE / CLICKS));
				return;
			} catch (TimeoutError nothing) {
				if (click == CLICKS) {
					throw nothing;
				}
			}
		}
	}

	/** Writes a remark in the review form, which moves the focus there a moment after the click: whatever were filled in at once would lose it. */
	public static void remark(Page page, Locator button, String field, String text) {
		button.click();
		var remark = page.locator("[id='zc-remark-%s']".formatted(field));
		PlaywrightAssertions.assertThat(remark).isFocused();
		remark.fill(text);
	}

	/** On a desk and on a phone, where nothing may be wider than the window. */
	public static void pictures(Page page, String name) {
		var desk = page.viewportSize();
		picture(page, name);
		page.setViewportSize(360, 800);
		assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")).as(name).isTrue();
		picture(page, name + "-phone");
		page.setViewportSize(desk.width, desk.height);
	}

	/** Keeps what the whole page shows, for whoever looks at it, when the tests run with {@code -Dpictures}. */
	public static void picture(Page page, String name) {
		picture(page, name, true);
	}

	/** As {@link #picture(Page, String)}, of what is in the window only. */
	public static void pictureOfWindow(Page page, String name) {
		picture(page, name, false);
	}

	/** A part of a drawn process, as large as in Modeler, with the elements from the one to the other in it; only with {@code -Dpictures}. */
	static void part(Page page, String name, String from, String to) {
		if (!PICTURES) {
			return;
		}
		var before = page.viewportSize();
		page.setViewportSize(2600, 1500);
		page.evaluate("document.querySelector('.diagram').style.cssText = 'position: fixed; inset: 0; height: 100vh; max-height: none; z-index: 99'");
		var first = page.locator("[data-element-id=" + from + "]").first();
		var last = page.locator("[data-element-id=" + to + "]").first();
		page.waitForCondition(() -> page.locator("[data-element-id=routeRecord]").first().boundingBox().width > 110);
		var one = first.boundingBox();
		var other = last.boundingBox();
		var x = Math.min(one.x, other.x) - 60;
		var y = Math.min(one.y, other.y) - 110;
		page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")).setClip(x, y,
				Math.max(one.x + one.width, other.x + other.width) + 60 - x, Math.max(one.y + one.height, other.y + other.height) + 160 - y));
		page.evaluate("document.querySelector('.diagram').style.cssText = ''");
		page.setViewportSize(before.width, before.height);
	}

	private static void picture(Page page, String name, boolean whole) {
		if (PICTURES) {
			page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")).setFullPage(whole));
		}
	}

	@Override
	public void afterEach(ExtensionContext context) {
		if (browser == null) {
			return;
		}
		int at = 0;
		for (var window : List.copyOf(browser.contexts())) {
			if (context.getExecutionException().isPresent()) {
				for (var page : window.pages()) {
					page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve("failed-%s-%s-%d.png".formatted(
							context.getRequiredTestClass().getSimpleName(), context.getRequiredTestMethod().getName(), at++))));
				}
			}
			window.close();
		}
	}
}
