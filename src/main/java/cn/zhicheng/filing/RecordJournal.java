package cn.zhicheng.filing;

import java.time.Instant;
import java.util.List;

import cn.zhicheng.deadline.Stage;

/**
 * What has happened to a record so far, for the person it is about.
 */
public interface RecordJournal {

	/** @return all entries, the oldest first */
	List<Entry> of(long recordId);

	/**
	 * @param event name of the event, e.g. {@code RETURNED}; its text is the message {@code historyEvent.<event>}
	 * @param organisation code of the organisation that acted or is concerned; null for the individual
	 * @param stage null outside a review
	 * @param reason the reviewer's words; null when there are none
	 * @param late whether a decision came after the stage's date
	 * @param remarks what the reviewer remarked on single fields
	 * @param changes what the individual changed
	 */
	record Entry(Instant at, String event, String organisation, Stage stage, String reason, boolean late,
			List<Remark> remarks, List<FieldChange> changes) {
	}

	/**
	 * @param field key of a {@link RecordField} or {@code evidence.<kind>}
	 */
	record Remark(String field, String text) {
	}
}
