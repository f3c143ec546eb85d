package cn.zhicheng;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** As {@link StartOnH2Test}, with the profile {@code postgres}. */
@Tag("application")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StartOnPostgresqlTest {

	private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

	@TempDir
	private static Path folder;
	private static Map<String, String> environment;
	private static Instance running;

	@BeforeAll
	static void the_first_start() throws Exception {
		environment = new HashMap<>(onPostgresql());
		environment.putAll(Map.of("ZHICHENG_ADMIN_USER", "root", "ZHICHENG_PERSONAL_DATA_KEY", KEY,
				// Nobody is on a roster there yet.
				"ZHICHENG_FILING_ACTIVATION", "free"));
		running = Instance.start(folder, environment);
	}

	@AfterAll
	static void stop() throws Exception {
		if (running != null) {
			running.close();
		}
	}

	@Test
	@Order(1)
	void there_is_no_demonstration_and_the_administrator_comes_from_the_environment() throws Exception {
		assertThat(running.get("/engine-rest/user/count", "root:Geheim-4711-x").body()).contains("请先在网页 /staff/password 修改初始密码");
		var browser = new StaffBrowser(URI.create(running.address()).getPort());
		browser.signOn("root", "Geheim-4711-x");
		browser.post("/staff/password", "/staff/password",
				Map.of("present", "Geheim-4711-x", "password", "Geheim-4711-y", "repeated", "Geheim-4711-y"));
		assertThat(running.get("/engine-rest/user/count", "root:Geheim-4711-y").body()).as("by default").contains("在网页 /staff/second-factor 开启两步验证");
		assertThat(running.get("/engine-rest/user/count", "gz-school:Zhicheng-2021").statusCode()).isEqualTo(401);
		assertThat(running.output()).contains("would travel unencrypted");
		assertThat(running.output()).doesNotContain("Zhicheng-2021", "Geheim-4711-x", "Geheim-4711-y", KEY);
	}

	@Test
	@Order(2)
	void what_a_person_has_filed_survives_a_restart() throws Exception {
		var filed = FiledRecord.at(running, "");
		running.close();
		environment.remove("ZHICHENG_FILING_ACTIVATION");
		environment.put("ZHICHENG_SECOND_FACTOR", "");
		running = Instance.start(folder, environment);
		filed.assertThatItIsAt(running);
		assertThat(running.get("/engine-rest/user/count", "root:Geheim-4711-y").body()).isEqualTo("{\"count\":1}");
	}

	/** Whatever a balancer or an operator does, nobody is signed out by it. */
	@Test
	@Order(3)
	void a_session_is_known_by_every_instance_and_survives_the_end_of_one() throws Exception {
		var browser = new StaffBrowser(port(running));
		browser.signOn("root", "Geheim-4711-y");
		try (var line = new Relay(URI.create(environment.get("ZHICHENG_DATABASE_URL").substring("jdbc:".length())).getPort())) {
			var elsewhere = new HashMap<>(environment);
			elsewhere.put("ZHICHENG_DATABASE_URL", environment.get("ZHICHENG_DATABASE_URL").replaceFirst(":\\d+/", ":" + line.port() + "/"));
			try (var other = Instance.start(folder.resolve("other"), elsewhere)) {
				var there = new StaffBrowser(port(other));
				there.useSession(browser.session());
				parallelFirstRequestsAgree(browser, there);
				assertThat(there.get("/staff").statusCode()).isEqualTo(200);
				var account = """
						{"profile": {"id": "someone", "firstName": "", "lastName": "某人"}, "credentials": {"password": "Geheim-4711-z"}}""";
				assertThat(there.send("POST", "/camunda/api/engine/engine/default/user/create", account, "another").statusCode()).isEqualTo(403);
				assertThat(there.send("POST", "/camunda/api/engine/engine/default/user/create", account, there.token()).statusCode()).isEqualTo(204);

				line.cut();
				assertThat(there.get("/staff").statusCode()).as("away, and not signed out").isEqualTo(503);
				assertThat(there.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
				assertThat(new StaffBrowser(port(other)).signOn("root", "Geheim-4711-y").statusCode()).isEqualTo(503);
				assertThat(other.get("/engine-rest/version", "root:Geheim-4711-y").statusCode()).isEqualTo(503);
				line.mend();
				// Connections that were cut are found out one after another.
				assertThat(IntStream.range(0, 30).map(i -> there.get("/staff").statusCode())).as("signed on as before").contains(200);
			}
		}
		running.close();
		running = Instance.start(folder, environment);
		var later = new StaffBrowser(port(running));
		later.useSession(browser.session());
		assertThat(later.get("/staff").statusCode()).isEqualTo(200);
		assertThat(later.cookies().keySet()).doesNotContain("JSESSIONID");

		assertThat(later.post("/staff", "/sign-out", Map.of()).statusCode()).isEqualTo(302);
		assertThat(later.session()).isNull();
		var gone = new StaffBrowser(port(running));
		gone.useSession(browser.session());
		assertThat(gone.get("/staff").statusCode()).as("signed out everywhere").isEqualTo(302);
	}

	/** Twenty at once, at two instances, as a web app sends them when it is opened. */
	private static void parallelFirstRequestsAgree(StaffBrowser here, StaffBrowser there) {
		var answers = IntStream.range(0, 20).parallel().mapToObj(i -> {
			var browser = i % 2 == 0 ? here : there;
			return HttpClient.newHttpClient().sendAsync(browser.request("/camunda/app/admin/default/").header("Accept", "text/html").build(),
					HttpResponse.BodyHandlers.ofString());
		}).map(CompletableFuture::join).toList();
		assertThat(answers).allMatch(answer -> answer.statusCode() == 200);
		assertThat(answers.stream().flatMap(answer -> answer.headers().allValues("Set-Cookie").stream()).filter(cookie -> cookie.startsWith("XSRF-TOKEN="))
				.map(cookie -> cookie.split(";", 2)[0]).distinct()).hasSizeLessThanOrEqualTo(1);
		assertThat(there.get("/camunda/app/admin/default/").statusCode()).isEqualTo(200);
		assertThat(there.token()).isEqualTo(here.token());
	}

	private static int port(Instance instance) {
		return URI.create(instance.address()).getPort();
	}

	@Test
	void without_a_key_for_personal_data_it_says_how_to_mend_that() throws Exception {
		var run = Instance.run(folder, onPostgresql());
		assertThat(run.exitCode()).isNotZero();
		assertThat(run.output()).contains("zhicheng.security.personal-data");
	}

	@Test
	void an_administrator_with_a_password_that_everybody_knows_is_not_made() throws Exception {
		var environment = new HashMap<>(onPostgresql());
		environment.put("ZHICHENG_ADMIN_PASSWORD", "Zhicheng-2022!");
		environment.put("ZHICHENG_PERSONAL_DATA_KEY", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");
		var run = Instance.run(folder, environment);
		assertThat(run.exitCode()).isNotZero();
		assertThat(run.output()).contains("ZHICHENG_ADMIN_PASSWORD", "系统没有启动").doesNotContain("Zhicheng-2022!");
	}

	private static Map<String, String> onPostgresql() {
		return Map.of("SPRING_PROFILES_ACTIVE", "postgres", "ZHICHENG_DATABASE_URL", TestDatabases.postgresUrl(),
				"ZHICHENG_DATABASE_USER", "postgres", "ZHICHENG_DATABASE_PASSWORD", "postgres", "ZHICHENG_ADMIN_PASSWORD",
				"Geheim-4711-x");
	}
}
