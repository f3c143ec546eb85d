package cn.zhicheng.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.jdbc.DataSourceProperties;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import cn.zhicheng.MutableClock;
import jakarta.servlet.http.Cookie;

/** When the table of sessions is asked and written, and when a session is over. */
class WebSessionsTest {

	private static final SessionSettings SETTINGS = new SessionSettings(Duration.ofMinutes(30), Duration.ofHours(12), 1, Duration.ofSeconds(2));

	private final MutableClock clock = MutableClock.at("2021-04-01T09:00");
	private final Table table = new Table();
	private final WebSessions sessions = new WebSessions(table, SETTINGS, new PersonalDataHash(TestKeys.single()), clock);

	/** The table without a database. */
	private static final class Table extends SessionStore {

		private final Map<String, WebSession> rows = new HashMap<>();
		private final List<String> statements = new ArrayList<>();

		private Table() {
			super(properties(), SETTINGS, new MockEnvironment(), null);
		}

		private static DataSourceProperties properties() {
			var properties = new DataSourceProperties();
			properties.setUrl("jdbc:h2:mem:unused");
			return properties;
		}

		@Override
		Optional<WebSession> find(String token) {
			statements.add("find");
			return Optional.ofNullable(rows.get(token));
		}

		@Override
		void add(String token, WebSession session) {
			statements.add("add");
			rows.put(token, session);
		}

		@Override
		void seen(long id, java.time.Instant at) {
			statements.add("seen");
			rows.replaceAll((token, session) -> new WebSession(session.id(), session.kind(), session.account(), session.applicantId(), session.credentials(),
					session.byProvider(), session.csrfToken(), session.factorStep(), session.started(), at, session.proved(), session.details()));
		}

		@Override
		void delete(long id) {
			statements.add("delete");
			rows.clear();
		}
	}

	@AfterEach
	void noConnectionIsLeft() {
		table.destroy();
	}

	@Test
	void a_session_is_read_once_for_a_request_and_never_without_a_cookie_that_could_be_one() {
		var request = new MockHttpServletRequest();
		assertThat(sessions.of(request, WebSession.Kind.STAFF)).isEmpty();
		request.setCookies(new Cookie("STAFF-SESSION", "short"), new Cookie("PORTAL-SESSION", "x".repeat(4000)));
		assertThat(sessions.of(request, WebSession.Kind.STAFF)).isEmpty();
		assertThat(sessions.of(new MockHttpServletRequest(), WebSession.Kind.APPLICANT)).isEmpty();
		assertThat(table.statements).isEmpty();

		var cookie = opened("STAFF-SESSION");
		table.statements.clear();
		var next = with(cookie);
		assertThat(sessions.of(next, WebSession.Kind.STAFF)).isPresent();
		assertThat(sessions.of(next, WebSession.Kind.STAFF)).isPresent();
		assertThat(sessions.of(next, WebSession.Kind.APPLICANT)).as("the other kind has another cookie").isEmpty();
		assertThat(table.statements).containsExactly("find");
	}

	@Test
	void that_it_was_seen_is_written_at_most_once_a_minute() {
		var cookie = opened("STAFF-SESSION");
		table.statements.clear();
		for (int i = 0; i < 4; i++) {
			clock.advance(Duration.ofSeconds(25));
			sessions.of(with(cookie), WebSession.Kind.STAFF);
		}
		assertThat(table.statements).containsExactly("find", "find", "find", "seen", "find");
	}

	@Test
	void it_is_over_after_half_an_hour_without_a_request_and_after_half_a_day_in_any_case() {
		var idle = opened("STAFF-SESSION");
		clock.advance(Duration.ofMinutes(30));
		assertThat(sessions.of(with(idle), WebSession.Kind.STAFF)).isEmpty();
		assertThat(sessions.found(with(idle), WebSession.Kind.STAFF)).as("who it was is known for a while").isPresent();

		var busy = opened("STAFF-SESSION");
		for (int minutes = 20; minutes < 12 * 60; minutes += 20) {
			clock.advance(Duration.ofMinutes(20));
			assertThat(sessions.of(with(busy), WebSession.Kind.STAFF)).isPresent();
		}
		clock.advance(Duration.ofMinutes(20));
		assertThat(sessions.of(with(busy), WebSession.Kind.STAFF)).isEmpty();
	}

	@Test
	void only_a_hash_of_the_cookie_is_kept_and_each_opening_has_another() {
		var first = opened("STAFF-SESSION");
		var second = opened("STAFF-SESSION");
		assertThat(first.getValue()).hasSize(43).isNotEqualTo(second.getValue());
		assertThat(table.rows.keySet()).hasSize(2).noneMatch(token -> token.contains(first.getValue()) || token.contains(second.getValue()));
	}

	@Test
	void the_session_that_the_browser_had_ends_when_it_gets_another() {
		var before = opened("STAFF-SESSION");
		var response = new MockHttpServletResponse();
		sessions.begin(opening(), with(before), response);
		assertThat(sessions.of(with(before), WebSession.Kind.STAFF)).isEmpty();
		assertThat(sessions.of(with(response.getCookie("STAFF-SESSION")), WebSession.Kind.STAFF)).isPresent();
	}

	private Cookie opened(String name) {
		var response = new MockHttpServletResponse();
		sessions.begin(opening(), new MockHttpServletRequest(), response);
		var cookie = response.getCookie(name);
		assertThat(cookie.isHttpOnly()).isTrue();
		return cookie;
	}

	private static WebSessions.Opening opening() {
		return new WebSessions.Opening(WebSession.Kind.STAFF, "gz-school", null, "stamp", false, OptionalLong.empty(), null, null);
	}

	private static MockHttpServletRequest with(Cookie cookie) {
		var request = new MockHttpServletRequest();
		request.setCookies(cookie);
		return request;
	}
}
