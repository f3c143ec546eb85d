package cn.zhicheng.browser;

class WholeWayOnH2Test extends WholeWayContract {
}
