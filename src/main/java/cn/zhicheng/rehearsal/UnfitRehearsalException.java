package cn.zhicheng.rehearsal;

/**
 * What is asked for cannot be rehearsed; the message says what to change.
 */
public class UnfitRehearsalException extends RuntimeException {

	public UnfitRehearsalException(String message) {
		super(message);
	}
}
