package cn.zhicheng.workflow;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says in a sentence which password is to be replaced, and where.
 */
class KnownAdministratorPasswordFailureAnalyzer extends AbstractFailureAnalyzer<KnownAdministratorPasswordException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, KnownAdministratorPasswordException cause) {
		return new FailureAnalysis("第一个系统管理员（%s）的密码是常见密码或示例密码，系统没有启动。 (The password of the first administrator is one that everybody knows.)"
				.formatted(cause.account()),
				"请用环境变量 ZHICHENG_ADMIN_PASSWORD（camunda.bpm.admin-user.password）另设一个密码。"
						+ " (Set another one in ZHICHENG_ADMIN_PASSWORD, that is camunda.bpm.admin-user.password.)", cause);
	}
}
