package cn.zhicheng.organisation;

import java.time.Instant;
import java.util.Optional;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;

/**
 * One thing that has happened to an application. Only ever added to.
 */
@Entity
public class ApplicationStep {

	/** The names are stored: they may be added to, not changed. */
	public enum Kind {
		FILED, FORWARDED, ESCALATED, REROUTED, APPROVED, REFERRED, REJECTED, PASSWORD_SHOWN;

		/** @return message key of the Chinese name */
		public String messageKey() {
			return "applicationStep." + name();
		}
	}

	@Id
	@GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "application_step")
	@SequenceGenerator(name = "application_step", sequenceName = "application_step_seq", allocationSize = 50)
	private Long id;
	private long applicationId;
	@Enumerated(EnumType.STRING)
	private Kind kind;
	private String organisation;
	private String userId;
	private String reason;
	private Instant happenedAt;

	protected ApplicationStep() {
	}

	/**
	 * @param organisation code of the organisation that did it or to which it went; null for none
	 * @param userId account that did it; null for the applicant or the application itself
	 * @param reason null for none
	 */
	ApplicationStep(long applicationId, Kind kind, String organisation, String userId, String reason, Instant happenedAt) {
		this.applicationId = applicationId;
		this.kind = kind;
		this.organisation = organisation;
		this.userId = userId;
		this.reason = reason;
		this.happenedAt = happenedAt;
	}

	public Kind kind() {
		return kind;
	}

	/** @return code of the organisation where the application lay then */
	public Optional<String> organisation() {
		return Optional.ofNullable(organisation);
	}

	/** @return account of the member of staff */
	public Optional<String> userId() {
		return Optional.ofNullable(userId);
	}

	public Optional<String> reason() {
		return Optional.ofNullable(reason);
	}

	public Instant happenedAt() {
		return happenedAt;
	}
}
