package cn.zhicheng.workflow;

import cn.zhicheng.OnPostgresql;

@OnPostgresql
class DatesPublishedOnPostgresqlTest extends DatesPublishedContract {
}
