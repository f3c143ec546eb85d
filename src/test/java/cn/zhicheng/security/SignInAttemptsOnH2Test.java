package cn.zhicheng.security;

class SignInAttemptsOnH2Test extends SignInAttemptsContract {
}
