package cn.zhicheng.security;

/**
 * A staff account is removed, in the same transaction, however that came about. What is kept by its name goes with it: the
 * name may be given to somebody else.
 */
public record StaffAccountRemoved(String userId) {
}
