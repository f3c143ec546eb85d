package cn.zhicheng.deadline;

/**
 * Answers which dates hold now.
 */
interface DatesInForce {

	/** @return the same answer throughout a transaction: what is compared in it is compared with one set of dates */
	Dates current();
}
