package cn.zhicheng.security;

class RetentionOnH2Test extends RetentionContract {
}
