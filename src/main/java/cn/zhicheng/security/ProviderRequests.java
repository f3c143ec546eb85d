package cn.zhicheng.security;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.util.WebUtils;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * What has been asked of the identity provider, until the browser comes back from there: sealed in a cookie, for nobody has
 * signed on yet, and another instance may be the one to which it comes back.
 */
@Component
class ProviderRequests implements AuthorizationRequestRepository<OAuth2AuthorizationRequest> {

	/** Parameter with the page where to go on, and attribute of the request to the provider. */
	static final String WANTED = "continue";

	private static final String COOKIE = "STAFF-PROVIDER";
	private static final String PURPOSE = "provider-request";
	private static final Duration VALID = Duration.ofMinutes(10);
	private static final String FOUND = ProviderRequests.class.getName();

	private final SealedText sealed;
	private final JsonMapper json = new JsonMapper();

	ProviderRequests(SealedText sealed) {
		this.sealed = sealed;
	}

	private record Asked(String authorizationUri, String clientId, String redirectUri, Set<String> scopes, String state,
			Map<String, Object> additionalParameters, Map<String, Object> attributes, String authorizationRequestUri) {

		private static Asked of(OAuth2AuthorizationRequest request, Map<String, Object> attributes) {
			return new Asked(request.getAuthorizationUri(), request.getClientId(), request.getRedirectUri(), request.getScopes(), request.getState(),
					request.getAdditionalParameters(), attributes, request.getAuthorizationRequestUri());
		}

		private OAuth2AuthorizationRequest request() {
			return OAuth2AuthorizationRequest.authorizationCode().authorizationUri(authorizationUri).clientId(clientId).redirectUri(redirectUri)
					.scopes(scopes).state(state).additionalParameters(additionalParameters).attributes(all -> all.putAll(attributes))
					.authorizationRequestUri(authorizationRequestUri).build();
		}
	}

	@Override
	public OAuth2AuthorizationRequest loadAuthorizationRequest(HttpServletRequest request) {
		var state = request.getParameter("state");
		return state == null ? null : asked(request).filter(found -> state.equals(found.state())).map(Asked::request).orElse(null);
	}

	private Optional<Asked> asked(HttpServletRequest request) {
		return Optional.ofNullable(WebUtils.getCookie(request, COOKIE)).flatMap(cookie -> sealed.open(PURPOSE, cookie.getValue())).map(this::read);
	}

	@Override
	public void saveAuthorizationRequest(OAuth2AuthorizationRequest asked, HttpServletRequest request, HttpServletResponse response) {
		if (asked == null) {
			forget(request, response);
			return;
		}
		var attributes = new HashMap<>(asked.getAttributes());
		attributes.put(WANTED, StaffPaths.continueAt(request.getParameter(WANTED)));
		response.addHeader(HttpHeaders.SET_COOKIE, cookie(sealed.seal(PURPOSE, write(Asked.of(asked, attributes)), VALID), request).maxAge(VALID).build().toString());
	}

	@Override
	public OAuth2AuthorizationRequest removeAuthorizationRequest(HttpServletRequest request, HttpServletResponse response) {
		var asked = loadAuthorizationRequest(request);
		if (asked != null) {
			request.setAttribute(FOUND, asked.getAttribute(WANTED));
			forget(request, response);
		}
		return asked;
	}

	/** @return where to go on after the sign-on that this request ends */
	String wanted(HttpServletRequest request) {
		return StaffPaths.continueAt(request.getAttribute(FOUND) instanceof String wanted ? wanted : null);
	}

	private static void forget(HttpServletRequest request, HttpServletResponse response) {
		response.addHeader(HttpHeaders.SET_COOKIE, cookie("", request).maxAge(0).build().toString());
	}

	private static ResponseCookie.ResponseCookieBuilder cookie(String value, HttpServletRequest request) {
		// The provider's page leads back here: with Strict the browser would not send it then.
		return ResponseCookie.from(COOKIE, value).path(request.getContextPath() + StaffPaths.SIGN_IN).httpOnly(true).secure(request.isSecure())
				.sameSite("Lax");
	}

	private String write(Asked asked) {
		try {
			return json.writeValueAsString(asked);
		} catch (JsonProcessingException impossible) {
			throw new IllegalStateException(impossible);
		}
	}

	private Asked read(String asked) {
		try {
			return json.readValue(asked, Asked.class);
		} catch (JsonProcessingException impossible) {
			throw new IllegalStateException(impossible);
		}
	}
}
