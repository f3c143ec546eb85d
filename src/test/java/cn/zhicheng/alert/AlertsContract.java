package cn.zhicheng.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.FormToken;
import cn.zhicheng.MutableClock;
import cn.zhicheng.StaffBrowser;
import cn.zhicheng.security.AuditKind;
import cn.zhicheng.security.AuditTrail;
import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffAccounts;
import cn.zhicheng.security.StaffAuthentication;
import cn.zhicheng.security.StaffRole;

/** The security administrator learns of what is to be looked after, once, and looks after it; and nobody else does. */
@ApplicationTest
abstract class AlertsContract {

	private static final Staff SECURITY = new Staff("security", Set.of(StaffRole.SECURITY.group()));
	private static final Pattern EARLIER = Pattern.compile("href=\"(/staff/alerts\\?[^\"]*beforeId=[^\"]*)\"");

	@Autowired
	MockMvc web;
	@Autowired
	AuditTrail trail;
	@Autowired
	AlertWatch watch;
	@Autowired
	AlertStore store;
	@Autowired
	AlertErasure erasure;
	@Autowired
	JdbcTemplate jdbc;
	@Autowired
	MutableClock clock;
	@Autowired
	ListableBeanFactory beans;
	@Autowired
	StaffAccounts accounts;
	@LocalServerPort
	int port;

	@BeforeEach
	void nothing_yet() {
		jdbc.update("delete from security_alert");
		jdbc.update("delete from audit_entry");
		jdbc.update("update audit_chain set erased = 0, erased_link = '', last = 0, last_link = '', seal = null");
		jdbc.update("update security_watch set place = 0");
	}

	@Test
	void what_somebody_did_on_a_day_is_one_alert_however_often_it_is_looked() throws Exception {
		tell(AuditKind.RIGHTS_REFUSED, "admin", null, "account:gz-school", Map.of("rule", "rights.removesSelf"));
		look();
		look();
		tell(AuditKind.RIGHTS_REFUSED, "admin", null, "account:zy-school", Map.of("rule", "rights.removesSelf"));
		tell(AuditKind.RIGHTS_REFUSED, "gs-reform", "gs-reform", "account:x", Map.of("rule", "rights.removesSelf"));
		clock.advance(Duration.ofDays(1));
		tell(AuditKind.RIGHTS_REFUSED, "admin", null, "account:y", Map.of("rule", "rights.removesSelf"));
		look();
		assertThat(summaries("")).containsExactly("2021-04-02，共 1 次，最后一次在 2021年4月2日 09:00:00", "2021-04-01，共 1 次，最后一次在 2021年4月1日 09:00:00",
				"2021-04-01，共 2 次，最后一次在 2021年4月1日 09:00:00");
		assertThat(page("")).contains("越权被拒").contains("最后一次的对象：账号 zy-school").contains("机构 gs-reform");
		assertThat(summaries("?kind=DEPLOYMENTS")).isEmpty();
	}

	@Test
	void many_looks_are_told_of_and_few_are_not() throws Exception {
		for (int i = 0; i < 199; i++) {
			looked();
		}
		look();
		assertThat(summaries("")).isEmpty();
		looked();
		look();
		assertThat(summaries("?kind=LOOKS")).containsExactly("2021-04-01，共 200 次，最后一次在 2021年4月1日 09:00:00");
	}

	@Test
	void who_looks_after_it_says_what_came_of_it_and_what_happens_later_opens_it_again() throws Exception {
		tell(AuditKind.RIGHTS_REFUSED, "admin", null, "account:gz-school", Map.of("rule", "rights.removesSelf"));
		look();
		long id = onlyAlert();
		var shown = page("/" + id);
		assertThat(shown).containsSubsequence("越权被拒：admin", "次数", "有关记录", "对象：账号 gz-school", "规则：不能删除自己的账号");
		assertThat(check(id, 1, " ")).isEqualTo("请填写核查结果。");
		assertThat(check(id, 1, "长".repeat(501))).isEqualTo("核查结果不能超过 500 个字。");
		tell(AuditKind.RIGHTS_REFUSED, "admin", null, "account:gz-school", Map.of("rule", "rights.removesSelf"));
		look();
		assertThat(check(id, 1, "已电话核实")).startsWith("没有标为已核查：您查看之后又有新的情况");
		assertThat(check(id, 2, "已电话核实")).isEqualTo("已标为已核查，并记入审计日志。");
		assertThat(check(id, 2, "再来")).startsWith("没有标为已核查");
		assertThat(summaries("")).isEmpty();
		assertThat(page("?checked=true")).contains("security 于 2021年4月1日 09:00:00 核查：已电话核实");
		assertThat(jdbc.queryForList("select details from audit_entry where kind = 'ALERT_CHECKED'", String.class)).singleElement().asString()
				.contains("已电话核实", "REFUSED_RIGHTS", "admin");
		tell(AuditKind.RIGHTS_REFUSED, "admin", null, "account:gz-school", Map.of("rule", "rights.removesSelf"));
		look();
		assertThat(summaries("")).containsExactly("2021-04-01，共 3 次，最后一次在 2021年4月1日 09:00:00");
		assertThat(page("/" + id)).contains("上次核查").contains("已电话核实");
	}

