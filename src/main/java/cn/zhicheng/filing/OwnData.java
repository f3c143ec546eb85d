package cn.zhicheng.filing;

import java.time.Instant;
import java.util.List;

/**
 * Everything that is kept of a person, as it is handed out to that person. The names of the components are those of the
 * JSON file and described in {@code reference/own-data.schema.json}.
 *
 * @param looks who has seen the person's data in full, the latest first
 */
public record OwnData(Instant exportedAt, Person person, List<OwnRecord> records, List<Look> looks) {

	/** @param since when the account was created */
	public record Person(String documentType, String documentNumber, String name, Instant since) {
	}

	public record OwnRecord(String number, String state, String organisation, Instant stageSince, Instant submittedAt, int submissions,
			List<Value> values, List<File> files, List<Event> history) {
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
