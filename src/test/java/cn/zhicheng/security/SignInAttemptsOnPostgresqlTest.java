package cn.zhicheng.security;

import cn.zhicheng.OnPostgresql;

@OnPostgresql
class SignInAttemptsOnPostgresqlTest extends SignInAttemptsContract {
}
