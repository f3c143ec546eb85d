package cn.zhicheng.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.web.servlet.MultipartProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.annotation.web.configurers.SessionManagementConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.AccessDeniedHandlerImpl;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.authentication.logout.LogoutFilter;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.authentication.session.NullAuthenticatedSessionStrategy;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.header.writers.DelegatingRequestMatcherHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.util.UriUtils;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Who may call which part of the application; whatever is not named is denied. Objects (this record, this file) are
 * checked where they are read.
 */
@Configuration
@ConditionalOnWebApplication
class WebSecurity {

	static final String PORTAL_SIGN_IN = "/portal/sign-in";
	private static final String UNIT_APPLICATION = "/portal/organisation";
	/** Our pages load nothing from elsewhere and run no inline script. */
	private static final String CONTENT_SECURITY_POLICY = "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; "
			+ "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

	/** What is data and no page: opened as one, a form or a file of somebody else's runs nothing. */
	private static final String NO_PAGE = "default-src 'none'; frame-ancestors 'none'; sandbox";
	/** Rights are read anew with every request; kept in the session they would outlive their loss. */
	private static final SecurityContextRepository RIGHTS_OF_THIS_REQUEST = new RequestAttributeSecurityContextRepository();

	/**
	 * The character NUL is in nothing that anybody types, and PostgreSQL keeps and compares no text with it: such a request is
	 * told that it is malformed, whichever page it is for.
	 */
	@Bean
	HttpFirewall firewall() {
		var firewall = new StrictHttpFirewall();
		firewall.setAllowedParameterValues(value -> value == null || value.indexOf('\0') < 0);
		return firewall;
	}

	/** Paths from the root of the application, whichever servlet answers there: the engine's are not Spring's. */
	private static RequestMatcher paths(String... patterns) {
		var builder = PathPatternRequestMatcher.withDefaults();
		return new OrRequestMatcher(Arrays.stream(patterns).map(pattern -> (RequestMatcher) builder.matcher(pattern)).toList());
	}

	/**
	 * The web apps have their own token against forged requests and their own headers; the sign-on is ours, and theirs is
	 * closed. Who may use which of them is a right of the account, which they check themselves.
	 */
	@Bean
	@Order(1)
	SecurityFilterChain webApps(HttpSecurity http, StaffDirectory directory, StaffSessions sessions, StaffSignOn signOn,
			UnfinishedSignOnFilter.Factory unfinished, StepUp stepUp) throws Exception {
		return http.securityMatcher(paths("/camunda/**", "/camunda"))
				.authorizeHttpRequests(requests -> requests
						.requestMatchers(paths("/camunda/api/{app}/auth/user/{engine}/login/**", "/camunda/api/{app}/setup/**")).denyAll()
						.requestMatchers(StaffPaths::isPage).hasAuthority(StaffAuthentication.AUTHORITY)
						.anyRequest().permitAll())
				.exceptionHandling(errors -> errors.authenticationEntryPoint(WebSecurity::toStaffSignIn))
				.csrf(AbstractHttpConfigurer::disable)
				.headers(headers -> headers.defaultsDisabled().httpStrictTransportSecurity(Customizer.withDefaults())
						// Beside the web apps' own: two policies hold both.
						.addHeaderWriter(new DelegatingRequestMatcherHeaderWriter(paths("/camunda/api/**"),
								(request, response) -> response.addHeader("Content-Security-Policy", NO_PAGE))))
				.requestCache(AbstractHttpConfigurer::disable)
				.securityContext(context -> context.securityContextRepository(RIGHTS_OF_THIS_REQUEST))
				.sessionManagement(WebSecurity::noneOfSpring)
				.addFilterBefore(new StaffSignOut(signOn, sessions, directory), AuthorizationFilter.class)
				.addFilterBefore(StaffSessionFilter.ofWebApps(sessions, directory), AnonymousAuthenticationFilter.class)
				.addFilterAfter(unfinished.filter(), AuthorizationFilter.class)
				.addFilterAfter(stepUp.filter(), AuthorizationFilter.class)
				.build();
	}

