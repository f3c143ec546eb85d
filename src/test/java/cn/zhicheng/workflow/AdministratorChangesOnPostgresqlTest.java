package cn.zhicheng.workflow;

import cn.zhicheng.OnPostgresql;

@OnPostgresql
class AdministratorChangesOnPostgresqlTest extends AdministratorChangesContract {
}
