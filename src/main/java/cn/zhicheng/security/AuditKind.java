package cn.zhicheng.security;

/** What the audit trail tells of. The names are stored and sealed: they may be added to, not changed. */
public enum AuditKind {

	/** 登录: a person or member of staff proved who they are. */
	SIGNED_IN,

	/** 登录失败: someone failed to; the actor is who they claimed to be. */
	SIGN_IN_REFUSED,

	/** 退出 */
	SIGNED_OUT,

	/** 修改密码, activation codes and second factors included. */
	CREDENTIALS_CHANGED,

	/** 查看个人信息: personal data were shown in full. */
	LOOKED,

	/** 审核: a reviewer confirmed or returned a record. */
	DECIDED,

	/** 账号变更: an account was created, changed or removed. */
	ACCOUNT_CHANGED,

	/** 权限变更: an account, a group or anybody may do something more or less. */
	RIGHTS_CHANGED,

	/** 越权被拒: somebody was not let change accounts, groups or rights that are not theirs to change. */
	RIGHTS_REFUSED,

	/** 机构变更: an organisation was created, changed, moved, merged or closed. */
	ORGANISATION_CHANGED,

	/** 机构入驻申请: a unit without an account applied, or its application was handed on or decided. */
	ORGANISATION_APPLICATION,

	/** 督办: a superior urged, extended or let lapse what a subordinate had not decided. */
	SUPERVISED,

	/** 流程部署: models or forms were deployed, or a deployment deleted. */
	DEPLOYED,

	/** 导出: data left the system. */
	EXPORTED,

	/** 到期清除: data were erased because their time was over. */
	ERASED,

	/** 更换密钥: personal data were encrypted anew. */
	REENCRYPTED,

	/** 审计: the auditor read or verified the audit trail. */
	AUDITED,

	/** 告警核查: the security administrator has looked after what was suspicious. */
	ALERT_CHECKED,

	/** 其他: what this version does not know; never written. */
	OTHER
}
