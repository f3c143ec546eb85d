package cn.zhicheng.workflow;

class RegistrationOnH2Test extends RegistrationContract {
}
