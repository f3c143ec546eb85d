package cn.zhicheng.alert;

class AlertsOnH2Test extends AlertsContract {
}
