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
 * Takes over the sign-on of the web apps for our own JSON and pages, so that a form in Tasklist works in the same session. A
 * change by JSON needs the session's token, since the browser sends the session by itself; the forms of our own pages carry
 * a token that Spring Security checks.
 */
class StaffSessionFilter extends OncePerRequestFilter {

	private static final java.util.Set<String> READING = java.util.Set.of(HttpMethod.GET.name(), HttpMethod.HEAD.name(),
			HttpMethod.OPTIONS.name());

	private final StaffDirectory directory;
	private final boolean checksToken;

	/** For JSON. */
	StaffSessionFilter(StaffDirectory directory) {
		this(directory, true);
	}

	private StaffSessionFilter(StaffDirectory directory, boolean checksToken) {
		this.directory = directory;
		this.checksToken = checksToken;
	}

	/** For pages behind Spring Security's own check of their forms' tokens. */
	static StaffSessionFilter behindFormTokens(StaffDirectory directory) {
		return new StaffSessionFilter(directory, false);
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (SecurityContextHolder.getContext().getAuthentication() == null && request.getHeader("Authorization") == null) {
			var staff = directory.signedOn(request);
			if (staff.isPresent()) {
				if (checksToken && !READING.contains(request.getMethod()) && !directory.hasValidToken(request)) {
					response.sendError(HttpServletResponse.SC_FORBIDDEN);
					return;
				}
				SecurityContextHolder.getContext().setAuthentication(new StaffAuthentication(staff.get()));
			}
		}
		chain.doFilter(request, response);
	}
}
