package cn.zhicheng.workflow;

import cn.zhicheng.OnPostgresql;

@OnPostgresql
class WaitingStepsOnPostgresqlTest extends WaitingStepsContract {
}
