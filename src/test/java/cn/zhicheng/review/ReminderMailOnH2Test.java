package cn.zhicheng.review;

import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import cn.zhicheng.TestDatabases;

class ReminderMailOnH2Test extends ReminderMailContract {

	@DynamicPropertySource
	static void database(DynamicPropertyRegistry registry) {
		TestDatabases.register(registry, TestDatabases.h2Url());
	}
}
