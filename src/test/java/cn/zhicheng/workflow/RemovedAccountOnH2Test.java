package cn.zhicheng.workflow;

class RemovedAccountOnH2Test extends RemovedAccountContract {
}
