package cn.zhicheng.notification;

/**
 * A way to reach people: e-mail ({@link MailChannel}), or one of your own, such as text messages. Every bean of this type is
 * used, under its name; messages are kept for it, tried again and never given to it again once it has taken them.
 */
public interface ReminderChannel {

	/**
	 * Hands a message on. Not called within a transaction; may take some seconds, but must end.
	 *
	 * @param message to a recipient of whom it may know no address: then there is nothing to do
	 * @throws UncertainDeliveryException if it may have arrived: it is not sent again then
	 * @throws RuntimeException if it has certainly not arrived: it is tried again later
	 */
	void send(Message message);
}
