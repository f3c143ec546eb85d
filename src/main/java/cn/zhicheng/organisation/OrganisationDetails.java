package cn.zhicheng.organisation;

/**
 * What an administrator keeps of an organisation.
 *
 * @param level null: the level of the region
 * @param region six digits of the administrative division
 * @param creditCode null for an office without one
 * @param contactName null when not given
 * @param contactPhone null when not given
 * @param field the field (行业) it works in, null when not given
 */
public record OrganisationDetails(String name, OrganisationKind kind, OrganisationLevel level, String region, CreditCode creditCode,
		String contactName, String contactPhone, String field) {

	/** @return what is kept of it now */
	public static OrganisationDetails of(Organisation organisation) {
		return new OrganisationDetails(organisation.name(), organisation.kind(), organisation.level(), organisation.region(),
				organisation.creditCode().orElse(null), organisation.contactName(), organisation.contactPhone(), organisation.field());
	}

	@Override
	public String toString() {
		return "OrganisationDetails[" + name + ", " + kind + "]";
	}
}
