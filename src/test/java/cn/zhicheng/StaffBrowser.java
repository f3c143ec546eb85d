package cn.zhicheng;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a browser does for a member of staff, without drawing: keeps the cookies it is given, sends forms with their hidden
 * token, and goes nowhere by itself.
 */
public final class StaffBrowser {

	/** Of every demonstration account. */
	public static final String PASSWORD = "Zhicheng-2021";

	private static final Pattern FORM_TOKEN = Pattern.compile("name=\"_csrf\"[^>]* value=\"([^\"]+)\"");
	private static final Pattern HIDDEN = Pattern.compile("<input type=\"hidden\" name=\"(\\w+)\" value=\"([^\"]*)\"");
	private static final Pattern ADDRESS = Pattern.compile("https?://[^/]+");

	private final HttpClient http = HttpClient.newHttpClient();
	private final Map<String, String> cookies = new LinkedHashMap<>();
	private final int port;

	public StaffBrowser(int port) {
		this.port = port;
	}

	/** @return a browser in which a demonstration account has signed on, with the web apps' token against forged requests */
	public static StaffBrowser signedOn(int port, String account) {
		var browser = new StaffBrowser(port);
		var answer = browser.signOn(account, PASSWORD);
		if (answer.statusCode() != 302) {
			throw new IllegalStateException(account + " is not let in: " + answer.statusCode());
		}
		browser.get("/camunda/app/tasklist/default/");
		return browser;
	}

	public HttpResponse<String> signOn(String account, String password) {
		return post("/sign-in", "/sign-in", Map.of("account", account, "password", password));
	}

	/** Opens a page and sends one of its forms. */
	public HttpResponse<String> post(String page, String action, Map<String, String> fields) {
		var token = FORM_TOKEN.matcher(get(page).body());
		var all = new LinkedHashMap<>(fields);
		if (token.find()) {
			all.put("_csrf", token.group(1));
		}
		return send(form(action, all));
	}

	/** Sends the form of a page that is open, with its hidden fields. */
	public HttpResponse<String> submit(HttpResponse<String> page, String action, Map<String, String> fields) {
		var all = new LinkedHashMap<String, String>();
		var hidden = HIDDEN.matcher(page.body());
		while (hidden.find()) {
			all.put(hidden.group(1), hidden.group(2));
		}
		all.putAll(fields);
		return send(form(action, all));
	}

	/** @return the cookies as the browser sends them */
	public Map<String, String> cookies() {
		return cookies;
	}

	/** @return a form that is to be sent as it is, whatever token it has */
	public HttpRequest.Builder form(String action, Map<String, String> fields) {
		var body = fields.entrySet().stream().map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
				.collect(Collectors.joining("&"));
		return request(action).header("Content-Type", "application/x-www-form-urlencoded").POST(BodyPublishers.ofString(body));
	}

	/** @return where an answer leads, as an address within the application; empty when it stays */
	public static String target(HttpResponse<?> answer) {
		return answer.headers().firstValue("Location").map(location -> ADDRESS.matcher(location).replaceFirst("")).orElse("");
	}

	/** The token a script of the web apps reads from its cookie and sends in a header. */
	public String token() {
		return cookies.get("XSRF-TOKEN");
	}

	/** @return the name of the session, null without one */
	public String session() {
		return cookies.get("STAFF-SESSION");
	}

	/** Goes on with the session that another browser had. */
	public void useSession(String session) {
		cookies.put("STAFF-SESSION", session);
	}

	public HttpResponse<String> get(String path) {
		return send(request(path).header("Accept", "text/html,application/json"));
	}

	/** Sends JSON, with a token of the web apps or null. */
	public HttpResponse<String> send(String method, String path, String body, String token) {
		var request = request(path).header("Content-Type", "application/json").method(method, BodyPublishers.ofString(body));
		if (token != null) {
			request.header("X-XSRF-TOKEN", token);
		}
		return send(request);
	}

	public HttpRequest.Builder request(String path) {
		var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
		if (!cookies.isEmpty()) {
			request.header("Cookie", cookies.entrySet().stream().map(cookie -> cookie.getKey() + "=" + cookie.getValue())
					.collect(Collectors.joining("; ")));
		}
		return request;
	}

	public HttpResponse<String> send(HttpRequest.Builder request) {
		try {
			var answer = http.send(request.build(), BodyHandlers.ofString());
			for (var cookie : answer.headers().allValues("Set-Cookie")) {
				var pair = cookie.split(";", 2)[0].split("=", 2);
				if (cookie.contains("Max-Age=0")) {
					cookies.remove(pair[0]);
				} else {
					cookies.put(pair[0], pair[1]);
				}
			}
			return answer;
		} catch (IOException e) {
			throw new IllegalStateException(e);
		} catch (InterruptedException e) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(e);
		}
	}
}
