package cn.zhicheng.review;

import cn.zhicheng.OnPostgresql;

@OnPostgresql
class ReminderMailOnPostgresqlTest extends ReminderMailContract {
}
