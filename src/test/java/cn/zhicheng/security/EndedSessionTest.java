package cn.zhicheng.security;

import static cn.zhicheng.FormToken.csrf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.CookieJar;
import cn.zhicheng.MutableClock;
import cn.zhicheng.TestRecords;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.Cookie;

/**
 * A session that is ended while a request of it is under way stays ended, whatever that request does.
 */
@ApplicationTest
class EndedSessionTest {

	private static final String SCHOOL = "gz-school";
	private static final String PASSWORD = "Zhicheng-2021";
	private static final String ROWS = "select count(*) from sign_on_session";

	@Autowired
	StaffSessions sessions;
	@Autowired
	PortalSession portal;
	@Autowired
	StaffDirectory directory;
	@Autowired
	MockMvc web;
	@Autowired
	TestRecords filed;
	@Autowired
	JdbcTemplate database;
	@Autowired
	MutableClock clock;

	@AfterEach
	void nobodyIsSignedOn() {
		clock.set(ApplicationTest.START);
		database.update("delete from sign_on_session");
	}

	@Test
	void of_staff_it_is_neither_renewed_nor_proved_nor_seen() {
		var staff = directory.find(SCHOOL).orElseThrow();
		var request = underWay();
		signOutElsewhere(request);

		var response = new MockHttpServletResponse();
		clock.advance(Duration.ofMinutes(5));
		sessions.of(copyOf(request));
		sessions.proved(OptionalLong.of(1), request);
		sessions.renew(staff, request, response);
		sessions.renewWithCode(staff, 1, request, response);
		assertThat(database.queryForObject(ROWS, Integer.class)).isZero();
		assertNoCookie(response, "STAFF-SESSION");
		assertThat(response.getCookie("XSRF-TOKEN")).isNull();
	}

	@Test
	void a_sign_out_that_began_before_the_renewal_ends_the_renewed_one() {
		var staff = directory.find(SCHOOL).orElseThrow();
		var request = underWay();
		var signOut = copyOf(request);
		assertThat(sessions.of(signOut)).isPresent();
		var response = new MockHttpServletResponse();
		sessions.renew(staff, request, response);
		assertThat(sessions.of(with(response.getCookie("STAFF-SESSION")))).isPresent();
		sessions.end(signOut, new MockHttpServletResponse());
		assertThat(sessions.of(with(response.getCookie("STAFF-SESSION")))).isEmpty();
	}

	@Test
	void the_page_with_the_password_of_staff_brings_nobody_back() throws Exception {
		var session = new CookieJar();
		web.perform(post("/sign-in").with(csrf()).with(session).param("account", SCHOOL).param("password", PASSWORD));
		assertThat(database.queryForObject(ROWS, Integer.class)).isOne();
		var answer = send(session, "/staff/password", Map.of("present", PASSWORD, "password", "Anders-als-2021", "repeated", "Anders-als-2021"),
				() -> database.update("delete from sign_on_session"));
		assertThat(answer.andReturn().getResponse().getStatus()).isEqualTo(302);
		assertThat(database.queryForObject(ROWS, Integer.class)).isZero();
		assertNoCookie(answer.andReturn().getResponse(), "STAFF-SESSION");
		assertThat(web.perform(get("/staff").with(session).header("Accept", "text/html")).andReturn().getResponse().getRedirectedUrl()).contains("/sign-in");
	}

	@Test
	void the_page_with_the_password_of_an_individual_brings_nobody_back() throws Exception {
		var person = filed.newPerson();
		filed.personId(person);
		var session = new CookieJar();
		web.perform(post("/portal/sign-in").with(csrf()).with(session).param("documentType", "RESIDENT_ID_CARD").param("documentNumber", person.documentNumber())
				.param("name", person.name()));
		web.perform(post("/portal/sign-in/password").with(csrf()).with(session).param("password", TestRecords.PASSWORD));
		assertThat(database.queryForObject(ROWS, Integer.class)).isOne();
		var answer = send(session, "/portal/account/password", Map.of("present", TestRecords.PASSWORD, "password", "mima-2022-xin", "repeated", "mima-2022-xin"),
				() -> database.update("delete from sign_on_session"));
		assertThat(answer.andReturn().getResponse().getStatus()).isEqualTo(302);
		assertThat(database.queryForObject(ROWS, Integer.class)).isZero();
		assertNoCookie(answer.andReturn().getResponse(), "PORTAL-SESSION");
		assertThat(web.perform(get("/portal").with(session)).andReturn().getResponse().getRedirectedUrl()).contains("/portal/sign-in");
	}

	/** A row is kept, and what is in it is no stream of Java objects: neither in clear nor under the seal. */
	@Test
	void what_is_kept_of_a_session_is_no_serialised_object() {
		underWay();
		var details = database.queryForObject("select details from sign_on_session", String.class);
		assertThat(details).doesNotContain("rO0AB").doesNotContain("{");
		assertThat(cipher.decrypt("session", details)).startsWith("{").contains("\"address\"").doesNotContain("\u00AC\u00ED");
	}

	@Autowired
	PersonalDataCipher cipher;

	private static void assertNoCookie(MockHttpServletResponse response, String name) {
		assertThat(Stream.of(response.getCookies()).filter(cookie -> cookie.getName().equals(name))).allMatch(cookie -> cookie.getMaxAge() == 0);
	}

	/** @return a request of which is known already whose it is */
	private MockHttpServletRequest underWay() {
		var response = new MockHttpServletResponse();
		sessions.begin(directory.find(SCHOOL).orElseThrow(), directory.passwordStamp(SCHOOL).orElseThrow(), false, OptionalLong.empty(),
				new MockHttpServletRequest(), response);
		var request = with(response.getCookie("STAFF-SESSION"));
		assertThat(sessions.of(request)).isPresent();
		return request;
	}

	private void signOutElsewhere(MockHttpServletRequest request) {
		sessions.end(copyOf(request), new MockHttpServletResponse());
		assertThat(database.queryForObject(ROWS, Integer.class)).isZero();
	}

	private static MockHttpServletRequest copyOf(MockHttpServletRequest request) {
		return with(request.getCookies()[0]);
	}

	private static MockHttpServletRequest with(Cookie cookie) {
		var request = new MockHttpServletRequest();
		request.setCookies(cookie);
		return request;
	}

	/** Sends a form; what happens meanwhile happens when the page looks into it, after it is known whose the request is. */
	private ResultActions send(CookieJar session, String path, Map<String, String> fields, Runnable meanwhile) throws Exception {
		return web.perform(context -> {
			var form = new Interrupted(context, path, meanwhile);
			fields.forEach(form::setParameter);
			return csrf().postProcessRequest(session.postProcessRequest(form));
		});
	}

	private static final class Interrupted extends MockHttpServletRequest {

		private final Runnable meanwhile;
		private boolean happened;

		private Interrupted(ServletContext context, String path, Runnable meanwhile) {
			super(context, "POST", path);
			this.meanwhile = meanwhile;
			setContentType("application/x-www-form-urlencoded");
			setServletPath(path);
		}

		@Override
		public String[] getParameterValues(String name) {
			if (name.equals("repeated") && !happened) {
				happened = true;
				meanwhile.run();
			}
			return super.getParameterValues(name);
		}
	}
}
