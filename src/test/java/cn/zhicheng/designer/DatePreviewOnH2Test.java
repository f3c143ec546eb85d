package cn.zhicheng.designer;

class DatePreviewOnH2Test extends DatePreviewContract {
}
