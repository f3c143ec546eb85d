package cn.zhicheng;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * The proxy of docker-compose.yml, with the configuration that it is run with, in the nginx on the {@code PATH}, before an
 * application that only notes what comes. Only places and ports are others. Without nginx the tests are skipped, except with
 * {@code CI=true}, where that is a failure. Requests are written by hand: no client sends what is to be refused here.
 */
class ProxyConfigurationTest {

	private static final String HOST = "zc.example.cn";
	private static final Path DOCKER = Path.of("src/main/docker");
	private static final char[] PASSWORD = "only-for-the-test".toCharArray();
	private static final int MILLION = 1_000_000;
	/** More than fits into the buffers of the connections on the way. */
	private static final int LARGE = 40 * MILLION;

	@TempDir
	private static Path folder;

	private static final BlockingQueue<Seen> SEEN = new LinkedBlockingQueue<>();
	/** Paths whose answer the application has written to its end. */
	private static final BlockingQueue<String> DONE = new LinkedBlockingQueue<>();

	private static HttpServer application;
	private static int applicationPort;
	private static int httpPort;
	private static int httpsPort;
	private static int healthPort;
	private static Process nginx;
	private static SSLContext trusting;

	/** What the application got of a request, noted before its body is read. */
	private record Seen(String method, String uri, Map<String, List<String>> headers) {

		/** @return all values of a header, for a second one is as bad as a wrong one */
		List<String> all(String header) {
			return headers.getOrDefault(header, List.of());
		}
	}

	private record Answer(int status, String head, String body) {

		String header(String name) {
			return head.lines().filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
					.map(line -> line.substring(name.length() + 1).strip()).reduce((one, other) -> one + " | " + other).orElse(null);
		}
	}

	@BeforeAll
	static void start() throws Exception {
		var program = program();
		applicationPort = freePort();
		httpPort = freePort();
		httpsPort = freePort();
		healthPort = freePort();
		startApplication();
		makeCertificate();
		var configuration = folder.resolve("nginx.conf");
		Files.writeString(configuration, filled(Files.readString(DOCKER.resolve("nginx.conf.template"))));
		nginx = nginx(program, configuration).start();
		awaitStart();
	}

	@AfterAll
	static void stop() throws InterruptedException {
		if (nginx != null) {
			nginx.destroy();
			nginx.waitFor(10, TimeUnit.SECONDS);
		}
		if (application != null) {
			application.stop(0);
		}
	}

	@BeforeEach
	void forget() {
		SEEN.clear();
		DONE.clear();
	}

	@Test
	void plainHttpLeadsToTheSamePageByTls() throws IOException {
		var answer = plain("GET /portal?step=2 HTTP/1.1", "Host: " + HOST);

		assertThat(answer.status()).isEqualTo(301);
		assertThat(answer.header("Location")).isEqualTo("https://" + HOST + "/portal?step=2");
		assertThat(SEEN).isEmpty();
	}

	@Test
	void whoAsksByPlainHttpForAnotherNameGetsNoAnswer() throws IOException {
		assertThat(plain("GET /portal HTTP/1.1", "Host: evil.example").status()).isZero();
		assertThat(plain("GET http://evil.example/portal HTTP/1.1", "Host: " + HOST).status()).isZero();
		assertThat(SEEN).isEmpty();
	}

	@Test
	void anAnswerOfTheApplicationComesThroughAndIsRememberedAsTls() throws IOException {
		var answer = secure("GET /portal HTTP/1.1", "Host: " + HOST);

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).isEqualTo("from the application");
		assertThat(answer.header("Strict-Transport-Security")).as("once, although the application says it too")
				.isEqualTo("max-age=31536000; includeSubDomains");
		assertThat(answer.header("Server")).isEqualTo("nginx");
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void presentVersionsOfTlsAreSpoken(String version) throws IOException {
		try (var socket = handshake(HOST, version)) {
			assertThat(socket.getSession().getProtocol()).isEqualTo(version);
			assertThat(socket.getSession().getCipherSuite()).containsAnyOf("GCM", "POLY1305");
		}
	}

