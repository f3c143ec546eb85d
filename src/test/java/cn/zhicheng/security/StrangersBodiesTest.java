package cn.zhicheng.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.StaffBrowser;

/** Bodies of strangers that come in drops, or are far too large, hold up nobody. */
@ApplicationTest
class StrangersBodiesTest {

	@LocalServerPort
	int port;

	/** Far more than there are threads; each sends a part of what it has promised, and then nothing. */
	@Test
	void bodies_that_never_end_leave_threads_for_health_and_for_who_has_signed_in() throws Exception {
		var staff = StaffBrowser.signedOn(port, "gz-school");
		List<Socket> slow = new ArrayList<>();
		try {
			for (int i = 0; i < 250; i++) {
				var socket = new Socket("localhost", port);
				slow.add(socket);
				socket.getOutputStream().write(("POST /verify HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
						+ "Content-Length: 1000\r\n\r\nname=").getBytes(StandardCharsets.US_ASCII));
			}
			// Those beyond the share are answered at once: the last one tells that all have been looked at.
			assertThat(firstLine(slow.get(slow.size() - 1))).contains("503");
			assertThat(staff.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
			assertThat(staff.get("/staff").statusCode()).isEqualTo(200);
			assertThat(staff.post("/staff/sessions", "/staff/sessions/others", Map.of()).statusCode()).isEqualTo(302);
			assertThat(new StaffBrowser(port).signOn("gz-school", StaffBrowser.PASSWORD).statusCode()).as("of the same address").isIn(403, 503);
		} finally {
			for (var socket : slow) {
				socket.close();
			}
		}
	}

	@Test
	void what_is_neither_form_nor_file_is_small() throws Exception {
		assertThat(post("{\"name\": \"" + "x".repeat(100_000) + "\"}", false)).isEqualTo(413);
		assertThat(post("{\"name\": \"" + "x".repeat(100_000) + "\"}", true)).as("though it does not say how large it is").isIn(400, 413);
		assertThat(post("{\"name\": \"某人\", \"documentNumber\": \"x\", \"certificateNumber\": \"y\"}", true)).isIn(200, 422, 400, 404);
	}

	private int post(String body, boolean chunked) throws Exception {
		var bytes = body.getBytes(StandardCharsets.UTF_8);
		var publisher = chunked ? HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(bytes)) : HttpRequest.BodyPublishers.ofByteArray(bytes);
		return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/verification"))
				.version(HttpClient.Version.HTTP_1_1).header("Content-Type", "application/json").POST(publisher).build(), HttpResponse.BodyHandlers.ofString()).statusCode();
	}

	private static String firstLine(Socket socket) throws IOException {
		socket.setSoTimeout(60_000);
		var line = new StringBuilder();
		for (int c = socket.getInputStream().read(); c >= 0 && c != '\n'; c = socket.getInputStream().read()) {
			line.append((char) c);
		}
		return line.toString();
	}
}
