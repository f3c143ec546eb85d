package cn.zhicheng.security;

import java.io.IOException;
import java.util.Set;

import org.springframework.http.HttpMethod;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Takes over the one sign-on of staff from the session, with the rights of this very moment.
 */
class StaffSessionFilter extends OncePerRequestFilter {

	private static final Set<String> READING = Set.of(HttpMethod.GET.name(), HttpMethod.HEAD.name(), HttpMethod.OPTIONS.name());

	private final StaffDirectory directory;
	private final boolean tokenAsked;

	private StaffSessionFilter(StaffDirectory directory, boolean tokenAsked) {
		this.directory = directory;
		this.tokenAsked = tokenAsked;
	}

	/** For addresses whose changes are protected against forged requests in another way. */
	static StaffSessionFilter plain(StaffDirectory directory) {
		return new StaffSessionFilter(directory, false);
	}

	/** A change needs the token of the web apps' session, since the browser sends the session by itself. */
	static StaffSessionFilter withToken(StaffDirectory directory) {
		return new StaffSessionFilter(directory, true);
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (SecurityContextHolder.getContext().getAuthentication() == null && request.getHeader("Authorization") == null) {
			var staff = directory.signedOn(request);
			if (staff.isPresent()) {
				if (tokenAsked && !READING.contains(request.getMethod()) && !directory.hasValidToken(request)) {
					response.sendError(HttpServletResponse.SC_FORBIDDEN);
					return;
				}
				SecurityContextHolder.getContext().setAuthentication(staff.get());
			}
		}
		chain.doFilter(request, response);
	}
}
