package cn.zhicheng.filing;

/**
 * A member of staff who keeps the roster of a unit. Whoever makes one has checked that the account reviews for the unit or
 * administers it.
 *
 * @param organisation code of the unit or archive agency: nothing but its own roster can be reached
 * @param userId account name
 * @param remoteAddress where the request comes from
 */
public record RosterClerk(String organisation, String userId, String remoteAddress) {
}
