package cn.zhicheng.workflow;

import cn.zhicheng.OnPostgresql;

@OnPostgresql
class RegistrationOnPostgresqlTest extends RegistrationContract {
}