	/** A page leads to the sign-in and back; everything else is told that nobody is signed on. */
	private static void toStaffSignIn(HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
			throws IOException {
		if (!StaffPaths.isPage(request)) {
			response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
			return;
		}
		var wanted = request.getRequestURI().substring(request.getContextPath().length())
				+ (request.getQueryString() == null ? "" : "?" + request.getQueryString());
		response.sendRedirect(request.getContextPath() + StaffPaths.SIGN_IN + "?continue=" + UriUtils.encode(wanted, StandardCharsets.UTF_8));
	}

	@Bean
	@Order(2)
	SecurityFilterChain engineRest(HttpSecurity http, StaffDirectory directory, Callers callers, StaffPasswordProvider passwords,
			UnfinishedSignOnFilter.Factory unfinished) throws Exception {
		return http.securityMatcher(paths("/engine-rest/**", "/engine-rest"))
				.authenticationManager(alone(passwords))
				.authorizeHttpRequests(requests -> requests.anyRequest().hasAuthority(StaffAuthentication.AUTHORITY))
				.httpBasic(basic -> basic.authenticationDetailsSource(callers::of)
						.authenticationEntryPoint((request, response, exception) -> SameOriginFilter.askForPassword(request, response)))
				.exceptionHandling(errors -> errors.authenticationEntryPoint((request, response, exception) -> SameOriginFilter.askForPassword(request, response)))
				.csrf(AbstractHttpConfigurer::disable)
				.headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(NO_PAGE)))
				.sessionManagement(WebSecurity::noneOfSpring)
				.addFilterBefore(new SameOriginFilter(), BasicAuthenticationFilter.class)
				.addFilterAfter(new StaffRightsFilter(directory), AuthorizationFilter.class)
				.addFilterAfter(unfinished.filter(), AuthorizationFilter.class)
				.build();
	}

	@Bean
	@Order(3)
	SecurityFilterChain api(HttpSecurity http, StaffDirectory directory, Callers callers, StaffSessions sessions, StaffPasswordProvider passwords,
			UnfinishedSignOnFilter.Factory unfinished) throws Exception {
		return http.securityMatcher(paths("/api/**"))
				.authenticationManager(alone(passwords))
				.authorizeHttpRequests(requests -> requests
						.requestMatchers("/api/verification").permitAll()
						.anyRequest().hasAuthority(StaffAuthentication.AUTHORITY))
				.httpBasic(basic -> basic.authenticationDetailsSource(callers::of).authenticationEntryPoint(new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED)))
				.exceptionHandling(errors -> errors.authenticationEntryPoint(new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED)))
				.csrf(AbstractHttpConfigurer::disable)
				.headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(NO_PAGE)))
				.sessionManagement(WebSecurity::noneOfSpring)
				.addFilterAfter(StaffSessionFilter.ofJson(sessions, directory), BasicAuthenticationFilter.class)
				.addFilterBefore(new SameOriginFilter(), BasicAuthenticationFilter.class)
				.addFilterAfter(new ReadingTokenFilter(), AuthorizationFilter.class)
				.addFilterAfter(new StaffRightsFilter(directory), AuthorizationFilter.class)
				.addFilterAfter(unfinished.filter(), AuthorizationFilter.class)
				.build();
	}

	/** Our own pages for staff, and their sign-in. */
	@Bean
	@Order(4)
	SecurityFilterChain staffPages(HttpSecurity http, StaffDirectory directory, StaffSessions sessions, ProviderSignOn provider,
			UnfinishedSignOnFilter.Factory unfinished, StepUp stepUp, RefusedRights refused, MultipartProperties uploads) throws Exception {
		provider.addTo(http);
		return http.securityMatcher(paths("/staff/**", "/staff", "/organisation/**", "/organisation", "/designer/**", "/designer", "/sign-in/**", "/sign-in", "/sign-out"))
				.authorizeHttpRequests(requests -> requests
						.requestMatchers(StaffPaths.SIGN_IN, StaffPaths.SIGN_IN + "/**", StaffPaths.SIGN_OUT).permitAll()
						.anyRequest().hasAuthority(StaffAuthentication.AUTHORITY))
				.exceptionHandling(errors -> errors.authenticationEntryPoint(WebSecurity::toStaffSignIn)
						.accessDeniedHandler(told(refused, deniedOrTooLarge(uploads))))
				// Rights are read anew with every request, which is no new sign-on: a file that is fetched must not end the forms of its page.
				.csrf(csrf -> csrf.csrfTokenRepository(tokens(StaffPaths.TOKEN))
						.sessionAuthenticationStrategy(new NullAuthenticatedSessionStrategy()))
				.headers(WebSecurity::pageHeaders)
				.requestCache(AbstractHttpConfigurer::disable)
				.logout(AbstractHttpConfigurer::disable)
				.securityContext(context -> context.securityContextRepository(RIGHTS_OF_THIS_REQUEST))
				.sessionManagement(WebSecurity::noneOfSpring)
				.addFilterBefore(StaffSessionFilter.ofPages(sessions, directory), AnonymousAuthenticationFilter.class)
				.addFilterAfter(new StaffRightsFilter(directory), AuthorizationFilter.class)
				.addFilterAfter(unfinished.filter(), AuthorizationFilter.class)
				.addFilterAfter(stepUp.filter(), AuthorizationFilter.class)
				.build();
	}

	/** Otherwise Spring's common manager, which has found the provider too, would check and count a wrong password once more. */
	private static AuthenticationManager alone(StaffPasswordProvider passwords) {
		return new ProviderManager(passwords);
	}

	/** Who is signed in is read from our own sessions with every request, and opening one renews its token. */
	private static void noneOfSpring(SessionManagementConfigurer<HttpSecurity> sessions) {
		sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS).sessionFixation(SessionManagementConfigurer.SessionFixationConfigurer::none);
	}

	private static void pageHeaders(HeadersConfigurer<HttpSecurity> headers) {
		headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY))
				.referrerPolicy(policy -> policy.policy(ReferrerPolicy.SAME_ORIGIN));
	}

	/** The token lives in a cookie and not in the session, so that a form survives the end of the session. */
	private static CookieCsrfTokenRepository tokens(String cookie) {
		var tokens = new CookieCsrfTokenRepository();
		tokens.setCookieName(cookie);
		tokens.setCookieCustomizer(builder -> builder.sameSite("Strict"));
		return tokens;
	}

	/**
	 * The portal. Its token against forged requests lives in a cookie and not in the session, so that what was typed in a
	 * tab left open overnight survives: it goes back with the sign-in page, the person signs in again, and it is carried out.
	 */
	@Bean
	@Order(5)
	SecurityFilterChain portal(HttpSecurity http, PortalSession session, ApplicantSessions applicants, KeptForms kept, MultipartProperties uploads,
			AuditTrail audit) throws Exception {
		return http.securityMatcher(paths("/portal/**", "/portal"))
				.authorizeHttpRequests(requests -> requests
						.requestMatchers(PORTAL_SIGN_IN, PORTAL_SIGN_IN + "/**").permitAll()
						// A unit without an account has nobody who could sign in.
						.requestMatchers(UNIT_APPLICATION, UNIT_APPLICATION + "/filed", UNIT_APPLICATION + "/status", UNIT_APPLICATION + "/password").permitAll()
						.anyRequest().hasRole(PortalSession.ROLE))
				.securityContext(context -> context.securityContextRepository(RIGHTS_OF_THIS_REQUEST))
				.requestCache(AbstractHttpConfigurer::disable)
				.sessionManagement(WebSecurity::noneOfSpring)
				.exceptionHandling(errors -> errors.authenticationEntryPoint(new ToPortalSignIn(kept))
						.accessDeniedHandler(deniedOrTooLarge(uploads)))
				.csrf(csrf -> csrf.csrfTokenRepository(tokens("PORTAL-XSRF"))
						.sessionAuthenticationStrategy(new NullAuthenticatedSessionStrategy()))
				.addFilterBefore(new ApplicantSessionFilter(session, applicants), LogoutFilter.class)
				.headers(WebSecurity::pageHeaders)
				.logout(logout -> logout
						.logoutRequestMatcher(PathPatternRequestMatcher.withDefaults().matcher(org.springframework.http.HttpMethod.POST, "/portal/sign-out"))
						.addLogoutHandler((request, response, signedOut) -> {
							auditSignOut(audit, request.getRemoteAddr(), signedOut);
							session.end(request, response);
						})
						.logoutSuccessUrl("/portal/sign-in?signedOut"))
				.build();
	}

	private static void auditSignOut(AuditTrail audit, String address, Authentication signedOut) {
		if (signedOut != null && signedOut.getPrincipal() instanceof ApplicantPrincipal person) {
			audit.record(AuditKind.SIGNED_OUT, AuditTrail.applicant(person.id()), null, AuditTrail.applicant(person.id()),
					Map.of("address", address));
		}
	}

	/** A page that is not this account's stands in the audit trail; a form that has grown old does not. */
	private static AccessDeniedHandler told(RefusedRights refused, AccessDeniedHandler handler) {
		return (request, response, exception) -> {
			if (SecurityContextHolder.getContext().getAuthentication() instanceof StaffAuthentication staff && !(exception instanceof CsrfException)) {
				refused.tell(staff.getName(), "rights.forbidden", "page:" + pageOf(request));
			}
			handler.handle(request, response, exception);
		};
	}

	/** As the application knows it: what somebody put into the address is not kept. */
	private static String pageOf(HttpServletRequest request) {
		return request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE) instanceof String pattern ? pattern : "/";
	}

	/** The token of a request beyond the size limit cannot be read: what is wrong is its size. */
	private static AccessDeniedHandler deniedOrTooLarge(MultipartProperties uploads) {
		var denied = new AccessDeniedHandlerImpl();
		return (request, response, exception) -> {
			if (request.getContentLengthLong() > uploads.getMaxRequestSize().toBytes()) {
				response.sendError(HttpStatus.PAYLOAD_TOO_LARGE.value());
			} else {
				denied.handle(request, response, exception);
			}
		};
	}

	@Bean
	@Order(6)
	SecurityFilterChain publicPages(HttpSecurity http) throws Exception {
		return http
				.authorizeHttpRequests(requests -> requests
						.requestMatchers("/", "/verify", "/error", "/favicon.ico", "/assets/**", "/webjars/zhicheng/**", "/webjars/bpmn-js/**",
								"/actuator/health", "/actuator/health/**", "/v3/api-docs", "/v3/api-docs.yaml")
						.permitAll()
						.anyRequest().denyAll())
				.csrf(csrf -> csrf.csrfTokenRepository(tokens("PUBLIC-XSRF")))
				.headers(WebSecurity::pageHeaders)
				.requestCache(AbstractHttpConfigurer::disable)
				.exceptionHandling(errors -> errors.authenticationEntryPoint(
						(request, response, exception) -> response.sendError(HttpStatus.NOT_FOUND.value())))
				.sessionManagement(WebSecurity::noneOfSpring)
				.build();
	}
}
