package cn.zhicheng.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.web.util.HtmlUtils;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.FormToken;
import cn.zhicheng.MutableClock;

/** The auditor finds what was done, takes it along and has it verified; and nobody else does. */
@ApplicationTest
abstract class AuditPagesContract {

	private static final Staff AUDITOR = new Staff("auditor", Set.of(StaffRole.AUDITOR.group()));
	private static final Pattern EARLIER = Pattern.compile("href=\"(/staff/audit\\?[^\"]*beforeId=[^\"]*)\"");

	@Autowired
	MockMvc web;
	@Autowired
	AuditTrail trail;
	@Autowired
	AuditLinker linker;
	@Autowired
	AuditSettings settings;
	@Autowired
	JdbcTemplate jdbc;
	@Autowired
	MutableClock clock;

	@BeforeEach
	void nothing_but_what_the_test_tells() throws IOException {
		Files.deleteIfExists(settings.anchorFile());
		jdbc.update("delete from audit_check");
		jdbc.update("delete from audit_entry");
		jdbc.update("update audit_chain set erased = 0, erased_link = '', last = 0, last_link = '', seal = null");
	}

	@Test
	void each_entry_is_shown_in_chinese_the_latest_first() throws Exception {
		tell(AuditKind.DECIDED, "gz-school", "gz-school", "ZC2021-00000001", Map.of("decision", "CONFIRM", "late", "false", "submission", "1"));
		clock.advance(Duration.ofSeconds(5));
		tell(AuditKind.RIGHTS_REFUSED, "admin", null, "account:gz-school", Map.of("rule", "rights.removesSelf"));
		tell(AuditKind.SIGN_IN_REFUSED, "applicant:unknown", null, "applicant:unknown", Map.of("step", "password", "address", "198.51.100.7"));
		linker.link();
		var page = text(list(""));
		assertThat(page).containsSubsequence("登录失败", "不存在的个人账户", "步骤：密码；来源地址：198.51.100.7", "第 3 条", "越权被拒", "admin", "对象：账号 gz-school", "规则：不能删除自己的账号",
				"2021年4月1日 09:00:05", "审核", "gz-school", "机构 gz-school", "对象：ZC2021-00000001", "决定：确认；是否逾期：否；第几次提交：1", "2021年4月1日 09:00:00", "第 1 条");
		assertThat(text(list(""))).as("reading is told too").containsSubsequence("审计", "auditor", "事项：查阅", "尚未编入日志链");
	}

	@Test
	void what_is_looked_for_is_found_and_nothing_else() throws Exception {
		tell(AuditKind.DECIDED, "gz-school", "gz-school", "ZC2021-00000001", Map.of());
		tell(AuditKind.LOOKED, "gz-school", "gz-school", "ZC2021-00000002", Map.of());
		tell(AuditKind.RIGHTS_CHANGED, "gs-reform", "gs-reform", "account:zhang", Map.of());
		tell(AuditKind.RIGHTS_CHANGED, "gs-reform", "gs-reform", "zhang", Map.of());
		assertThat(subjects("?kind=LOOKED")).containsExactly("ZC2021-00000002");
		assertThat(subjects("?actor=gz-school")).containsExactly("ZC2021-00000002", "ZC2021-00000001");
		assertThat(subjects("?organisation=gs-reform&kind=")).containsExactly("zhang", "账号 zhang");
		assertThat(subjects("?subject=zhang")).containsExactly("zhang", "账号 zhang");
		assertThat(subjects("?subject=account:zhang")).containsExactly("账号 zhang");
		assertThat(subjects("?subject=ZC2021-00000001&actor=%20gz-school%20&kind=DECIDED")).containsExactly("ZC2021-00000001");
		assertThat(text(list("?actor=nobody"))).contains("这段时间没有符合条件的记录").contains("value=\"nobody\"");
	}

	@Test
	void a_day_is_one_in_china() throws Exception {
		clock.advance(Duration.ofHours(14));
		tell(AuditKind.LOOKED, "a", null, "late on the first", Map.of());
		clock.advance(Duration.ofHours(2));
		tell(AuditKind.LOOKED, "a", null, "early on the second", Map.of());
		clock.advance(Duration.ofDays(30));
		assertThat(subjects("?kind=LOOKED")).as("the last seven days by themselves").isEmpty();
		assertThat(subjects("?kind=LOOKED&from=2021-04-01&to=2021-04-01")).containsExactly("late on the first");
		assertThat(subjects("?kind=LOOKED&from=2021-04-02&to=2021-04-02")).containsExactly("early on the second");
	}

