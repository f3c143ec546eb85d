package cn.zhicheng.security;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;

/**
 * What a person had typed when the session was over. It goes back to the browser with the sign-in page, sealed, and comes again
 * with the password; the server keeps nothing for somebody who has not signed in. Files are not kept.
 */
@Component
public class KeptForms {

	/** Most that is kept of a form, in characters of what is sealed. */
	static final int MOST = 64 * 1024;

	/** Attribute of a request that is answered with the sign-in. */
	static final String KEPT = KeptForms.class.getName();

	private static final String PURPOSE = "kept-form";
	/** Over night. */
	private static final Duration VALID = Duration.ofHours(16);

	private final List<Form> forms;
	private final SealedText sealed;
	private final PortalSession session;
	private final JsonMapper json = new JsonMapper();

	KeptForms(List<KeptForm> forms, SealedText sealed, PortalSession session) {
		this.forms = forms.stream().map(form -> new Form(PathPatternParser.defaultInstance.parse(form.path()), form)).toList();
		this.sealed = sealed;
		this.session = session;
	}

	private record Form(PathPattern pattern, KeptForm form) {
	}

	/**
	 * What was typed.
	 *
	 * @param path where it was sent to, below the application's own path
	 * @param person whose session it had been; null: not known any more
	 */
	private record Typed(String path, Long person, Map<String, List<String>> fields) {
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

	/** @return what was typed into the form of the request, sealed; empty when it sends none, or too much */
	Optional<String> keep(HttpServletRequest request) {
		return formOf(request).flatMap(form -> {
			var fields = new LinkedHashMap<String, List<String>>();
			int most = MOST;
			for (var name : form.fields()) {
				var values = request.getParameterValues(name);
				if (values != null) {
					most -= Arrays.stream(values).mapToInt(String::length).sum();
					fields.put(name, List.of(values));
				}
			}
			return most < 0 ? Optional.empty()
					: Optional.of(sealed.seal(PURPOSE, write(new Typed(path(request), session.lastPerson(request).orElse(null), fields)), VALID));
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
		var typed = sealed.open(PURPOSE, kept).map(this::read)
				.filter(one -> (one.person() == null || one.person() == person.id()) && formAt(one.path()).isPresent());
		if (typed.isEmpty()) {
			return false;
		}
		request.getRequestDispatcher(typed.get().path()).forward(new Sent(request, typed.get().fields()), response);
		return true;
	}

	private String write(Typed typed) {
		try {
			return json.writeValueAsString(typed);
		} catch (JsonProcessingException impossible) {
			throw new IllegalStateException(impossible);
		}
	}

	private Typed read(String typed) {
		try {
			return json.readValue(typed, Typed.class);
		} catch (JsonProcessingException impossible) {
			throw new IllegalStateException(impossible);
		}
	}

	/** The request of the sign-in with the fields of the form instead of its own. */
	private static final class Sent extends HttpServletRequestWrapper {

		private final Map<String, List<String>> fields;

		private Sent(HttpServletRequest request, Map<String, List<String>> fields) {
			super(request);
			this.fields = fields;
		}

		@Override
		public String getParameter(String name) {
			return fields.containsKey(name) && !fields.get(name).isEmpty() ? fields.get(name).get(0) : null;
		}

		@Override
		public String[] getParameterValues(String name) {
			return fields.containsKey(name) ? fields.get(name).toArray(String[]::new) : null;
		}

		@Override
		public Enumeration<String> getParameterNames() {
			return Collections.enumeration(fields.keySet());
		}

		@Override
		public Map<String, String[]> getParameterMap() {
			var all = new LinkedHashMap<String, String[]>();
			fields.forEach((name, values) -> all.put(name, values.toArray(String[]::new)));
			return all;
		}
	}
}
