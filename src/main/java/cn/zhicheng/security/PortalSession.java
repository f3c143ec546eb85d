package cn.zhicheng.security;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * The sign-in of an individual in the portal. It is kept apart from the staff's in the same browser.
 */
@Component
public class PortalSession {

	static final String ROLE = "APPLICANT";

	private static final String HOME = "/portal";

	private final WebSessions sessions;

	PortalSession(WebSessions sessions) {
		this.sessions = sessions;
	}

	/**
	 * Where a person goes on who has just signed in.
	 *
	 * @param wanted address within the application, from the request and therefore not to be trusted; may be null
	 * @return that address if it is a page of a record, otherwise the portal's first page
	 */
	public static String continueAt(String wanted) {
		return wanted != null && ToPortalSignIn.isContinued(wanted) ? wanted : HOME;
	}

	/** The person has proved who they are: from now on a new session of this browser is theirs. */
	public void signIn(ApplicantPrincipal person, HttpServletRequest request, HttpServletResponse response) {
		sessions.begin(opening(person), request, response);
		become(person);
	}

	/** The person has set another password: the present session goes on with it, under a new token, if nobody has ended it meanwhile. */
	public void renew(ApplicantPrincipal person, HttpServletRequest request, HttpServletResponse response) {
		if (sessions.renew(opening(person), request, response).isPresent()) {
			become(person);
		}
	}

	private static WebSessions.Opening opening(ApplicantPrincipal person) {
		var last = person.lastSignIn();
		return new WebSessions.Opening(WebSession.Kind.APPLICANT, null, person.id(), String.valueOf(person.credentials()), false,
				OptionalLong.empty(), person.name(), last == null ? null : new LastSignOn(last.at(), last.remoteAddress()));
	}

	/** @return whose session the request belongs to, as it was when it was opened */
	Optional<ApplicantPrincipal> of(HttpServletRequest request) {
		return sessions.of(request, WebSession.Kind.APPLICANT).map(PortalSession::person);
	}

	/** @return who was signed in in this browser last, though the session may be over; empty when nobody knows any more */
	Optional<Long> lastPerson(HttpServletRequest request) {
		return sessions.found(request, WebSession.Kind.APPLICANT).map(WebSession::applicantId);
	}

	private static ApplicantPrincipal person(WebSession session) {
		var details = session.details();
		return new ApplicantPrincipal(session.applicantId(), details.name(), Integer.parseInt(session.credentials()),
				details.lastAt() == null ? null : new ApplicantPrincipal.LastSignIn(details.lastAt(), details.lastAddress()));
	}

	/** For the rest of this request. */
	static void become(ApplicantPrincipal person) {
		var context = SecurityContextHolder.createEmptyContext();
		context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(person, null,
				AuthorityUtils.createAuthorityList("ROLE_" + ROLE)));
		SecurityContextHolder.setContext(context);
	}

	void end(HttpServletRequest request, HttpServletResponse response) {
		sessions.end(request, response, WebSession.Kind.APPLICANT);
	}

	/**
	 * A session as its owner sees it.
	 *
	 * @param present whether it is the one that asks
	 */
	public record Open(long id, Instant started, Instant seen, String address, String browser, boolean present) {
	}

	/** @return the sessions of a person, those last seen first */
	public List<Open> of(ApplicantPrincipal person, HttpServletRequest request) {
		var present = sessions.of(request, WebSession.Kind.APPLICANT).map(WebSession::id).orElse(-1L);
		return sessions.ofOwner(WebSession.Kind.APPLICANT, person.id(), String.valueOf(person.credentials())).stream().map(session -> new Open(session.id(), session.started(),
				session.seen(), session.details().address(), session.details().browser(), session.id() == present)).toList();
	}

	/** @return whether the person had such a session, which is over now */
	public boolean end(ApplicantPrincipal person, long id) {
		return sessions.end(id, WebSession.Kind.APPLICANT, person.id());
	}
}
