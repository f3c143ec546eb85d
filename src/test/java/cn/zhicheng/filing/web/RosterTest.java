package cn.zhicheng.filing.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static cn.zhicheng.FormToken.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.AbstractMockHttpServletRequestBuilder;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.CookieJar;
import cn.zhicheng.HostileSpreadsheets;
import cn.zhicheng.MutableClock;
import cn.zhicheng.TestRecords;
import cn.zhicheng.filing.ApplicantAccounts;
import cn.zhicheng.filing.ApplicantAccounts.Claim;
import cn.zhicheng.filing.RosterClerk;
import cn.zhicheng.security.PersonalDataHash;
import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffAuthentication;
import cn.zhicheng.security.StaffGroups;

/**
 * The pages of the roster as the staff of a unit use them, and the person's way from the slip into the portal.
 */
@ApplicationTest
class RosterTest {

	private static final String ROSTER = "/organisation/zy-school/roster";
	private static final Pattern CODE = Pattern.compile("[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}");
	private static final Staff REVIEWER = new Staff("zy-school", Set.of("zy-school"));
	private static final Staff ADMINISTRATOR = new Staff("zy-school", Set.of(StaffGroups.administratorsOf("zy-school")));

	@Autowired
	MockMvc web;
	@Autowired
	TestRecords filed;
	@Autowired
	JdbcTemplate database;
	@Autowired
	MutableClock clock;

	CookieJar session = new CookieJar();
	Staff staff = REVIEWER;

	@BeforeEach
	void theCampaignHasBegun() {
		clock.set(ApplicationTest.START);
	}

	@Test
	void reviewers_and_administrators_of_the_unit_keep_its_roster_and_nobody_else() throws Exception {
		perform(get(ROSTER)).andExpect(status().isOk()).andExpect(header().string("Cache-Control", containsString("no-store")));
		staff = ADMINISTRATOR;
		assertThat(text(perform(get(ROSTER)).andExpect(status().isOk()))).contains("张掖市示范中学", "当前账号：zy-school");
		long entry = entryOf(TestRecords.SECOND_PERSON);
		for (var stranger : new Staff[] { new Staff("gz-school", Set.of("gz-school", "gz-school--admin")), new Staff("supervisor", Set.of("zy-school--supervisor")),
				new Staff("zy-education", Set.of("zy-education", "zy-education--admin")), new Staff("designer", Set.of("designer")) }) {
			staff = stranger;
			for (var page : new String[] { "", "/people", "/slips", "/template.xlsx", "/" + entry + "/reset", "/" + entry + "/removal" }) {
				perform(get(ROSTER + page)).andExpect(status().isNotFound());
			}
			for (var action : new String[] { "/people", "/codes", "/" + entry + "/reset", "/" + entry + "/removal" }) {
				perform(post(ROSTER + action).param("entry", "" + entry).param("documentNumber", "E7654321").param("documentType", "PASSPORT")
						.param("name", "张三")).andExpect(status().isNotFound());
			}
		}
		assertThat(entryOf(TestRecords.SECOND_PERSON)).isEqualTo(entry);
		assertThat(database.queryForList("select code_handed_out_at from roster_entry where id = ?", entry)).hasSize(1);
	}

	@Test
	void only_units_and_archive_agencies_have_a_roster() throws Exception {
		staff = new Staff("zy-education", Set.of("zy-education"));
		perform(get("/organisation/zy-education/roster")).andExpect(status().isNotFound());
		perform(get("/organisation/unknown/roster")).andExpect(status().isNotFound());
	}

	@Test
	void a_person_of_another_roster_is_not_found() throws Exception {
		long foreign = entryOf(TestRecords.FIRST_PERSON);
		perform(get(ROSTER + "/" + foreign + "/removal")).andExpect(status().isNotFound());
		perform(post(ROSTER + "/" + foreign + "/removal")).andExpect(status().isNotFound());
		perform(post(ROSTER + "/" + foreign + "/reset")).andExpect(status().isNotFound());
		perform(post(ROSTER + "/codes").param("only", "" + foreign)).andExpect(redirectedUrl(ROSTER));
		assertThat(entryOf(TestRecords.FIRST_PERSON)).isEqualTo(foreign);
	}

