package cn.zhicheng.notification;

import java.util.List;

/**
 * Something that some people are to be told, once.
 *
 * @param key what it is about, the same whenever it is asked for again; at most 120 characters
 * @param subject at most 200 characters, without personal data
 * @param body plain text of at most 4,000 characters, without personal data
 */
public record Notice(String key, String subject, String body, List<Recipient> recipients) {
}
