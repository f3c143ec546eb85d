package cn.zhicheng.security;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.web.util.WebUtils;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Knows from where requests come: the address, and the browser by a cookie that it got when somebody had signed in there.
 */
@Component
public class Callers {

	/** How long a browser or an address is known after somebody has signed in there. */
	static final Duration KNOWN = Duration.ofDays(90);

	private static final String COOKIE = "BROWSER";
	private static final String PURPOSE = "browser";
	private static final int ID_BYTES = 16;
	private static final List<String> OF_PROXIES = List.of("X-Forwarded-For", "Forwarded", "X-Real-IP");

	/** Addresses of this machine and of private networks (RFC 1918, 4193), as the container writes them. */
	private static final Pattern NEAR = Pattern.compile("127\\..*|10\\..*|192\\.168\\..*|172\\.(1[6-9]|2\\d|3[01])\\..*|169\\.254\\..*|::1|0:0:0:0:0:0:0:1|f[cd].*|fe[89ab].*",
			Pattern.CASE_INSENSITIVE);

	private final SealedText sealed;
	private final boolean proxiesAreBelieved;
	private final SecureRandom random = new SecureRandom();

	/** @param server none where nothing is served */
	Callers(SealedText sealed, ObjectProvider<ServerProperties> server) {
		this.sealed = sealed;
		var strategy = server.stream().map(ServerProperties::getForwardHeadersStrategy).filter(Objects::nonNull).findFirst().orElse(null);
		this.proxiesAreBelieved = strategy != null && strategy != ServerProperties.ForwardHeadersStrategy.NONE;
	}

	/** @return from where this request comes */
	public Caller of(HttpServletRequest request) {
		// Only what is near can be a proxy: a stranger can say so, too.
		boolean behindProxy = !proxiesAreBelieved && isNear(request.getRemoteAddr()) && OF_PROXIES.stream().anyMatch(header -> request.getHeader(header) != null);
		return new Caller(request.getRemoteAddr(), !behindProxy, Optional.ofNullable(WebUtils.getCookie(request, COOKIE))
				.flatMap(cookie -> sealed.open(PURPOSE, cookie.getValue())));
	}

	private static boolean isNear(String address) {
		return NEAR.matcher(address).matches();
	}

	/** @return the same caller with a browser that can be known again: a new one gets a name */
	public Caller named(Caller caller) {
		return caller.browser().isPresent() ? caller : new Caller(caller.address(), caller.ownAddress(), Optional.of(newName()));
	}

	private String newName() {
		var id = new byte[ID_BYTES];
		random.nextBytes(id);
		return HexFormat.of().formatHex(id);
	}

	/** The browser, in which somebody has just signed in, keeps by what it is known. */
	public void remember(Caller named, HttpServletRequest request, HttpServletResponse response) {
		named.browser().ifPresent(browser -> response.addHeader(HttpHeaders.SET_COOKIE, ResponseCookie.from(COOKIE, sealed.seal(PURPOSE, browser, KNOWN))
				.path(request.getContextPath() + "/").httpOnly(true).secure(request.isSecure()).sameSite("Lax").maxAge(KNOWN).build().toString()));
	}
}
