package cn.zhicheng.filing;

/**
 * What can happen to a person's account. The names are stored: they may be added to, not changed.
 */
public enum AccountEventKind {

	/** A unit has put the person on its roster. */
	LISTED,
	/** A unit has handed out an activation code; one handed out before has stopped. */
	CODE_HANDED_OUT,
	/** The person has set a password, with a code or, where that is the setting, without. */
	OPENED,
	/** The person has signed in with the password. */
	SIGNED_IN,
	/** The unit has had the password forgotten and handed out a new code. */
	RESET,
	/** The person, signed in, has put the account under the unit whose code was entered. */
	MOVED,
	/** The person, signed in, has set another password. */
	PASSWORD_CHANGED,
	/** A unit wants the account that another one answers for. */
	CLAIMED,
	/** The superior of both has given it to that unit: the password holds no longer. */
	CLAIM_APPROVED,
	/** The superior of both has not. */
	CLAIM_REFUSED,
	/** A unit has taken the person off its roster. */
	UNLISTED,
	/** The unit was closed: the person is on its roster no longer, and it does not answer for the account any more. */
	UNIT_CLOSED;

	/** Key of the Chinese sentence in the bundle {@code messages/roster}. */
	public String messageKey() {
		return "account." + name();
	}
}
