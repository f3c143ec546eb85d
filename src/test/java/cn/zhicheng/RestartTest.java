package cn.zhicheng;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table of dates that was changed in the folder is compared with the organisations while the application starts. */
class RestartTest {

	private static final String DESIGNER = "designer:Zhicheng-2021";
	private static final String DEPLOYMENTS = "/engine-rest/deployment/count";

	@TempDir
	Path folder;

	@Test
	void a_table_that_does_not_fit_the_organisations_stops_the_start_and_one_that_does_is_in_use_after_it() throws Exception {
		var models = copy("processes");
		copy("forms");
		var files = models.toFile().list().length;
		try (var first = Instance.start(folder, Map.of())) {
			assertThat(first.get(DEPLOYMENTS, DESIGNER).body()).isEqualTo("{\"count\":" + files + "}");
		}
		var table = models.resolve("deadlines.dmn");
		var dates = Files.readString(table);

		Files.writeString(table, dates.replace("\"05-20\"", "\"07-20\""));
		var refused = Instance.run(folder, Map.of());
		assertThat(refused.exitCode()).isNotZero();
		assertThat(refused.output()).contains("未部署，正在使用的版本不变。发现 1 处问题：")
				.contains("processes/deadlines.dmn，第 3 行：“甘州区教育局”：“主管部门审核”的截止日期").contains("晚于上级“甘州区职改办”");

		Files.writeString(table, dates.replace("\"06-20\"", "\"06-25\""));
		try (var again = Instance.start(folder, Map.of())) {
			assertThat(again.get(DEPLOYMENTS, DESIGNER).body()).isEqualTo("{\"count\":" + (files + 1) + "}");
		}
	}

	private Path copy(String name) throws IOException {
		var copy = Files.createDirectory(folder.resolve(name));
		try (var paths = Files.list(Path.of(name))) {
			for (var path : paths.toList()) {
				Files.copy(path, copy.resolve(path.getFileName()));
			}
		}
		return copy;
	}
}
