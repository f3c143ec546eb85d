package cn.zhicheng.designer;

/** What was to be deployed cannot count, and nothing is changed. The message says why, in Chinese, a line for each fault. */
public class RefusedException extends RuntimeException {

	public RefusedException(String message) {
		super(message);
	}
}
