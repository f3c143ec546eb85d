package cn.zhicheng.workflow;

class StageTimersOnH2Test extends StageTimersContract {
}
