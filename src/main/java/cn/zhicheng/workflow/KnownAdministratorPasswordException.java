package cn.zhicheng.workflow;

/** The account of the first administrator would have a password that everybody knows. */
class KnownAdministratorPasswordException extends RuntimeException {

	private final String account;

	KnownAdministratorPasswordException(String account) {
		super("The first administrator would have a password that everybody knows: " + account);
		this.account = account;
	}

	String account() {
		return account;
	}
}
