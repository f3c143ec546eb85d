package cn.zhicheng.organisation;

class OrganisationImportOnH2Test extends OrganisationImportContract {
}
