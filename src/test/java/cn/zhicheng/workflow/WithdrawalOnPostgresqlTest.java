package cn.zhicheng.workflow;

import cn.zhicheng.OnPostgresql;

@OnPostgresql
class WithdrawalOnPostgresqlTest extends WithdrawalContract {
}
