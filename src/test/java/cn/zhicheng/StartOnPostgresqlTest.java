package cn.zhicheng;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

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
		assertThat(running.get("/engine-rest/user/count", "root:Geheim-4711-y").body()).isEqualTo("{\"count\":1}");
		assertThat(running.get("/engine-rest/user/count", "gz-school:Zhicheng-2021").statusCode()).isEqualTo(401);
		assertThat(running.output()).doesNotContain("Zhicheng-2021", "Geheim-4711-x", "Geheim-4711-y", KEY);
	}

	@Test
	@Order(2)
	void what_a_person_has_filed_survives_a_restart() throws Exception {
		var filed = FiledRecord.at(running, "");
		running.close();
		environment.remove("ZHICHENG_FILING_ACTIVATION");
		running = Instance.start(folder, environment);
		filed.assertThatItIsAt(running);
	}

	@Test
	void without_a_key_for_personal_data_it_says_how_to_mend_that() throws Exception {
		var run = Instance.run(folder, onPostgresql());
		assertThat(run.exitCode()).isNotZero();
		assertThat(run.output()).contains("zhicheng.security.personal-data");
	}

	private static Map<String, String> onPostgresql() {
		return Map.of("SPRING_PROFILES_ACTIVE", "postgres", "ZHICHENG_DATABASE_URL", TestDatabases.postgresUrl(),
				"ZHICHENG_DATABASE_USER", "postgres", "ZHICHENG_DATABASE_PASSWORD", "postgres", "ZHICHENG_ADMIN_PASSWORD",
				"Geheim-4711-x");
	}
}
