package cn.zhicheng.filing;

/**
 * An individual has taken a record back before its unit decided.
 *
 * @param draft whether it is a draft again; otherwise it is back in amendment
 * @param waited whether it waited before the unit had it
 */
public record RecordWithdrawn(long recordId, String number, boolean draft, boolean waited) {
}
