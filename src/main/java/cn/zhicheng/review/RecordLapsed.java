package cn.zhicheng.review;

/**
 * A superior has decided that a record which was in review lapses: nothing is to be done with it any more.
 *
 * @param number of the record
 */
public record RecordLapsed(String number) {
}
