package cn.zhicheng.alert;

import cn.zhicheng.OnPostgresql;

@OnPostgresql
class AlertsOnPostgresqlTest extends AlertsContract {
}
