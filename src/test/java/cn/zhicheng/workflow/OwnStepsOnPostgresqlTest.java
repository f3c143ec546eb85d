package cn.zhicheng.workflow;

import cn.zhicheng.OnPostgresql;

@OnPostgresql
class OwnStepsOnPostgresqlTest extends OwnStepsContract {
}
