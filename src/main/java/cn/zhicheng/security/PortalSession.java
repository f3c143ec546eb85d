package cn.zhicheng.security;

import java.net.URI;

import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.stereotype.Component;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * The sign-in of an individual in the portal. It is kept apart from the staff's in the same browser session.
 */
@Component
public class PortalSession {

	static final String ROLE = "APPLICANT";

	private static final String HOME = "/portal";

	private final HttpSessionSecurityContextRepository repository = new HttpSessionSecurityContextRepository();
	private final RequestCache requests = new KeptRequests();

	PortalSession() {
		repository.setSpringSecurityContextKey("PORTAL_SECURITY_CONTEXT");
	}

	SecurityContextRepository repository() {
		return repository;
	}

	RequestCache requests() {
		return requests;
	}

	/**
	 * Where a person goes on who has just signed in: to the page, or with the form, that the sign-in interrupted. The
	 * address leads back into the request that was kept, whatever its method was.
	 *
	 * @return an address within this application, beginning with a slash
	 */
	public String continueAt(HttpServletRequest request, HttpServletResponse response) {
		var kept = requests.getRequest(request, response);
		if (kept == null) {
			return HOME;
		}
		var address = URI.create(kept.getRedirectUrl());
		return address.getRawPath().substring(request.getContextPath().length())
				+ (address.getRawQuery() == null ? "" : "?" + address.getRawQuery());
	}

	/** The person has proved who they are: from now on the session is theirs, under a new id. */
	public void signIn(ApplicantPrincipal person, HttpServletRequest request, HttpServletResponse response) {
		request.getSession();
		request.changeSessionId();
		var context = SecurityContextHolder.createEmptyContext();
		context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(person, null,
				AuthorityUtils.createAuthorityList("ROLE_" + ROLE)));
		SecurityContextHolder.setContext(context);
		repository.saveContext(context, request, response);
	}
}
