/**
 * Security alerts (安全告警): what in the audit trail is to be looked after by the security administrator, found while it is written.
 */
@org.springframework.modulith.ApplicationModule(displayName = "Alert")
package cn.zhicheng.alert;
