package cn.zhicheng.organisation;

/**
 * An organisation with everything below it has another superior.
 *
 * @param from code of the superior it had
 * @param to code of the superior it has now
 */
public record OrganisationMoved(String code, String from, String to) {
}
