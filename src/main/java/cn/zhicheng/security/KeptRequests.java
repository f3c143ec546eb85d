package cn.zhicheng.security;

import org.springframework.http.HttpMethod;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Keeps what a person was about to do when the session had expired, until the person has signed in again: a page of a
 * record, or the form of a record with everything typed into it. All else begins anew.
 */
class KeptRequests extends HttpSessionRequestCache {

	KeptRequests() {
		var pages = PathPatternRequestMatcher.withDefaults();
		setRequestMatcher(new OrRequestMatcher(
				pages.matcher(HttpMethod.GET, "/portal/records/{number}"),
				pages.matcher(HttpMethod.GET, "/portal/records/{number}/edit"),
				pages.matcher(HttpMethod.POST, "/portal/records/{number}/edit")));
	}

	@Override
	public HttpServletRequest getMatchingRequest(HttpServletRequest request, HttpServletResponse response) {
		var kept = super.getMatchingRequest(request, response);
		return kept == null ? null : new WithoutFiles(kept);
	}

	/** Only the fields of a form are kept and no files, so that it has no parts any more, whatever its header says. */
	private static final class WithoutFiles extends HttpServletRequestWrapper {

		private WithoutFiles(HttpServletRequest kept) {
			super(kept);
		}

		@Override
		public String getContentType() {
			return null;
		}
	}
}
