package cn.zhicheng;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Starts the application as an operator does, in a process of its own with a heap of 512 MB.
 */
class StartTest {

	private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

	@TempDir
	Path folder;

	@Test
	void what_was_stored_is_there_after_a_restart_and_a_second_start_on_the_same_file_is_refused() throws Exception {
		try (var first = Instance.start(folder, Map.of())) {
			assertThat(first.output()).contains("职称信息采集审核系统已启动", "/portal", "supervisor");
			assertThat(first.get("/actuator/health", null).body()).contains("UP");
			var created = first.post("/engine-rest/user/create", "admin:Zhicheng-2021",
					"{\"profile\":{\"id\":\"newcomer\",\"firstName\":\"新\",\"lastName\":\"人\"},\"credentials\":{\"password\":\"Mima-2021-xin\"}}");
			assertThat(created.statusCode()).as(created.body()).isEqualTo(204);
			assertThat(first.get("/engine-rest/deployment/count", "admin:Zhicheng-2021").body()).isEqualTo("{\"count\":1}");

			var second = Instance.run(folder, Map.of());
			assertThat(second.exitCode()).isNotZero();
			assertThat(second.output()).contains("数据库文件正被另一个正在运行的实例使用");
		}
		try (var again = Instance.start(folder, Map.of())) {
			assertThat(again.get("/engine-rest/user/newcomer/profile", "admin:Zhicheng-2021").body()).contains("newcomer");
			assertThat(again.get("/engine-rest/user/count", "admin:Zhicheng-2021").body())
					.as("12 organisations, supervisor, designer, admin and the newcomer").isEqualTo("{\"count\":16}");
			assertThat(again.get("/engine-rest/deployment/count", "admin:Zhicheng-2021").body()).isEqualTo("{\"count\":1}");
			assertThat(again.get("/engine-rest/filter/count", "admin:Zhicheng-2021").body()).isEqualTo("{\"count\":4}");
		}
	}

	@Test
	void with_profile_postgres_there_is_no_demonstration_and_the_administrator_comes_from_the_environment() throws Exception {
		var environment = Map.of("SPRING_PROFILES_ACTIVE", "postgres", "ZHICHENG_DATABASE_URL", TestDatabases.postgresUrl(),
				"ZHICHENG_DATABASE_USER", "postgres", "ZHICHENG_DATABASE_PASSWORD", "postgres", "ZHICHENG_ADMIN_USER", "root",
				"ZHICHENG_ADMIN_PASSWORD", "Geheim-4711-x", "ZHICHENG_PERSONAL_DATA_KEY", KEY);
		try (var instance = Instance.start(folder, environment)) {
			assertThat(instance.get("/engine-rest/user/count", "root:Geheim-4711-x").body()).isEqualTo("{\"count\":1}");
			assertThat(instance.get("/engine-rest/user/count", "gz-school:Zhicheng-2021").statusCode()).isEqualTo(401);
			assertThat(instance.output()).doesNotContain("Zhicheng-2021", "Geheim-4711-x", KEY);
		}
	}

	@Test
	void without_a_key_for_personal_data_it_says_how_to_mend_that() throws Exception {
		var environment = Map.of("SPRING_PROFILES_ACTIVE", "postgres", "ZHICHENG_DATABASE_URL", TestDatabases.postgresUrl(),
				"ZHICHENG_DATABASE_USER", "postgres", "ZHICHENG_DATABASE_PASSWORD", "postgres", "ZHICHENG_ADMIN_PASSWORD",
				"Geheim-4711-x");
		var run = Instance.run(folder, environment);
		assertThat(run.exitCode()).isNotZero();
		assertThat(run.output()).contains("zhicheng.security.personal-data");
	}

	/** The application in a process of its own. */
	private record Instance(Process process, List<String> lines, int port) implements AutoCloseable {

		private static final Pattern HOME = Pattern.compile("http://localhost:(\\d+)/$");
		private static final HttpClient HTTP = HttpClient.newHttpClient();

		/** Waits until it is ready; its output is read to the end in the background. */
		static Instance start(Path folder, Map<String, String> environment) throws IOException {
			var process = launch(folder, environment);
			var lines = java.util.Collections.synchronizedList(new ArrayList<String>());
			var reader = reader(process);
			int port = 0;
			for (var line = reader.readLine(); line != null; line = reader.readLine()) {
				lines.add(line);
				var home = HOME.matcher(line);
				if (home.find()) {
					port = Integer.parseInt(home.group(1));
				}
				if (line.contains("Ctrl+C")) {
					break;
				}
			}
			assertThat(port).as("started: %s", String.join("\n", lines)).isPositive();
			var rest = new Thread(() -> readAll(reader, lines), "instance output");
			rest.setDaemon(true);
			rest.start();
			return new Instance(process, lines, port);
		}

		/** @return exit code and output of a start that ends by itself */
		static Run run(Path folder, Map<String, String> environment) throws IOException, InterruptedException {
			var process = launch(folder, environment);
			var lines = new ArrayList<String>();
			readAll(reader(process), lines);
			return new Run(process.waitFor(), String.join("\n", lines));
		}

		record Run(int exitCode, String output) {
		}

		private static Process launch(Path folder, Map<String, String> environment) throws IOException {
			var project = Path.of("").toAbsolutePath();
			var builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
					"-XX:TieredStopAtLevel=1", "-Dstdout.encoding=UTF-8", "-Dfile.encoding=UTF-8", "-cp",
					System.getProperty("java.class.path"), ZhichengApplication.class.getName(), "--server.port=0",
					"--zhicheng.workflow.processes=" + project.resolve("processes"),
					"--zhicheng.workflow.forms=" + project.resolve("forms"));
			builder.directory(folder.toFile()).redirectErrorStream(true);
			builder.environment().putAll(environment);
			return builder.start();
		}

		private static BufferedReader reader(Process process) {
			return process.inputReader(StandardCharsets.UTF_8);
		}

		private static void readAll(BufferedReader reader, List<String> lines) {
			try (reader) {
				for (var line = reader.readLine(); line != null; line = reader.readLine()) {
					lines.add(line);
				}
			} catch (IOException closed) {
				// The process was stopped: there is no more to read.
				lines.add("(" + closed.getMessage() + ")");
			}
		}

		String output() {
			synchronized (lines) {
				return String.join("\n", lines);
			}
		}

		HttpResponse<String> get(String path, String account) throws Exception {
			return send(request(path, account).GET());
		}

		HttpResponse<String> post(String path, String account, String json) throws Exception {
			return send(request(path, account).header("Content-Type", "application/json")
					.POST(HttpRequest.BodyPublishers.ofString(json)));
		}

		private HttpRequest.Builder request(String path, String account) {
			var builder = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
			if (account != null) {
				builder.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(account.getBytes(StandardCharsets.UTF_8)));
			}
			return builder;
		}

		private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
			return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
		}

		/** Stops it as an operator does, and waits until the database is closed. */
		@Override
		public void close() throws Exception {
			process.destroy();
			assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		}
	}
}
