package cn.zhicheng.workflow;

import cn.zhicheng.OnPostgresql;

@OnPostgresql
class MigrationOnPostgresqlTest extends MigrationContract {
}