	@ParameterizedTest
	@ValueSource(strings = { "?from=2021-13-40", "?from=2021-04-02&to=2021-04-01", "?from=1021-04-02", "?to=later" })
	void days_that_are_none_are_refused_and_what_was_typed_stays(String typed) throws Exception {
		var answer = list(typed + "&actor=gz-school");
		assertThat(answer.getStatus()).isEqualTo(422);
		assertThat(text(answer)).contains("日期不正确").contains("value=\"gz-school\"");
	}

	@Test
	void pages_go_on_where_the_last_one_ended_though_many_entries_are_of_one_moment() throws Exception {
		for (int i = 0; i < 120; i++) {
			tell(AuditKind.LOOKED, "a", null, "n" + i, Map.of());
		}
		var found = new ArrayList<String>();
		var address = "?kind=LOOKED";
		int pages = 0;
		while (address != null) {
			var page = text(list(address));
			found.addAll(subjectsOf(page));
			var earlier = EARLIER.matcher(page);
			address = earlier.find() ? HtmlUtils.htmlUnescape(earlier.group(1)).substring("/staff/audit".length()) : null;
			pages++;
		}
		assertThat(pages).isEqualTo(3);
		assertThat(found).hasSize(120).doesNotHaveDuplicates().startsWith("n119").endsWith("n0");
	}

	@Test
	void each_page_that_is_read_stands_in_the_trail() throws Exception {
		tell(AuditKind.LOOKED, "a", null, "n", Map.of());
		list("?kind=LOOKED&actor=a&beforeAt=1700000000000000&beforeId=9");
		assertThat(jdbc.queryForList("select details from audit_entry where kind = 'AUDITED'", String.class)).singleElement().asString().contains("\"actor\":\"a\"");
	}

	@Test
	void a_spreadsheet_has_more_than_one_batch() throws Exception {
		for (int i = 0; i < 1500; i++) {
			tell(AuditKind.LOOKED, "a", null, "n" + i, Map.of());
		}
		var answer = web.perform(as(AUDITOR, post("/staff/audit/export").param("kind", "LOOKED")).with(FormToken.csrf())).andReturn().getResponse();
		try (var workbook = new ReadableWorkbook(new ByteArrayInputStream(answer.getContentAsByteArray()))) {
			assertThat(workbook.getFirstSheet().openStream()).hasSize(1501);
		}
	}

	@Test
	void what_was_found_is_taken_along_as_a_spreadsheet_with_its_seals() throws Exception {
		tell(AuditKind.LOOKED, "gz-school", "gz-school", "=1+1", Map.of("field", "MOBILE"));
		tell(AuditKind.DECIDED, "gz-school", "gz-school", "ZC2021-00000001", Map.of());
		linker.link();
		var answer = web.perform(as(AUDITOR, post("/staff/audit/export").param("kind", "LOOKED")).with(FormToken.csrf())).andReturn().getResponse();
		assertThat(answer.getHeader("Content-Disposition")).isEqualTo("attachment; filename=\"audit-2021-03-26-2021-04-01.xlsx\"");
		assertThat(answer.getHeader("Cache-Control")).isEqualTo("no-store");
		try (var workbook = new ReadableWorkbook(new ByteArrayInputStream(answer.getContentAsByteArray()))) {
			var rows = workbook.getFirstSheet().read();
			assertThat(cells(rows.get(0))).containsExactly("日志链序号", "时间", "类别", "操作人", "机构代码", "对象", "详情", "原始内容", "封印", "链值");
			assertThat(rows).hasSize(2);
			var kept = jdbc.queryForMap("select seal, link from audit_entry where subject = '=1+1'");
			assertThat(cells(rows.get(1))).containsExactly("1", "2021年4月1日 09:00:00", "查看个人信息", "gz-school", "gz-school", "=1+1", "项目：手机号码", "LOOKED field=MOBILE",
					kept.get("seal").toString(), kept.get("link").toString());
		}
		assertThat(text(list("?kind=EXPORTED"))).contains("从：2021-03-26", "类别：查看个人信息");
	}

