package cn.zhicheng.security;

import cn.zhicheng.OnPostgresql;

@OnPostgresql
class RetentionOnPostgresqlTest extends RetentionContract {
}
