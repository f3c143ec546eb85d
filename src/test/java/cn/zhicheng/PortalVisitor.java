package cn.zhicheng;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import javax.imageio.ImageIO;

import cn.zhicheng.evidence.EvidenceKind;

/**
 * A person with a browser without scripts at {@code /portal} of an application in another process.
 */
class PortalVisitor {

	private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
	private static final Pattern CLAIM = Pattern.compile("name=\"claim\" value=\"([^\"]+)\"");
	private static final Pattern VERSION = Pattern.compile("name=\"version\" value=\"(\\d+)\"");
	private static final Pattern FILE = Pattern.compile("data-remove=\"(\\d+)\"");
	private static final Pattern RECORD = Pattern.compile("/portal/records/([^/]+)");

	private final String address;
	private final HttpClient browser = HttpClient.newBuilder().cookieHandler(new CookieManager())
			.followRedirects(HttpClient.Redirect.NORMAL).build();

	PortalVisitor(String address) {
		this.address = address;
	}

	/** @param code of a roster, empty where none is needed */
	void signInFirst(String identityNumber, String name, String code, String password) throws Exception {
		var page = identify(identityNumber, name);
		assertThat(page.body()).contains("/portal/sign-in/password");
		assertThat(post(page, "/portal/sign-in/activation", Map.of("code", code, "newPassword", password, "repeated", password)).uri())
				.hasPath("/portal");
	}

	void signIn(String identityNumber, String name, String password) throws Exception {
		var page = identify(identityNumber, name);
		assertThat(page.body()).contains("/portal/sign-in/password");
		assertThat(post(page, "/portal/sign-in/password", Map.of("password", password)).uri()).hasPath("/portal");
	}

	private HttpResponse<String> identify(String identityNumber, String name) throws Exception {
		return post(open("/portal/sign-in"), "/portal/sign-in",
				Map.of("documentType", "RESIDENT_ID_CARD", "documentNumber", identityNumber, "name", name));
	}

	/** @return number of a new record */
	String begin() throws Exception {
		return found(RECORD, post(open("/portal"), "/portal/records", Map.of()).uri().getPath());
	}

	void save(String number, Map<String, String> fields) throws Exception {
		var path = "/portal/records/" + number + "/edit";
		var page = open(path);
		var values = new HashMap<>(fields);
		values.put("version", found(VERSION, page.body()));
		assertThat(post(page, path, values).statusCode()).isEqualTo(200);
	}

	/** @return id of the file */
	String upload(String number, EvidenceKind kind, byte[] content) throws Exception {
		var form = open("/portal/records/" + number + "/edit").body();
		var body = new ByteArrayOutputStream();
		for (var field : Map.of("_csrf", found(TOKEN, form), "version", found(VERSION, form)).entrySet()) {
			body.writeBytes(("--part\r\nContent-Disposition: form-data; name=\"" + field.getKey() + "\"\r\n\r\n" + field.getValue()
					+ "\r\n").getBytes(StandardCharsets.UTF_8));
		}
		body.writeBytes("--part\r\nContent-Disposition: form-data; name=\"file\"; filename=\"scan.pdf\"\r\n\r\n".getBytes(StandardCharsets.UTF_8));
		body.writeBytes(content);
		body.writeBytes("\r\n--part--\r\n".getBytes(StandardCharsets.UTF_8));
		var answer = browser.send(request("/portal/records/" + number + "/evidence/" + kind)
				.header("Content-Type", "multipart/form-data; boundary=part").POST(BodyPublishers.ofByteArray(body.toByteArray())).build(),
				BodyHandlers.ofString());
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
		return found(FILE, answer.body());
	}

	/** @return the first page of a file */
	BufferedImage page(String number, String file) throws Exception {
		return image(browser.send(pageRequest(number, file), BodyHandlers.ofByteArray()));
	}

	/** @return the first page of each file, all asked for before any has come */
	List<BufferedImage> pagesAtTheSameTime(String number, List<String> files) {
		var answers = files.stream().map(file -> browser.sendAsync(pageRequest(number, file), BodyHandlers.ofByteArray())).toList();
		return answers.stream().map(answer -> image(answer.join())).toList();
	}

	String get(String path) throws Exception {
		return open(path).body();
	}

	private HttpResponse<String> open(String path) throws Exception {
		var answer = browser.send(request(path).GET().build(), BodyHandlers.ofString());
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
		return answer;
	}

	private HttpResponse<String> post(HttpResponse<String> from, String path, Map<String, String> fields) throws Exception {
		var values = new HashMap<>(fields);
		values.put("_csrf", found(TOKEN, from.body()));
		var claim = CLAIM.matcher(from.body());
		if (claim.find()) {
			values.put("claim", claim.group(1));
		}
		var body = values.entrySet().stream()
				.map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
				.collect(Collectors.joining("&"));
		return browser.send(request(path).header("Content-Type", "application/x-www-form-urlencoded")
				.POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
	}

	private HttpRequest pageRequest(String number, String file) {
		return request("/portal/records/" + number + "/evidence/" + file + "/pages/1").GET().build();
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofMinutes(2));
	}

	private static BufferedImage image(HttpResponse<byte[]> answer) {
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.headers().firstValue("Content-Type")).contains("image/jpeg");
		try {
			return ImageIO.read(new ByteArrayInputStream(answer.body()));
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	private static String found(Pattern pattern, String text) {
		var matcher = pattern.matcher(text);
		assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
		return matcher.group(1);
	}
}