	@Test
	void without_a_sign_on_the_page_leads_to_it_and_a_forged_request_is_refused() throws Exception {
		web.perform(get(ROSTER).accept(MediaType.TEXT_HTML)).andExpect(redirectedUrl("/sign-in?continue=%2Forganisation%2Fzy-school%2Froster"));
		web.perform(post(ROSTER + "/codes").with(authentication(StaffAuthentication.ofSession(REVIEWER)))).andExpect(status().isForbidden());
	}

	@Test
	void from_the_list_to_the_slip_to_the_portal_to_the_reset() throws Exception {
		var person = filed.newPerson();
		perform(post(ROSTER + "/people").param("documentNumber", person.documentNumber()).param("name", "演示 甲")).andExpect(redirectedUrl(ROSTER + "/people"));
		long entry = entryOf(person);
		assertThat(text(perform(get(ROSTER).param("name", "演示甲")))).contains("还没有发放激活码", "未激活").doesNotContain(person.documentNumber());

		var slips = text(perform(post(ROSTER + "/codes").param("entry", "" + entry)).andExpect(status().isOk())
				.andExpect(header().string("Cache-Control", "no-store")));
		assertThat(slips).contains("演示甲", "http://localhost/portal", "发放单位：张掖市示范中学", "2021年6月30日 09:00 前有效").doesNotContain(person.documentNumber());
		var code = codeIn(slips);
		assertThat(code).as("shown once").isNotNull();
		for (var page : List.of("/codes", "/slips")) {
			perform(get(ROSTER + page)).andExpect(redirectedUrl(ROSTER)).andExpect(flash().attribute("warning", containsString("不能再次查看")));
		}

		var portal = new CookieJar();
		signIn(portal, person).andExpect(status().isOk());
		activate(portal, code, "mima-2021").andExpect(redirectedUrl("/portal"));
		var account = text(web.perform(get("/portal/account").with(portal)));
		assertThat(account).contains("账户由 张掖市示范中学 管理", "列入花名册", "张掖市示范中学（zy-school）", "凭张掖市示范中学发放的激活码登录并设置密码");
		assertThat(text(perform(get(ROSTER).param("state", "ACTIVE")))).contains("已激活", ROSTER + "/" + entry + "/reset");

		assertThat(text(perform(get(ROSTER + "/" + entry + "/reset")))).contains("原密码立即失效");
		var again = codeIn(text(perform(post(ROSTER + "/" + entry + "/reset")).andExpect(status().isOk())));
		web.perform(get("/portal").with(portal)).andExpect(redirectedUrl("/portal/sign-in"));
		var fresh = new CookieJar();
		signIn(fresh, person);
		activate(fresh, again, "mima-2022").andExpect(redirectedUrl("/portal"));
		assertThat(text(web.perform(get("/portal/account").with(fresh)))).contains("重置账户，原密码失效");
		assertThat(text(web.perform(get("/portal").with(fresh)))).contains("上次登录：2021年4月1日 09:00，来自 127.0.0.1");
	}

	@Test
	void the_person_moves_the_account_to_another_unit_in_the_portal() throws Exception {
		var person = filed.newPerson();
		var portal = new CookieJar();
		signIn(portal, person);
		activate(portal, filed.handOut(new RosterClerk("zy-school", "reviewer", "10.3.0.1"), person), "mima-2021").andExpect(redirectedUrl("/portal"));
		var code = filed.handOut(new RosterClerk("gz-school", "gz-school", "10.3.0.2"), person);

		move(portal, "").andExpect(flash().attribute("warning", containsString("请填写激活码")));
		move(portal, "AAAA-BBBB").andExpect(flash().attribute("warning", containsString("请核对后再试")));
		move(portal, code).andExpect(flash().attribute("message", "已转到新单位。"));
		assertThat(text(web.perform(get("/portal/account").with(portal)))).contains("账户由 甘州区示范小学 管理", "将账户转到甘州区示范小学");
		assertThat(text(perform(get(ROSTER).param("state", "MOVED")))).contains("账户已转到其他单位").doesNotContain("/reset");
	}

