package cn.zhicheng.access;

/**
 * How an organisation and its records stand to the one from which the roles are seen.
 */
enum Relation {

	OWN("gz-school"),
	/** Another unit below the same superior. */
	SIBLING("gz-middle"),
	/** The superior. */
	PARENT("gz-education"),
	/** Of another city. */
	FOREIGN("lz-company");

	private final String organisation;

	Relation(String organisation) {
		this.organisation = organisation;
	}

	/** @return code of the organisation */
	String organisation() {
		return organisation;
	}
}
