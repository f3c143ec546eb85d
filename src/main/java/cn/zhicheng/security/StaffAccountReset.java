package cn.zhicheng.security;

/**
 * An account begins anew: it was given another first password by who administers it.
 *
 * @param by account of who did it; {@link AuditTrail#SYSTEM} where nobody asked
 */
public record StaffAccountReset(String userId, String by) {
}
