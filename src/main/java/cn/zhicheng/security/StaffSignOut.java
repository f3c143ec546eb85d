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
	private final StaffDirectory directory;

	StaffSignOut(StaffSignOn signOn, StaffDirectory directory) {
		this.signOn = signOn;
		this.directory = directory;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		var staff = directory.signedOn(request);
		chain.doFilter(request, response);
		var session = request.getSession(false);
		if (session != null && response.getStatus() < HttpServletResponse.SC_BAD_REQUEST) {
			staff.ifPresent(one -> signOn.signedOut(one.getPrincipal(), request.getRemoteAddr()));
			session.invalidate();
		}
	}

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return !request.getRequestURI().matches(".*/camunda/api/\\w+/auth/user/[\\w-]+/logout");
	}
}
