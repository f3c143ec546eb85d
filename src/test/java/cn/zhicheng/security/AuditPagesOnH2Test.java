package cn.zhicheng.security;

class AuditPagesOnH2Test extends AuditPagesContract {
}
