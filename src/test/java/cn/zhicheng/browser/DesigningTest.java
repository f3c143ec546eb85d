package cn.zhicheng.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Date;
import java.util.regex.Pattern;

import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.StaffBrowser;
import cn.zhicheng.TestRecords;
import cn.zhicheng.TestReviews;
import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.workflow.TestBatches;

/**
 * A process designer with a browser: changes a date, sees what it would do, publishes it, sees it done; then moves what runs on
 * the former version of the process.
 */
@ApplicationTest
class DesigningTest {

	@RegisterExtension
	static final Browsers BROWSERS = new Browsers();

	private static final Path SHIPPED = Path.of("processes", "title-record-review.bpmn");
	/** What the guide for process designers shows. */
	private static final Path EXAMPLE = Path.of("docs", "examples", "title-record-review.bpmn");

	@LocalServerPort
	int port;
	@Autowired
	TestRecords filed;
	@Autowired
	TestReviews reviews;
	@Autowired
	RepositoryService repository;
	@Autowired
	ManagementService management;

	@Test
	void from_a_changed_date_to_records_that_have_followed_and_to_the_new_version_of_the_process() throws IOException {
		var number = filed.submittedBySomebody("gz-school");
		filed.submittedBySomebody("gz-school");
		filed.submittedBySomebody("zy-school");
		filed.submittedBySomebody("lz-company");
		reviews.sendBack(filed.submittedBySomebody("gz-school"), "gz-school");
		filed.completeDraft(filed.newPerson(), "gz-archive");

		var page = BROWSERS.window("http://localhost:" + port, 1280, 900);
		Browsers.signOn(page, "/designer", "designer", StaffBrowser.PASSWORD);
		assertThat(page).hasURL(Pattern.compile("/designer$"));
		page.getByText("截止日期表", new Page.GetByTextOptions().setExact(true)).first().click();

		page.locator("[name='rows[1].date']").fill("05-40");
		page.getByText("预演", new Page.GetByTextOptions().setExact(true)).click();
		assertThat(page.locator(".notice-error")).containsText("第 2 行");
		Browsers.pictures(page, "designer-fault");
		page.locator("[name='rows[1].date']").fill("05-15");
		page.locator("form[action$=preview] button[type=submit]").click();
		assertThat(page.locator("#preview tbody tr")).hasCount(3);
		Browsers.pictures(page, "designer-preview");
		page.fill("#publish-reason", "张人社职〔2021〕45号：因疫情顺延五日");
		page.locator("#preview button").click();
		assertThat(page).hasURL(Pattern.compile("/designer$"));
		assertThat(page.locator("progress")).isVisible();
		Browsers.pictures(page, "designer-home");

		new TestBatches(management).run();
		page.navigate("/designer");
		assertThat(page.locator("progress")).hasCount(0);
		assertThat(reviews.task(number).getDueDate()).isEqualTo(Date.from(new Deadline(LocalDate.of(2021, 5, 15)).lastMoment()));

		deployWithCheckByThePerson();
		page.navigate("/designer/processes");
		Browsers.pictures(page, "designer-processes");
		page.getByText("迁移到最新版").first().click();
		page.getByText("预演", new Page.GetByTextOptions().setExact(true)).click();
		assertThat(page.locator(".notice-done")).containsText("将迁移");
		Browsers.pictures(page, "designer-migration");
		page.locator(".notice-done button").click();
		assertThat(page.locator("progress")).isVisible();
		new TestBatches(management).run();
		page.navigate("/designer/processes");
		assertThat(page.getByText("迁移到最新版")).hasCount(0);

		page.getByText("重新采用这一版").first().click();
		page.locator("details[open] button").click();
		assertThat(page.locator(".diagram[data-drawn=true]")).hasCount(2);
		assertThat(page.locator("dd").filter(new Locator.FilterOptions().setHasText("本人核对"))).isVisible();
		page.locator("form[action$=confirmation] button").click();
		assertThat(page.locator(".notice-done")).containsText("已采用");
		assertThat(page.locator("section:has(small:text-is('title-record-review')) .look").first()).containsText("第 3 版");
	}

