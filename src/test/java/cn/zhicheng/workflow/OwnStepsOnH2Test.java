package cn.zhicheng.workflow;

class OwnStepsOnH2Test extends OwnStepsContract {
}
