package cn.zhicheng.workflow;

import cn.zhicheng.OnPostgresql;

@OnPostgresql
class RoundTripsOnPostgresqlTest extends RoundTripsContract {
}
