package cn.zhicheng.review;

/**
 * What can happen to a record; each leaves one entry in its history.
 */
public enum HistoryEvent {

	CREATED, SUBMITTED, RESUBMITTED, WITHDRAWN, CONFIRMED, RETURNED, OVERDUE, LAPSED, PUBLISHED, HANDED_OVER, DATE_CHANGED,
	LAPSED_BY_SUPERIOR, WAITING;

	/** @return message key of the name */
	public String messageKey() {
		return "historyEvent." + name();
	}
}
