package cn.zhicheng.alert;

import java.util.Set;

import cn.zhicheng.security.AuditKind;

/** What is to be looked after. The names are stored. */
public enum AlertKind {

	/** 大量查看: one account saw many numbers in full on one day. */
	LOOKS(AuditKind.LOOKED),
	/** 重置: the password of somebody else was reset or set. */
	RESETS(AuditKind.CREDENTIALS_CHANGED),
	/** 越权被拒: somebody was not let change what is not theirs to change. */
	REFUSED_RIGHTS(AuditKind.RIGHTS_REFUSED),
	/** 权限变更 */
	RIGHTS(AuditKind.RIGHTS_CHANGED),
	/** 流程部署 */
	DEPLOYMENTS(AuditKind.DEPLOYED),
	/** 多次登录失败: one account was tried often on one day. */
	REFUSED_SIGN_INS(AuditKind.SIGN_IN_REFUSED),
	/** 非工作时间操作: a member of staff looked, decided, changed or exported outside of working hours. */
	OUTSIDE_HOURS(AuditKind.LOOKED, AuditKind.DECIDED, AuditKind.CREDENTIALS_CHANGED, AuditKind.ACCOUNT_CHANGED, AuditKind.RIGHTS_CHANGED, AuditKind.ORGANISATION_CHANGED,
			AuditKind.SUPERVISED, AuditKind.DEPLOYED, AuditKind.EXPORTED);

	private final Set<AuditKind> kinds;

	AlertKind(AuditKind... kinds) {
		this.kinds = Set.of(kinds);
	}

	/** @return kinds of entries of the audit trail in which it can be found */
	Set<AuditKind> kinds() {
		return kinds;
	}

	/** @return message key of its Chinese name */
	public String messageKey() {
		return "alertKind." + name();
	}
}
