package cn.zhicheng.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.context.NullSecurityContextRepository;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriUtils;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Sign-on of staff with an outside identity provider (OpenID Connect). The provider says who somebody is; which account that
 * is and what it may do is decided here, and the session is the same as after a password. Passwords and second factors are
 * then the provider's matter.
 */
@Component
public class ProviderSignOn {

	/** Name of the registration in the settings. */
	static final String REGISTRATION = "zhicheng";

	private static final Logger log = LoggerFactory.getLogger(ProviderSignOn.class);

	private static final String START = StaffPaths.SIGN_IN + "/to-provider";
	private static final String BACK = StaffPaths.SIGN_IN + "/provider/*";

	private final ObjectProvider<ClientRegistrationRepository> registrations;
	private final StaffDirectory directory;
	private final StaffSessions sessions;
	private final ProviderRequests requests;
	private final StaffSignOn signOn;
	private final StaffSignOnAudit audit;
	private final ProviderSettings settings;

	ProviderSignOn(ObjectProvider<ClientRegistrationRepository> registrations, StaffDirectory directory, StaffSessions sessions,
			ProviderRequests requests, StaffSignOn signOn, StaffSignOnAudit audit, ProviderSettings settings) {
		this.registrations = registrations;
		this.directory = directory;
		this.sessions = sessions;
		this.requests = requests;
		this.signOn = signOn;
		this.audit = audit;
		this.settings = settings;
	}

	/** @return whether there is a provider to sign on with */
	public boolean isAvailable() {
		return registrations.getIfAvailable() != null;
	}

	/**
	 * Begins a sign-on with the provider.
	 *
	 * @param wanted where to go afterwards, from the request
	 * @return address within the application that leads to the provider
	 */
	public String begin(String wanted) {
		return START + "/" + REGISTRATION + "?" + ProviderRequests.WANTED + "=" + UriUtils.encode(StaffPaths.continueAt(wanted), StandardCharsets.UTF_8);
	}

	/** Adds the sign-on to a filter chain, if there is a provider. */
	void addTo(HttpSecurity http) throws Exception {
		if (!isAvailable()) {
			return;
		}
		http.oauth2Login(login -> login.loginPage(StaffPaths.SIGN_IN)
				.authorizationEndpoint(start -> start.baseUri(START).authorizationRequestRepository(requests))
				.redirectionEndpoint(back -> back.baseUri(BACK))
				// The session of staff is the web apps' and knows the account only; the provider's tokens are not kept.
				.securityContextRepository(new NullSecurityContextRepository())
				.successHandler(this::accept)
				.failureHandler(this::refuse));
	}

	private void accept(HttpServletRequest request, HttpServletResponse response, Authentication authentication) throws IOException {
		SecurityContextHolder.clearContext();
		var wanted = requests.wanted(request);
		var account = account(authentication);
		var staff = account.flatMap(directory::find).filter(found -> !found.groups().isEmpty());
		if (staff.isEmpty()) {
			audit.refusedAfterProvider(account.orElse(""), request.getRemoteAddr());
			response.sendRedirect(request.getContextPath() + StaffPaths.SIGN_IN + "?provider=unknown");
			return;
		}
		signOn.signedOn(staff.get(), request.getRemoteAddr());
		sessions.begin(staff.get(), directory.passwordStamp(staff.get().userId()).orElseThrow(), true, OptionalLong.empty(), request, response);
		if (authentication.getPrincipal() instanceof OidcUser person) {
			signOn.named(staff.get(), String.valueOf(person.getIssuer()), person.getSubject(),
					Boolean.TRUE.equals(person.getEmailVerified()) && person.getEmail() != null && !person.getEmail().isBlank() ? person.getEmail() : null);
		}
		response.sendRedirect(request.getContextPath() + wanted);
	}

	private Optional<String> account(Authentication authentication) {
		return authentication.getPrincipal() instanceof OidcUser user ? Optional.ofNullable(user.getClaimAsString(settings.accountClaim()))
				: Optional.empty();
	}

	private void refuse(HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
			throws IOException {
		audit.refusedAfterProvider("", request.getRemoteAddr());
		log.warn("Sign-on with the identity provider failed: {}", exception.getMessage());
		response.sendRedirect(request.getContextPath() + StaffPaths.SIGN_IN + "?provider=failed");
	}
}
