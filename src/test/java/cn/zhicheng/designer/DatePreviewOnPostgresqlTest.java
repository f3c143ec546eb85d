package cn.zhicheng.designer;

import cn.zhicheng.OnPostgresql;

@OnPostgresql
class DatePreviewOnPostgresqlTest extends DatePreviewContract {
}
