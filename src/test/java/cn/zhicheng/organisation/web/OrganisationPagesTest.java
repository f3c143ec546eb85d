package cn.zhicheng.organisation.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static cn.zhicheng.FormToken.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

import org.camunda.bpm.engine.IdentityService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.AbstractMockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.CookieJar;
import cn.zhicheng.TestRecords;
import cn.zhicheng.organisation.IssuedPassword;
import cn.zhicheng.organisation.Organisation;
import cn.zhicheng.organisation.OrganisationDirectory;
import cn.zhicheng.organisation.Spreadsheets;
import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffAccounts;
import cn.zhicheng.security.StaffAuthentication;
import cn.zhicheng.security.StaffDirectory;
import cn.zhicheng.security.StaffGroups;

/**
 * The pages of the administrators as a browser uses them: each level works for the level below and reaches no further, and
 * what is typed wrongly is told in its place and not lost.
 */
@ApplicationTest
class OrganisationPagesTest {

	private static final String COUNTY = "gz-reform";

	@Autowired
	MockMvc web;
	@Autowired
	StaffAccounts accounts;
	@Autowired
	StaffDirectory staffDirectory;
	@Autowired
	OrganisationDirectory directory;
	@Autowired
	TestRecords filed;
	@Autowired
	IdentityService identities;
	@Autowired
	JdbcTemplate database;

	private static int units;

	@Test
	void an_administrator_begins_at_the_own_organisation_and_sees_what_is_below() throws Exception {
		as(COUNTY, get("/organisation")).andExpect(redirectedUrl("/organisation/gz-reform"));
		var page = page(as(COUNTY, get("/organisation/gz-reform")));
		assertThat(page).contains("甘州区教育局", "甘州区人才档案托管中心", "审核人员", "机构管理员", "督办人员").doesNotContain("张掖市职改办</a>");
	}

	@Test
	void a_new_organisation_comes_with_an_administrator_whose_first_password_is_shown_once() throws Exception {
		var session = new CookieJar();
		var code = newCode();
		var location = as(COUNTY, form("/organisation/gz-education/new").param("code", code).param("name", "甘州区新办小学")
				.param("kind", "UNIT").param("region", "620702").param("creditCode", "").param("contactName", "李四")
				.param("contactPhone", "0936-8212345").param("administrator", code + "-a").param("administratorName", "王五").with(session))
				.andExpect(redirectedUrl("/organisation/" + code)).andReturn();
		var issued = (IssuedPassword) location.getFlashMap().get("issued");
		assertThat(staffDirectory.authenticate(code + "-a", issued.password())).isPresent();
		assertThat(accounts.find(code + "-a").orElseThrow().groups()).containsExactly(StaffGroups.administratorsOf(code));
		assertThat(page(as(COUNTY, get("/organisation/" + code).with(session)))).contains(issued.password(), "只显示这一次");
		assertThat(page(as(COUNTY, get("/organisation/" + code).with(session)))).doesNotContain(issued.password())
				.contains("甘州区新办小学", "李四", "0936-8212345");
		assertThat(database.queryForObject("select contact_phone from organisation where code = ?", String.class, code)).doesNotContain("8212345");
		assertThat(directory.wayUpFrom(code)).extracting(Organisation::code).containsExactly(code, "gz-education", "gz-reform", "zy-reform", "gs-reform");
	}

	@Test
	void what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost() throws Exception {
		var page = page(as(COUNTY, form("/organisation/gz-reform/new").param("code", "Gz School").param("name", "甘州区<b>新</b>小学")
				.param("kind", "").param("region", "620100").param("creditCode", "91110000802100433C").param("contactPhone", "问办公室")
				.param("administrator", "a--b").param("administratorName", "")), 422);
		assertThat(page).contains("机构代码只能用小写字母", "此项必填", "最后一位校验码不符", "电话号码有误", "账号只能用小写字母")
				.contains("value=\"甘州区&lt;b&gt;新&lt;/b&gt;小学\"", "value=\"91110000802100433C\"", "value=\"问办公室\"", "value=\"a--b\"");
	}

