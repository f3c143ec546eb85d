package cn.zhicheng.review;

import java.time.Instant;
import java.util.List;

import cn.zhicheng.filing.RecordJournal.Remark;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;

/**
 * What a reviewer has noted on a record before deciding: check-list, remarks per field and the drafted reason. Kept while
 * the form is open, so that nothing is lost, and taken into the history with the decision.
 */
@Entity
public class ReviewNotes {

	@Id
	@GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "review_notes")
	@SequenceGenerator(name = "review_notes", sequenceName = "review_notes_seq", allocationSize = 50)
	private Long id;
	private Long recordId;
	private int submission;
	private String organisation;
	private String reviewer;
	@Convert(converter = RemarksConverter.class)
	private List<Remark> remarks = List.of();
	@Convert(converter = MarksConverter.class)
	private List<Mark> marks = List.of();
	private String reason;
	private Instant updatedAt;

	protected ReviewNotes() {
	}

	ReviewNotes(Long recordId, int submission, String organisation, String reviewer) {
		this.recordId = recordId;
		this.submission = submission;
		this.organisation = organisation;
		this.reviewer = reviewer;
	}

	/**
	 * @param marks the check-list as it stands in the form
	 * @param remarks remarks on single fields
	 * @param reason the drafted reason of a return; may be null
	 */
	public record Content(List<Mark> marks, List<Remark> remarks, String reason) {

		static final Content NONE = new Content(List.of(), List.of(), null);

		/** @return whether a point of the check-list was left open */
		boolean hasOpenMark() {
			return marks.stream().anyMatch(mark -> !mark.checked());
		}
	}

	boolean isOf(String reviewer, int submission) {
		return this.reviewer.equals(reviewer) && this.submission == submission;
	}

	void write(Content content, Instant now) {
		marks = List.copyOf(content.marks());
		remarks = List.copyOf(content.remarks());
		reason = content.reason();
		updatedAt = now;
	}

	Content content() {
		return new Content(marks, remarks, reason);
	}
}
