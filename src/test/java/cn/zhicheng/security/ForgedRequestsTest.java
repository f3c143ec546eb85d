package cn.zhicheng.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.StaffBrowser;

/**
 * A browser that knows account and password for the REST interface sends them by itself, whichever page makes it send a request:
 * a page elsewhere must not change anything with them.
 */
@ApplicationTest
class ForgedRequestsTest {

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	@LocalServerPort
	int port;

	@ParameterizedTest
	@CsvSource({ "https://elsewhere.example,", "null,", ",cross-site", ",same-site", "https://elsewhere.example,cross-site", "malformed:::," })
	void a_page_elsewhere_deploys_nothing_and_decides_nothing(String origin, String site) {
		for (var path : new String[] { "/engine-rest/deployment/create", "/engine-rest/task/any/complete", "/api/deadlines/preview",
				"/api/review/looks" }) {
			var answer = post(path, "designer", origin == null ? "x" : "Origin", origin == null ? "x" : origin, site == null ? "y" : "Sec-Fetch-Site",
					site == null ? "y" : site);
			assertThat(answer.statusCode()).as(path).isEqualTo(403);
			assertThat(answer.body()).doesNotContain("closed").doesNotContain("Exception");
		}
	}

	@Test
	void our_own_pages_programs_and_modeler_are_let_through() {
		var evaluate = "/engine-rest/decision-definition/key/deadlines/evaluate";
		assertThat(post(evaluate, "designer").statusCode()).isEqualTo(200);
		assertThat(post(evaluate, "designer", "Origin", "http://localhost:" + port).statusCode()).isEqualTo(200);
		assertThat(post(evaluate, "designer", "Origin", "http://LOCALHOST:" + port, "Sec-Fetch-Site", "same-origin").statusCode()).isEqualTo(200);
		assertThat(post(evaluate, "designer", "Origin", "http://localhost:1").statusCode()).isEqualTo(403);
		assertThat(post(evaluate, "designer", "Origin", "file://", "Sec-Fetch-Site", "cross-site").statusCode()).isEqualTo(200);
	}

	@Test
	void a_proxy_that_ends_the_encryption_and_hands_on_the_name_makes_no_difference() throws Exception {
		var request = new MockHttpServletRequest("POST", "/engine-rest/deployment/create");
		request.addHeader("Host", "zc.example.cn");
		request.addHeader("Origin", "https://zc.example.cn");
		var chain = new MockFilterChain();
		new SameOriginFilter().doFilter(request, new MockHttpServletResponse(), chain);
		assertThat(chain.getRequest()).isNotNull();
	}

	@Test
	void reading_needs_no_such_proof() {
		assertThat(send(request("/engine-rest/version", "designer").header("Origin", "https://elsewhere.example").GET()).statusCode()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Sec-Fetch-Mode: navigate", "Sec-Fetch-Site: none", "Origin: https://elsewhere.example" })
	void a_browser_is_not_led_to_ask_for_account_and_password(String header) {
		var parts = header.split(": ");
		for (var path : new String[] { "/engine-rest/version", "/engine-rest/task" }) {
			var answer = send(HttpRequest.newBuilder(address(path)).header(parts[0], parts[1]).GET());
			assertThat(answer.statusCode()).isEqualTo(401);
			assertThat(answer.headers().firstValue("WWW-Authenticate")).isEmpty();
			var wrong = send(request(path, "nobody-at-all").header(parts[0], parts[1]).GET());
			assertThat(wrong.statusCode()).isEqualTo(401);
			assertThat(wrong.headers().firstValue("WWW-Authenticate")).isEmpty();
		}
	}

	@Test
	void a_program_is_told_what_is_asked_for() {
		var answer = send(HttpRequest.newBuilder(address("/engine-rest/version")).GET());
		assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Basic realm=\"zhicheng\"");
	}

	private HttpResponse<String> post(String path, String account, String... headers) {
		var body = "{\"variables\": {\"region\": {\"value\": \"620702\"}, \"stage\": {\"value\": \"unit\"}, \"organisationLevel\": {\"value\": \"county\"}}}";
		var request = request(path, account).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body));
		for (int i = 0; i < headers.length; i += 2) {
			request.header(headers[i], headers[i + 1]);
		}
		return send(request);
	}

	private HttpRequest.Builder request(String path, String account) {
		return HttpRequest.newBuilder(address(path)).header("Authorization", "Basic " + Base64.getEncoder()
				.encodeToString((account + ":" + StaffBrowser.PASSWORD).getBytes(StandardCharsets.UTF_8)));
	}

	private URI address(String path) {
		return URI.create("http://localhost:" + port + path);
	}

	private static HttpResponse<String> send(HttpRequest.Builder request) {
		try {
			return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
		} catch (IOException e) {
			throw new IllegalStateException(e);
		} catch (InterruptedException e) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(e);
		}
	}
}
