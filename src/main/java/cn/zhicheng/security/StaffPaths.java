package cn.zhicheng.security;

import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Addresses of the pages of the sign-on of staff.
 */
public final class StaffPaths {

	public static final String SIGN_IN = "/sign-in";
	public static final String SIGN_OUT = "/sign-out";
	/** Where somebody goes who has signed on without wanting a certain page. */
	public static final String HOME = "/staff";
	public static final String PASSWORD = HOME + "/password";
	public static final String SECOND_FACTOR = HOME + "/second-factor";
	public static final String SESSIONS = HOME + "/sessions";
	public static final String TOKENS = HOME + "/tokens";
	/** Where an owner says at which address the account is told of things. */
	public static final String ADDRESS = HOME + "/address";
	/** Where the auditor reads the audit trail. */
	public static final String AUDIT = HOME + "/audit";
	/** Where password or code are asked for again. */
	public static final String PROOF = HOME + "/proof";

	/** Name of the cookie with the token of our pages' forms against forged requests. */
	public static final String TOKEN = "STAFF-XSRF";

	private StaffPaths() {
	}

	/** @return whether the request asks for a page, and not for something within one */
	static boolean isPage(HttpServletRequest request) {
		var accepted = request.getHeader("Accept");
		return HttpMethod.GET.matches(request.getMethod()) && accepted != null && accepted.contains(MediaType.TEXT_HTML_VALUE);
	}

	/**
	 * Where to go on after the sign-on.
	 *
	 * @param wanted address within the application, from the request and therefore not to be trusted; null: none
	 * @return that address if it is a page for staff, otherwise the home page of staff
	 */
	public static String continueAt(String wanted) {
		boolean known = wanted != null && wanted.matches("/(camunda/app|organisation|designer|staff)([/?#][\\w\\-./?#=&%!:,;~]*)?") && !wanted.contains("//")
				&& !wanted.contains("..");
		return known ? wanted : HOME;
	}
}
