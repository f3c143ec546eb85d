package cn.zhicheng;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Starts the application as an operator does, in a process of its own with a heap of 512 MB, on an H2 file: the days of one
 * installation in their order, since each start takes long.
 */
@Tag("application")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StartOnH2Test {

	private static final String DESIGNER = "designer:Zhicheng-2021";
	private static final String DEPLOYMENTS = "/engine-rest/deployment/count";

	@TempDir
	private static Path folder;
	private static Path models;
	private static int files;
	private static Instance running;
	private static FiledRecord filed;

	@BeforeAll
	static void the_first_start() throws IOException {
		models = copy("processes");
		copy("forms");
		files = models.toFile().list().length;
		running = Instance.start(folder, Map.of());
	}

	@AfterAll
	static void stop() throws Exception {
		if (running != null) {
			running.close();
		}
	}

	@Test
	@Order(1)
	void it_says_where_to_go_and_people_file_and_accounts_are_made() throws Exception {
		assertThat(running.output()).contains("职称信息采集审核系统已启动", "/portal", "supervisor");
		assertThat(running.get("/actuator/health", null).body()).contains("UP");
		var created = running.post("/engine-rest/user/create", "admin:Zhicheng-2021",
				"{\"profile\":{\"id\":\"newcomer\",\"firstName\":\"新\",\"lastName\":\"人\"},\"credentials\":{\"password\":\"Mima-2021-xin\"}}");
		assertThat(created.statusCode()).as(created.body()).isEqualTo(204);
		assertThat(deployments()).isEqualTo(files);
		filed = FiledRecord.at(running, "2021-ZCXX");
	}

	@Test
	@Order(2)
	void a_second_start_on_the_same_file_is_refused() throws Exception {
		var second = Instance.run(folder, Map.of());
		assertThat(second.exitCode()).isNotZero();
		assertThat(second.output()).contains("数据库文件正被另一个正在运行的实例使用");
	}

	@Test
	@Order(3)
	void what_was_stored_is_there_after_a_restart() throws Exception {
		running.close();
		running = Instance.start(folder, Map.of());
		assertThat(running.get("/engine-rest/user/newcomer/profile", "admin:Zhicheng-2021").body()).contains("newcomer");
		assertThat(running.get("/engine-rest/user/count", "admin:Zhicheng-2021").body())
				.as("12 organisations, supervisor, designer, admin, security, auditor and the newcomer").isEqualTo("{\"count\":18}");
		assertThat(deployments()).isEqualTo(files);
		assertThat(running.get("/engine-rest/filter/count", "gz-school:Zhicheng-2021").body()).isEqualTo("{\"count\":6}");
		filed.assertThatItIsAt(running);
	}

	/** A table of dates that was changed in the folder is compared with the organisations while the application starts. */
	@Test
	@Order(4)
	void a_table_that_does_not_fit_the_organisations_is_told_at_the_start_and_one_that_does_is_in_use_after_it() throws Exception {
		running.close();
		var table = models.resolve("deadlines.dmn");
		var dates = Files.readString(table);

		Files.writeString(table, dates.replace("\"05-20\"", "\"07-20\""));
		running = Instance.start(folder, Map.of());
		assertThat(running.output()).contains("发现 1 处问题：")
				.contains("processes/deadlines.dmn，第 3 行：“甘州区教育局”：“主管部门审核”的截止日期").contains("晚于上级“甘州区职改办”");
		assertThat(deployments()).isEqualTo(files);
		running.close();

		Files.writeString(table, dates.replace("\"06-20\"", "\"06-25\""));
		running = Instance.start(folder, Map.of());
		assertThat(deployments()).isEqualTo(files + 1);
	}

	private static int deployments() throws Exception {
		return Integer.parseInt(running.get(DEPLOYMENTS, DESIGNER).body().replaceAll("\\D", ""));
	}

	private static Path copy(String name) throws IOException {
		var copy = Files.createDirectory(folder.resolve(name));
		try (var paths = Files.list(Path.of(name))) {
			for (var path : paths.filter(Files::isRegularFile).toList()) {
				Files.copy(path, copy.resolve(path.getFileName()));
			}
		}
		return copy;
	}
}