	/** As the guide shows it: what was added with the element templates. */
	@Test
	void the_diagram_of_a_version_is_drawn() throws IOException {
		repository.createDeployment().name("复核、公示").addInputStream("title-record-review.bpmn", Files.newInputStream(EXAMPLE)).deploy();
		try {
			var page = BROWSERS.window("http://localhost:" + port, 1440, 900);
			Browsers.signOn(page, "/designer/processes", "designer", StaffBrowser.PASSWORD);
			page.locator("section:has(small:text-is('title-record-review')) .look").first().getByText("流程图").click();
			assertThat(page.locator(".diagram[data-drawn=true]")).isVisible();
			assertThat(page.locator("[data-element-id=departmentSecondReview]").first()).isVisible();
			assertThat(page.locator(".bjs-powered-by")).isVisible();
			Browsers.pictures(page, "designer-diagram");
			Browsers.part(page, "designer-example-second-review", "departmentReview", "secondReviewed");
			Browsers.part(page, "designer-example-notice", "superiorLeft", "recordPublished");
		} finally {
			repository.createDeployment().name("复原").addInputStream("title-record-review.bpmn", Files.newInputStream(Path.of("processes", "title-record-review.bpmn"))).deploy();
		}
	}

	@Test
	void a_file_is_uploaded_compared_and_taken() throws IOException {
		repository.createDeployment().name("复原").addInputStream("title-record-review.bpmn", Files.newInputStream(SHIPPED)).deploy();
		var page = BROWSERS.window("http://localhost:" + port, 1440, 900);
		Browsers.signOn(page, "/designer/processes", "designer", StaffBrowser.PASSWORD);
		page.locator("#proposals form button").click();
		assertThat(page.locator(".notice-error")).containsText("请写明发布原因");
		assertThat(page.locator(".notice-error")).containsText("请选择文件");
		page.fill("#proposal-reason", "主管部门双人复核，入库前公示五日");
		page.locator("#proposal-files").setInputFiles(EXAMPLE);
		page.locator("#proposals form button").click();
		assertThat(page.locator("h1")).containsText("修改：主管部门双人复核");
		assertThat(page.locator(".diagram[data-drawn=true]")).hasCount(2);
		assertThat(page.locator("[data-element-id=departmentSecondReview].diagram-added")).isVisible();
		assertThat(page.locator("[data-element-id=departmentDecided].diagram-changed").first()).isVisible();
		Browsers.pictures(page, "designer-difference");
		page.locator("form[action$=confirmation] button").click();
		assertThat(page.locator(".notice-done")).containsText("已采用");
		assertThat(page.locator("section:has(small:text-is('title-record-review')) .look").first()).containsText("主管部门双人复核");

		page.fill("#proposal-reason", "撤回");
		page.locator("#proposal-files").setInputFiles(SHIPPED);
		page.locator("#proposals form button").click();
		assertThat(page.locator("[data-element-id=publicNotice].diagram-removed")).isVisible();
		page.getByText("放弃").click();
		assertThat(page.locator(".notice-done")).containsText("已放弃");
		Browsers.pictures(page, "designer-proposals");
		repository.createDeployment().name("复原").addInputStream("title-record-review.bpmn", Files.newInputStream(SHIPPED)).deploy();
	}

	private void deployWithCheckByThePerson() throws IOException {
		var model = Files.readString(Path.of("processes", "title-record-review.bpmn")).replace(
				"<bpmn:sequenceFlow id=\"amended\" name=\"重新提交\" sourceRef=\"amendment\" targetRef=\"routeRecord\" />", """
						<bpmn:sequenceFlow id="amended" name="重新提交" sourceRef="amendment" targetRef="ownCheck" />
						<bpmn:userTask id="ownCheck" name="本人核对" />
						<bpmn:sequenceFlow id="checked" sourceRef="ownCheck" targetRef="routeRecord" />
						""");
		reviews.as("designer", "designer", () -> repository.createDeployment().name("增加本人核对")
				.addInputStream("title-record-review.bpmn", new ByteArrayInputStream(model.getBytes(StandardCharsets.UTF_8))).deploy());
	}
}
