package cn.zhicheng.workflow;

import cn.zhicheng.OnPostgresql;

@OnPostgresql
class OneTransactionOnPostgresqlTest extends OneTransactionContract {
}
