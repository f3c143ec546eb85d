package cn.zhicheng.filing;

/**
 * The topmost organisation has confirmed a record: it is in the register and can be verified online (入库).
 */
public record RecordPublished(long recordId, String number) {
}
