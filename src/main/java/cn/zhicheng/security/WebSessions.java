package cn.zhicheng.security;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.web.util.WebUtils;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * The sessions of staff and of individuals. A session is one row in the database, so that every instance knows it and a restart
 * ends none; the browser has a random token in a cookie, the row its keyed hash. It is read once for a request that has the
 * cookie, never for one without, and written when it begins and at most once a minute.
 */
@Component
class WebSessions {

	private static final Logger LOG = LoggerFactory.getLogger(WebSessions.class);

	private static final String HASH_PURPOSE = "session";
	private static final int TOKEN_BYTES = 32;
	private static final int CSRF_TOKEN_BYTES = 16;
	private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");
	private static final int LONGEST_BROWSER = 200;
	private static final Duration EXACT = Duration.ofMinutes(1);
	/** Over night. */
	private static final Duration KNOWN_AFTERWARDS = Duration.ofHours(16);

	private final SessionStore store;
	private final SessionSettings settings;
	private final PersonalDataHash hash;
	private final Clock clock;
	private final SecureRandom random = new SecureRandom();

	WebSessions(SessionStore store, SessionSettings settings, PersonalDataHash hash, Clock clock) {
		this.store = store;
		this.settings = settings;
		this.hash = hash;
		this.clock = clock;
	}

	/**
	 * Who opens a session.
	 *
	 * @param account account name of a member of staff, or null
	 * @param applicantId id of an individual, or null
	 * @param name of an individual, or null
	 * @param last the sign-in before this one, or null
	 */
	record Opening(WebSession.Kind kind, String account, Long applicantId, String credentials, boolean byProvider, OptionalLong factorStep,
			String name, LastSignOn last) {
	}

	/** @return the session of this kind that the request belongs to, unless it is over */
	Optional<WebSession> of(HttpServletRequest request, WebSession.Kind kind) {
		return found(request, kind).filter(session -> !isOver(session, clock.instant()));
	}

	/** @return as {@link #of}, also when it is over but not swept away yet: to know who was here before, never to let anybody in */
	Optional<WebSession> found(HttpServletRequest request, WebSession.Kind kind) {
		var attribute = WebSessions.class.getName() + "." + kind;
		if (request.getAttribute(attribute) instanceof Optional<?> known) {
			return known.map(WebSession.class::cast);
		}
		var found = token(request, kind).flatMap(token -> store.find(hashed(token)));
		found.ifPresent(this::noteSeen);
		request.setAttribute(attribute, found);
		return found;
	}

	private static Optional<String> token(HttpServletRequest request, WebSession.Kind kind) {
		return Optional.ofNullable(WebUtils.getCookie(request, kind.cookie())).map(cookie -> cookie.getValue())
				.filter(value -> TOKEN.matcher(value).matches());
	}

	private boolean isOver(WebSession session, Instant now) {
		return !now.isBefore(session.seen().plus(settings.idle())) || !now.isBefore(session.started().plus(settings.longest()));
	}

	/** What can not be noted for the moment must not keep anybody from reading. */
	private void noteSeen(WebSession session) {
		var now = now();
		if (!isOver(session, now) && now.isAfter(session.seen().plus(EXACT))) {
			try {
				store.seen(session.id(), now);
			} catch (DataAccessException busy) {
				LOG.warn("A session could not be noted as seen: {}", busy.getMessage());
			}
		}
	}

	/** Opens a session under a new token; the one that the browser had of this kind is over. */
	WebSession begin(Opening opening, HttpServletRequest request, HttpServletResponse response) {
		found(request, opening.kind()).ifPresent(before -> store.delete(before.id()));
		var token = newToken();
		var session = opened(opening, request);
		store.add(hashed(token), session);
		give(token, opening.kind(), request, response);
		return session;
	}

	/**
	 * The session of the request goes on under a new token, as if it were opened now.
	 *
	 * @return empty: it was ended while the request was under way, and the browser is signed out
	 */
	Optional<WebSession> renew(Opening opening, HttpServletRequest request, HttpServletResponse response) {
		var token = newToken();
		var session = opened(opening, request);
		if (found(request, opening.kind()).filter(before -> store.replace(before.id(), hashed(token), session)).isEmpty()) {
			takeAway(opening.kind(), request, response);
			return Optional.empty();
		}
		give(token, opening.kind(), request, response);
		return Optional.of(session);
	}

