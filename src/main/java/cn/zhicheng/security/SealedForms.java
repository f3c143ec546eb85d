package cn.zhicheng.security;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.springframework.stereotype.Component;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Forms that were sent and have to wait for something else: the browser keeps them sealed and brings them back with it.
 */
@Component
class SealedForms {

	private final SealedText sealed;
	private final JsonMapper json = new JsonMapper();

	SealedForms(SealedText sealed) {
		this.sealed = sealed;
	}

	/**
	 * A form as it was sent.
	 *
	 * @param path where to, below the application's own path
	 * @param owner who sent it, in a word of the caller's; null: not known
	 */
	record Form(String path, String owner, Map<String, List<String>> fields) {
	}

	String seal(String purpose, Form form, Duration validFor) {
		try {
			return sealed.seal(purpose, json.writeValueAsString(form), validFor);
		} catch (JsonProcessingException impossible) {
			throw new IllegalStateException(impossible);
		}
	}

	Optional<Form> open(String purpose, String text) {
		return sealed.open(purpose, text).map(form -> {
			try {
				return json.readValue(form, Form.class);
			} catch (JsonProcessingException impossible) {
				throw new IllegalStateException(impossible);
			}
		});
	}

	/** Goes on with the form as if it had been sent with this request. */
	void goOn(Form form, HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
		request.getRequestDispatcher(form.path()).forward(new Sent(request, form.fields()), response);
	}

	/** A request with the fields of another form instead of its own. */
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
