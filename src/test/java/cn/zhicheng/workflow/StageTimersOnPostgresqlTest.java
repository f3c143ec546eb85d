package cn.zhicheng.workflow;

import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import cn.zhicheng.TestDatabases;

class StageTimersOnPostgresqlTest extends StageTimersContract {

	@DynamicPropertySource
	static void database(DynamicPropertyRegistry registry) {
		TestDatabases.register(registry, TestDatabases.postgresUrl());
	}
}
