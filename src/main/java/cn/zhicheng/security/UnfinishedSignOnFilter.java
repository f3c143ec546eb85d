package cn.zhicheng.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.springframework.context.MessageSource;
import org.springframework.http.MediaType;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

import com.fasterxml.jackson.databind.ObjectMapper;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Lets nobody do anything with an account whose first password has not been changed yet, or that lacks the second factor it
 * needs: pages lead to where it is done, everything else is refused with a sentence that says what to do.
 */
class UnfinishedSignOnFilter extends OncePerRequestFilter {

	private final StaffSignOn signOn;
	private final MessageSource messages;
	private final ObjectMapper json;

	private UnfinishedSignOnFilter(StaffSignOn signOn, MessageSource messages, ObjectMapper json) {
		this.signOn = signOn;
		this.messages = messages;
		this.json = json;
	}

	/** Makes the filter for each chain; a filter that were a bean itself would also run outside of the chains. */
	@Component
	static class Factory {

		private final StaffSignOn signOn;
		private final MessageSource messages;
		private final ObjectMapper json;

		Factory(StaffSignOn signOn, MessageSource messages, ObjectMapper json) {
			this.signOn = signOn;
			this.messages = messages;
			this.json = json;
		}

		UnfinishedSignOnFilter filter() {
			return new UnfinishedSignOnFilter(signOn, messages, json);
		}
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (SecurityContextHolder.getContext().getAuthentication() instanceof StaffAuthentication authentication
				&& !(authentication.session().filter(WebSession::byProvider).isPresent())) {
			var unfinished = signOn.unfinished(authentication);
			if (unfinished.isPresent() && !isWhereItIsDone(request)) {
				refuse(unfinished.get(), authentication, request, response);
				return;
			}
		}
		chain.doFilter(request, response);
	}

	private static boolean isWhereItIsDone(HttpServletRequest request) {
		var path = request.getRequestURI().substring(request.getContextPath().length());
		return path.equals(StaffPaths.PASSWORD) || path.startsWith(StaffPaths.SECOND_FACTOR) || path.equals(StaffPaths.SIGN_OUT);
	}

	private void refuse(StaffSignOn.Unfinished unfinished, StaffAuthentication authentication, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		if (authentication.isOfSession() && StaffPaths.isPage(request)) {
			response.sendRedirect(request.getContextPath()
					+ (unfinished == StaffSignOn.Unfinished.OWN_PASSWORD ? StaffPaths.PASSWORD : StaffPaths.SECOND_FACTOR));
			return;
		}
		var sentence = messages.getMessage("staff.unfinished." + unfinished, null, Locale.SIMPLIFIED_CHINESE);
		response.setStatus(HttpServletResponse.SC_FORBIDDEN);
		response.setContentType(MediaType.APPLICATION_JSON_VALUE);
		response.setCharacterEncoding(StandardCharsets.UTF_8.name());
		json.writeValue(response.getWriter(), java.util.Map.of("type", "SignOnUnfinished", "message", sentence));
	}
}
