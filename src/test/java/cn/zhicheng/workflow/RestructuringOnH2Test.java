package cn.zhicheng.workflow;

class RestructuringOnH2Test extends RestructuringContract {
}
