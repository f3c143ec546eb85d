package cn.zhicheng.access;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Sends the requests of each role: with a password where programs ask, in a session where pages and web apps do, always with
 * the token that a page of ours would send, so that a refusal is never one for the lack of it.
 */
final class Requests {

	private static final Pattern VARIABLE = Pattern.compile("(?:([\\w-]+)/)?\\{([\\w-]+)}");
	private static final String TOKEN = SignedOn.TOKEN;
	private static final String COOKIES = List.of("PORTAL-XSRF", "PUBLIC-XSRF", "STAFF-XSRF", "XSRF-TOKEN").stream()
			.map(name -> name + "=" + TOKEN).collect(Collectors.joining("; "));
	/** The token as a page of ours has it: Spring wants it mixed with random bytes, which may be zeros. */
	private static final String MASKED = Base64.getUrlEncoder().encodeToString((new String(new char[TOKEN.length()]) + TOKEN)
			.getBytes(StandardCharsets.ISO_8859_1));

	private final HttpClient http = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
	private final ObjectMapper json = new ObjectMapper();
	private final int port;
	private final Scene scene;
	private final Map<Role, String> sessions = new EnumMap<>(Role.class);

	Requests(int port, Scene scene) {
		this.port = port;
		this.scene = scene;
	}

	/** What was answered. */
	record Answer(int status, String body, String location) {

		/** A way to sign in is no answer; nor is an error. */
		boolean isGiven() {
			return status < 300 || status < 400 && !location.contains("sign-in");
		}

		/** The route is closed for this caller, whatever object is asked for. */
		boolean isClosed() {
			return status == 401 || body.contains("此接口未开放");
		}
	}

	Answer send(Role role, Route route, Relation relation) throws IOException, InterruptedException {
		var address = addressOf(role, route, relation);
		var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + address)).timeout(Duration.ofSeconds(30));
		request.header("Accept", route.isRest() || address.contains("/api/") ? "application/json, */*;q=0.5" : "text/html, */*;q=0.5");
		var session = route.isRest() ? null : sessionOf(role);
		request.header("Cookie", COOKIES + (session == null ? "" : "; " + session));
		if (route.isRest() && role.isStaff()) {
			request.header("Authorization", "Basic " + Base64.getEncoder()
					.encodeToString((role.account() + ":" + Scene.PASSWORD).getBytes(StandardCharsets.UTF_8)));
		}
		request.header("X-XSRF-TOKEN", address.startsWith("/camunda") || address.startsWith("/api") ? TOKEN : MASKED);
		var body = bodyOf(role, route, relation);
		if (route.form()) {
			request.header("Content-Type", "application/x-www-form-urlencoded");
		} else if (!body.isEmpty()) {
			request.header("Content-Type", "application/json");
		}
		request.method(route.method(), BodyPublishers.ofString(body));
		HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
		sessionIn(answer).filter(renewed -> session != null).ifPresent(renewed -> sessions.put(role, renewed));
		return new Answer(answer.statusCode(), answer.body(), answer.headers().firstValue("Location").orElse(""));
	}

	/** Goes where an answer leads, on this server only. */
	void follow(Role role, String location) throws IOException, InterruptedException {
		var address = URI.create("http://localhost:" + port).resolve(location);
		if (address.getPort() == port) {
			var session = sessionOf(role);
			http.send(HttpRequest.newBuilder(address).header("Accept", "text/html").header("Cookie", session == null ? "" : session)
					.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.discarding());
		}
	}

	/** The one place where somebody signs on; null for nobody. */
	private String sessionOf(Role role) throws IOException, InterruptedException {
		if (role == Role.NOBODY) {
			return null;
		}
		var known = sessions.get(role);
		if (known == null) {
			var who = role.isStaff() ? "staff=" + role.account() : "person=" + scene.of(Relation.OWN).person();
			var answer = http.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + SignedOn.PATH + "?" + who)).build(),
					BodyHandlers.ofString());
			known = sessionIn(answer).orElseThrow();
			sessions.put(role, known);
		}
		return known;
	}

	/** @return the cookie of the session that an answer opens, with its name */
	private static Optional<String> sessionIn(HttpResponse<?> answer) {
		return answer.headers().allValues("Set-Cookie").stream().map(cookie -> cookie.split(";", 2)[0])
				.filter(cookie -> cookie.matches("(STAFF|PORTAL)-SESSION=.+")).reduce((first, last) -> last);
	}

	String addressOf(Role role, Route route, Relation relation) {
		var ids = scene.of(relation).ids();
		var variables = VARIABLE.matcher(route.template());
		var address = variables.replaceAll(found -> {
			var before = found.group(1) == null ? "" : found.group(1) + "/";
			var id = ids.getOrDefault(before + found.group(2), ids.getOrDefault(found.group(2), "unknown"));
			// A role's own account is its own object.
			if (relation == Relation.OWN && role.isStaff() && id.equals(Scene.colleagueOf(Relation.OWN)) && !role.seesAccountsOf(Relation.OWN)) {
				id = role.account();
			}
			return before + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
		});
		return address.contains("/cards") ? address + "?taskIds=" + ids.get("taskId") : address;
	}

	/** Whatever is asked for is asked in a way that could succeed: with ids that exist and values that are in order. */
	private String bodyOf(Role role, Route route, Relation relation) throws JsonProcessingException {
		var ids = scene.of(relation).ids();
		if (route.form()) {
			return Map.of("name", "某人", "reason", "理由", "version", "1", "code", ids.get("code"), "account", ids.get("account")).entrySet().stream()
					.map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
					.collect(Collectors.joining("&"));
		}
		if (route.body() == null) {
			return "";
		}
		if (route.body().getSimpleName().endsWith("QueryDto")) {
			return "{}";
		}
		var values = new LinkedHashMap<String, Object>();
		for (var method : route.body().getMethods()) {
			if (method.getName().startsWith("set") && method.getParameterCount() == 1) {
				var name = Character.toLowerCase(method.getName().charAt(3)) + method.getName().substring(4);
				var value = valueOf(name, role, ids);
				if (value != null) {
					values.put(name, method.getParameterTypes()[0].isAssignableFrom(List.class) && !(value instanceof List) ? List.of(value) : value);
				}
			}
		}
		if (route.template().startsWith("/api")) {
			values.putAll(Map.of("marks", List.of(), "remarks", List.of(), "reason", "", "field", "MOBILE"));
		}
		return json.writeValueAsString(values);
	}

	private static Object valueOf(String name, Role role, Map<String, String> ids) {
		return switch (name) {
			case "userId", "assignee", "owner" -> role.account();
			case "id" -> null;
			case "variables" -> Map.of("decision", Map.of("value", "confirm", "type", "String"));
			case "modifications" -> Map.of("organisation", Map.of("value", "x", "type", "String"));
			case "suspended" -> true;
			case "retries", "priority" -> 5;
			case "messageName" -> "recordWithdrawn";
			case "type" -> "candidate";
			case "value" -> "x";
			case "message", "annotation", "reason", "lastName", "firstName" -> "文";
			case "processInstanceIds" -> List.of(ids.get("processInstanceId"));
			case "jobIds" -> List.of(ids.get("jobId"));
			default -> ids.get(name);
		};
	}
}