	private WebSession opened(Opening opening, HttpServletRequest request) {
		var now = now();
		var last = opening.last();
		var details = new WebSession.Details(opening.name(), request.getRemoteAddr(), browser(request), last == null ? null : last.at(),
				last == null ? null : last.address());
		return new WebSession(0, opening.kind(), opening.account(), opening.applicantId(), opening.credentials(), opening.byProvider(),
				HexFormat.of().withUpperCase().formatHex(random(CSRF_TOKEN_BYTES)), opening.factorStep(), now, now, now, details);
	}

	private String newToken() {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(random(TOKEN_BYTES));
	}

	private static void give(String token, WebSession.Kind kind, HttpServletRequest request, HttpServletResponse response) {
		remember(request, kind, null);
		response.addHeader(HttpHeaders.SET_COOKIE, cookie(kind, token, request).build().toString());
	}

	private static void takeAway(WebSession.Kind kind, HttpServletRequest request, HttpServletResponse response) {
		remember(request, kind, Optional.empty());
		response.addHeader(HttpHeaders.SET_COOKIE, cookie(kind, "", request).maxAge(0).build().toString());
	}

	/** Ends the session of the request, if there is one. */
	void end(HttpServletRequest request, HttpServletResponse response, WebSession.Kind kind) {
		found(request, kind).ifPresent(session -> store.delete(session.id()));
		takeAway(kind, request, response);
	}

	private static void remember(HttpServletRequest request, WebSession.Kind kind, Optional<WebSession> session) {
		request.setAttribute(WebSessions.class.getName() + "." + kind, session);
	}

	private static ResponseCookie.ResponseCookieBuilder cookie(WebSession.Kind kind, String value, HttpServletRequest request) {
		return ResponseCookie.from(kind.cookie(), value).path(request.getContextPath() + kind.path()).httpOnly(true).secure(request.isSecure())
				// A link in a message leads to who is signed in; forms have a token of their own.
				.sameSite("Lax");
	}

	private static String browser(HttpServletRequest request) {
		var browser = request.getHeader(HttpHeaders.USER_AGENT);
		return browser == null ? "" : browser.substring(0, Math.min(browser.length(), LONGEST_BROWSER));
	}

	/** Password or code were asked for again, and were right. */
	void proved(WebSession session, OptionalLong factorStep) {
		store.proved(session.id(), now(), factorStep);
	}

	/**
	 * @param credentials which of the owner's passwords counts now
	 * @return the sessions of an owner that are not over, those last seen first
	 */
	List<WebSession> ofOwner(WebSession.Kind kind, Object owner, String credentials) {
		var now = clock.instant();
		return store.of(kind, owner).stream().filter(session -> session.credentials().equals(credentials) && !isOver(session, now)).toList();
	}

	/** Ends every session of an owner. */
	void endAll(WebSession.Kind kind, Object owner) {
		store.of(kind, owner).forEach(session -> store.delete(session.id()));
	}

	/** Ends every session of the owner but that of the request. */
	void endOthers(WebSession.Kind kind, Object owner, HttpServletRequest request) {
		long present = found(request, kind).map(WebSession::id).orElse(-1L);
		store.of(kind, owner).stream().filter(session -> session.id() != present).forEach(session -> store.delete(session.id()));
	}

	/** @return whether the owner had such a session, which is over now */
	boolean end(long id, WebSession.Kind kind, Object owner) {
		return store.delete(id, kind, owner);
	}

	@Scheduled(fixedDelayString = "PT10M")
	void sweep() {
		// Who was here before is known for a while after the end, so that what was typed goes back to the same person.
		var now = clock.instant();
		var until = now.minus(KNOWN_AFTERWARDS).minus(settings.idle());
		var swept = store.deleteOver(until, until.minus(settings.longest()));
		LOG.debug("{} sessions swept", swept);
	}

	/** The databases keep microseconds. */
	private Instant now() {
		return clock.instant().truncatedTo(ChronoUnit.MICROS);
	}

	private byte[] random(int bytes) {
		var drawn = new byte[bytes];
		random.nextBytes(drawn);
		return drawn;
	}

	private String hashed(String token) {
		return hash.of(HASH_PURPOSE, token);
	}

	/** @return whether a token against forged requests is the session's, compared without telling how much of it is right */
	static boolean isTokenOf(WebSession session, String sent) {
		return sent != null && java.security.MessageDigest.isEqual(session.csrfToken().getBytes(StandardCharsets.UTF_8),
				sent.getBytes(StandardCharsets.UTF_8));
	}
}