	@Test
	void a_unit_whose_code_was_refused_claims_the_account_and_the_superior_of_both_decides_on_its_page() throws Exception {
		var person = filed.newPerson();
		var occupied = new CookieJar();
		signIn(occupied, person);
		activate(occupied, filed.handOut(new RosterClerk("gz-school", "gz-school", "10.3.0.2"), person), "mima-2021").andExpect(redirectedUrl("/portal"));
		var code = filed.handOut(new RosterClerk("zy-school", "zy-school", "10.3.0.1"), person);
		long entry = database.queryForObject("select id from roster_entry where organisation = 'zy-school' and document_number_hash = ?", Long.class, hash(person));
		var claim = ROSTER + "/" + entry + "/claim";
		assertThat(text(perform(get(ROSTER)))).doesNotContain(claim);
		var refused = new CookieJar();
		signIn(refused, person);
		activate(refused, code, "mima-2022");
		assertThat(text(perform(get(ROSTER)))).contains("账户由其他单位管理", claim).doesNotContain("甘州区示范小学");

		assertThat(text(perform(get(claim)))).contains("共同上级机构决定").doesNotContain(person.documentNumber());
		perform(post(claim).param("reason", "")).andExpect(flash().attribute("warning", containsString("请填写理由")));
		perform(post(claim).param("reason", "在编教师")).andExpect(flash().attribute("message", "已申请转入，等待上级机构决定。"));
		assertThat(text(perform(get(ROSTER)))).contains("已申请转入，等待上级机构决定").doesNotContain(claim);
		perform(get("/organisation/zy-reform/claims")).andExpect(status().isNotFound());

		staff = new Staff("zy-reform", Set.of("zy-reform"));
		assertThat(text(perform(get("/staff")))).contains("/organisation/zy-reform/claims");
		var page = text(perform(get("/organisation/zy-reform/claims")));
		assertThat(page).contains("张掖市示范中学", "甘州区示范小学", "在编教师", "账户建立时间").doesNotContain(person.documentNumber());
		long id = database.queryForObject("select max(id) from account_claim where state = 'WAITING'", Long.class);
		perform(post("/organisation/zy-reform/claims/" + id + "/approval").param("reason", "已核实")).andExpect(flash().attribute("message", containsString("已同意")));

		web.perform(get("/portal").with(occupied)).andExpect(redirectedUrl("/portal/sign-in"));
		var portal = new CookieJar();
		signIn(portal, person);
		activate(portal, filed.handOut(new RosterClerk("zy-school", "zy-school", "10.3.0.1"), person), "mima-2023").andExpect(redirectedUrl("/portal"));
		assertThat(text(web.perform(get("/portal/account").with(portal)))).contains("账户由 张掖市示范中学 管理", "申请将账户转入本单位", "同意转入");
	}

	@Test
	void whoever_is_removed_is_gone_from_the_list() throws Exception {
		var person = filed.newPerson();
		filed.handOut(new RosterClerk("zy-school", "reviewer", "10.3.0.1"), person);
		long entry = entryOf(person);
		assertThat(text(perform(get(ROSTER + "/" + entry + "/removal")))).contains("未使用的激活码立即失效");
		perform(post(ROSTER + "/" + entry + "/removal")).andExpect(redirectedUrl(ROSTER)).andExpect(flash().attribute("message", "已将演示甲移出花名册。"));
		perform(get(ROSTER + "/" + entry + "/removal")).andExpect(status().isNotFound());
	}

	@Test
	void what_is_wrong_with_one_person_is_told_beside_the_field_and_nothing_is_lost() throws Exception {
		var page = text(perform(post(ROSTER + "/people").param("documentNumber", "620723199002290013").param("name", "演示丁"))
				.andExpect(status().isUnprocessableEntity()));
		assertThat(page).contains("身份证号码中的出生日期不存在", "value=\"620723199002290013\"", "value=\"演示丁\"");
		assertThat(text(perform(post(ROSTER + "/people").param("documentNumber", "620702198506150026").param("name", "演示错"))
				.andExpect(status().isUnprocessableEntity()))).contains("该证件号码已在花名册上，姓名是“演示乙”");
	}

	@Test
	void a_list_with_errors_adds_nobody_lists_every_row_and_keeps_what_was_pasted() throws Exception {
		var good = filed.newPerson();
		var text = "张三 " + good.documentNumber() + "\n李四 620702198001010011\n王五 6.20702E+17";
		var page = text(perform(multipart(ROSTER + "/import").param("text", text)).andExpect(status().isUnprocessableEntity()));
		assertThat(page).contains("没有添加任何人", "第 2 行", "李四 6207**********0011", "校验码不符", "第 3 行", "被表格软件当成了数字", "李四 620702198001010011\n王五");
		assertThat(count(good)).isZero();

		perform(multipart(ROSTER + "/import").param("text", "张三 " + good.documentNumber() + "\n演示乙 620702198506150026")).andExpect(redirectedUrl(ROSTER))
				.andExpect(flash().attribute("message", "已添加 1 人；另有 1 人已经在花名册上，没有重复添加。"));
		assertThat(count(good)).isEqualTo(1);
		assertThat(text(perform(multipart(ROSTER + "/import")).andExpect(status().isUnprocessableEntity()))).contains("请粘贴名单，或选择一个文件");
	}

