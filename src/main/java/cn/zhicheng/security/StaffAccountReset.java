package cn.zhicheng.security;

/**
 * An account begins anew: it was given another first password by who administers it, or removed.
 */
public record StaffAccountReset(String userId) {
}
