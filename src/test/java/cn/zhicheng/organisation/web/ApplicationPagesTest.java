package cn.zhicheng.organisation.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.startsWith;
import static cn.zhicheng.FormToken.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.CookieJar;
import cn.zhicheng.MutableClock;
import cn.zhicheng.TestRecords;
import cn.zhicheng.organisation.CreditCodes;
import cn.zhicheng.organisation.OrganisationApplications.Filed;
import cn.zhicheng.security.ApplicantPrincipal;
import cn.zhicheng.security.PortalSession;
import cn.zhicheng.security.StaffDirectory;

/**
 * The pages on which a unit without an account applies, as a browser without scripts uses them, and the JSON of the form in
 * which it is decided.
 */
@ApplicationTest
class ApplicationPagesTest {

	private static final String PASSWORD = "Zhicheng-2021";
	private static final String DECIDER = "gz-education";

	@Autowired
	MockMvc web;
	@Autowired
	TestRecords people;
	@Autowired
	TaskService tasks;
	@Autowired
	IdentityService identities;
	@Autowired
	StaffDirectory staff;
	@Autowired
	PortalSession portal;
	@Autowired
	MutableClock clock;

	private static int units;
	private static int addresses;

	/** Each test comes from an address of its own, so that none uses up the limit of another. */
	private final String address = "10.9." + ++addresses + ".1";

