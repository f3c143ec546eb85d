package cn.zhicheng;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The application in a process of its own, started as an operator starts it, with the heap {@code mvn spring-boot:run} gives it. */
record Instance(Process process, List<String> lines, int port) implements AutoCloseable {

	private static final Pattern HOME = Pattern.compile("http://localhost:(\\d+)/$");
	private static final HttpClient HTTP = HttpClient.newHttpClient();
	/** Told by the build, which gives the same to {@code mvn spring-boot:run}. */
	private static final String JVM_ARGUMENTS = System.getProperty("zhicheng.run.jvmArguments", "-Xms512m -Xmx512m -Xmn224m");

	/** Waits until it is ready; its output is read to the end in the background. */
	static Instance start(Path folder, Map<String, String> environment) throws IOException {
		var process = launch(folder, environment);
		var lines = Collections.synchronizedList(new ArrayList<String>());
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
		// Models of its own, if there are any where it starts.
		var models = Files.isDirectory(folder.resolve("processes")) ? folder : Path.of("").toAbsolutePath();
		var command = new ArrayList<String>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of(JVM_ARGUMENTS.split(" ")));
		command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Dstdout.encoding=UTF-8", "-Dfile.encoding=UTF-8", "-cp",
				System.getProperty("java.class.path"), ZhichengApplication.class.getName(), "--server.port=0",
				"--zhicheng.workflow.processes=" + models.resolve("processes"),
				"--zhicheng.workflow.forms=" + models.resolve("forms")));
		var builder = new ProcessBuilder(command);
		Files.createDirectories(folder);
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

	String address() {
		return "http://localhost:" + port;
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
		var builder = HttpRequest.newBuilder(URI.create(address() + path));
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
