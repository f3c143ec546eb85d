package cn.zhicheng.workflow;

import cn.zhicheng.OnPostgresql;

@OnPostgresql
class RemovedAccountOnPostgresqlTest extends RemovedAccountContract {
}
