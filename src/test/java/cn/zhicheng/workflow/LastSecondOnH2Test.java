package cn.zhicheng.workflow;

class LastSecondOnH2Test extends LastSecondContract {
}
