package cn.zhicheng.organisation;

/** What is changed of an administrator; the names are stored. */
public enum AdministratorChange {

	/** 指定: an account becomes an administrator. */
	JOIN,
	/** 取消: it is one no longer. */
	LEAVE,
	/** 重置密码: whoever resets a password could take the account over. */
	RESET;

	/** @return message key of its Chinese name */
	public String messageKey() {
		return "administratorChange." + name();
	}
}
