package cn.zhicheng.review;

import cn.zhicheng.deadline.Deadline;

/**
 * The organisation at which a record lies, or which returned it, has gone into another one.
 *
 * @param number the record's
 * @param from code of the one that is closed now
 * @param to code of the one that has taken over
 * @param deadline until when that one is to decide; null while the record is with the individual, whose date stays
 * @param overdue whether the record was marked overdue
 * @param stillOverdue whether it is so by the new date too
 */
public record RecordHandedOver(String number, String from, String to, Deadline deadline, boolean overdue, boolean stillOverdue) {
}
