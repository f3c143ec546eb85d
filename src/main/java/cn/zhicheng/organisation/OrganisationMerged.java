package cn.zhicheng.organisation;

/**
 * An organisation has gone into another one, which takes over what waits there, what is directly below it, and its reviewers.
 *
 * @param code of the one that is closed now
 * @param heir code of the other
 */
public record OrganisationMerged(String code, String heir) {
}
