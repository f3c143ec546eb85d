package cn.zhicheng.security;

import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import cn.zhicheng.OnPostgresql;

@OnPostgresql
class ReencryptionOnPostgresqlTest extends ReencryptionContract {

	@DynamicPropertySource
	static void keys(DynamicPropertyRegistry registry) {
		var keyFile = keyFile("Postgresql");
		registry.add("zhicheng.security.personal-data.key-file", () -> keyFile.toString());
	}
}
