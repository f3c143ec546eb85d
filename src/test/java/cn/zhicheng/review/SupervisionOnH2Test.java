package cn.zhicheng.review;

class SupervisionOnH2Test extends SupervisionContract {
}
