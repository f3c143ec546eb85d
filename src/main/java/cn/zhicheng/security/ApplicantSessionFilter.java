package cn.zhicheng.security;

import java.io.IOException;

import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Lets an individual act in a request of theirs, unless the password was forgotten or replaced since the session was opened.
 */
class ApplicantSessionFilter extends OncePerRequestFilter {

	private final PortalSession session;
	private final ApplicantSessions sessions;

	ApplicantSessionFilter(PortalSession session, ApplicantSessions sessions) {
		this.session = session;
		this.sessions = sessions;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (SecurityContextHolder.getContext().getAuthentication() == null) {
			session.of(request).filter(sessions::holds).ifPresent(PortalSession::become);
		}
		chain.doFilter(request, response);
	}
}
