package cn.zhicheng.workflow;

class OneOrganisationEachOnH2Test extends OneOrganisationEachContract {
}
