package cn.zhicheng.security;

import cn.zhicheng.TestDatabases;

class AuditTrailOnPostgresqlTest extends AuditTrailContract {

	private static final String URL = TestDatabases.postgresUrl();

	@Override
	String url() {
		return URL;
	}
}
