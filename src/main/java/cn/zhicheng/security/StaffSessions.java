package cn.zhicheng.security;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * The sessions of staff, in our pages and in Camunda's web apps. A session lasts as long as the account has the password with
 * which it was opened, and some rights.
 */
@Component
public class StaffSessions {

	private final WebSessions sessions;
	private final StaffDirectory directory;

	StaffSessions(WebSessions sessions, StaffDirectory directory) {
		this.sessions = sessions;
		this.directory = directory;
	}

	/**
	 * The browser gets a new session, which is that of the account.
	 *
	 * @param stamp of the password with which the account has signed on; with another one the session is none
	 * @param byProvider whether an identity provider answers for password and second factor
	 * @param factorStep time step of the code with which the account signed on; empty without a second factor
	 */
	public void begin(Staff staff, String stamp, boolean byProvider, OptionalLong factorStep, HttpServletRequest request, HttpServletResponse response) {
		var session = sessions.begin(opening(staff, stamp, byProvider, factorStep), request, response);
		directory.giveToken(session.csrfToken(), request, response);
	}

	/** The owner has set another password: the present session goes on with it, under a new token, if nobody has ended it meanwhile. */
	public void renew(Staff staff, HttpServletRequest request, HttpServletResponse response) {
		var present = sessions.found(request, WebSession.Kind.STAFF);
		renew(staff, present.filter(WebSession::byProvider).isPresent(), present.map(WebSession::factorStep).orElseGet(OptionalLong::empty), request, response);
	}

	/** From now on a code is needed: what was opened without one is over, and the present session goes on, if nobody has ended it meanwhile. */
	public void renewWithCode(Staff staff, long factorStep, HttpServletRequest request, HttpServletResponse response) {
		sessions.endOthers(WebSession.Kind.STAFF, staff.userId(), request);
		renew(staff, false, OptionalLong.of(factorStep), request, response);
	}

	private void renew(Staff staff, boolean byProvider, OptionalLong factorStep, HttpServletRequest request, HttpServletResponse response) {
		sessions.renew(opening(staff, directory.passwordStamp(staff.userId()).orElseThrow(), byProvider, factorStep), request, response)
				.ifPresent(session -> directory.giveToken(session.csrfToken(), request, response));
	}

	private static WebSessions.Opening opening(Staff staff, String stamp, boolean byProvider, OptionalLong factorStep) {
		return new WebSessions.Opening(WebSession.Kind.STAFF, staff.userId(), null, stamp, byProvider, factorStep, null, null);
	}

	/** @return whether an identity provider opened the session of the request, and answers for who it is */
	public boolean isByProvider(HttpServletRequest request) {
		return session(request).filter(WebSession::byProvider).isPresent();
	}

	/** @return the account signed on with this request's session, with its groups as they are now and its password's stamp */
	public Optional<StaffAuthentication> of(HttpServletRequest request) {
		return session(request).flatMap(this::authentication);
	}

	private Optional<WebSession> session(HttpServletRequest request) {
		return sessions.of(request, WebSession.Kind.STAFF);
	}

	private Optional<StaffAuthentication> authentication(WebSession session) {
		return directory.passwordStamp(session.account()).filter(session.credentials()::equals)
				.flatMap(stamp -> directory.find(session.account()).filter(staff -> !staff.groups().isEmpty())
						.map(staff -> StaffAuthentication.ofSession(staff, session).withPasswordStamp(stamp)));
	}

	/** The session of the request is over, in the web apps too. */
	public void end(HttpServletRequest request, HttpServletResponse response) {
		sessions.end(request, response, WebSession.Kind.STAFF);
	}

	/** Password or code were asked for again in this session, and were right. */
	public void proved(OptionalLong factorStep, HttpServletRequest request) {
		session(request).ifPresent(session -> sessions.proved(session, factorStep));
	}

	/**
	 * A session as its owner sees it.
	 *
	 * @param present whether it is the one that asks
	 */
	public record Open(long id, Instant started, Instant seen, String address, String browser, boolean byProvider, boolean present) {
	}

	/** @return the sessions of an account, those last seen first */
	public List<Open> of(Staff staff, HttpServletRequest request) {
		var present = session(request).map(WebSession::id).orElse(-1L);
		return sessions.ofOwner(WebSession.Kind.STAFF, staff.userId(), directory.passwordStamp(staff.userId()).orElse("")).stream().map(session -> new Open(session.id(), session.started(), session.seen(),
				session.details().address(), session.details().browser(), session.byProvider(), session.id() == present)).toList();
	}

	/** Its password is not that of a later account either; nothing is kept that asks. */
	@EventListener
	void on(StaffAccountRemoved event) {
		sessions.endAll(WebSession.Kind.STAFF, event.userId());
	}

	/** @return whether the account had such a session, which is over now */
	public boolean end(Staff staff, long id) {
		return sessions.end(id, WebSession.Kind.STAFF, staff.userId());
	}
}