	/** Java does not speak them any more itself, so the first message is written by hand: it offers TLS 1.0 or 1.1 and the name. */
	@ParameterizedTest
	@ValueSource(ints = { 1, 2 })
	void earlierOnesAreRefused(int minor) throws IOException {
		try (var socket = connect(httpsPort)) {
			socket.getOutputStream().write(clientHello(minor));
			var answer = socket.getInputStream().readNBytes(7);

			assertThat(answer).hasSize(7);
			assertThat(answer[0]).as("an alert").isEqualTo((byte) 21);
			assertThat(answer[6]).as("protocol_version").isEqualTo((byte) 70);
		}
	}

	@Test
	void anotherNameInTheHandshakeIsRefused() {
		assertThatThrownBy(() -> handshake("evil.example", "TLSv1.3").close()).isInstanceOf(SSLException.class)
				.hasMessageContaining("unrecognized_name");
	}

	@ParameterizedTest
	@ValueSource(strings = { "evil.example", HOST + ".evil.example", "127.0.0.1" })
	void anotherNameInTheRequestIsRefused(String host) throws IOException {
		assertThat(secure("GET /portal HTTP/1.1", "Host: " + host).status()).isEqualTo(421);
		assertThat(SEEN).isEmpty();
	}

	@Test
	void theApplicationIsToldOurNameHoweverItIsWritten() throws Exception {
		secure("GET /portal HTTP/1.1", "Host: ZC.Example.CN.:8443");

		assertThat(seen().all("Host")).containsExactly(HOST);
	}

	@Test
	void whatAClientSaysOfItsAddressIsOverwritten() throws Exception {
		secure("GET /portal HTTP/1.1", "Host: " + HOST, "X-Forwarded-For: 203.0.113.9", "X-Forwarded-For: 203.0.113.10",
				"X-Forwarded-Proto: http", "X-Forwarded-Host: evil.example", "X-Forwarded-Port: 81", "X-Forwarded-Prefix: /evil",
				"X-Forwarded-Ssl: off", "X-Real-IP: 203.0.113.9", "Forwarded: for=203.0.113.9;host=evil.example");

		var seen = seen();
		assertThat(seen.all("X-forwarded-for")).containsExactly("127.0.0.1");
		assertThat(seen.all("X-forwarded-proto")).containsExactly("https");
		assertThat(seen.all("X-forwarded-host")).containsExactly(HOST);
		assertThat(seen.all("X-forwarded-port")).containsExactly("443");
		assertThat(seen.headers()).doesNotContainKeys("X-forwarded-prefix", "X-forwarded-ssl", "X-real-ip", "Forwarded");
	}

