package cn.zhicheng.review;

import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import cn.zhicheng.TestDatabases;

class ReminderMailOnPostgresqlTest extends ReminderMailContract {

	@DynamicPropertySource
	static void database(DynamicPropertyRegistry registry) {
		TestDatabases.register(registry, TestDatabases.postgresUrl());
	}
}
