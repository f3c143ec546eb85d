package cn.zhicheng.workflow;

import cn.zhicheng.OnPostgresql;

@OnPostgresql
class OneHandOnPostgresqlTest extends OneHandContract {
}
