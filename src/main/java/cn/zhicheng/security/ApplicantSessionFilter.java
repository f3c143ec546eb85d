package cn.zhicheng.security;

import java.io.IOException;

import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.web.filter.OncePerRequestFilter;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Ends the session of an individual whose password was forgotten or replaced since the session was opened.
 */
class ApplicantSessionFilter extends OncePerRequestFilter {

	private final ApplicantSessions sessions;
	private final SecurityContextRepository contexts;

	ApplicantSessionFilter(ApplicantSessions sessions, SecurityContextRepository contexts) {
		this.sessions = sessions;
		this.contexts = contexts;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		var authentication = SecurityContextHolder.getContext().getAuthentication();
		if (authentication != null && authentication.getPrincipal() instanceof ApplicantPrincipal person && !sessions.holds(person)) {
			var nobody = SecurityContextHolder.createEmptyContext();
			SecurityContextHolder.setContext(nobody);
			contexts.saveContext(nobody, request, response);
		}
		chain.doFilter(request, response);
	}
}
