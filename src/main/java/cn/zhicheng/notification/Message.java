package cn.zhicheng.notification;

/**
 * A message on its way through a channel.
 *
 * @param id the same whenever it is tried again: a receiver can tell a repetition by it
 */
public record Message(long id, Recipient recipient, String subject, String body) {
}
