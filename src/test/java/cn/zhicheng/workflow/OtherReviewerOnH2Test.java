package cn.zhicheng.workflow;

class OtherReviewerOnH2Test extends OtherReviewerContract {
}
