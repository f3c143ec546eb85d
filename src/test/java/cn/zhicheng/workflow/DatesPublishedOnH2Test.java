package cn.zhicheng.workflow;

class DatesPublishedOnH2Test extends DatesPublishedContract {
}
