package cn.zhicheng.workflow;

class RoundTripsOnH2Test extends RoundTripsContract {
}
