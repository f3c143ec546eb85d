package cn.zhicheng.filing.web;

import static org.assertj.core.api.Assertions.assertThat;
import static cn.zhicheng.FormToken.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.AbstractMockHttpServletRequestBuilder;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.CookieJar;
import cn.zhicheng.MutableClock;
import cn.zhicheng.TestRecords;
import cn.zhicheng.security.SignInTries;
import cn.zhicheng.filing.ApplicantAccounts.Claim;
import cn.zhicheng.filing.Filing;
import cn.zhicheng.filing.TitleRecord;
import cn.zhicheng.filing.RecordField;

/**
 * Sign-in of individuals: what is wrong is never told in detail, tries are counted, and a form that was posted in an
 * expired session is carried out afterwards.
 */
@ApplicationTest
class SignInTest {

	private static final AtomicInteger ADDRESSES = new AtomicInteger();

	@Autowired
	MockMvc web;
	@Autowired
	TestRecords filed;
	@Autowired
	Filing filing;
	@Autowired
	MutableClock clock;
	@Autowired
	JdbcClient database;

	CookieJar session = new CookieJar();
	String address;

	@BeforeEach
	void everyTestComesFromAnAddressOfItsOwn() {
		SignInTries.forget(database);
		clock.set(ApplicationTest.START);
		address = "10.1.0." + ADDRESSES.incrementAndGet();
		filed.personId(TestRecords.FIRST_PERSON);
	}

	@Test
	void a_number_that_cannot_exist_is_told_beside_the_field() throws Exception {
		assertThat(text(identify("620723199002290013", "演示丁").andExpect(status().isUnprocessableEntity()))).contains("身份证号码中的出生日期不存在");
		assertThat(text(identify("1234", "演示1").andExpect(status().isUnprocessableEntity()))).contains("身份证号码应为 18 位", "姓名中有数字或符号")
				.as("nothing is lost").contains("value=\"1234\"", "value=\"演示1\"");
	}

	@Test
	void blank_fields_are_told_beside_the_fields() throws Exception {
		assertThat(text(identify(" ", "").andExpect(status().isUnprocessableEntity()))).contains("请填写证件号码", "请填写姓名");
	}

	@Test
	void nothing_tells_whether_a_number_is_known() throws Exception {
		var withAccount = filed.newPerson();
		filed.personId(withAccount);
		var ofAnotherName = filed.newPerson();
		filed.personId(ofAnotherName);
		var onRosterOnly = filed.newPerson();
		filed.activationCode(onRosterOnly);
		var claims = List.of(withAccount, new Claim(ofAnotherName.documentType(), ofAnotherName.documentNumber(), "演示乙"), onRosterOnly,
				filed.newPerson());
		var pages = new HashSet<String>();
		var passwords = new HashSet<String>();
		var codes = new HashSet<String>();
		for (var claim : claims) {
			session = new CookieJar();
			pages.add(without(claim, text(identify(claim.documentNumber(), claim.name()).andExpect(status().isOk()))));
			passwords.add(without(claim, text(password("falsch-2021").andExpect(status().isUnprocessableEntity()))));
			codes.add(without(claim, text(activate("AAAA-BBBB", "mima-2022", "mima-2022").andExpect(status().isUnprocessableEntity()))));
			for (int i = 0; i < 3; i++) {
				password("falsch-2021").andExpect(status().isUnprocessableEntity());
			}
			assertThat(text(password("falsch-2021").andExpect(status().isTooManyRequests()))).contains("尝试次数过多，请 1 分钟后再试");
		}
		assertThat(pages).hasSize(1);
		assertThat(passwords).singleElement().asString().contains("证件号码、姓名或密码不正确，请核对后再试");
		assertThat(codes).singleElement().asString().contains("证件号码、姓名与激活码不相符，或激活码已经使用、已经失效");
	}

	private static String without(Claim claim, String page) {
		return page.replace(claim.name(), "").replaceAll("name=\"(_csrf|claim)\" value=\"[^\"]*\"|content=\"[^\"]*\"", "");
	}

