package cn.zhicheng.security;

import java.util.Set;

/**
 * A form of the portal whose content comes back when the session is over that it was sent in; a bean each.
 *
 * @param path where it is sent to, as a pattern ({@code /portal/records/{number}/edit})
 * @param fields names of its fields; nothing else is kept
 */
public record KeptForm(String path, Set<String> fields) {
}
