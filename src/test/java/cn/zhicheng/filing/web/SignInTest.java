package cn.zhicheng.filing.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.AbstractMockHttpServletRequestBuilder;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.MutableClock;
import cn.zhicheng.TestRecords;
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
	private static final String WRONG = "证件类型、证件号码和姓名不相符，请核对后再试";

	@Autowired
	MockMvc web;
	@Autowired
	TestRecords filed;
	@Autowired
	Filing filing;
	@Autowired
	MutableClock clock;

	MockHttpSession session = new MockHttpSession();
	String address;

	@BeforeEach
	void everyTestComesFromAnAddressOfItsOwn() {
		clock.set(ApplicationTest.START);
		address = "10.1.0." + ADDRESSES.incrementAndGet();
		filed.personId(TestRecords.FIRST_PERSON);
	}

	@Test
	void every_wrong_combination_gets_the_same_answer() throws Exception {
		for (var wrong : new String[][] { { "620723199002290013", "演示丁" }, { "62070219800101001X", "演示乙" },
				{ "620702198001010011", "演示甲" }, { "1234", "演示甲" }, { "62070219800101001X", "演示1" } }) {
			var page = text(identify(wrong[0], wrong[1]).andExpect(status().isUnprocessableEntity()));
			assertThat(page).contains(WRONG);
		}
	}

	@Test
	void blank_fields_are_told_beside_the_fields() throws Exception {
		assertThat(text(identify(" ", "").andExpect(status().isUnprocessableEntity()))).contains("请填写证件号码", "请填写姓名");
	}

	@Test
	void the_first_sign_in_sets_a_password_by_the_rules() throws Exception {
		identify("620102197511300044", "演示戊").andExpect(redirectedUrl("/portal/sign-in/new-password"));
		assertThat(text(perform(get("/portal/sign-in/new-password")))).contains("演示戊", "至少 8 个字符");
		assertThat(text(newPassword("kurz1", "kurz1"))).contains("密码至少 8 个字符");
		assertThat(text(newPassword("nurbuchstaben", "nurbuchstaben"))).contains("密码须同时包含字母和数字");
		assertThat(text(newPassword("mima-2021", "mima-2022"))).contains("两次输入的密码不一致");
		newPassword("mima-2021", "mima-2021").andExpect(redirectedUrl("/portal"));
		perform(get("/portal")).andExpect(status().isOk());
		assertThat(text(perform(post("/portal/sign-out")).andExpect(redirectedUrl("/portal/sign-in?signedOut")))).isEmpty();
		session = new MockHttpSession();
		perform(get("/portal")).andExpect(redirectedUrl("/portal/sign-in"));
	}

	@Test
	void without_the_first_page_it_begins_again() throws Exception {
		perform(get("/portal/sign-in/password")).andExpect(redirectedUrl("/portal/sign-in?expired"));
		perform(post("/portal/sign-in/password").param("password", "mima-2021")).andExpect(redirectedUrl("/portal/sign-in?expired"));
		perform(post("/portal/sign-in/new-password").param("password", "mima-2021").param("repeated", "mima-2021"))
				.andExpect(redirectedUrl("/portal/sign-in?expired"));
		assertThat(text(perform(get("/portal/sign-in?expired").param("expired", "")))).contains("登录已超时，请重新输入证件号码和姓名");
	}

	@Test
	void five_wrong_passwords_close_the_account_for_a_while() throws Exception {
		identify("62070219800101001X", "演示甲").andExpect(redirectedUrl("/portal/sign-in/password"));
		for (int i = 0; i < 4; i++) {
			assertThat(text(password("falsch-" + i).andExpect(status().isUnprocessableEntity()))).contains("密码不正确，请重新输入");
		}
		assertThat(text(password("falsch-5").andExpect(status().isTooManyRequests()))).contains("尝试次数过多，请 15 分钟后再试");
		assertThat(text(password(TestRecords.PASSWORD).andExpect(status().isTooManyRequests()))).contains("尝试次数过多");
		clock.advance(Duration.ofMinutes(15));
		password(TestRecords.PASSWORD).andExpect(redirectedUrl("/portal"));
	}

	@Test
	void tries_from_one_address_are_counted() throws Exception {
		for (int i = 0; i < 30; i++) {
			identify("1234", "演示甲").andExpect(status().isUnprocessableEntity());
		}
		assertThat(text(identify("62070219800101001X", "演示甲").andExpect(status().isTooManyRequests()))).contains("尝试次数过多，请 10 分钟后再试");
	}

	@Test
	void a_form_posted_in_an_expired_session_is_saved_after_signing_in_again() throws Exception {
		long person = filed.personId(TestRecords.FIRST_PERSON);
		var draft = filing.begin(person).orElseThrow();
		perform(post("/portal/records/" + draft.number() + "/edit").param("version", "" + draft.version()).param("committee", "过夜的评委会")
				.contentType("multipart/form-data")).andExpect(redirectedUrl("/portal/sign-in"));

		replayAs("62070219800101001X", "演示甲").andExpect(redirectedUrl("/portal/records/" + draft.number() + "/edit"));
		assertThat(committee(filing.find(person, draft.number()).orElseThrow())).isEqualTo("过夜的评委会");
	}

	@Test
	void a_form_of_another_person_is_not_carried_out() throws Exception {
		long person = filed.personId(TestRecords.FIRST_PERSON);
		filed.personId(TestRecords.SECOND_PERSON);
		var draft = filing.begin(person).orElseThrow();
		perform(post("/portal/records/" + draft.number() + "/edit").param("version", "" + draft.version()).param("committee", "别人的评委会"))
				.andExpect(redirectedUrl("/portal/sign-in"));

		assertThat(text(replayAs("620702198506150026", "演示乙").andExpect(status().isNotFound()))).contains("没有找到").doesNotContain("别人的评委会");
		assertThat(committee(filing.find(person, draft.number()).orElseThrow())).isNull();
	}

	@Test
	void a_forged_request_is_refused_before_any_sign_in() throws Exception {
		web.perform(post("/portal/records").session(session)).andExpect(status().isForbidden());
	}

	private ResultActions replayAs(String number, String name) throws Exception {
		identify(number, name).andExpect(redirectedUrl("/portal/sign-in/password"));
		var address = password(TestRecords.PASSWORD).andExpect(status().is3xxRedirection()).andReturn().getResponse().getRedirectedUrl();
		assertThat(address).startsWith("/portal/records/").endsWith("?continue");
		return web.perform(get(URI.create(address)).param("continue", "").session(session));
	}

	private ResultActions identify(String number, String name) throws Exception {
		return perform(post("/portal/sign-in").param("documentType", "RESIDENT_ID_CARD").param("documentNumber", number).param("name", name));
	}

	private ResultActions password(String password) throws Exception {
		return perform(post("/portal/sign-in/password").param("password", password));
	}

	private ResultActions newPassword(String password, String repeated) throws Exception {
		return perform(post("/portal/sign-in/new-password").param("password", password).param("repeated", repeated));
	}

	private ResultActions perform(AbstractMockHttpServletRequestBuilder<?> request) throws Exception {
		return web.perform(request.session(session).with(csrf()).with(sent -> {
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
