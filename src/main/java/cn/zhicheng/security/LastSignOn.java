package cn.zhicheng.security;

import java.time.Instant;

/**
 * When and from which network address an account was signed on the time before.
 */
public record LastSignOn(Instant at, String address) {
}
