/**
 * Notification (通知): messages to staff and individuals, kept until a channel has taken them.
 */
@org.springframework.modulith.ApplicationModule(displayName = "Notification")
package cn.zhicheng.notification;
