package cn.zhicheng;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.test.web.servlet.request.RequestPostProcessor;

import jakarta.servlet.http.Cookie;

/**
 * The token against forged requests that a page of ours would send with its form, in the cookie and as a field. Spring's own for
 * tests puts another place for tokens into the application, where those of real browsers are lost.
 */
public final class FormToken {

	private static final String TOKEN = "0b1f7c52-3c1e-4d0a-9f43-5a3f2c7e9b60";
	/** As a page has it: Spring wants it mixed with random bytes, which may be zeros. */
	private static final String MASKED = Base64.getUrlEncoder().encodeToString((new String(new char[TOKEN.length()]) + TOKEN)
			.getBytes(StandardCharsets.ISO_8859_1));
	private static final List<Cookie> COOKIES = Stream.of("PORTAL-XSRF", "PUBLIC-XSRF", "STAFF-XSRF").map(name -> new Cookie(name, TOKEN)).toList();

	private FormToken() {
	}

	/** Sends the form with its token. */
	public static RequestPostProcessor csrf() {
		return request -> {
			var sent = request.getCookies() == null ? Stream.<Cookie>empty() : Stream.of(request.getCookies())
					.filter(cookie -> COOKIES.stream().noneMatch(own -> own.getName().equals(cookie.getName())));
			request.setCookies(Stream.concat(sent, COOKIES.stream()).toArray(Cookie[]::new));
			request.setParameter("_csrf", MASKED);
			return request;
		};
	}
}
