package cn.zhicheng.organisation;

import java.util.Arrays;
import java.util.Optional;

/**
 * What is typed of an organisation, on the pages and in the columns of a spreadsheet, in the order of both.
 */
public enum OrganisationField {

	CODE("code", 48), NAME("name", 200), KIND("kind", 20), SUPERIOR("superior", 48), REGION("region", 6), LEVEL("level", 20),
	CREDIT_CODE("creditCode", 30), FIELD("field", 100), CONTACT_NAME("contactName", 50), CONTACT_PHONE("contactPhone", 30),
	ADMINISTRATOR("administrator", 60), ADMINISTRATOR_NAME("administratorName", 50);

	private final String key;
	private final int maxLength;

	OrganisationField(String key, int maxLength) {
		this.key = key;
		this.maxLength = maxLength;
	}

	/** @return name of the field in a form */
	public String key() {
		return key;
	}

	/** @return most characters it takes */
	public int maxLength() {
		return maxLength;
	}

	/** @return message key of its label */
	public String labelKey() {
		return "organisation.field." + key;
	}

	static Optional<OrganisationField> ofKey(String key) {
		return Arrays.stream(values()).filter(field -> field.key.equals(key)).findFirst();
	}
}
