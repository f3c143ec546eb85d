package cn.zhicheng;

class DataAtStartOnH2Test extends DataAtStartContract {
}
