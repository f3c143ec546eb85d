package cn.zhicheng.filing;

import java.time.Instant;
import java.util.List;

/**
 * Everything that is kept of a person, as it is handed out to that person. The names of the components are those of the
 * JSON file and described in {@code reference/own-data.schema.json}.
 *
 * @param requests for accounts of units that have none
 * @param rosters on which the person's number stands
 * @param accountHistory what happened to the account, the first entry first
 * @param looks who has seen the person's data in full, the latest first
 */
public record OwnData(Instant exportedAt, Person person, List<OwnRecord> records, List<OwnRequest> requests,
		List<OwnListing> rosters, List<AccountEntry> accountHistory, List<Look> looks) {

	/**
	 * @param since when the account was created
	 * @param keeper name of the unit that answers for the account; null: none does
	 */
	public record Person(String documentType, String documentNumber, String name, Instant since, String keeper) {
	}

	public record OwnRecord(String number, String state, String organisation, Instant stageSince, Instant submittedAt, int submissions,
			List<Value> values, List<File> files, List<Event> history) {
	}

	/**
	 * A request of the person for an account of a unit; what was not given is null.
	 *
	 * @param organisation name of the one that decides or has decided
	 */
	public record OwnRequest(String number, String state, Instant filedAt, String nature, String name, String creditCode, String region,
			String field, String contactName, String contactPhone, String organisation, Instant decidedAt, String reason) {
	}

	/**
	 * A place on the roster of a unit.
	 *
	 * @param organisation name of the unit
	 * @param name as the unit has listed it with the number
	 * @param account of the member of staff who did it
	 * @param codeHandedOutAt when the activation code was handed out that has not been used; null without one, as {@code codeValidUntil}
	 */
	public record OwnListing(String organisation, String name, String state, Instant addedAt, String account, Instant codeHandedOutAt,
			Instant codeValidUntil) {
	}

	/**
	 * @param organisation name of the unit that acted or whose code was used; null: none had a part in it
	 * @param account of the member of staff who acted; null: the person did
	 * @param address where the request came from
	 */
	public record AccountEntry(Instant at, String event, String organisation, String account, String address) {
	}

	/**
	 * @param key of the field
	 * @param value as it is stored, in full; null for none
	 * @param text as people write it
	 */
	public record Value(String key, String label, String value, String text) {
	}

	/**
	 * @param path within the ZIP
	 * @param sizeBytes of the file
	 * @param removedAt when it was replaced or removed; null for a current file
	 */
	public record File(String path, String label, String contentType, long sizeBytes, String sha256, Instant uploadedAt,
			Instant removedAt) {
	}

	/** @param organisation name of the one that acted; null for the person */
	public record Event(Instant at, String event, String organisation, String reason, boolean late, List<Remark> remarks,
			List<Change> changes) {
	}

	public record Remark(String field, String label, String text) {
	}

	public record Change(String field, String label, String before, String after) {
	}

	/**
	 * @param organisation its name; null for one who acts for none
	 * @param what what was seen
	 */
	public record Look(Instant at, String organisation, String account, String record, String what) {
	}
}
