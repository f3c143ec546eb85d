package cn.zhicheng.security;

import java.io.IOException;

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

	private enum Place {
		/** Our pages, whose forms have a token of their own. */
		PAGES,
		/** The web apps, which look for themselves who has signed on and whether a change has the session's token. */
		WEB_APPS,
		/** Our JSON, which the web apps' scripts ask in their session. */
		JSON
	}

	private final StaffSessions sessions;
	private final StaffDirectory directory;
	private final Place place;

	private StaffSessionFilter(StaffSessions sessions, StaffDirectory directory, Place place) {
		this.sessions = sessions;
		this.directory = directory;
		this.place = place;
	}

	static StaffSessionFilter ofPages(StaffSessions sessions, StaffDirectory directory) {
		return new StaffSessionFilter(sessions, directory, Place.PAGES);
	}

	static StaffSessionFilter ofWebApps(StaffSessions sessions, StaffDirectory directory) {
		return new StaffSessionFilter(sessions, directory, Place.WEB_APPS);
	}

	/** A change needs the token of the web apps' session, since the browser sends the session by itself. */
	static StaffSessionFilter ofJson(StaffSessions sessions, StaffDirectory directory) {
		return new StaffSessionFilter(sessions, directory, Place.JSON);
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (SecurityContextHolder.getContext().getAuthentication() == null && request.getHeader("Authorization") == null) {
			var staff = sessions.of(request);
			if (staff.isPresent()) {
				var session = staff.get().session().orElseThrow();
				if (place == Place.JSON && !Reading.is(request)
						&& !WebSessions.isTokenOf(session, directory.tokenOf(request))) {
					response.sendError(HttpServletResponse.SC_FORBIDDEN);
					return;
				}
				// Another sign-on in the same browser may have left another token.
				if (place == Place.WEB_APPS && !directory.openWebApps(staff.get().getPrincipal(), session.csrfToken(), request)
						&& StaffPaths.isPage(request)) {
					directory.giveToken(session.csrfToken(), request, response);
				}
				SecurityContextHolder.getContext().setAuthentication(staff.get());
			}
		}
		chain.doFilter(request, response);
	}
}
