package cn.zhicheng.workflow;

class WaitingStepsOnH2Test extends WaitingStepsContract {
}
