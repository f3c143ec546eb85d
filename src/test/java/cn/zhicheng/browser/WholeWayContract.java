package cn.zhicheng.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.TestRecords;
import cn.zhicheng.evidence.SamplePdfs;
import cn.zhicheng.evidence.SamplePhotos;

/**
 * The main job, as each kind of user does it in a real browser: the first demonstration individual files with real PDFs,
 * the unit returns the record with two remarks, it is amended and sent again, all five organisations confirm in
 * Tasklist, a supervisor finds it in Cockpit on the way, and anyone can verify it in the end.
 */
@ApplicationTest
abstract class WholeWayContract {

	private static final String STAFF_PASSWORD = "Zhicheng-2021";
	private static final String IDENTITY_NUMBER = "62070219800101001X";
	private static final String WRONG_CERTIFICATE = "甘教职2010第00021号";
	private static final String CERTIFICATE = "甘教职2010第00012号";

	@RegisterExtension
	static final Browsers BROWSERS = new Browsers();

	@LocalServerPort
	int port;
	@Autowired
	JdbcTemplate jdbc;

	@Test
	void from_the_first_sign_in_to_verification() {
		var portal = window(1280, 900);
		signInForTheFirstTime(portal);
		var number = file(portal);

		returnWithTwoRemarks("gz-school", number);

		amend(portal, number);
		find(number, "supervisor");
		for (var organisation : new String[] { "gz-school", "gz-education", "gz-reform", "zy-reform", "gs-reform" }) {
			confirm(organisation, number);
		}

		portal.navigate("/portal");
		assertThat(portal.locator(".state")).hasText("已入库");
		Browsers.pictureOfWindow(portal, "portal-published");
		verify();
		assertThat(jdbc.queryForObject("select count(*) from ACT_RU_EXECUTION", Integer.class)).isZero();
	}

	private void signInForTheFirstTime(Page page) {
		page.navigate("/");
		Browsers.pictureOfWindow(page, "home");
		page.navigate("/portal");
		page.getByLabel("证件号码").fill(IDENTITY_NUMBER);
		page.getByLabel("姓名").fill("演示甲");
		Browsers.pictureOfWindow(page, "portal-sign-in");
		press(page, "下一步");
		page.getByLabel("激活码").fill(TestRecords.DEMONSTRATION_CODE);
		Browsers.pictureOfWindow(page, "portal-first-sign-in");
		page.getByLabel("新密码").fill("mima-2021");
		page.getByLabel("再输入一次").fill("mima-2021");
		press(page, "设置密码并登录");
		assertThat(page).hasURL(Pattern.compile("/portal$"));
	}

