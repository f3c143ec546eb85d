package cn.zhicheng.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

class OwnProcessTest {

	@Test
	void classesAreFoundFromAnotherFolder() {
		var here = Path.of("").toAbsolutePath();

		assertThat(OwnProcess.fromAnywhere("zhicheng.jar")).isEqualTo(here.resolve("zhicheng.jar").toString());
		assertThat(OwnProcess.fromAnywhere("target/classes" + File.pathSeparator + "/opt/a.jar"))
				.isEqualTo(here.resolve("target/classes") + File.pathSeparator + "/opt/a.jar");
	}
}
