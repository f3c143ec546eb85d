package cn.zhicheng.filing;

/**
 * An individual has begun a new record.
 */
public record RecordCreated(long recordId, String number) {

	/** The draft is gone, and with it all that belongs to it. */
	public record Undone(long recordId, String number) {
	}
}
