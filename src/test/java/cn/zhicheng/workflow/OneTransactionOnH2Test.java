package cn.zhicheng.workflow;

class OneTransactionOnH2Test extends OneTransactionContract {
}
