package cn.zhicheng.review;

class ReminderMailOnH2Test extends ReminderMailContract {
}
