package cn.zhicheng.workflow;

class TaskRightsOnH2Test extends TaskRightsContract {
}
