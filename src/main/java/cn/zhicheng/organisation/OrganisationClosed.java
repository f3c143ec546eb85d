package cn.zhicheng.organisation;

/**
 * An organisation at which nothing waited takes no records any more.
 *
 * @param code of the organisation
 * @param userId account of the one who closed it
 * @param remoteAddress where the request came from
 */
public record OrganisationClosed(String code, String userId, String remoteAddress) {
}
