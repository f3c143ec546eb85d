package cn.zhicheng.organisation;

/**
 * An organisation that is to come into the tree.
 *
 * @param code null: its credit code in lower case
 * @param superior code of the organisation directly above; null at the top of the tree
 * @param administrator its first administrator; null: none yet
 */
public record NewOrganisation(String code, OrganisationDetails details, String superior, NewAccount administrator) {

	/**
	 * @param userId account name
	 * @param name of the person or office
	 */
	public record NewAccount(String userId, String name) {
	}
}