	@AfterEach
	void theClockGoesBack() {
		identities.clearAuthentication();
		clock.set(ApplicationTest.START);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/portal/sign-in" })
	void the_way_there_is_shown_to_who_has_no_account(String page) throws Exception {
		assertThat(page(perform(get(page)), 200)).contains("href=\"/portal/organisation\"", "申请单位账号");
	}

	@Test
	void a_unit_gets_number_and_code_once_and_sees_with_them_where_its_application_is() throws Exception {
		var session = new CookieJar();
		var answer = perform(application().with(session)).andExpect(redirectedUrl("/portal/organisation/filed")).andReturn();
		var filed = (Filed) answer.getFlashMap().get("filed");
		assertThat(filed.number()).matches("JG2021\\d{6}");
		assertThat(filed.code()).matches("[2-9A-HJKMNP-Z]{4}(-[2-9A-HJKMNP-Z]{4}){2}");
		assertThat(page(perform(get("/portal/organisation/filed").with(session)), 200)).contains(filed.number(), filed.code(), "只显示这一次");
		perform(get("/portal/organisation/filed").with(session)).andExpect(redirectedUrl("/portal/organisation/status"));

		var status = page(look(filed.number(), filed.code()), 200);
		assertThat(status).contains("等待审核", "正在由甘州区教育局审核", "甘州区新办小学" + units).doesNotContain("8212345", "李四", "显示初始密码");
		look(filed.number(), filed.code()).andExpect(result -> assertThat(result.getResponse().getHeader("Cache-Control")).contains("no-store"));
	}

	@Test
	void a_wrong_number_and_a_wrong_code_get_the_same_answer_and_the_code_is_not_repeated() throws Exception {
		var filed = filed();
		var wrongCode = page(look(filed.number(), "2222-3333-4444"), 422);
		var wrongNumber = page(look("JG2021999999", filed.code()), 422);
		assertThat(wrongCode).contains("申请编号与查询码不相符", "value=\"" + filed.number() + "\"").doesNotContain("2222-3333-4444");
		assertThat(strip(wrongCode).replace(filed.number(), "")).isEqualTo(strip(wrongNumber).replace("JG2021999999", ""));
		assertThat(page(look("", ""), 422)).contains("此项必填");
		assertThat(page(look("x".repeat(41), filed.code()), 422)).contains("内容过长");
	}

	/** Tokens differ with every page. */
	private static String strip(String page) {
		return page.replaceAll("name=\"_csrf\" value=\"[^\"]*\"", "").replaceAll("content=\"[^\"]*\" data-header", "");
	}

	@Test
	void what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost() throws Exception {
		var page = page(perform(form("/portal/organisation").param("nature", "").param("name", "<b>新办</b>小学").param("region", "")
				.param("field", "教育").param("creditCode", "91110000802100433C").param("contactName", "李四").param("contactPhone", "问办公室")
				.param("administrator", "A b").param("administratorName", "李四")), 422);
		assertThat(page).contains("请选择单位性质", "此项必填", "最后一位校验码不符", "电话号码有误", "账号只能用小写字母")
				.contains("value=\"&lt;b&gt;新办&lt;/b&gt;小学\"", "value=\"91110000802100433C\"", "value=\"问办公室\"", "value=\"A b\"", "value=\"教育\"")
				.contains("href=\"#nature\"", "id=\"contactPhone-problem\"");
	}

	@Test
	void each_nature_asks_for_what_it_needs() throws Exception {
		assertThat(page(perform(form("/portal/organisation").param("nature", "STATE").param("name", "新办").param("region", "620702")), 422))
				.contains("id=\"creditCode-problem\"", "id=\"field-problem\"", "id=\"contactName-problem\"", "id=\"administrator-problem\"");
		assertThat(page(perform(form("/portal/organisation").param("nature", "SELF_EMPLOYED").param("name", "赵六").param("region", "620702")), 422))
				.contains("id=\"contactName-problem\"", "id=\"contactPhone-problem\"").doesNotContain("id=\"creditCode-problem\"",
						"id=\"administrator-problem\"");
		perform(form("/portal/organisation").param("nature", "SELF_EMPLOYED").param("name", "赵六").param("region", "620702")
				.param("contactName", "赵六").param("contactPhone", "13893612345")).andExpect(redirectedUrl("/portal/organisation/filed"));
	}

	@Test
	void a_unit_that_has_an_account_or_waits_is_told_so_and_nothing_more() throws Exception {
		var taken = page(perform(form("/portal/organisation").param("nature", "STATE").param("name", "甘州区示范小学").param("region", "620702")
				.param("field", "教育").param("creditCode", CreditCodes.next()).param("contactName", "李四").param("contactPhone", "0936-8212345")
				.param("administrator", "gz-school").param("administratorName", "李四")), 422);
		// Whether the name of an account is taken is nobody's business here.
		assertThat(taken).contains("这个单位在系统中已有账号", "value=\"甘州区示范小学\"").doesNotContain("账号 gz-school 已被使用");
	}

	@Test
	void too_many_applications_or_questions_from_one_address_have_to_wait() throws Exception {
		Filed last = null;
		for (int i = 0; i < 10; i++) {
			last = filed();
		}
		assertThat(page(perform(application()), 429)).contains("操作过于频繁，请 60 分钟后再试", "value=\"甘州区新办小学" + units);
		for (int i = 0; i < 30; i++) {
			look(last.number(), "2222-3333-4444").andExpect(status().isUnprocessableEntity());
		}
		assertThat(page(look(last.number(), last.code()), 429)).contains("操作过于频繁").doesNotContain("等待审核");
		clock.advance(Duration.ofMinutes(10));
		look(last.number(), last.code()).andExpect(status().isOk());
	}

	@Test
	void the_first_password_is_shown_once_after_the_approval() throws Exception {
		var filed = filed();
		assertThat(page(password(filed), 200)).contains("等待审核").doesNotContain("初始密码");
		decide(filed, Map.of("decision", "approve"));
		assertThat(page(look(filed.number(), filed.code()), 200)).contains("已批准", "上级机构为甘州区教育局", "显示初始密码");
		var shown = page(password(filed), 200);
		var matcher = Pattern.compile("first-password\">([^<]+)<").matcher(shown);
		assertThat(matcher.find()).isTrue();
		assertThat(staff.authenticate("gz-new-" + units, matcher.group(1))).isPresent();
		assertThat(page(password(filed), 200)).contains("初始密码已经显示过").doesNotContain(matcher.group(1));
		assertThat(page(look(filed.number(), filed.code()), 200)).contains("初始密码已经显示过").doesNotContain("显示初始密码<");
		perform(get("/portal/organisation/password")).andExpect(redirectedUrl("/portal/organisation/status"));
	}

	@Test
	void the_reason_of_a_refusal_is_shown_to_who_has_the_code() throws Exception {
		var filed = filed();
		decide(filed, Map.of("decision", "reject", "reason", "查无<此>单位"));
		assertThat(page(look(filed.number(), filed.code()), 200)).contains("未批准", "查无&lt;此&gt;单位", "甘州区教育局已于");
	}

	@Test
	void an_individual_asks_with_less_and_sees_the_own_requests_only() throws Exception {
		perform(get("/portal/organisation/request")).andExpect(redirectedUrl("/portal/sign-in"));
		var person = person();
		assertThat(page(perform(get("/portal/organisation/request").with(person)), 200)).contains("申请为我的单位建立账号").doesNotContain("管理员账号");
		var name = "甘州区某诊所" + ++units;
		assertThat(page(perform(form("/portal/organisation/request").param("nature", "NON_PUBLIC").param("name", name).param("region", "").with(person)), 422))
				.contains("此项必填", "value=\"" + name + "\"");
		perform(form("/portal/organisation/request").param("nature", "NON_PUBLIC").param("name", name).param("region", "620702").with(person))
				.andExpect(redirectedUrl("/portal/organisation/request"));
		assertThat(page(perform(get("/portal/organisation/request").with(person)), 200)).contains(name, "等待审核", "正在由甘州区人才档案托管中心审核");
		assertThat(page(perform(get("/portal/organisation/request").with(person())), 200)).doesNotContain(name);
		assertThat(page(perform(get("/portal").with(person)), 200)).contains("/portal/organisation/request");
	}

	@Test
	void the_form_reads_the_application_with_proposal_and_similar_organisations() throws Exception {
		var filed = filed();
		api(DECIDER, get("/api/organisation-applications/{n}", filed.number())).andExpect(status().isOk())
				.andExpect(jsonPath("$.decidable").value(true)).andExpect(jsonPath("$.contactPhone").value("0936-8212345"))
				.andExpect(jsonPath("$.proposal.code").value(DECIDER)).andExpect(jsonPath("$.proposalReason").value("甘州区有与“中小学教育”对应的行业主管部门"))
				.andExpect(jsonPath("$.superior.code").value(DECIDER)).andExpect(jsonPath("$.administrator").value("gz-new-" + units))
				.andExpect(jsonPath("$.steps[0].text").value("提交申请"));
		api(DECIDER, get("/api/organisation-applications/{n}/organisations", filed.number()).param("purpose", "superior").param("name", "教育"))
				.andExpect(jsonPath("$[*].code").value(contains(DECIDER)));
		api(DECIDER, get("/api/organisation-applications/{n}/organisations", filed.number()).param("purpose", "forwarding").param("name", "教育"))
				.andExpect(jsonPath("$[*].code").value(hasItems("gz-education", "zy-education")));
		api(DECIDER, get("/api/organisation-applications/{n}/organisations", filed.number()).param("purpose", "referral").param("name", "%"))
				.andExpect(jsonPath("$").isEmpty());
	}

	@Test
	void what_is_chosen_is_kept_and_what_cannot_be_read_is_told() throws Exception {
		var filed = filed();
		var address = "/api/organisation-applications/" + filed.number();
		api(DECIDER, json(put(address + "/choice"), "{\"superior\":\"gz-education\",\"code\":\"Gz_1\"}")).andExpect(status().isUnprocessableEntity())
				.andExpect(jsonPath("$.fields.code").value(startsWith("机构代码只能用小写字母")));
		api(DECIDER, json(put(address + "/choice"), "{\"code\":\"" + "x".repeat(61) + "\"}")).andExpect(status().isBadRequest());
		api(DECIDER, json(put(address + "/choice"), "{\"superior\":\"gz-education\",\"code\":\"GZ-One-" + units + "\"}")).andExpect(status().isNoContent());
		api(DECIDER, get(address)).andExpect(jsonPath("$.code").value("gz-one-" + units));
	}

	@ParameterizedTest
	@ValueSource(strings = { "gz-reform", "zy-education", "lz-reform", "supervisor", "designer", "admin" })
	void an_application_does_not_exist_for_who_is_not_asked(String account) throws Exception {
		var filed = filed();
		var address = "/api/organisation-applications/" + filed.number();
		api(account, get(address)).andExpect(status().isNotFound());
		api(account, json(put(address + "/choice"), "{\"code\":\"gz-one\"}")).andExpect(status().isNotFound());
		api(account, get(address + "/organisations").param("purpose", "referral").param("name", "小学")).andExpect(status().isNotFound());
	}

	@Test
	void without_sign_on_the_json_is_closed() throws Exception {
		perform(get("/api/organisation-applications/JG2021000001")).andExpect(status().isUnauthorized());
		perform(get("/api/organisation-applications/cards").param("taskIds", "x")).andExpect(status().isUnauthorized());
	}

	private MockHttpServletRequestBuilder application() {
		units++;
		return form("/portal/organisation").param("nature", "STATE").param("name", "甘州区新办小学" + units).param("region", "620702")
				.param("field", "中小学教育").param("creditCode", CreditCodes.next()).param("contactName", "李四").param("contactPhone", "0936-8212345")
				.param("administrator", "gz-new-" + units).param("administratorName", "王五");
	}

	private Filed filed() throws Exception {
		return (Filed) perform(application()).andExpect(redirectedUrl("/portal/organisation/filed")).andReturn().getFlashMap().get("filed");
	}

	private void decide(Filed filed, Map<String, Object> variables) {
		var task = tasks.createTaskQuery().processInstanceBusinessKey(filed.number()).singleResult();
		identities.setAuthentication(DECIDER, List.of("gz-education--admin"));
		tasks.complete(task.getId(), variables);
		identities.clearAuthentication();
	}

	private ResultActions look(String number, String code) throws Exception {
		return perform(form("/portal/organisation/status").param("number", number).param("code", code));
	}

	private ResultActions password(Filed filed) throws Exception {
		return perform(form("/portal/organisation/password").param("number", filed.number()).param("code", filed.code()));
	}

	/** @return the browser of somebody who has signed in */
	private CookieJar person() {
		return CookieJar.of(portal, people.personId(people.newPerson()), "演示");
	}

	private static MockHttpServletRequestBuilder form(String path) {
		return post(path).with(csrf());
	}

	private static MockHttpServletRequestBuilder json(MockHttpServletRequestBuilder request, String body) {
		return request.contentType(MediaType.APPLICATION_JSON).content(body);
	}

	private ResultActions api(String account, MockHttpServletRequestBuilder request) throws Exception {
		return perform(request.with(httpBasic(account, PASSWORD)));
	}

	private ResultActions perform(MockHttpServletRequestBuilder request) throws Exception {
		return web.perform(request.with(from -> {
			from.setRemoteAddr(address);
			return from;
		}));
	}

	private static String page(ResultActions answer, int status) throws Exception {
		var response = answer.andExpect(status().is(status)).andReturn().getResponse();
		return response.getContentAsString(StandardCharsets.UTF_8);
	}
}
