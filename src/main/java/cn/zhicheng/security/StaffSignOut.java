package cn.zhicheng.security;

import java.io.IOException;

import org.springframework.web.filter.OncePerRequestFilter;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * The web apps' own sign-out ends the session for everything, not only for them.
 */
class StaffSignOut extends OncePerRequestFilter {

	private final StaffSignOn signOn;
	private final StaffSessions sessions;
	private final StaffDirectory directory;

	StaffSignOut(StaffSignOn signOn, StaffSessions sessions, StaffDirectory directory) {
		this.signOn = signOn;
		this.sessions = sessions;
		this.directory = directory;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		var staff = sessions.of(request);
		if (staff.isPresent() && staff.get().session().filter(session -> WebSessions.isTokenOf(session, directory.tokenOf(request))).isPresent()) {
			signOn.signedOut(staff.get().getPrincipal(), request.getRemoteAddr());
			sessions.end(request, response);
		}
		chain.doFilter(request, response);
	}

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return !request.getRequestURI().matches(".*/camunda/api/\\w+/auth/user/[\\w-]+/logout");
	}
}
