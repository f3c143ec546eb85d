package cn.zhicheng.organisation;

/**
 * An account reviews no longer for an organisation; what it had taken there is free for the others.
 */
public record ReviewerLeft(String userId, String organisation) {
}
