package cn.zhicheng.workflow;

class ProposalsOnH2Test extends ProposalsContract {
}
