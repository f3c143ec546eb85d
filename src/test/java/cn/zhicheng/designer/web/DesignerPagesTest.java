package cn.zhicheng.designer.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static cn.zhicheng.FormToken.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrlPattern;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;

import org.camunda.bpm.engine.RepositoryService;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.AbstractMockHttpServletRequestBuilder;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.MutableClock;
import cn.zhicheng.TestRecords;
import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.deadline.DeadlineCalendar;
import cn.zhicheng.deadline.DeadlinePublications;
import cn.zhicheng.organisation.OrganisationDirectory;
import cn.zhicheng.security.StaffAuthentication;
import cn.zhicheng.security.StaffDirectory;

/**
 * The pages of process designers as a browser uses them: what is typed is tried out first, wrong tables are told with all
 * their faults, and what was typed is not lost.
 */
@ApplicationTest
class DesignerPagesTest {

	private static final Path TABLE = Path.of("processes", "deadlines.dmn");

	@Autowired
	MockMvc web;
	@Autowired
	StaffDirectory directory;
	@Autowired
	TestRecords filed;
	@Autowired
	DeadlinePublications publications;
	@Autowired
	DeadlineCalendar calendar;
	@Autowired
	OrganisationDirectory organisations;
	@Autowired
	MutableClock clock;
	@Autowired
	RepositoryService repository;
	@Autowired
	JdbcTemplate jdbc;

	@BeforeEach
	void it_is_april() {
		clock.set(ApplicationTest.START);
	}

	@ParameterizedTest
	@CsvSource({ "admin", "supervisor", "gs-reform", "gz-school" })
	void who_designs_no_processes_sees_nothing_of_it(String account) throws Exception {
		for (var address : new String[] { "/designer", "/designer/deadlines", "/designer/processes" }) {
			web.perform(signedOn(get(address), account)).andExpect(status().isForbidden());
		}
		web.perform(signedOn(post("/api/deadlines/preview").content(Files.readAllBytes(TABLE)), account)).andExpect(status().isForbidden());
	}

	@Test
	void the_table_in_force_stands_in_the_page_row_by_row() throws Exception {
		var page = page(get("/designer/deadlines"), 200);

		assertThat(page.select("fieldset.date-row")).hasSize(10);
		assertThat(page.select("input[name=rows[1].date]").attr("value")).isNotEmpty();
		assertThat(page.select("input[name=rows[0].region]").attr("value")).isEqualTo("6207");
	}

	@Test
	void a_changed_date_is_tried_out_then_published_and_counts() throws Exception {
		filed.submittedBySomebody("gz-school");
		var page = page(preview(page(get("/designer/deadlines"), 200), "rows[1].date", "05-12"), 200);
		assertThat(page.select("#preview").text()).contains("甘州区", "2021-05-12");
		assertThat(calendar.reviewDeadline(organisations.get("gz-school"), 2021)).isNotEqualTo(date("05-12"));

		perform(publish(page, "甘区职改办〔2021〕5号")).andExpect(redirectedUrl("/designer"));

		assertThat(calendar.reviewDeadline(organisations.get("gz-school"), 2021)).isEqualTo(date("05-12"));
		assertThat(page(get("/designer"), 200).text()).contains("甘区职改办〔2021〕5号", "designer", "现行", "正在按新日期调整在办信息");
	}

	@Test
	void an_earlier_table_is_taken_again_after_it_was_tried_out() throws Exception {
		var first = publications.inForce().orElseThrow();
		perform(publish(page(preview(page(get("/designer/deadlines"), 200), "rows[1].date", "05-13"), 200), "顺延"))
				.andExpect(redirectedUrl("/designer"));

		var page = page(get("/designer/deadlines?from=" + first.id()), 200);
		assertThat(page.select("input[name=reason]").attr("value")).isEqualTo("重新采用第 " + first.version() + " 版");
		var former = page.select("input[name=rows[1].date]").attr("value");
		perform(publish(page(preview(page, "rows[1].date", former), 200), "撤回")).andExpect(redirectedUrl("/designer"));

		assertThat(calendar.reviewDeadline(organisations.get("gz-school"), 2021)).isEqualTo(date(former));
	}

	@Test
	void a_date_that_does_not_exist_is_told_with_its_row_and_what_was_typed_stays() throws Exception {
		var before = publications.inForce().orElseThrow().id();

		var page = page(preview(page(get("/designer/deadlines"), 200), "rows[1].date", "05-32"), 422);

		assertThat(page.select(".notice-error").text()).contains("不能发布", "第 2 行", "05-32");
		assertThat(page.select("input[name=rows[1].date]").attr("value")).isEqualTo("05-32");
		assertThat(page.select("#preview")).isEmpty();
		assertThat(publications.inForce().orElseThrow().id()).isEqualTo(before);
	}