	@Test
	void a_code_that_is_the_name_of_a_group_made_elsewhere_is_refused() throws Exception {
		identities.saveGroup(identities.newGroup("accounting"));
		assertThat(page(as(COUNTY, form("/organisation/gz-education/new").param("code", "Accounting").param("name", "甘州区新办小学")
				.param("kind", "UNIT").param("region", "620702")), 422)).contains("与系统中已有的用户组同名", "value=\"Accounting\"", "value=\"甘州区新办小学\"");
		assertThat(directory.find("accounting")).isEmpty();
	}

	/** In histories and in the audit trail these are the application itself and the person. */
	@ParameterizedTest
	@ValueSource(strings = { "system", "Applicant" })
	void an_account_that_would_be_taken_for_somebody_else_in_the_histories_is_refused(String account) throws Exception {
		var code = newCode();
		assertThat(page(as(COUNTY, form("/organisation/gz-education/new").param("code", code).param("name", "甘州区新办小学").param("kind", "UNIT")
				.param("region", "620702").param("administrator", account).param("administratorName", "王五")), 422))
				.contains("是系统保留的名称", "value=\"" + account + "\"", "value=\"甘州区新办小学\"");
		assertThat(directory.find(code)).isEmpty();
		as(COUNTY, form("/organisation/gz-reform/staff/reviewer").param("account", account).param("name", "王五"));
		assertThat(accounts.find(account.toLowerCase(Locale.ROOT))).isEmpty();
		assertThatThrownBy(() -> accounts.create(account.toLowerCase(Locale.ROOT), "王五", "gz-reform")).isInstanceOf(IllegalArgumentException.class);
	}

	@ParameterizedTest
	@CsvSource({ "gz-reform, DEPARTMENT, 620100, 行政区必须是上级机构的行政区或在其范围之内", "gz-reform, REFORM_OFFICE, 620700, 行政区必须是上级机构的行政区",
			"gz-education, REFORM_OFFICE, 620702, 职改办的上级必须是职改办", "gz-reform, UNIT, 629999, 行政区代码有误" })
	void an_organisation_that_does_not_fit_below_its_superior_is_refused(String superior, String kind, String region, String sentence)
			throws Exception {
		var code = newCode();
		assertThat(page(as(COUNTY, form("/organisation/" + superior + "/new").param("code", code).param("name", "测试").param("kind", kind)
				.param("region", region)), 422)).contains(sentence);
		assertThat(directory.find(code)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "/organisation/zy-reform", "/organisation/gs-reform", "/organisation/lz-company", "/organisation/unbekannt",
			"/organisation/zy-reform/new", "/organisation/gz-reform/edit", "/organisation/zy-education/edit", "/organisation/gz-reform/move",
			"/organisation/lz-company/merge", "/organisation/zy-school/close", "/organisation/zy-education/import", "/organisation/-/new",
			"/organisation/zy-education/import/template.xlsx" })
	void nobody_looks_outside_the_own_subtree(String address) throws Exception {
		as(COUNTY, get(address)).andExpect(status().isNotFound());
	}

	@Test
	void nobody_changes_anything_outside_the_own_subtree() throws Exception {
		as(COUNTY, form("/organisation/zy-reform/new").param("code", "zy-x").param("name", "x").param("kind", "UNIT").param("region", "620700"))
				.andExpect(status().isNotFound());
		as(COUNTY, form("/organisation/zy-school/edit").param("version", "0").param("name", "x").param("kind", "UNIT").param("region", "620700"))
				.andExpect(status().isNotFound());
		as(COUNTY, form("/organisation/zy-school/move").param("target", "gz-education")).andExpect(status().isNotFound());
		as(COUNTY, form("/organisation/gz-school/move").param("target", "zy-education")).andExpect(status().isUnprocessableEntity());
		as(COUNTY, form("/organisation/gz-school/merge").param("target", "zy-school")).andExpect(status().isUnprocessableEntity());
		as(COUNTY, form("/organisation/lz-company/close")).andExpect(status().isNotFound());
		as(COUNTY, form("/organisation/zy-school/staff/reviewer").param("account", "x-1").param("name", "x")).andExpect(status().isNotFound());
		as(COUNTY, form("/organisation/zy-school/staff/administrator/zy-school/password")).andExpect(status().isNotFound());
		// Who reviews in a subordinate organisation is that one's business, though it is in reach.
		as(COUNTY, form("/organisation/gz-school/staff/reviewer").param("account", "x-1").param("name", "x")).andExpect(status().isNotFound());
		assertThat(directory.find("zy-x")).isEmpty();
		assertThat(directory.get("gz-school").superior()).contains("gz-education");
		assertThat(accounts.find("x-1")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "gz-school", "supervisor", "designer" })
	void who_administers_nothing_finds_nothing(String account) throws Exception {
		var staff = new Staff(account, Set.of(account));
		assertThat(page(web.perform(get("/organisation").with(authentication(StaffAuthentication.ofSession(staff)))))).contains("您不是任何机构的管理员");
		web.perform(get("/organisation/gz-school").with(authentication(StaffAuthentication.ofSession(staff)))).andExpect(status().isNotFound());
	}

