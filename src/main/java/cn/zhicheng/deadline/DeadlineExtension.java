package cn.zhicheng.deadline;

import java.time.Instant;
import java.time.LocalDate;

import org.hibernate.annotations.Immutable;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;

/**
 * A superior has given an organisation, or one record that lies there, longer than the table does (延期): until when, who and
 * why. Only ever added to; the last one counts.
 */
@Entity
@Immutable
public class DeadlineExtension {

	@Id
	@GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "deadline_extension")
	@SequenceGenerator(name = "deadline_extension", sequenceName = "deadline_extension_seq", allocationSize = 50)
	private Long id;
	private int campaignYear;
	private String organisation;
	private Long recordId;
	private LocalDate until;
	private String reason;
	private String grantedBy;
	private String grantedFor;
	private Instant grantedAt;

	protected DeadlineExtension() {
	}

	DeadlineExtension(int campaignYear, String organisation, Long recordId, Deadline until, Granted granted, Instant at) {
		this.campaignYear = campaignYear;
		this.organisation = organisation;
		this.recordId = recordId;
		this.until = until.date();
		this.reason = granted.reason();
		this.grantedBy = granted.account();
		this.grantedFor = granted.superior();
		this.grantedAt = at;
	}

	/**
	 * @param account who gives it
	 * @param superior code of the organisation for which the account does
	 * @param reason at most 500 characters
	 */
	public record Granted(String account, String superior, String reason) {
	}

	public int campaignYear() {
		return campaignYear;
	}

	public String organisation() {
		return organisation;
	}

	/** @return id of the record; null: every record that lies at the organisation */
	public Long recordId() {
		return recordId;
	}

	public Deadline until() {
		return new Deadline(until);
	}

	public String reason() {
		return reason;
	}

	public String grantedBy() {
		return grantedBy;
	}

	/** @return code of the superior organisation */
	public String grantedFor() {
		return grantedFor;
	}

	public Instant grantedAt() {
		return grantedAt;
	}
}
