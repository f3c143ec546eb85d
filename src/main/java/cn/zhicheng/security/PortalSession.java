package cn.zhicheng.security;

import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.stereotype.Component;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * The sign-in of an individual in the portal. It is kept apart from the staff's in the same browser session.
 */
@Component
public class PortalSession {

	static final String ROLE = "APPLICANT";

	private final HttpSessionSecurityContextRepository repository = new HttpSessionSecurityContextRepository();

	PortalSession() {
		repository.setSpringSecurityContextKey("PORTAL_SECURITY_CONTEXT");
	}

	SecurityContextRepository repository() {
		return repository;
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