	@Test
	void nobody_says_of_himself_that_it_was_all_right() throws Exception {
		tell(AuditKind.RIGHTS_REFUSED, "security", null, "page:/staff/audit", Map.of("rule", "rights.forbidden"));
		look();
		assertThat(check(onlyAlert(), 1, "无事")).isEqualTo("没有标为已核查：这是您本人的操作，须由另一名安全管理员核查。");
		assertThat(store.open(10)).isEqualTo(1);
	}

	@Test
	void what_is_not_understood_hides_nothing_that_comes_after() throws Exception {
		tell(AuditKind.RIGHTS_REFUSED, "admin", null, "account:x", Map.of("rule", "rights.removesSelf"));
		link();
		jdbc.update("update audit_entry set kind = 'OF_A_LATER_VERSION', details = 'null'");
		tell(AuditKind.RIGHTS_REFUSED, "admin", null, "account:y", Map.of("rule", "rights.removesSelf"));
		look();
		assertThat(summaries("")).containsExactly("2021-04-01，共 1 次，最后一次在 2021年4月1日 09:00:00");
	}

	@Test
	void whoever_resets_an_account_or_goes_where_he_may_not_is_an_alert() throws Exception {
		var browser = StaffBrowser.signedOn(port, "gz-school");
		var staff = "/organisation/gz-school/staff/reviewer";
		browser.post("/organisation/gz-school", staff, Map.of("account", "alert-reviewer", "name", "审核员"));
		browser.post("/organisation/gz-school", staff + "/alert-reviewer/password", Map.of());
		assertThat(browser.get("/organisation/zy-school").statusCode()).isEqualTo(404);
		assertThat(browser.get("/staff/audit").statusCode()).isEqualTo(403);
		assertThat(browser.get("/staff/audit").statusCode()).as("told once").isEqualTo(403);
		look();
		assertThat(summaries("?kind=RESETS")).containsExactly("2021-04-01，共 1 次，最后一次在 2021年4月1日 09:00:00");
		assertThat(summaries("?kind=REFUSED_RIGHTS")).containsExactly("2021-04-01，共 2 次，最后一次在 2021年4月1日 09:00:00");
		assertThat(summaries("?kind=RIGHTS")).as("whom an organisation lets review is its own business").isEmpty();
		accounts.remove("alert-reviewer");
	}

	@Test
	void a_note_that_was_not_taken_is_still_there() throws Exception {
		tell(AuditKind.RIGHTS_REFUSED, "admin", null, "account:gz-school", Map.of("rule", "rights.removesSelf"));
		look();
		var refused = web.perform(as(SECURITY, post("/staff/alerts/" + onlyAlert() + "/check").param("occurrences", "7").param("note", "已电话核实")).with(FormToken.csrf()))
				.andReturn();
		assertThat(refused.getFlashMap().get("typed")).isEqualTo("已电话核实");
	}

	@Test
	void lists_go_on_where_the_last_page_ended() throws Exception {
		for (int i = 0; i < 70; i++) {
			tell(AuditKind.RIGHTS_REFUSED, "account-" + i, null, "n" + i, Map.of("rule", "rights.removesSelf"));
		}
		look();
		var found = new ArrayList<String>();
		var address = "";
		while (address != null) {
			var page = page(address);
			found.addAll(Pattern.compile("最后一次的对象：(n\\d+)").matcher(page).results().map(one -> one.group(1)).toList());
			var earlier = EARLIER.matcher(page);
			address = earlier.find() ? earlier.group(1).replace("&amp;", "&").substring("/staff/alerts".length()) : null;
		}
		assertThat(found).hasSize(70).doesNotHaveDuplicates();
	}

