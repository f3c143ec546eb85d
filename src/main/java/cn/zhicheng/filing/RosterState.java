package cn.zhicheng.filing;

/**
 * How far a person on a roster is with this unit. The state says nothing about an account that another unit answers for.
 */
public enum RosterState {

	/** 未激活: the person has not used a code of this unit yet. */
	PENDING,
	/** 已激活: the account was opened with this unit's code, and the unit answers for it. */
	ACTIVE,
	/** 已转出: the person, or the superior of both, has put the account under another unit. */
	MOVED;

	/** Key of the Chinese name in the bundle {@code messages/roster}. */
	public String messageKey() {
		return "rosterState." + name();
	}
}
