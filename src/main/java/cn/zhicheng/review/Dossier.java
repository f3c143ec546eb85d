package cn.zhicheng.review;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;

import cn.zhicheng.security.PersonalDataField;

/**
 * Everything a reviewer sees of a record on one screen, in the words of the screen; personal data are masked.
 *
 * @param number the record's number
 * @param state name of the record's state
 * @param stateText the state in Chinese
 * @param stageText where it is, in Chinese
 * @param step name of the step of its process at which it is; null: not known
 * @param waiting for what it waits and until when, while it lies with nobody, in Chinese; null: it does not
 * @param organisation name of the organisation where it is
 * @param deadline the date of the stage; null when it is with the individual
 * @param overdue whether that date has passed, by comparison
 * @param decidable whether the one who looks can decide now
 * @param notice why not, in Chinese; null when decidable
 * @param submissions how often it was sent
 * @param submittedAt when it was last sent
 * @param person whom it is about
 * @param sections the fields in their groups
 * @param evidence the files
 * @param doubts what the checks between fields found
 * @param confirmations who confirmed this submission before, the first one first
 * @param lastReturn the return before the last amendment; null when never returned
 * @param changes what the last amendment changed
 * @param history all steps so far
 * @param notes what the one who looks has noted so far
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Dossier(String number, String state, String stateText, String stageText, String step, String waiting, String organisation,
		LocalDate deadline, boolean overdue, boolean decidable, String notice, int submissions, Instant submittedAt,
		Person person, List<Section> sections, List<File> evidence, List<Finding> doubts, List<Step> confirmations,
		Step lastReturn, List<Change> changes, List<Step> history, ReviewNotes.Content notes) {

	/** @param documentNumber masked */
	public record Person(String name, String documentType, String documentNumber) {
	}

	public record Section(String title, List<Field> fields) {
	}

	/**
	 * @param value as shown, masked if personal; empty for none
	 * @param changedFrom what it was before the last amendment; null when unchanged
	 * @param look what to ask for to see the masked value in full; null when it is not masked
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record Field(String key, String label, String value, String changedFrom, PersonalDataField look) {
	}

	/**
	 * @param key key of the kind, e.g. {@code evidence.CERTIFICATE}
	 * @param size in bytes
	 */
	public record File(long id, String key, String label, int pages, long size, boolean changed) {
	}

	/**
	 * @param reason why it matters and what to look at
	 * @param weight {@code NORMAL}, {@code LOW}, or {@code NONE} for what is only said
	 */
	public record Finding(String field, String text, String reason, String weight) {
	}

	/**
	 * @param event name of the event
	 * @param text the event in Chinese
	 * @param organisation name of the organisation; null for the individual and for dates
	 * @param reviewer account that acted
	 * @param late whether a decision came after the date (逾期审核)
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record Step(String event, String text, String organisation, String reviewer, Instant at, String reason,
			boolean late, List<NamedRemark> remarks, List<Mark> marks) {
	}

	public record NamedRemark(String field, String label, String text) {
	}

	/**
	 * @param before what it was, masked if personal; empty for none
	 * @param formerFiles the files it was, when it is evidence; empty for a field
	 */
	public record Change(String field, String label, String before, String after, List<File> formerFiles) {
	}
}
