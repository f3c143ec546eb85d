package cn.zhicheng.notification;

/**
 * Whom a message is for, and how to get there.
 *
 * @param name what it is kept under: an account, or the number of a record; never personal data
 * @param email null: none is known
 * @param mobile null: none is known
 */
public record Recipient(String name, String email, String mobile) {
}