	@Test
	void a_change_without_the_token_is_refused_and_without_sign_on_nothing_is_shown() throws Exception {
		web.perform(post("/organisation/gz-school/close").with(authentication(StaffAuthentication.ofSession(administratorOf(COUNTY)))))
				.andExpect(status().isForbidden());
		web.perform(get("/organisation/gz-reform").accept("text/html")).andExpect(status().is3xxRedirection());
		assertThat(directory.get("gz-school").isOpen()).isTrue();
	}

	@Test
	void the_own_administrators_add_reset_and_remove_reviewers() throws Exception {
		var account = newCode();
		var added = (IssuedPassword) as(COUNTY, form("/organisation/gz-reform/staff/reviewer").param("account", account).param("name", "张三"))
				.andReturn().getFlashMap().get("issued");
		assertThat(staffDirectory.authenticate(account, added.password()).orElseThrow().reviewsFor(COUNTY)).isTrue();
		assertThat(page(as(COUNTY, get("/organisation/gz-reform")))).contains(account);

		var reset = (IssuedPassword) as(COUNTY, form("/organisation/gz-reform/staff/reviewer/" + account + "/password")).andReturn()
				.getFlashMap().get("issued");
		assertThat(staffDirectory.authenticate(account, added.password())).isEmpty();
		assertThat(staffDirectory.authenticate(account, reset.password())).isPresent();

		as(COUNTY, form("/organisation/gz-reform/staff/reviewer/" + account + "/removal")).andExpect(flash().attributeExists("message"));
		assertThat(accounts.find(account)).isEmpty();
	}

	@Test
	void an_account_that_may_do_more_than_the_administrator_is_neither_added_nor_reset() throws Exception {
		as(COUNTY, form("/organisation/gz-reform/staff/reviewer").param("account", "admin").param("name", "x"))
				.andExpect(flash().attribute("warning", "账号 admin 已被使用，请换一个"));
		as(COUNTY, form("/organisation/gz-reform/staff/reviewer").param("account", "zy-school").param("name", "x"))
				.andExpect(flash().attributeExists("warning"));
		assertThat(accounts.find("zy-school").orElseThrow().groups()).doesNotContain(COUNTY);
		var account = newCode();
		accounts.create(account, "两处任职", "zy-reform");
		accounts.join(account, COUNTY);
		as(COUNTY, form("/organisation/gz-reform/staff/reviewer/" + account + "/password"))
				.andExpect(flash().attribute("warning", containsString("管理范围以外的权限")));
		as(COUNTY, form("/organisation/gz-reform/staff/administrator/gz-reform/removal"))
				.andExpect(flash().attribute("warning", containsString("不能移除自己")));
	}

	@Test
	void who_describes_an_organisation_that_another_has_changed_is_told_and_keeps_what_was_typed() throws Exception {
		var code = register("gz-reform", "UNIT");
		int version = directory.get(code).version();
		as(COUNTY, form("/organisation/" + code + "/edit").param("version", "" + version).param("name", "第一个名称").param("kind", "UNIT")
				.param("region", "620702")).andExpect(redirectedUrl("/organisation/" + code));
		var page = page(as(COUNTY, form("/organisation/" + code + "/edit").param("version", "" + version).param("name", "第二个名称")
				.param("kind", "UNIT").param("region", "620702")), 422);
		assertThat(page).contains("已被修改", "第二个名称");
		assertThat(directory.nameOf(code)).isEqualTo("第一个名称");
	}

