package cn.zhicheng.organisation;

/**
 * What has become of an application of a unit without an account.
 */
public enum ApplicationState {

	/** Nobody has decided yet. */
	WAITING,
	/** The organisation is in the tree. */
	APPROVED,
	/** Its people file with an organisation that exists. */
	REFERRED,
	/** Refused, with a reason. */
	REJECTED;

	/** @return message key of the Chinese name */
	public String messageKey() {
		return "applicationState." + name();
	}
}
