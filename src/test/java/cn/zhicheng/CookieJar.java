package cn.zhicheng;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.springframework.boot.test.autoconfigure.web.servlet.MockMvcBuilderCustomizer;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

import cn.zhicheng.security.ApplicantPrincipal;
import cn.zhicheng.security.PortalSession;
import jakarta.servlet.http.Cookie;

/**
 * The cookies of one browser, for requests by {@code MockMvc}: {@code web.perform(get("/portal").with(jar))} sends them and keeps
 * those that are answered. What the pages of the sign-in carry from one to the next in hidden fields goes along, too.
 */
public final class CookieJar implements RequestPostProcessor {

	private static final String OF_REQUEST = CookieJar.class.getName();

	private static final Pattern CARRIED = Pattern.compile("<input type=\"hidden\" name=\"(claim|kept|continue)\" value=\"([^\"]*)\">");

	private final Map<String, Cookie> cookies = new LinkedHashMap<>();
	private final Map<String, String> carried = new LinkedHashMap<>();

	/** @return the browser of an individual who has signed in, at the first password of the account */
	public static CookieJar of(PortalSession portal, long person, String name) {
		var jar = new CookieJar();
		var response = new MockHttpServletResponse();
		portal.signIn(new ApplicantPrincipal(person, name, 1, null), new MockHttpServletRequest(), response);
		SecurityContextHolder.clearContext();
		jar.keep(response);
		return jar;
	}

	@Override
	public MockHttpServletRequest postProcessRequest(MockHttpServletRequest request) {
		var sent = request.getCookies() == null ? Stream.<Cookie>empty() : Stream.of(request.getCookies());
		var own = cookies.values().stream().filter(cookie -> request.getCookies() == null
				|| Stream.of(request.getCookies()).noneMatch(known -> known.getName().equals(cookie.getName())));
		request.setCookies(Stream.concat(sent, own).toArray(Cookie[]::new));
		if (request.getMethod().equals("POST") && request.getRequestURI().startsWith("/portal/sign-in")) {
			carried.forEach((name, value) -> {
				if (request.getParameter(name) == null) {
					request.setParameter(name, value);
				}
			});
		}
		request.setAttribute(OF_REQUEST, this);
		return request;
	}

	private void keep(MockHttpServletResponse response) {
		for (var cookie : response.getCookies()) {
			if (cookie.getMaxAge() == 0) {
				cookies.remove(cookie.getName());
			} else {
				cookies.put(cookie.getName(), cookie);
			}
		}
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Kept {

		@Bean
		MockMvcBuilderCustomizer cookiesAreKept() {
			return builder -> builder.alwaysDo(Kept::keep);
		}

		private static void keep(MvcResult result) throws Exception {
			if (result.getRequest().getAttribute(OF_REQUEST) instanceof CookieJar jar) {
				jar.keep(result.getResponse());
				var page = CARRIED.matcher(result.getResponse().getContentAsString());
				while (page.find()) {
					jar.carried.put(page.group(1), page.group(2));
				}
			}
		}
	}
}
