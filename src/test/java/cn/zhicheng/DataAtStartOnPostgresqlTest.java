package cn.zhicheng;

@OnPostgresql
class DataAtStartOnPostgresqlTest extends DataAtStartContract {
}
