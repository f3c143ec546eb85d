package cn.zhicheng.security;

import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Refuses changes that a page elsewhere makes a browser send. A browser that was once asked for account and password (HTTP basic)
 * sends them by itself to this server, whichever page asks; it also says which page that is.
 *
 * <p>Programs say nothing of this and are let through. Camunda Modeler is a page of its own, from a file: no page that came over
 * the network can call itself that.
 */
class SameOriginFilter extends OncePerRequestFilter {

	private static final Set<String> OWN_SITES = Set.of("same-origin", "none");
	private static final String SEC_FETCH_SITE = "Sec-Fetch-Site";
	/** Headers that only browsers send. */
	private static final Set<String> OF_BROWSERS = Set.of("sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest", "sec-fetch-user", "origin");
	private static final String MODELER = "file://";
	private static final int HTTP = 80;
	private static final int HTTPS = 443;

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (Reading.is(request) || isOwn(request)) {
			chain.doFilter(request, response);
		} else {
			response.sendError(HttpServletResponse.SC_FORBIDDEN);
		}
	}

	private static boolean isOwn(HttpServletRequest request) {
		var origin = request.getHeader(HttpHeaders.ORIGIN);
		if (MODELER.equals(origin)) {
			return request.getHeader(HttpHeaders.AUTHORIZATION) != null;
		}
		// No page can set it; where it is missing, the browser is old, or it is a program.
		var site = request.getHeader(SEC_FETCH_SITE);
		return site != null ? OWN_SITES.contains(site) : origin == null || isHere(origin, request);
	}

	/** Name and port only: before a proxy the connection may be encrypted, behind it not. */
	private static boolean isHere(String origin, HttpServletRequest request) {
		try {
			var page = URI.create(origin);
			var host = request.getHeader(HttpHeaders.HOST);
			return page.getHost() != null && page.getScheme() != null && (page.getRawAuthority().equalsIgnoreCase(host)
					|| page.getHost().equalsIgnoreCase(request.getServerName()) && portOf(page) == request.getServerPort());
		} catch (IllegalArgumentException malformed) {
			return false;
		}
	}

	private static int portOf(URI page) {
		return page.getPort() != -1 ? page.getPort() : "https".equals(page.getScheme().toLowerCase(Locale.ROOT)) ? HTTPS : HTTP;
	}

	/** @return whether a browser sends the request, be it for a page or for a script */
	static boolean isOfBrowser(HttpServletRequest request) {
		return OF_BROWSERS.stream().anyMatch(header -> request.getHeader(header) != null);
	}

	/** Tells programs that account and password are asked for, and browsers nothing: they would ask their user, and remember the answer. */
	static void askForPassword(HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (!isOfBrowser(request)) {
			response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"zhicheng\"");
		}
		response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
	}
}
