package cn.zhicheng.evidence;

/** What became of the content of an upload: {@link Received} or {@link Refused}. */
public sealed interface Receipt permits Received, Refused {
}
