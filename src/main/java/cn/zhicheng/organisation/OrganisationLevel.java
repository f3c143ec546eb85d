package cn.zhicheng.organisation;

/**
 * Administrative level of an organisation: an input of the decision {@code deadlines}.
 */
public enum OrganisationLevel {

	PROVINCE("province"), CITY("city"), COUNTY("county");

	private final String key;

	OrganisationLevel(String key) {
		this.key = key;
	}

	/** @return the word used in decisions: {@code province}, {@code city} or {@code county} */
	public String key() {
		return key;
	}

	/** @return message key of the Chinese name */
	public String messageKey() {
		return "organisationLevel." + name();
	}

	/**
	 * The level that belongs to an administrative division, for organisations that have none of their own.
	 *
	 * @param region six digits (GB/T 2260): {@code 620000} is a province, {@code 620700} a city, {@code 620702} a county
	 */
	public static OrganisationLevel ofRegion(String region) {
		if (region.endsWith("0000")) {
			return PROVINCE;
		}
		return region.endsWith("00") ? CITY : COUNTY;
	}
}
