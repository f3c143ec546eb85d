package cn.zhicheng.workflow;

import cn.zhicheng.OnPostgresql;

@OnPostgresql
class OneOrganisationEachOnPostgresqlTest extends OneOrganisationEachContract {
}