	@Test
	void kind_and_region_stay_while_records_wait() throws Exception {
		var code = register("gz-reform", "UNIT");
		filed.submitted(code);
		assertThat(page(as(COUNTY, form("/organisation/" + code + "/edit").param("version", "" + directory.get(code).version())
				.param("name", "改为托管机构").param("kind", "DEPARTMENT").param("region", "620702")), 422)).contains("1 条信息正在审核");
	}

	@Test
	void the_same_credit_code_is_not_given_twice_but_again_after_closing() throws Exception {
		var first = register("gz-reform", "UNIT", "914403001922038216");
		assertThat(page(as(COUNTY, form("/organisation/gz-reform/new").param("code", newCode()).param("name", "x").param("kind", "UNIT")
				.param("region", "620702").param("creditCode", "914403001922038216")), 422)).contains("已被另一个机构使用");
		as(COUNTY, form("/organisation/" + first + "/close")).andExpect(redirectedUrl("/organisation/" + first));
		register("gz-reform", "UNIT", "914403001922038216");
	}

	@ParameterizedTest
	@CsvSource({ "move, 下一次审查确认后送到新的上级", "merge, 等待审核的信息", "close, 撤销后不能再选为工作单位" })
	void a_change_of_the_tree_says_first_what_it_means_and_offers_only_what_is_in_reach(String change, String meaning) throws Exception {
		assertThat(page(as(COUNTY, get("/organisation/gz-school/" + change).param("q", "甘州区")))).contains("甘州区示范小学", meaning);
		assertThat(page(as(COUNTY, get("/organisation/gz-school/" + change).param("q", "兰州")))).doesNotContain("lz-company");
	}

	@Test
	void an_organisation_is_moved_and_merged_from_its_page() throws Exception {
		var bureau = register("gz-reform", "DEPARTMENT");
		var school = register(bureau, "UNIT");
		as(COUNTY, form("/organisation/" + school + "/move").param("target", "gz-education")).andExpect(redirectedUrl("/organisation/" + school));
		assertThat(directory.get(school).superior()).contains("gz-education");
		as(COUNTY, form("/organisation/" + school + "/merge").param("target", "gz-archive")).andExpect(redirectedUrl("/organisation/" + school));
		assertThat(page(as(COUNTY, get("/organisation/" + school)))).contains("已并入 gz-archive", "已合并");
		assertThat(page(as(COUNTY, form("/organisation/" + bureau + "/merge")), 422)).contains("请先查找并选择一个机构");
		assertThat(page(as(COUNTY, form("/organisation/" + bureau + "/merge").param("target", "gz-archive")), 422)).contains("只能并入同类机构");
		assertThat(page(as(COUNTY, form("/organisation/" + bureau + "/move").param("target", bureau)), 422)).contains("不能移到本机构");
	}

	@Test
	void a_large_subtree_is_searched_and_paged() throws Exception {
		var bureau = register("gz-reform", "DEPARTMENT");
		for (int i = 0; i < 51; i++) {
			register(bureau, "UNIT");
		}
		var first = page(as(COUNTY, get("/organisation/" + bureau)));
		assertThat(first).contains("下一页");
		var next = first.replaceAll("(?s).*after=([a-z0-9-]+)\".*", "$1");
		assertThat(page(as(COUNTY, get("/organisation/" + bureau).param("after", next)))).contains("用人单位 ·").doesNotContain("下一页");
		assertThat(page(as("gs-reform", get("/organisation/gs-reform").param("q", "示范小学")))).contains("甘州区示范小学");
		assertThat(page(as("gs-reform", get("/organisation/gs-reform").param("q", "100%")))).contains("没有查到");
	}

