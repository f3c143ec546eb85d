package cn.zhicheng.workflow;

import cn.zhicheng.OnPostgresql;

@OnPostgresql
class LastSecondOnPostgresqlTest extends LastSecondContract {
}
