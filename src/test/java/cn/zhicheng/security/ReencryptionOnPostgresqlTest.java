package cn.zhicheng.security;

import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import cn.zhicheng.TestDatabases;

class ReencryptionOnPostgresqlTest extends ReencryptionContract {

	@DynamicPropertySource
	static void database(DynamicPropertyRegistry registry) {
		TestDatabases.register(registry, TestDatabases.postgresUrl());
		var keyFile = keyFile("Postgresql");
		registry.add("zhicheng.security.personal-data.key-file", () -> keyFile.toString());
	}
}
