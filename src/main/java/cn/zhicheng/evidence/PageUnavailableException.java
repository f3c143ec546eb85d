package cn.zhicheng.evidence;

/** A page image can not be had now: the file can not be read, drawing takes too long, or too many are waiting. */
public class PageUnavailableException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final boolean busy;

	PageUnavailableException(String message, boolean busy, Throwable cause) {
		super(message, cause);
		this.busy = busy;
	}

	/** Whether the same request may succeed a little later. */
	public boolean isBusy() {
		return busy;
	}
}