	@Test
	void a_spreadsheet_with_administrators_gives_their_first_passwords_on_one_page() throws Exception {
		var code = newCode();
		var file = Spreadsheets.organisations(List.of(List.of(code, "导入小学", "用人单位", "gz-education", "620702", "", "", "", "", "",
				code + "-a", "赵六")));
		var answer = page(as(COUNTY, multipart("/organisation/gz-reform/import").file(new MockMultipartFile("file", file)).with(csrf())));
		assertThat(answer).contains("初始密码只能在本页下载", "导入 1 个机构");
		assertThat(page(as(COUNTY, get("/organisation/gz-reform/import")))).doesNotContain("初始密码");
		var sealed = answer.replaceAll("(?s).*name=\"accounts\" value=\"([^\"]+)\".*", "$1");
		var download = as(COUNTY, form("/organisation/gz-reform/import/accounts").param("accounts", sealed)).andExpect(status().isOk()).andReturn().getResponse();
		var row = Spreadsheets.rows(download.getContentAsByteArray()).get(1);
		assertThat(row.get(1)).isEqualTo(code + "-a");
		assertThat(staffDirectory.authenticate(code + "-a", row.get(3)).orElseThrow().administeredOrganisations()).containsExactly(code);
		as(COUNTY, form("/organisation/gz-reform/import/accounts")).andExpect(flash().attributeExists("warning"));
		as("zy-reform", form("/organisation/gz-reform/import/accounts").param("accounts", sealed)).andExpect(flash().attributeExists("warning"));
	}

	@Test
	void a_wrong_spreadsheet_lists_its_errors_and_a_missing_one_is_asked_for() throws Exception {
		var file = Spreadsheets.organisations(List.of(List.of("neu-1", "某校", "学校", "", "620702")));
		assertThat(page(as(COUNTY, multipart("/organisation/gz-reform/import").file(new MockMultipartFile("file", file)).with(csrf())), 422))
				.contains("有 1 处需要修改", "第 2 行 C 列：机构类型应为");
		assertThat(page(as(COUNTY, multipart("/organisation/gz-reform/import").with(csrf())), 422)).contains("请选择要导入的文件");
		assertThat(Spreadsheets.rows(as(COUNTY, get("/organisation/gz-reform/import/template.xlsx")).andExpect(status().isOk()).andReturn()
				.getResponse().getContentAsByteArray()).get(0)).startsWith("机构代码", "机构名称", "机构类型");
	}

	@Test
	void of_more_errors_than_are_listed_the_page_says_how_many_there_are() throws Exception {
		var rows = IntStream.range(0, 5_001).mapToObj(i -> List.of("cut-" + i, "某校", "学校", "", "620702")).toList();
		assertThat(page(as(COUNTY, multipart("/organisation/gz-reform/import").file(new MockMultipartFile("file", Spreadsheets.organisations(rows)))
				.with(csrf())), 422)).contains("有 5001 处需要修改", "只列出前 100 处", "第 101 行").doesNotContain("第 102 行");
	}

	private String register(String superior, String kind) throws Exception {
		return register(superior, kind, "");
	}

	private String register(String superior, String kind, String creditCode) throws Exception {
		var code = newCode();
		as(COUNTY, form("/organisation/" + superior + "/new").param("code", code).param("name", "测试机构" + code).param("kind", kind)
				.param("region", "620702").param("creditCode", creditCode)).andExpect(redirectedUrl("/organisation/" + code));
		return code;
	}

	private static String newCode() {
		return "page-%03d".formatted(++units);
	}

	private static Staff administratorOf(String organisation) {
		return new Staff(organisation, Set.of(organisation, StaffGroups.administratorsOf(organisation)));
	}

	private static MockHttpServletRequestBuilder form(String address) {
		return post(address).with(csrf());
	}

	private ResultActions as(String organisation, AbstractMockHttpServletRequestBuilder<?> request) throws Exception {
		return web.perform(request.with(authentication(StaffAuthentication.ofSession(administratorOf(organisation)))));
	}

	private static String page(ResultActions answer) throws Exception {
		return page(answer, 200);
	}

	private static String page(ResultActions answer, int status) throws Exception {
		return answer.andExpect(status().is(status)).andReturn().getResponse().getContentAsString(StandardCharsets.UTF_8);
	}
}
