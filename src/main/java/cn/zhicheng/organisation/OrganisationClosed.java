package cn.zhicheng.organisation;

/**
 * An organisation at which nothing waited takes no records any more.
 */
public record OrganisationClosed(String code) {
}
