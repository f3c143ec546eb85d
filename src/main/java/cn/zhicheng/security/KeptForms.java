package cn.zhicheng.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * What a person had typed when the session was over. It goes back to the browser with the sign-in page, sealed, and comes again
 * with the password; the server keeps nothing for somebody who has not signed in. Files are not kept.
 */
@Component
public class KeptForms {

	/** Most that is kept of a form, in bytes of what was typed. */
	static final int MOST = 64 * 1024;

	/** Attribute of a request that is answered with the sign-in. */
	static final String KEPT = KeptForms.class.getName();

	private static final String PURPOSE = "kept-form";
	/** Over night. */
	private static final Duration VALID = Duration.ofHours(16);

	private final List<Form> forms;
	private final SealedForms sealed;
	private final PortalSession session;

	KeptForms(List<KeptForm> forms, SealedForms sealed, PortalSession session) {
		this.forms = forms.stream().map(form -> new Form(PathPatternParser.defaultInstance.parse(form.path()), form)).toList();
		this.sealed = sealed;
		this.session = session;
	}

	private record Form(PathPattern pattern, KeptForm form) {
	}

	/** @return whether the request sends a form that is kept */
	boolean isKept(HttpServletRequest request) {
		return formOf(request).isPresent();
	}

	private Optional<KeptForm> formOf(HttpServletRequest request) {
		return HttpMethod.POST.matches(request.getMethod()) ? formAt(path(request)) : Optional.empty();
	}

	private Optional<KeptForm> formAt(String path) {
		return forms.stream().filter(form -> form.pattern().matches(PathContainer.parsePath(path))).map(Form::form).findFirst();
	}

	private static String path(HttpServletRequest request) {
		return request.getRequestURI().substring(request.getContextPath().length());
	}

	/** @return what had been typed, sealed, where a request with a form is answered with the sign-in; empty when it was too much */
	public static Optional<String> keptOf(HttpServletRequest request) {
		return request.getAttribute(KEPT) instanceof Optional<?> kept ? kept.map(String.class::cast) : Optional.empty();
	}

	/** @return what came back, unless it is longer than anything that was given out */
	public static String given(String kept) {
		return kept == null || kept.length() > 2 * MOST ? null : kept;
	}

	/** @return what was typed into the form of the request, sealed; empty when it sends none, or too much */
	Optional<String> keep(HttpServletRequest request) {
		return formOf(request).flatMap(form -> {
			var fields = new LinkedHashMap<String, List<String>>();
			int most = MOST;
			for (var name : form.fields()) {
				var values = request.getParameterValues(name);
				if (values != null) {
					most -= Arrays.stream(values).mapToInt(value -> value.getBytes(StandardCharsets.UTF_8).length).sum();
					fields.put(name, List.of(values));
				}
			}
			return most < 0 ? Optional.empty()
					: Optional.of(sealed.seal(PURPOSE, new SealedForms.Form(path(request), session.lastPerson(request).map(String::valueOf).orElse(null), fields), VALID));
		});
	}

	/**
	 * Goes on with a form that was kept, as if it had been sent by the person who has signed in now. Whether it is theirs to send
	 * is looked at where it arrives.
	 *
	 * @param kept from {@link #keep}, as it came back
	 * @return false: there is none, or it was another person's
	 */
	public boolean goOn(String kept, ApplicantPrincipal person, HttpServletRequest request, HttpServletResponse response)
			throws ServletException, IOException {
		var typed = sealed.open(PURPOSE, kept)
				.filter(one -> (one.owner() == null || one.owner().equals(String.valueOf(person.id()))) && formAt(one.path()).isPresent());
		if (typed.isEmpty()) {
			return false;
		}
		sealed.goOn(typed.get(), request, response);
		return true;
	}
}
