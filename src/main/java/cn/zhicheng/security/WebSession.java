package cn.zhicheng.security;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * A session as it is stored: who has signed in, and when. It knows nothing of what they do.
 *
 * @param account account name of a member of staff; null for an individual
 * @param applicantId id of an individual; null for a member of staff
 * @param credentials which of the owner's passwords opened it: another password ends it
 * @param byProvider whether an identity provider answered for password and second factor
 * @param csrfToken token of the web apps against forged requests
 * @param factorStep time step of the code of the second factor (RFC 6238) with which it was opened; empty: without one
 * @param started when it was opened
 * @param seen when a request was made in it last, exact to a minute
 * @param proved when password or code were asked for last
 */
record WebSession(long id, Kind kind, String account, Long applicantId, String credentials, boolean byProvider, String csrfToken,
		OptionalLong factorStep, Instant started, Instant seen, Instant proved, Details details) {

	/** Whose sessions; each kind has a cookie of its own, so that both can be open in one browser. */
	enum Kind {

		STAFF("STAFF-SESSION", "/"), APPLICANT("PORTAL-SESSION", "/portal");

		private final String cookie;
		private final String path;

		Kind(String cookie, String path) {
			this.cookie = cookie;
			this.path = path;
		}

		String cookie() {
			return cookie;
		}

		/** @return where the browser sends the cookie, below the application's own path */
		String path() {
			return path;
		}
	}

	/**
	 * What is personal, and sealed in the database.
	 *
	 * @param name of an individual; null for a member of staff
	 * @param address from which it was opened
	 * @param browser what the browser says it is, shortened; may be empty
	 * @param lastAt when the owner signed in before; null at the first time
	 * @param lastAddress from where
	 */
	record Details(String name, String address, String browser, Instant lastAt, String lastAddress) {
	}
}