	@Test
	void pathAndQueryReachTheApplicationAsTheyWereSent() throws Exception {
		secure("GET /verify//a%2Fb;c?name=%E7%94%B2&x=%3B HTTP/1.1", "Host: " + HOST);

		assertThat(seen().uri()).isEqualTo("/verify//a%2Fb;c?name=%E7%94%B2&x=%3B");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator", "/actuator/health", "/actuator/health/liveness", "//actuator/health", "/./actuator/health",
			"/portal/../actuator/health", "/%61ctuator/health", "/ACTUATOR/health", "/actuator;a=b/health", "/%2factuator/health",
			"/;a/actuator/health", "/actuator?a=b" })
	void howTheApplicationIsDoingIsNotForOutside(String path) throws IOException {
		assertThat(secure("GET " + path + " HTTP/1.1", "Host: " + HOST).status()).isEqualTo(404);
		assertThat(SEEN).isEmpty();
	}

	@Test
	void aBodyAboveTheLimitIsRefusedInChineseBeforeItIsSent() throws IOException {
		var answer = secure("POST /portal HTTP/1.1", "Host: " + HOST, "Content-Length: " + 30 * MILLION);

		assertThat(answer.status()).isEqualTo(413);
		assertThat(answer.body()).contains("上传的文件太大");
		assertThat(answer.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
		assertThat(answer.header("Retry-After")).isNull();
		assertThat(SEEN).isEmpty();
	}

	@Test
	void aBodyWithoutLengthIsCountedWhileItComes() throws IOException {
		var piece = new byte[MILLION];
		try (var socket = handshake(HOST, "TLSv1.3")) {
			var out = socket.getOutputStream();
			out.write(head("POST /portal HTTP/1.1", "Host: " + HOST, "Transfer-Encoding: chunked"));
			for (int sent = 0; sent < 30; sent++) {
				out.write((Integer.toHexString(piece.length) + "\r\n").getBytes(US_ASCII));
				out.write(piece);
				out.write("\r\n".getBytes(US_ASCII));
			}
			assertThat(read(socket).status()).as("after the browser could send all").isEqualTo(413);
		}
		assertThat(SEEN).isEmpty();
	}

	@Test
	void whatTheApplicationItselfRefusesAsTooLargeStillReachesIt() throws Exception {
		var answer = secure(new byte[20 * 1024 * 1024 + 1000], "POST /portal HTTP/1.1", "Host: " + HOST);

		assertThat(answer.status()).isEqualTo(200);
		assertThat(seen().all("Content-length")).containsExactly(String.valueOf(20 * 1024 * 1024 + 1000));
	}

	@Test
	void aSlowBodyReachesTheApplicationOnlyWhenItIsComplete() throws Exception {
		try (var socket = handshake(HOST, "TLSv1.3")) {
			var out = socket.getOutputStream();
			out.write(head("POST /portal HTTP/1.1", "Host: " + HOST, "Content-Length: 200000", "Connection: close"));
			out.write(new byte[199_999]);
			out.flush();
			assertThat(SEEN.poll(700, TimeUnit.MILLISECONDS)).as("all but a byte").isNull();

			out.write(0);
			out.flush();
			assertThat(seen().method()).isEqualTo("POST");
			assertThat(read(socket).status()).isEqualTo(200);
		}
	}

	@Test
	void aSlowReaderDoesNotHoldTheApplication() throws Exception {
		try (var socket = handshake(HOST, "TLSv1.3")) {
			socket.getOutputStream().write(head("GET /large HTTP/1.1", "Host: " + HOST, "Connection: close"));
			seen();
			assertThat(DONE.poll(20, TimeUnit.SECONDS)).as("written to its end, although nobody has read").isEqualTo("/large");

			assertThat(read(socket).body()).hasSize(LARGE);
		}
	}

	@Test
	void headersLargerThanTheApplicationTakesAreRefused() throws IOException {
		assertThat(secure("GET /portal HTTP/1.1", "Host: " + HOST, "X-Long: " + "x".repeat(9_000)).status()).isEqualTo(400);
		assertThat(secure("GET /" + "x".repeat(9_000) + " HTTP/1.1", "Host: " + HOST).status()).isEqualTo(414);
		assertThat(SEEN).isEmpty();
	}

	@Test
	void oneAddressHasOnlySoManyRequestsAtATime() throws IOException {
		var waiting = new ArrayList<Socket>();
		try {
			for (int request = 0; request < 100; request++) {
				var socket = handshake(HOST, "TLSv1.3");
				waiting.add(socket);
				socket.getOutputStream().write(head("POST /portal HTTP/1.1", "Host: " + HOST, "Content-Length: 10"));
			}
			var answer = within(Duration.ofSeconds(5), () -> secure("GET /portal HTTP/1.1", "Host: " + HOST), 429);

			assertThat(answer.body()).contains("同时的访问太多");
			assertThat(answer.header("Retry-After")).isEqualTo("30");
		} finally {
			for (var socket : waiting) {
				socket.close();
			}
		}
		within(Duration.ofSeconds(5), () -> secure("GET /portal HTTP/1.1", "Host: " + HOST), 200);
	}

	@Test
	void withoutTheApplicationAPageInChineseSaysSo() throws Exception {
		application.stop(0);
		try {
			var answer = secure("POST /portal HTTP/1.1", "Host: " + HOST, "Content-Length: 0");

			assertThat(answer.status()).isEqualTo(502);
			assertThat(answer.body()).contains("系统暂时无法访问").contains("lang=\"zh-CN\"");
			assertThat(answer.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
			assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
			assertThat(answer.header("Retry-After")).isEqualTo("30");
			assertThat(answer.header("Strict-Transport-Security")).isNotNull();
			assertThat(answer.header("Content-Security-Policy")).startsWith("default-src 'none'");
		} finally {
			startApplication();
		}
		assertThat(secure("GET /portal HTTP/1.1", "Host: " + HOST).status()).as("found again without a new start").isEqualTo(200);
	}

	@Test
	void anErrorOfTheApplicationKeepsItsOwnPage() throws IOException {
		var answer = secure("GET /busy HTTP/1.1", "Host: " + HOST);

		assertThat(answer.status()).isEqualTo(503);
		assertThat(answer.body()).isEqualTo("from the application");
	}

	@Test
	void pagesOfTheProxyCannotBeAskedFor() throws IOException {
		assertThat(secure("GET /-/away.html HTTP/1.1", "Host: " + HOST).status()).isEqualTo(404);
	}

	@Test
	void noLogKeepsWhatIsAsked() throws Exception {
		secure("GET /verify?number=62070219800101001X HTTP/1.1", "Host: " + HOST, "Referer: https://" + HOST + "/verify?name=62070219800101001X");
		secure("GET /actuator?62070219800101001X HTTP/1.1", "Host: " + HOST);
		secure("POST /verify?62070219800101001X HTTP/1.1", "Host: " + HOST, "Content-Length: " + 30 * MILLION);
		plain("GET /verify?62070219800101001X HTTP/1.1", "Host: " + HOST);
		application.stop(0);
		try {
			secure("GET /verify?62070219800101001X HTTP/1.1", "Host: " + HOST);
		} finally {
			startApplication();
		}
		secure("GET /last HTTP/1.1", "Host: " + HOST);

		var access = folder.resolve("access.log");
		await().until(() -> Files.readString(access).contains("\"/last\""));
		assertThat(Files.readString(access)).contains("\"path\":\"/verify\",\"status\":200").contains("\"path\":\"/verify\",\"status\":413")
				.contains("\"path\":\"/verify\",\"status\":502").contains("\"address\":\"127.0.0.1\"").contains("\"method\":\"POST\"").doesNotContain("62070219800101001X");
		assertThat(Files.readString(folder.resolve("nginx.log"))).doesNotContain("62070219800101001X");
	}

	@Test
	void theHealthOfTheProxyIsAskedFromInside() throws IOException {
		try (var socket = connect(healthPort)) {
			socket.getOutputStream().write(head("GET / HTTP/1.1", "Host: localhost", "Connection: close"));

			assertThat(read(socket).status()).isEqualTo(204);
		}
	}

	private static Path program() {
		Optional<Path> found = Arrays.stream((System.getenv("PATH") + ":/usr/sbin:/usr/local/sbin").split(File.pathSeparator))
				.map(place -> Path.of(place, "nginx")).filter(Files::isExecutable).findFirst();
		if (found.isEmpty()) {
			var remedy = "No nginx to try the proxy's configuration with: apt-get install nginx.";
			if ("true".equals(System.getenv("CI"))) {
				throw new IllegalStateException(remedy);
			}
			Assumptions.abort(remedy);
		}
		return found.get();
	}

	/** The template with the names of docker-compose.yml filled in, and other places for what stands there at fixed ones. */
	private static String filled(String template) {
		// In this order: what comes in may have in it what was replaced before.
		var places = List.of(" /tmp/", " " + folder + "/", "/dev/stdout", folder + "/access.log", "/run/secrets/", folder + "/",
				"/etc/nginx/zhicheng/", folder + "/further/", "/etc/nginx/pages/", DOCKER.resolve("pages").toAbsolutePath() + "/",
				"listen 127.0.0.1:8081", "listen 127.0.0.1:" + healthPort, "listen 8080", "listen 127.0.0.1:" + httpPort,
				"listen 8443", "listen 127.0.0.1:" + httpsPort, "${ZHICHENG_HOST}", HOST, "${ZHICHENG_APPLICATION}", "127.0.0.1:" + applicationPort);
		var text = template;
		for (int place = 0; place < places.size(); place += 2) {
			assertThat(text).contains(places.get(place));
			text = text.replace(places.get(place), places.get(place + 1));
		}
		return text;
	}

	private static ProcessBuilder nginx(Path program, Path configuration) throws IOException {
		var asRoot = "root".equals(System.getProperty("user.name"));
		// Root's nginx works as nobody, who may not enter the folder of the test.
		return new ProcessBuilder(program.toString(), "-p", folder.toString(), "-e", "stderr", "-c", configuration.toString(),
				"-g", "daemon off;" + (asRoot ? " user root;" : "")).redirectErrorStream(true).redirectOutput(folder.resolve("nginx.log").toFile());
	}

	private static void awaitStart() throws Exception {
		await().failFast("nginx has ended", () -> assertThat(nginx.isAlive()).as(() -> log()).isTrue()).ignoreException(IOException.class)
				.untilAsserted(() -> connect(healthPort).close());
	}

	private static String log() {
		try {
			return Files.readString(folder.resolve("nginx.log"));
		} catch (IOException none) {
			return none.toString();
		}
	}

	private static void startApplication() throws IOException {
		application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), applicationPort), 0);
		application.setExecutor(Executors.newCachedThreadPool(work -> {
			var thread = new Thread(work);
			thread.setDaemon(true);
			return thread;
		}));
		application.createContext("/", ProxyConfigurationTest::answer);
		application.start();
	}

	private static void answer(HttpExchange exchange) throws IOException {
		SEEN.add(new Seen(exchange.getRequestMethod(), exchange.getRequestURI().toString(), Map.copyOf(exchange.getRequestHeaders())));
		exchange.getRequestBody().readAllBytes();
		var path = exchange.getRequestURI().getPath();
		var body = path.equals("/large") ? new byte[LARGE] : "from the application".getBytes(UTF_8);
		exchange.getResponseHeaders().add("Strict-Transport-Security", "max-age=1");
		exchange.sendResponseHeaders(path.equals("/busy") ? 503 : 200, body.length);
		try (var out = exchange.getResponseBody()) {
			out.write(body);
		}
		DONE.add(path);
	}

	private static Seen seen() throws InterruptedException {
		var seen = SEEN.poll(10, TimeUnit.SECONDS);
		assertThat(seen).as("a request at the application").isNotNull();
		return seen;
	}

	/** A key of this run only, as files like those an operator gives to the proxy. */
	private static void makeCertificate() throws IOException, GeneralSecurityException, InterruptedException {
		var store = folder.resolve("test.p12");
		var keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", "proxy",
				"-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=" + HOST, "-ext", "SAN=dns:" + HOST, "-validity", "2",
				"-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", new String(PASSWORD))
				.redirectErrorStream(true).redirectOutput(folder.resolve("keytool.log").toFile()).start();
		assertThat(keytool.waitFor()).as(() -> "keytool, see " + folder.resolve("keytool.log")).isZero();
		var keys = KeyStore.getInstance(store.toFile(), PASSWORD);
		pem("certificate-key.pem", "PRIVATE KEY", keys.getKey("proxy", PASSWORD).getEncoded());
		pem("certificate.pem", "CERTIFICATE", keys.getCertificate("proxy").getEncoded());
		trusting = trusting(keys.getCertificate("proxy"));
	}

	private static void pem(String name, String kind, byte[] content) throws IOException {
		Files.writeString(folder.resolve(name), "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind,
				Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(content), kind));
	}

	private static SSLContext trusting(Certificate certificate) throws GeneralSecurityException, IOException {
		var trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		trusted.setCertificateEntry("proxy", certificate);
		var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		managers.init(trusted);
		var context = SSLContext.getInstance("TLS");
		context.init(null, managers.getTrustManagers(), null);
		return context;
	}

	private static byte[] clientHello(int minor) {
		var name = HOST.getBytes(US_ASCII);
		var serverName = join(new byte[] { 0, 0, 0, (byte) (name.length + 5), 0, (byte) (name.length + 3), 0, 0, (byte) name.length }, name);
		// An elliptic curve, so that nothing but the version is missing.
		var extensions = join(serverName, new byte[] { 0, 10, 0, 4, 0, 2, 0, 23, 0, 11, 0, 2, 1, 0 });
		var ciphers = new byte[] { 0, 6, (byte) 0xC0, 0x09, (byte) 0xC0, 0x13, 0, 0x2F };
		var body = join(new byte[] { 3, (byte) minor }, new byte[32], new byte[] { 0 }, ciphers, new byte[] { 1, 0 },
				new byte[] { 0, (byte) extensions.length }, extensions);
		var handshake = join(new byte[] { 1, 0, 0, (byte) body.length }, body);
		return join(new byte[] { 22, 3, 1, 0, (byte) handshake.length }, handshake);
	}

	private static byte[] join(byte[]... parts) {
		var all = new ByteArrayOutputStream();
		for (var part : parts) {
			all.writeBytes(part);
		}
		return all.toByteArray();
	}

	private static int freePort() throws IOException {
		try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private static Socket connect(int port) throws IOException {
		var socket = new Socket(InetAddress.getLoopbackAddress(), port);
		socket.setSoTimeout(20_000);
		return socket;
	}

	/** @param name in the handshake, whatever the request then asks for */
	private static SSLSocket handshake(String name, String version) throws IOException {
		var socket = (SSLSocket) trusting.getSocketFactory().createSocket(connect(httpsPort), name, httpsPort, true);
		socket.setEnabledProtocols(new String[] { version });
		var parameters = socket.getSSLParameters();
		parameters.setEndpointIdentificationAlgorithm("HTTPS");
		socket.setSSLParameters(parameters);
		try {
			socket.startHandshake();
		} catch (IOException refused) {
			socket.close();
			throw refused;
		}
		return socket;
	}

	private static Answer plain(String... lines) throws IOException {
		try (var socket = connect(httpPort)) {
			socket.getOutputStream().write(closing(lines));
			return read(socket);
		}
	}

	private static Answer secure(String... lines) throws IOException {
		try (var socket = handshake(HOST, "TLSv1.3")) {
			socket.getOutputStream().write(closing(lines));
			return read(socket);
		}
	}

	private static Answer secure(byte[] body, String... lines) throws IOException {
		try (var socket = handshake(HOST, "TLSv1.3")) {
			var out = socket.getOutputStream();
			var all = Arrays.copyOf(lines, lines.length + 1);
			all[lines.length] = "Content-Length: " + body.length;
			out.write(closing(all));
			out.write(body);
			return read(socket);
		}
	}

	private static byte[] closing(String... lines) {
		var all = Arrays.copyOf(lines, lines.length + 1);
		all[lines.length] = "Connection: close";
		return head(all);
	}

	private static byte[] head(String... lines) {
		return (String.join("\r\n", lines) + "\r\n\r\n").getBytes(US_ASCII);
	}

	/** @return status 0 where the connection was closed without a word */
	private static Answer read(Socket socket) throws IOException {
		var in = socket.getInputStream();
		// One byte a character, so that lengths are those of bytes.
		var head = new StringBuilder();
		try {
			while (head.indexOf("\r\n\r\n") < 0) {
				int next = in.read();
				if (next < 0) {
					return new Answer(0, head.toString(), "");
				}
				head.append((char) next);
			}
		} catch (SocketException reset) {
			return new Answer(0, head.toString(), "");
		}
		var answer = new Answer(Integer.parseInt(head.toString().split(" ")[1]), head.toString(), "");
		// Not to the end of the connection: the proxy first listens for the rest of a body that it has refused.
		var length = answer.header("Content-Length");
		var body = length == null ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
		return new Answer(answer.status(), answer.head(), new String(body, UTF_8));
	}

	private interface Request {

		Answer send() throws IOException;
	}

	/** What other connections have just begun or ended counts a moment later. */
	private static Answer within(Duration time, Request request, int status) throws IOException {
		var until = System.nanoTime() + time.toNanos();
		var answer = request.send();
		while (answer.status() != status && System.nanoTime() < until) {
			answer = request.send();
		}
		assertThat(answer.status()).isEqualTo(status);
		return answer;
	}
}
