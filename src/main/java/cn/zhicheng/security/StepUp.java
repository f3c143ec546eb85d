package cn.zhicheng.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.springframework.context.MessageSource;
import org.springframework.http.MediaType;
import org.springframework.http.server.PathContainer;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

import com.fasterxml.jackson.databind.ObjectMapper;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Who changes rights, resets a password or deploys has proved a short while ago to be there: whoever finds a browser open must not.
 * A form that is sent later waits, sealed in the page that asks for password or code, and goes on with the right answer; the web apps
 * are told where to prove it. So has who sees many numbers in full.
 */
@Component
public class StepUp {

	/** Attribute with the sealed form, for the page that asks. */
	private static final String FORM = StepUp.class.getName();
	private static final String PURPOSE = "step-up";
	/** How long a proof counts, that of the sign-on too. */
	static final Duration COUNTS = Duration.ofMinutes(15);
	private static final Duration VALID = Duration.ofMinutes(15);

	/** Of our pages: rights and passwords of staff, resets of individuals, deployment. */
	private static final List<PathPattern> FORMS = patterns("/organisation/{code}/staff/**", "/organisation/{code}/roster/{id}/reset", "/organisation/{code}/claims/**",
			"/staff/administrators/**", StaffPaths.ADDRESS,
			"/designer/proposals/{id}/confirmation", "/designer/deadlines");
	/** Of the web apps: accounts, groups, rights, deployments. */
	private static final List<PathPattern> OF_WEB_APPS = patterns("/camunda/api/engine/engine/{engine}/user/**", "/camunda/api/engine/engine/{engine}/group/**",
			"/camunda/api/engine/engine/{engine}/authorization/**", "/camunda/api/engine/engine/{engine}/deployment/**");
	private static final List<PathPattern> OWN_PROFILE = patterns("/camunda/api/engine/engine/{engine}/user/{id}/profile",
			"/camunda/api/engine/engine/{engine}/authorization/check");
	private final SealedForms sealed;
	private final PersonalDataLooks looks;
	private final ProofSettings settings;
	private final MessageSource messages;
	private final ObjectMapper json;
	private final Clock clock;

	StepUp(SealedForms sealed, PersonalDataLooks looks, ProofSettings settings, MessageSource messages, ObjectMapper json, Clock clock) {
		this.sealed = sealed;
		this.looks = looks;
		this.settings = settings;
		this.messages = messages;
		this.json = json;
		this.clock = clock;
	}

	private static List<PathPattern> patterns(String... paths) {
		return List.of(paths).stream().map(PathPatternParser.defaultInstance::parse).toList();
	}

	/** A filter that were a bean itself would also run outside of the chains. */
	OncePerRequestFilter filter() {
		return new OncePerRequestFilter() {

			@Override
			protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
					throws ServletException, IOException {
				if (Reading.is(request) || !isProofMissing()) {
					chain.doFilter(request, response);
				} else if (matches(FORMS, request)) {
					request.setAttribute(FORM, seal(request));
					request.getRequestDispatcher(StaffPaths.PROOF).forward(request, response);
				} else if (matches(OF_WEB_APPS, request) && !matches(OWN_PROFILE, request)) {
					refuse(response);
				} else {
					chain.doFilter(request, response);
				}
			}
		};
	}

	/** @return whether the provider has let somebody in a short while ago; it can not be asked for a password here */
	public StaffSignOn.Proof byProvider() {
		return isProofMissing() ? StaffSignOn.Proof.WRONG : StaffSignOn.Proof.RIGHT;
	}

	/**
	 * A number is to be shown in full to who asks with this request.
	 *
	 * @throws ProofNeededException if a proof is to be given first
	 */
	public void requireForLook() {
		if (SecurityContextHolder.getContext().getAuthentication() instanceof StaffAuthentication authentication
				&& authentication.session().filter(session -> looks.numbersAfter(authentication.getName(), session.proved()) >= settings.looks()).isPresent()) {
			throw new ProofNeededException(settings.looks());
		}
	}

	/** Programs send password or token with each request. */
	private boolean isProofMissing() {
		return SecurityContextHolder.getContext().getAuthentication() instanceof StaffAuthentication authentication
				&& authentication.session().filter(session -> !clock.instant().isBefore(session.proved().plus(COUNTS))).isPresent();
	}

	private static boolean matches(List<PathPattern> patterns, HttpServletRequest request) {
		var path = PathContainer.parsePath(path(request));
		return patterns.stream().anyMatch(pattern -> pattern.matches(path));
	}

	private static String path(HttpServletRequest request) {
		return request.getRequestURI().substring(request.getContextPath().length());
	}

	private String seal(HttpServletRequest request) {
		var fields = new LinkedHashMap<String, List<String>>();
		request.getParameterMap().forEach((name, values) -> {
			if (!name.equals("_csrf")) {
				fields.put(name, List.of(values));
			}
		});
		var account = SecurityContextHolder.getContext().getAuthentication().getName();
		return sealed.seal(PURPOSE, new SealedForms.Form(path(request), account, fields), VALID);
	}

	private void refuse(HttpServletResponse response) throws IOException {
		response.setStatus(HttpServletResponse.SC_FORBIDDEN);
		response.setContentType(MediaType.APPLICATION_JSON_VALUE);
		response.setCharacterEncoding(StandardCharsets.UTF_8.name());
		json.writeValue(response.getWriter(), Map.of("type", "ProofNeeded", "message", messages.getMessage("staff.proof.elsewhere", null, Locale.SIMPLIFIED_CHINESE)));
	}

	/** @return the form that waits, sealed; null when the page was opened by itself */
	public static String waiting(HttpServletRequest request) {
		return request.getAttribute(FORM) instanceof String form ? form : null;
	}

	/** @return false: no form waits, or it is another account's */
	public boolean goOn(Staff staff, String form, HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
		var waiting = sealed.open(PURPOSE, form).filter(one -> staff.userId().equals(one.owner()));
		if (waiting.isEmpty()) {
			return false;
		}
		sealed.goOn(waiting.get(), request, response);
		return true;
	}
}
