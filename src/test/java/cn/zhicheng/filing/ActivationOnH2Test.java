package cn.zhicheng.filing;

class ActivationOnH2Test extends ActivationContract {
}
