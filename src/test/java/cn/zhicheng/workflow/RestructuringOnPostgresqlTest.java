package cn.zhicheng.workflow;

import cn.zhicheng.OnPostgresql;

@OnPostgresql
class RestructuringOnPostgresqlTest extends RestructuringContract {
}