	@Test
	void a_verification_tells_what_is_not_as_it_was_written() throws Exception {
		for (int i = 0; i < 5; i++) {
			tell(AuditKind.LOOKED, "a", null, "n" + i, Map.of());
		}
		linker.link();
		assertThat(verified()).contains("完好，与写入时一致").contains("核对了第 1 条至第 5 条");
		linker.link();
		jdbc.update("update audit_entry set subject = 'somebody else' where place = 3");
		assertThat(verified()).contains("发现改动").contains("第 3 条（编号 ").contains("被修改。");
		jdbc.update("update audit_entry set subject = 'n2' where place = 3");
		jdbc.update("delete from audit_entry where place = 2");
		assertThat(verified()).contains("第 2 条至第 2 条被删除。");
		assertThat(text(list("?kind=AUDITED"))).contains("事项：核验完毕，完好").contains("事项：核验完毕，发现改动");
	}

	@Test
	void one_verification_at_a_time_and_one_that_has_died_is_in_nobodys_way() throws Exception {
		linker.link();
		running("now");
		assertThat(begin()).isEqualTo("已有一次核验正在进行，请等待结果。");
		clock.advance(Duration.ofMinutes(6));
		assertThat(verified()).containsSubsequence("完好，与写入时一致", "中断，没有完成");
	}

	@ParameterizedTest
	@ValueSource(strings = { "camunda-admin", "security-admin", "supervisor", "designer", "gz-school", "gs-reform--admin" })
	void nobody_else_reads_exports_or_verifies(String group) throws Exception {
		var other = new Staff("other", Set.of(group));
		assertThat(web.perform(as(other, get("/staff/audit"))).andReturn().getResponse().getStatus()).isEqualTo(403);
		assertThat(web.perform(as(other, get("/staff/audit/checks"))).andReturn().getResponse().getStatus()).isEqualTo(403);
		assertThat(web.perform(as(other, post("/staff/audit/export")).with(FormToken.csrf())).andReturn().getResponse().getStatus()).isEqualTo(403);
		assertThat(web.perform(as(other, post("/staff/audit/checks")).with(FormToken.csrf())).andReturn().getResponse().getStatus()).isEqualTo(403);
		assertThat(jdbc.queryForObject("select count(*) from audit_check", Integer.class)).isZero();
	}

	private void tell(AuditKind kind, String actor, String organisation, String subject, Map<String, String> details) {
		trail.record(kind, actor, organisation, subject, details);
	}

	private void running(String account) {
		jdbc.update("insert into audit_check (id, account, started, seen, running, state, first_place, reached, last_place, anchors, waiting) "
				+ "values (nextval('audit_check_seq'), ?, ?, ?, 'RUNNING', 'RUNNING', 0, 0, 0, 0, 0)", account, clock.instant().atOffset(ZoneOffset.UTC),
				clock.instant().atOffset(ZoneOffset.UTC));
	}

	private String begin() throws Exception {
		var flash = web.perform(as(AUDITOR, post("/staff/audit/checks")).with(FormToken.csrf())).andReturn().getFlashMap();
		return String.valueOf(flash.containsKey("message") ? flash.get("message") : flash.get("warning"));
	}

	/** @return the page when it is done */
	private String verified() throws Exception {
		assertThat(begin()).isEqualTo("核验已开始，本页会自动刷新。");
		return Awaitility.await().until(() -> text(web.perform(as(AUDITOR, get("/staff/audit/checks"))).andReturn().getResponse()), page -> !page.contains("正在核验"));
	}

	private List<String> subjects(String query) throws Exception {
		return subjectsOf(text(list(query)));
	}

	private static List<String> subjectsOf(String page) {
		return Pattern.compile("<p>对象：([^<]*)</p>").matcher(page).results().map(found -> found.group(1)).toList();
	}

	private MockHttpServletResponse list(String query) throws Exception {
		return web.perform(as(AUDITOR, get(URI.create("/staff/audit" + query)))).andReturn().getResponse();
	}

	private static MockHttpServletRequestBuilder as(Staff staff, MockHttpServletRequestBuilder request) {
		return request.with(authentication(StaffAuthentication.ofSession(staff)));
	}

	private static String text(MockHttpServletResponse answer) throws Exception {
		return answer.getContentAsString(StandardCharsets.UTF_8);
	}

	private static List<String> cells(Row row) {
		return row.stream().map(cell -> cell == null ? "" : cell.getText()).toList();
	}
}