	@Test
	void of_many_rows_with_errors_the_first_hundred_are_listed_and_long_texts_are_cut() throws Exception {
		var file = HostileSpreadsheets.of(List.of("长".repeat(190), "1".repeat(190)), 2_600, row -> HostileSpreadsheets.cells(1, 0) + HostileSpreadsheets.cells(1, 1));
		var page = text(perform(multipart(ROSTER + "/import").file(new MockMultipartFile("file", file))).andExpect(status().isUnprocessableEntity()));
		assertThat(page).contains("没有添加任何人", "第 100 行", "长".repeat(40) + "…", "1111" + "*".repeat(36) + "…", "另有 2500 行有误").doesNotContain("第 101 行");
		assertThat(page.length()).isLessThan(60_000);
		var pasted = IntStream.range(0, 5_000).mapToObj(i -> "张三 " + i).collect(Collectors.joining("\n"));
		assertThat(text(perform(multipart(ROSTER + "/import").param("text", pasted)).andExpect(status().isUnprocessableEntity())))
				.contains("第 100 行", "另有 4900 行有误", "张三 4999").doesNotContain("第 101 行");
	}

	@Test
	void what_is_too_large_is_told_with_its_place_and_not_sent_back() throws Exception {
		var file = HostileSpreadsheets.of(List.of("长".repeat(32_000)), 1_000, row -> HostileSpreadsheets.cells(2, 0));
		var page = text(perform(multipart(ROSTER + "/import").file(new MockMultipartFile("file", file))).andExpect(status().isUnprocessableEntity()));
		assertThat(page).contains("第 1 行 A 列的内容超过 2000 个字").doesNotContain("长长");
		assertThat(page.length()).isLessThan(20_000);
		page = text(perform(multipart(ROSTER + "/import").param("text", "\"\n".repeat(600_000))).andExpect(status().isUnprocessableEntity()));
		assertThat(page).contains("粘贴的内容超过 1000000 个字");
		assertThat(page.length()).isLessThan(20_000);
	}

	@Test
	void the_template_comes_back_as_a_list() throws Exception {
		var template = perform(get(ROSTER + "/template.xlsx")).andExpect(status().isOk()).andReturn().getResponse().getContentAsByteArray();
		assertThat(text(perform(multipart(ROSTER + "/import").file(new MockMultipartFile("file", template))).andExpect(status().isUnprocessableEntity())))
				.contains("名单中没有人员");
	}

	private long entryOf(Claim claim) {
		return database.queryForObject("select e.id from roster_entry e where e.document_number_hash = ?", Long.class, hash(claim));
	}

	private int count(Claim claim) {
		return database.queryForObject("select count(*) from roster_entry where document_number_hash = ?", Integer.class, hash(claim));
	}

	@Autowired
	PersonalDataHash numbers;

	private String hash(Claim claim) {
		return ApplicantAccounts.hashOf(numbers, claim.documentNumber());
	}

	private static String codeIn(String page) {
		var code = CODE.matcher(page.substring(page.indexOf("class=\"code\"")));
		return code.find() ? code.group() : null;
	}

	private ResultActions signIn(CookieJar portal, Claim person) throws Exception {
		return web.perform(post("/portal/sign-in").with(portal).with(csrf()).param("documentNumber", person.documentNumber()).param("name", person.name()));
	}

	private ResultActions activate(CookieJar portal, String code, String password) throws Exception {
		return web.perform(post("/portal/sign-in/activation").with(portal).with(csrf()).param("code", code).param("newPassword", password)
				.param("repeated", password));
	}

	private ResultActions move(CookieJar portal, String code) throws Exception {
		return web.perform(post("/portal/account/unit").with(portal).with(csrf()).param("code", code)).andExpect(redirectedUrl("/portal/account"));
	}

	private ResultActions perform(AbstractMockHttpServletRequestBuilder<?> request) throws Exception {
		return web.perform(request.with(session).with(authentication(StaffAuthentication.ofSession(staff))).with(csrf()));
	}

	private static String text(ResultActions answer) throws Exception {
		return answer.andReturn().getResponse().getContentAsString(StandardCharsets.UTF_8);
	}
}
