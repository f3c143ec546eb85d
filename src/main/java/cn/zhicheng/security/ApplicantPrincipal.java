package cn.zhicheng.security;

import java.security.Principal;
import java.time.Instant;

/**
 * A signed-in individual.
 *
 * @param id id of the applicant
 * @param name the person's name, for the head of the page
 * @param credentials which of the account's passwords opened the session, see {@link ApplicantSessions}
 * @param lastSignIn the sign-in before this one; null at the first
 */
public record ApplicantPrincipal(long id, String name, int credentials, LastSignIn lastSignIn) implements Principal {

	/**
	 * @param at when
	 * @param remoteAddress from where, as the server saw it
	 */
	public record LastSignIn(Instant at, String remoteAddress) {
	}

	@Override
	public String getName() {
		return name;
	}
}
