package cn.zhicheng.workflow;

class MigrationOnH2Test extends MigrationContract {
}