	@Test
	void a_date_before_today_has_to_be_meant() throws Exception {
		clock.set("2021-05-09T10:00");
		var table = page(get("/designer/deadlines"), 200);

		assertThat(page(preview(table, "rows[1].date", "05-07"), 422).select(".notice-error").text()).contains("05-07");
		var meant = page(preview(table, "rows[1].date", "05-07").param("pastDatesMeant", "true"), 200);

		perform(publish(meant, "提前")).andExpect(redirectedUrl("/designer"));
		assertThat(calendar.reviewDeadline(organisations.get("gz-school"), 2021)).isEqualTo(date("05-07"));
	}

	@Test
	void a_file_from_modeler_is_tried_out_like_what_was_typed() throws Exception {
		var file = Files.readString(TABLE).replace("\"05-10\"", "\"05-14\"");

		var page = page(multipart("/designer/deadlines/preview").file(new MockMultipartFile("file", "deadlines.dmn", "application/xml",
				file.getBytes(StandardCharsets.UTF_8))).param("expected", "0").param("base", ""), 200);

		assertThat(page.select("input[name=rows[1].date]").attr("value")).isEqualTo("05-14");
		assertThat(page.select("#preview")).isNotEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "'这不是决策表'", "'<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\"/>'", "''" })
	void a_file_that_is_no_table_is_refused_with_a_sentence(String content) throws Exception {
		var page = page(multipart("/designer/deadlines/preview").file(new MockMultipartFile("file", "deadlines.dmn", "application/xml",
				(content + " ").getBytes(StandardCharsets.UTF_8))).param("expected", "0").param("base", ""), 422);

		assertThat(page.select(".notice-error li")).isNotEmpty().allSatisfy(fault -> assertThat(fault.text()).contains("deadlines.dmn"));
	}

	@Test
	void of_two_designers_who_publish_at_once_the_second_looks_once_more() throws Exception {
		var first = page(preview(page(get("/designer/deadlines"), 200), "rows[1].date", "05-15"), 200);
		var second = page(preview(page(get("/designer/deadlines"), 200), "rows[1].date", "05-16"), 200);
		perform(publish(first, "第一位")).andExpect(redirectedUrl("/designer"));

		var told = page(publish(second, "第二位"), 200);

		assertThat(told.text()).contains("别人发布了另一版");
		assertThat(calendar.reviewDeadline(organisations.get("gz-school"), 2021)).isEqualTo(date("05-15"));
		assertThat(told.select("#publish-reason").attr("value")).isEqualTo("第二位");
		perform(publish(told, "第二位")).andExpect(redirectedUrl("/designer"));
		assertThat(calendar.reviewDeadline(organisations.get("gz-school"), 2021)).isEqualTo(date("05-16"));
	}

	@Test
	void nothing_is_published_without_a_reason() throws Exception {
		var before = publications.inForce().orElseThrow().id();
		var tried = page(preview(page(get("/designer/deadlines"), 200), "rows[1].date", "05-17"), 200);

		assertThat(page(publish(tried, " "), 200).text()).contains("请写明发布原因");
		assertThat(page(publish(tried, "长".repeat(201)), 200).text()).contains("不能超过 200 个字");

		assertThat(publications.inForce().orElseThrow().id()).isEqualTo(before);
	}

	@Test
	void a_program_gets_the_figures_or_the_faults() throws Exception {
		var file = Files.readString(TABLE);

		web.perform(signedOn(post("/api/deadlines/preview").content(file.replace("\"06-20\"", "\"06-25\"")), "designer"))
				.andExpect(status().isOk()).andExpect(jsonPath("$.faults").isEmpty()).andExpect(jsonPath("$.preview.unmoved").isNumber());
		web.perform(signedOn(post("/api/deadlines/preview").content(file.replace("\"06-20\"", "\"05-01\"")), "designer"))
				.andExpect(status().isUnprocessableEntity()).andExpect(jsonPath("$.faults[0]").isString()).andExpect(jsonPath("$.preview").isEmpty());
	}

	@Test
	void the_file_of_a_publication_can_be_had() throws Exception {
		var publication = publications.inForce().orElseThrow();

		var file = perform(get("/designer/deadlines/" + publication.id() + "/deadlines.dmn")).andExpect(status().isOk()).andReturn().getResponse();

		assertThat(file.getContentAsString(StandardCharsets.UTF_8)).contains("id=\"deadlines\"");
		perform(get("/designer/deadlines/999999/deadlines.dmn")).andExpect(status().isNotFound());
	}

	@Test
	void a_version_of_a_process_that_does_not_exist_is_not_found() throws Exception {
		assertThat(page(get("/designer/processes"), 200).text()).contains("职称信息审核", "title-record-review");
		perform(get("/designer/processes/none")).andExpect(status().isNotFound());
	}

	@Test
	void an_earlier_table_of_reminders_is_taken_again() throws Exception {
		var file = Files.readString(Path.of("processes", "reminders.dmn"));
		var first = model("reminders");
		assertThat(first.select("li")).hasSize(1);
		assertThat(first.select("form")).as("there is no earlier one").isEmpty();
		var download = first.select("a[href$=/file]").attr("href");
		assertThat(perform(get(URI.create(download))).andReturn().getResponse().getContentAsString(StandardCharsets.UTF_8)).isEqualTo(file);
		repository.createDeployment().name("改为九点").addInputStream("reminders.dmn",
				new ByteArrayInputStream(file.replace("08:00", "09:00").getBytes(StandardCharsets.UTF_8))).deploy();

		var again = model("reminders").select("form").attr("action");
		assertThat(model("reminders").select("li").first().text()).contains("第 2 版", "现行", "改为九点");
		var proposal = perform(post(URI.create(again))).andExpect(redirectedUrlPattern("/designer/proposals/*")).andReturn().getResponse().getRedirectedUrl();
		var shown = page(get(proposal), 200);
		assertThat(shown.text()).contains("修改：重新采用第 1 版", "reminders.dmn");
		perform(post(URI.create(shown.select("form[action$=/confirmation]").attr("action"))).param("base", shown.select("input[name=base]").attr("value")))
				.andExpect(redirectedUrl("/designer/processes"));

		assertThat(model("reminders").select("li").first().text()).contains("第 3 版", "现行", "重新采用第 1 版");
		assertThat(perform(get(URI.create(model("reminders").select("li").first().select("a[href$=/file]").attr("href")))).andReturn().getResponse()
				.getContentAsString(StandardCharsets.UTF_8)).isEqualTo(file);
		perform(post("/designer/processes/none/again")).andExpect(status().isNotFound());
		web.perform(signedOn(post(URI.create(again)), "gs-reform")).andExpect(status().isForbidden());
	}

	@Test
	void what_is_refused_is_told_in_the_page_of_versions() throws Exception {
		var first = repository.createDecisionDefinitionQuery().decisionDefinitionKey("eligibility").latestVersion().singleResult();
		repository.createDeployment().addInputStream("eligibility.dmn",
				new ByteArrayInputStream(Files.readAllBytes(Path.of("processes", "eligibility.dmn")))).deploy();
		jdbc.update("update ACT_GE_BYTEARRAY set BYTES_ = ? where DEPLOYMENT_ID_ = ?", "<x/>".getBytes(StandardCharsets.UTF_8), first.getDeploymentId());

		var page = page(post(URI.create(model("eligibility").select("form").attr("action"))), 422);

		assertThat(page.select(".notice-error").text()).contains("不能重新采用，正在使用的版本不变", "eligibility.dmn");
		assertThat(model("eligibility").select("li").first().text()).contains("第 2 版", "现行");
	}

	/** @return of the page of versions the part about a model */
	private Element model(String key) throws Exception {
		return page(get("/designer/processes"), 200).select("section:has(h2 small)").stream()
				.filter(section -> section.select("h2 small").text().equals(key)).findFirst().orElseThrow();
	}

	/** Everything the form has, one field of it changed. */
	private static AbstractMockHttpServletRequestBuilder<?> preview(Document page, String field, String value) {
		var request = multipart("/designer/deadlines/preview");
		for (var input : page.select("form[action$=preview] input")) {
			var sent = !input.attr("type").equals("checkbox") || input.hasAttr("checked");
			if (sent && !input.attr("type").equals("file") && !input.attr("name").equals("_csrf")) {
				request.param(input.attr("name"), input.attr("name").equals(field) ? value : input.attr("value"));
			}
		}
		return request;
	}

	private static AbstractMockHttpServletRequestBuilder<?> publish(Document page, String reason) {
		var form = page.select("#preview form");
		return post("/designer/deadlines").param("base", form.select("[name=base]").attr("value"))
				.param("expected", form.select("[name=expected]").attr("value"))
				.param("pastDatesMeant", form.select("[name=pastDatesMeant]").attr("value")).param("reason", reason);
	}

	private Document page(AbstractMockHttpServletRequestBuilder<?> request, int status) throws Exception {
		var answer = perform(request).andReturn().getResponse();
		assertThat(answer.getStatus()).as(() -> Jsoup.parse(body(answer)).select(".notice-error").text()).isEqualTo(status);
		return Jsoup.parse(body(answer));
	}

	private static String body(MockHttpServletResponse answer) {
		return new String(answer.getContentAsByteArray(), StandardCharsets.UTF_8);
	}

	private ResultActions perform(AbstractMockHttpServletRequestBuilder<?> request) throws Exception {
		return web.perform(signedOn(request, "designer"));
	}

	private AbstractMockHttpServletRequestBuilder<?> signedOn(AbstractMockHttpServletRequestBuilder<?> request, String account) {
		return request.with(authentication(StaffAuthentication.ofSession(directory.find(account).orElseThrow()))).with(csrf());
	}

	private static Deadline date(String date) {
		return new Deadline(LocalDate.parse("2021-" + date));
	}
}