	/** @return number of the submitted record */
	private String file(Page page) {
		press(page, "开始填报");
		var number = page.locator(".number").innerText().replaceAll("^.*?(ZC[0-9-]+).*$", "$1");
		page.locator("#mobile").fill("13893612345");
		page.locator("#employerWhenGranted").fill("甘州区示范小学");
		page.locator("#employer").pressSequentially("示范小学");
		page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName("甘州区示范小学")).first().click();
		page.locator("input[name=acquisition][value=REVIEW]").check();
		page.locator("input[name=jurisdiction][value=PROVINCE]").check();
		page.locator("input[name=confidentiality][value=OPEN]").check();
		page.locator("#reviewYear").fill("2010");
		page.locator("#series").selectOption("中小学教师");
		page.locator("#level").selectOption("INTERMEDIATE");
		page.locator("#title").fill("一级教师");
		page.locator("#speciality").fill("小学语文");
		page.locator("#certificateNumber").fill(WRONG_CERTIFICATE);
		page.locator("#issueDate").fill("2010-12-25");
		page.locator("#firstAppointmentDate").fill("2011-03-01");
		page.locator("#qualificationDocumentNumber").fill("甘职改办〔2010〕56号");
		page.locator("#issuer").fill("张掖市职称改革工作领导小组");
		page.locator("#issuerRegion").selectOption("620700");
		page.locator("#committee").fill("张掖市中小学教师中级职务评审委员会");
		upload(page, "PHOTO", new FilePayload("photo.jpg", "image/jpeg", SamplePhotos.jpeg()));
		upload(page, "CERTIFICATE", pdf(SamplePdfs.certificate("演示甲")));
		upload(page, "QUALIFICATION_DOCUMENT", pdf(SamplePdfs.qualificationDocument("演示甲")));
		upload(page, "REVIEW_FORM", pdf(SamplePdfs.reviewForm("演示甲")));
		Browsers.pictureOfWindow(page, "portal-edit");
		page.setViewportSize(360, 800);
		assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")).isTrue();
		page.setViewportSize(1280, 900);
		press(page, "保存并预览");
		page.getByLabel("本人对所填报信息的真实性负责").check();
		Browsers.pictureOfWindow(page, "portal-preview");
		pressExactly(page, "提交");
		assertThat(page.locator(".state").first()).hasText("审核中");
		page.navigate("/portal");
		Browsers.pictureOfWindow(page, "portal-records");
		page.setViewportSize(360, 800);
		assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")).isTrue();
		Browsers.pictureOfWindow(page, "portal-records-phone");
		page.navigate("/portal/records/" + number);
		assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")).isTrue();
		page.setViewportSize(1280, 900);
		return number;
	}

	private static void upload(Page page, String kind, FilePayload file) {
		page.locator("#file-" + kind).setInputFiles(file);
		assertThat(page.locator("[data-kind=" + kind + "] .uploaded")).isVisible();
	}

	private static FilePayload pdf(byte[] content) {
		return new FilePayload("scan.pdf", "application/pdf", content);
	}

	private void returnWithTwoRemarks(String organisation, String number) {
		var page = openTask(organisation, number);
		Browsers.pictureOfWindow(page, "tasklist-review");
		Browsers.remark(page, page.getByLabel("对“证书编号”写备注"), "certificateNumber", "与证书上的编号不一致，请照证书填写");
		page.locator(".zc-file", new Page.LocatorOptions().setHasText("资格文件")).click();
		Browsers.remark(page, page.locator(".zc-file-remark"), "evidence.QUALIFICATION_DOCUMENT", "缺少盖章页，请补充扫描");
		page.locator("#zc-reason").fill("证书编号有误，资格文件不全，请修改后重报");
		press(page, "退回修改");
		assertThat(page.locator("#zc-reason")).hasCount(0);
		page.context().close();
		assertThat(jdbc.queryForObject("select count(*) from ACT_RU_VARIABLE where NAME_ not in ('recordId', 'stage', "
				+ "'organisation', 'deadline', 'decision')", Integer.class)).isZero();
	}

	private void amend(Page page, String number) {
		page.navigate("/portal");
		assertThat(page.locator(".state")).hasText("退回修改");
		Browsers.pictureOfWindow(page, "portal-returned");
		page.navigate("/portal/records/" + number + "/edit");
		assertThat(page.locator("#certificateNumber-notes")).containsText("与证书上的编号不一致，请照证书填写");
		assertThat(page.locator("[data-kind=QUALIFICATION_DOCUMENT]")).containsText("缺少盖章页，请补充扫描");
		page.locator("#certificateNumber").fill(CERTIFICATE);
		upload(page, "QUALIFICATION_DOCUMENT", pdf(SamplePdfs.qualificationDocument("演示甲（补充盖章页）")));
		press(page, "保存并预览");
		page.getByLabel("本人对所填报信息的真实性负责").check();
		pressExactly(page, "重新提交");
		assertThat(page.locator(".state").first()).hasText("审核中");
	}

	private void find(String number, String supervisor) {
		var page = signOn("/camunda/app/cockpit/default/#/processes", supervisor);
		page.getByText("职称信息审核").first().click();
		assertThat(page.locator(".djs-overlays .badge", new Page.LocatorOptions().setHasText("1")).first()).isVisible();
		assertThat(page.getByText(number).first()).isVisible();
		Browsers.pictureOfWindow(page, "cockpit-running");
		page.context().close();
	}

	private void confirm(String organisation, String number) {
		var page = openTask(organisation, number);
		if (organisation.equals("gz-school")) {
			assertThat(page.locator(".zc-changes")).containsText(WRONG_CERTIFICATE);
			assertThat(page.locator(".zc-changes")).containsText(CERTIFICATE);
			Browsers.pictureOfWindow(page, "tasklist-resubmitted");
		}
		for (var point : page.locator(".zc-check-list input[type=checkbox]").all()) {
			point.check();
		}
		press(page, "审查确认");
		assertThat(page.locator(".zc-check-list")).hasCount(0);
		page.context().close();
	}

	private Page openTask(String organisation, String number) {
		var page = signOn("/camunda/app/tasklist/", organisation);
		Browsers.openTask(page, "本机构待审", number);
		assertThat(page.locator(".tasks-list .task", new Page.LocatorOptions().setHasText(number))).containsText("演示甲");
		assertThat(page.locator(".zc-record")).containsText("一级教师");
		assertThat(page.locator(".zc-pages img").first()).isVisible();
		return page;
	}

	private Page signOn(String path, String account) {
		var page = window(1440, 900);
		Browsers.signOn(page, path, account, STAFF_PASSWORD);
		return page;
	}

	private void verify() {
		var page = window(1280, 900);
		page.navigate("/verify");
		fillVerification(page, "甘教职2010第99999号");
		assertThat(page.getByText("未查询到").first()).isVisible();
		fillVerification(page, CERTIFICATE);
		assertThat(page.locator(".notice-done")).containsText("中小学教师");
		assertThat(page.locator(".notice-done")).containsText("一级教师");
		assertThat(page.url()).endsWith("/verify");
		Browsers.pictureOfWindow(page, "verify-found");
	}

	private static void fillVerification(Page page, String certificateNumber) {
		page.getByLabel("姓名").fill("演示甲");
		page.getByLabel("证件号码").fill(IDENTITY_NUMBER);
		page.getByLabel("证书编号").fill(certificateNumber);
		press(page, "查询");
	}

	private static void press(Page page, String button) {
		page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button)).first().click();
	}

	private static void pressExactly(Page page, String button) {
		page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button).setExact(true)).click();
	}

	private Page window(int width, int height) {
		return BROWSERS.window("http://localhost:" + port, width, height);
	}
}
