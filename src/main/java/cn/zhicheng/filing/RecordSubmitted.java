package cn.zhicheng.filing;

import java.util.List;
import java.util.Map;

/**
 * An individual has submitted a record, for the first time or again after taking it back as a draft.
 *
 * @param evidence SHA-256 of each file by evidence key
 */
public record RecordSubmitted(long recordId, String number, Map<String, String> evidence) {

	/**
	 * An individual has sent a returned record again.
	 *
	 * @param changes what differs from the submission before
	 */
	public record Again(long recordId, String number, Map<String, String> evidence, List<FieldChange> changes) {
	}
}
