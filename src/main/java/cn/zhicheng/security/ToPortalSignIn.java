package cn.zhicheng.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import org.springframework.http.HttpMethod;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.web.util.UriUtils;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Where somebody is led who is not signed in to the portal: to the sign-in, and from there on to the page that was wanted, or with
 * the form that was sent. A relative address, for behind a proxy the application does not know its own name.
 */
class ToPortalSignIn implements AuthenticationEntryPoint {

	private static final Pattern CONTINUED = Pattern.compile("/portal/records/[\\w-]{1,40}(/edit)?");

	private final KeptForms forms;

	ToPortalSignIn(KeptForms forms) {
		this.forms = forms;
	}

	@Override
	public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
			throws IOException, ServletException {
		if (forms.isKept(request)) {
			request.setAttribute(KeptForms.KEPT, forms.keep(request));
			request.getRequestDispatcher(WebSecurity.PORTAL_SIGN_IN + "/again").forward(request, response);
			return;
		}
		var path = request.getRequestURI().substring(request.getContextPath().length());
		response.sendRedirect(request.getContextPath() + WebSecurity.PORTAL_SIGN_IN
				+ (HttpMethod.GET.matches(request.getMethod()) && isContinued(path) ? "?continue=" + UriUtils.encode(path, StandardCharsets.UTF_8) : ""));
	}

	/** @return whether a page is worth to be led back to: that of a record */
	static boolean isContinued(String path) {
		return CONTINUED.matcher(path).matches();
	}
}
