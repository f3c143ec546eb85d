package cn.zhicheng.security;

import cn.zhicheng.TestDatabases;

class AuditTrailOnH2Test extends AuditTrailContract {

	private static final String URL = TestDatabases.h2Url();

	@Override
	String url() {
		return URL;
	}
}
