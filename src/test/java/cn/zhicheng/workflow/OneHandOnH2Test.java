package cn.zhicheng.workflow;

class OneHandOnH2Test extends OneHandContract {
}
