package cn.zhicheng.workflow;

import cn.zhicheng.OnPostgresql;

@OnPostgresql
class ProposalsOnPostgresqlTest extends ProposalsContract {
}