	@Test
	void two_instances_count_each_entry_once() throws Exception {
		for (int i = 0; i < 50; i++) {
			tell(AuditKind.RIGHTS_REFUSED, "admin", null, "account:gz-school", Map.of("rule", "rights.removesSelf"));
		}
		link();
		var threads = Executors.newFixedThreadPool(4);
		var all = new ArrayList<Future<?>>();
		for (int i = 0; i < 4; i++) {
			all.add(threads.submit(watch::look));
		}
		for (var one : all) {
			one.get();
		}
		threads.shutdown();
		assertThat(jdbc.queryForObject("select occurrences from security_alert", Integer.class)).isEqualTo(50);
	}

	@Test
	void counts_that_came_to_nothing_go_after_a_week_and_alerts_with_the_trail() {
		looked();
		tell(AuditKind.RIGHTS_REFUSED, "admin", null, "account:gz-school", Map.of("rule", "rights.removesSelf"));
		look();
		assertThat(erasure.erase(clock.instant().plus(Duration.ofDays(7)))).isZero();
		assertThat(erasure.erase(clock.instant().plus(Duration.ofDays(8)))).isEqualTo(1);
		assertThat(erasure.erase(clock.instant().plus(Duration.ofDays(1826)))).isZero();
		assertThat(erasure.erase(clock.instant().plus(Duration.ofDays(1827)))).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "camunda-admin", "auditor", "supervisor", "designer", "gz-school", "gs-reform--admin" })
	void nobody_else_sees_or_checks_alerts(String group) throws Exception {
		tell(AuditKind.RIGHTS_REFUSED, "admin", null, "account:gz-school", Map.of("rule", "rights.removesSelf"));
		look();
		var other = new Staff("other", Set.of(group));
		long id = onlyAlert();
		assertThat(web.perform(as(other, get("/staff/alerts"))).andReturn().getResponse().getStatus()).isEqualTo(403);
		assertThat(web.perform(as(other, get("/staff/alerts/" + id))).andReturn().getResponse().getStatus()).isEqualTo(403);
		assertThat(web.perform(as(other, post("/staff/alerts/" + id + "/check").param("occurrences", "1").param("note", "x")).with(FormToken.csrf())).andReturn()
				.getResponse().getStatus()).isEqualTo(403);
		assertThat(store.open(10)).isEqualTo(1);
	}

	@Test
	void what_is_only_counted_has_no_page() throws Exception {
		looked();
		look();
		assertThat(web.perform(as(SECURITY, get("/staff/alerts/" + onlyAlert()))).andReturn().getResponse().getStatus()).isEqualTo(404);
		assertThat(web.perform(as(SECURITY, get("/staff/alerts/999999"))).andReturn().getResponse().getStatus()).isEqualTo(404);
	}

	private void looked() {
		tell(AuditKind.LOOKED, "gz-school", "gz-school", "ZC2021-00000001", Map.of("field", "MOBILE", "address", "127.0.0.1"));
	}

	private void tell(AuditKind kind, String actor, String organisation, String subject, Map<String, String> details) {
		trail.record(kind, actor, organisation, subject, details);
	}

	private void link() {
		ReflectionTestUtils.invokeMethod(beans.getBean("auditLinker"), "link");
	}

	private void look() {
		link();
		watch.look();
	}

	private long onlyAlert() {
		return jdbc.queryForObject("select id from security_alert", Long.class);
	}

	private String check(long id, int occurrences, String note) throws Exception {
		var flash = web.perform(as(SECURITY, post("/staff/alerts/" + id + "/check").param("occurrences", Integer.toString(occurrences)).param("note", note))
				.with(FormToken.csrf())).andReturn().getFlashMap();
		return String.valueOf(flash.containsKey("message") ? flash.get("message") : flash.get("warning"));
	}

	private List<String> summaries(String query) throws Exception {
		return Pattern.compile("<p>(\\d{4}-\\d{2}-\\d{2}，共 [^<]*)</p>").matcher(page(query)).results().map(found -> found.group(1)).toList();
	}

	private String page(String query) throws Exception {
		var answer = web.perform(as(SECURITY, get(URI.create("/staff/alerts" + query)))).andReturn().getResponse();
		assertThat(answer.getStatus()).isEqualTo(200);
		return answer.getContentAsString(StandardCharsets.UTF_8);
	}

	private static MockHttpServletRequestBuilder as(Staff staff, MockHttpServletRequestBuilder request) {
		return request.with(authentication(StaffAuthentication.ofSession(staff)));
	}
}
