package cn.zhicheng.notification;

/**
 * Nobody knows whether a message has arrived.
 */
public class UncertainDeliveryException extends RuntimeException {

	public UncertainDeliveryException(String message, Throwable cause) {
		super(message, cause);
	}
}
