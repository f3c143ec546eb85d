package cn.zhicheng.deadline;

/**
 * Other dates hold from now on; what is running follows. Published in the transaction of the change.
 */
public sealed interface DatesChanged {

	/** @return why, as every record concerned keeps it in its history, in Chinese */
	String reason();

	/** A version of the table was put in force: any record may have another date. */
	record ByTable(long publication, String reason) implements DatesChanged {
	}

	/** A superior gave one record another date. */
	record OfRecord(long recordId, String reason) implements DatesChanged {
	}

	/** A superior gave an organisation another date. */
	record OfOrganisation(String organisation, String reason) implements DatesChanged {
	}
}
