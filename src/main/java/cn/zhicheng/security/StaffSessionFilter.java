package cn.zhicheng.security;

import java.io.IOException;

import org.springframework.http.HttpMethod;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Takes over the sign-on of the web apps for our own JSON, so that a form in Tasklist works in the same session. A change
 * needs the session's token, since the browser sends the session by itself.
 */
class StaffSessionFilter extends OncePerRequestFilter {

	private static final java.util.Set<String> READING = java.util.Set.of(HttpMethod.GET.name(), HttpMethod.HEAD.name(),
			HttpMethod.OPTIONS.name());

	private final StaffDirectory directory;

	StaffSessionFilter(StaffDirectory directory) {
		this.directory = directory;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (SecurityContextHolder.getContext().getAuthentication() == null && request.getHeader("Authorization") == null) {
			var staff = directory.signedOn(request);
			if (staff.isPresent()) {
				if (!READING.contains(request.getMethod()) && !directory.hasValidToken(request)) {
					response.sendError(HttpServletResponse.SC_FORBIDDEN);
					return;
				}
				SecurityContextHolder.getContext().setAuthentication(new StaffAuthentication(staff.get()));
			}
		}
		chain.doFilter(request, response);
	}
}
