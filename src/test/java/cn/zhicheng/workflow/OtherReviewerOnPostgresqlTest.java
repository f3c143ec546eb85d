package cn.zhicheng.workflow;

import cn.zhicheng.OnPostgresql;

@OnPostgresql
class OtherReviewerOnPostgresqlTest extends OtherReviewerContract {
}
