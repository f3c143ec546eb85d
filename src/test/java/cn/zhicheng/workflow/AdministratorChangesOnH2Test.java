package cn.zhicheng.workflow;

class AdministratorChangesOnH2Test extends AdministratorChangesContract {
}
