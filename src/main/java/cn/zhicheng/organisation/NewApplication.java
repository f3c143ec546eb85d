package cn.zhicheng.organisation;

/**
 * What somebody applies for.
 *
 * @param details of the unit; its kind is {@link OrganisationKind#UNIT}
 * @param administrator the account that its administrator would like to have; null: left to the superior
 * @param applicantId id of the individual who asks for it; null when the unit itself does
 */
public record NewApplication(ApplicantNature nature, OrganisationDetails details, NewOrganisation.NewAccount administrator,
		Long applicantId) {

	@Override
	public String toString() {
		return "NewApplication[" + nature + "]";
	}
}
