package cn.zhicheng.security;

import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import cn.zhicheng.TestDatabases;

class ReencryptionOnH2Test extends ReencryptionContract {

	@DynamicPropertySource
	static void database(DynamicPropertyRegistry registry) {
		// Known by its address, so that the command, which starts by itself, finds it.
		TestDatabases.register(registry, TestDatabases.h2Url());
		var keyFile = keyFile("H2");
		registry.add("zhicheng.security.personal-data.key-file", () -> keyFile.toString());
	}
}
