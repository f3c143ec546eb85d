package cn.zhicheng.organisation;

import cn.zhicheng.OnPostgresql;

@OnPostgresql
class OrganisationImportOnPostgresqlTest extends OrganisationImportContract {
}
