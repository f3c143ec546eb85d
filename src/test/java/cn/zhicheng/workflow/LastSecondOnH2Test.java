package cn.zhicheng.workflow;

import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import cn.zhicheng.TestDatabases;

class LastSecondOnH2Test extends LastSecondContract {

	@DynamicPropertySource
	static void database(DynamicPropertyRegistry registry) {
		TestDatabases.register(registry, TestDatabases.h2Url());
	}
}
