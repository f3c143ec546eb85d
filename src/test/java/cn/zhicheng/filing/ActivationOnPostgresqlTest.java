package cn.zhicheng.filing;

import cn.zhicheng.OnPostgresql;

@OnPostgresql
class ActivationOnPostgresqlTest extends ActivationContract {
}
