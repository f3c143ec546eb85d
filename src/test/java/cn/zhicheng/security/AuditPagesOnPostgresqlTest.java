package cn.zhicheng.security;

import cn.zhicheng.OnPostgresql;

@OnPostgresql
class AuditPagesOnPostgresqlTest extends AuditPagesContract {
}
