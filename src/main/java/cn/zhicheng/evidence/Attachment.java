package cn.zhicheng.evidence;

/** What became of an upload to a record: {@link Attached} or {@link Refused}. */
public sealed interface Attachment permits Attached, Refused {
}
