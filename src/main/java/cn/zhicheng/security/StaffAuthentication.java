package cn.zhicheng.security;

import java.util.Optional;

import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

/**
 * A member of staff as Spring Security sees one: principal {@link Staff}, authority {@value #AUTHORITY}.
 */
public final class StaffAuthentication extends AbstractAuthenticationToken {

	public static final String AUTHORITY = "ROLE_STAFF";

	private final Staff staff;
	private final boolean ofSession;
	private final WebSession session;
	private final TokenPurpose token;
	private final String passwordStamp;

	private StaffAuthentication(Staff staff, boolean ofSession, WebSession session, TokenPurpose token, String passwordStamp) {
		super(AuthorityUtils.createAuthorityList(AUTHORITY));
		this.staff = staff;
		this.ofSession = ofSession;
		this.session = session;
		this.token = token;
		this.passwordStamp = passwordStamp;
		setAuthenticated(true);
	}

	/** Somebody who went through the sign-on in a browser. */
	public static StaffAuthentication ofSession(Staff staff) {
		return new StaffAuthentication(staff, true, null, null, null);
	}

	/** As {@link #ofSession(Staff)}, in this session. */
	static StaffAuthentication ofSession(Staff staff, WebSession session) {
		return new StaffAuthentication(staff, true, session, null, null);
	}

	/** A program that sent account and password with this request (HTTP basic). */
	static StaffAuthentication ofProgram(Staff staff) {
		return new StaffAuthentication(staff, false, null, null, null);
	}

	/** A program that sent a token; it has those of the account's groups that the token is for. */
	static StaffAuthentication ofToken(Staff staff, TokenPurpose purpose) {
		return new StaffAuthentication(new Staff(staff.userId(), purpose.within(staff.groups())), false, null, purpose, null);
	}

	/** @return the same with the stamp of the account's password, which has been read for this request */
	public StaffAuthentication withPasswordStamp(String stamp) {
		return new StaffAuthentication(staff, ofSession, session, token, stamp);
	}

	/** @return {@link StaffDirectory#passwordStamp} if it has been read for this request already */
	Optional<String> passwordStamp() {
		return Optional.ofNullable(passwordStamp);
	}

	/** @return whether it comes from the session; otherwise account and password came with this request */
	boolean isOfSession() {
		return ofSession;
	}

	/** @return the session it comes from, if it does */
	Optional<WebSession> session() {
		return Optional.ofNullable(session);
	}

	/** @return what the token is for that was sent instead of a password; empty without one */
	public Optional<TokenPurpose> token() {
		return Optional.ofNullable(token);
	}

	@Override
	public Object getCredentials() {
		return "";
	}

	@Override
	public Staff getPrincipal() {
		return staff;
	}

	@Override
	public String getName() {
		return staff.userId();
	}
}
