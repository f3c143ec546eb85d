package cn.zhicheng.workflow;

class WithdrawalOnH2Test extends WithdrawalContract {
}
