package cn.zhicheng.browser;

import cn.zhicheng.OnPostgresql;

@OnPostgresql
class WholeWayOnPostgresqlTest extends WholeWayContract {
}
