package cn.zhicheng.review;

import cn.zhicheng.OnPostgresql;

@OnPostgresql
class SupervisionOnPostgresqlTest extends SupervisionContract {
}
