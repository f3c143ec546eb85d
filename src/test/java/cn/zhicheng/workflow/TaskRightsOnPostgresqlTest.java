package cn.zhicheng.workflow;

import cn.zhicheng.OnPostgresql;

@OnPostgresql
class TaskRightsOnPostgresqlTest extends TaskRightsContract {
}