	@Test
	void the_first_sign_in_takes_the_code_and_sets_a_password_by_the_rules() throws Exception {
		assertThat(text(identify("620102197511300044", "演示戊").andExpect(status().isOk()))).contains("演示戊", "用密码登录", "首次登录", "至少 8 个字符", "请与用人单位或档案托管机构联系");
		assertThat(text(activate("", "mima-2021", "mima-2021"))).contains("请填写激活码；没有激活码的，请向用人单位或档案托管机构领取");
		assertThat(text(activate("2021-ZCXX", "kurz1", "kurz1"))).contains("密码至少 8 个字符").as("the code is not lost").contains("value=\"2021-ZCXX\"");
		assertThat(text(activate("2021-ZCXX", "nurbuchstaben", "nurbuchstaben"))).contains("密码须同时包含字母和数字");
		assertThat(text(activate("2021-ZCXX", "mima-2021", "mima-2022"))).contains("两次输入的密码不一致");
		perform(get("/portal/sign-in/activation")).andExpect(redirectedUrl("/portal/sign-in"));
		activate(" 2021zcxx", "mima-2021", "mima-2021").andExpect(redirectedUrl("/portal"));
		assertThat(text(perform(get("/portal")).andExpect(status().isOk()))).as("there was none before").doesNotContain("上次登录");
		assertThat(text(perform(post("/portal/sign-out")).andExpect(redirectedUrl("/portal/sign-in?signedOut")))).isEmpty();
		session = new CookieJar();
		perform(get("/portal")).andExpect(redirectedUrl("/portal/sign-in"));

		identify("620102197511300044", "演示戊");
		assertThat(text(activate("2021-ZCXX", "mima-2022", "mima-2022").andExpect(status().isUnprocessableEntity())))
				.as("a code is used once").contains("激活码已经使用、已经失效");
		clock.set("2021-04-02T10:30");
		var before = address;
		address = "10.1.1." + ADDRESSES.incrementAndGet();
		identify("620102197511300044", "演示戊");
		password("mima-2021").andExpect(redirectedUrl("/portal"));
		assertThat(text(perform(get("/portal")))).contains("上次登录：2021年4月1日 09:00，来自 " + before);
	}

	@Test
	void without_the_first_page_it_begins_again() throws Exception {
		perform(get("/portal/sign-in/password")).andExpect(redirectedUrl("/portal/sign-in"));
		assertThat(text(perform(post("/portal/sign-in/password").param("password", "mima-2021")).andExpect(status().isUnprocessableEntity())))
				.contains("等待时间过长，请重新输入证件号码和姓名");
		activate("2021-ZCXX", "mima-2021", "mima-2021").andExpect(status().isUnprocessableEntity());
		perform(post("/portal/sign-in/password").param("claim", "v1:x:AAAA").param("password", "mima-2021")).andExpect(status().isUnprocessableEntity());
		identify("62070219800101001X", "演示甲");
		clock.advance(Duration.ofMinutes(31));
		password(TestRecords.PASSWORD).andExpect(status().isUnprocessableEntity());
	}

	@Test
	void five_wrong_passwords_close_the_account_for_a_while() throws Exception {
		identify("62070219800101001X", "演示甲").andExpect(status().isOk());
		for (int i = 0; i < 5; i++) {
			assertThat(text(password("falsch-" + i).andExpect(status().isUnprocessableEntity()))).contains("证件号码、姓名或密码不正确");
		}
		assertThat(text(password(TestRecords.PASSWORD).andExpect(status().isTooManyRequests()))).contains("尝试次数过多，请 1 分钟后再试");
		clock.advance(Duration.ofMinutes(15));
		password(TestRecords.PASSWORD).andExpect(redirectedUrl("/portal"));
	}

	@Test
	void tries_from_one_address_are_counted_over_all_numbers() throws Exception {
		for (int i = 0; i < 30; i++) {
			var person = filed.newPerson();
			identify(person.documentNumber(), person.name());
			activate("AAAA-BBBB", "mima-2021", "mima-2021").andExpect(status().isUnprocessableEntity());
		}
		identify("62070219800101001X", "演示甲").andExpect(status().isOk());
		assertThat(text(password(TestRecords.PASSWORD).andExpect(status().isTooManyRequests()))).contains("尝试次数过多，请 10 分钟后再试");
	}

	@Test
	void thirty_people_of_a_school_sign_in_from_one_address_and_so_does_the_next() throws Exception {
		var limit = 30;
		for (int i = 0; i <= limit; i++) {
			session = new CookieJar();
			identify("62070219800101001X", "演示甲").andExpect(status().isOk());
			password(TestRecords.PASSWORD).andExpect(redirectedUrl("/portal"));
		}
	}

	@Test
	void a_forged_request_is_refused_before_any_sign_in() throws Exception {
		web.perform(post("/portal/records").with(session)).andExpect(status().isForbidden());
	}

	private ResultActions identify(String number, String name) throws Exception {
		return perform(post("/portal/sign-in").param("documentType", "RESIDENT_ID_CARD").param("documentNumber", number).param("name", name));
	}

	private ResultActions password(String password) throws Exception {
		return perform(post("/portal/sign-in/password").param("password", password));
	}

	private ResultActions activate(String code, String password, String repeated) throws Exception {
		return perform(post("/portal/sign-in/activation").param("code", code).param("newPassword", password).param("repeated", repeated));
	}

	private ResultActions perform(AbstractMockHttpServletRequestBuilder<?> request) throws Exception {
		return web.perform(request.with(session).with(csrf()).with(sent -> {
			sent.setRemoteAddr(address);
			return sent;
		}));
	}

	private static String text(ResultActions answer) throws Exception {
		return answer.andReturn().getResponse().getContentAsString(StandardCharsets.UTF_8);
	}

	private static String committee(TitleRecord record) {
		return RecordField.COMMITTEE.valueOf(record.details());
	}
}
