package cn.zhicheng.security;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/**
 * Someone saw a person's number in full: who, for which organisation, of which record, when and from where. Never
 * contains the number. Written once and never changed.
 */
@Entity
@Immutable
@Table(name = "personal_data_look")
public class PersonalDataLook {

	@Id
	@GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "personal_data_look_seq")
	@SequenceGenerator(name = "personal_data_look_seq", sequenceName = "personal_data_look_seq", allocationSize = 50)
	private Long id;

	@Column(name = "user_id", nullable = false, length = 64)
	private String userId;

	@Column(name = "organisation_code", length = 64)
	private String organisationCode;

	@Column(name = "record_number", nullable = false, length = 64)
	private String recordNumber;

	@Enumerated(EnumType.STRING)
	@Column(name = "field", nullable = false, length = 32)
	private PersonalDataField field;

	@Column(name = "evidence_kind", length = 40)
	private String evidenceKind;

	@Column(name = "looked_at", nullable = false)
	private Instant at;

	@Column(name = "remote_address", nullable = false, length = 64)
	private String remoteAddress;

	protected PersonalDataLook() {
	}

	PersonalDataLook(String userId, String organisationCode, String recordNumber, PersonalDataField field, String evidenceKind,
			Instant at, String remoteAddress) {
		this.userId = userId;
		this.organisationCode = organisationCode;
		this.recordNumber = recordNumber;
		this.field = field;
		this.evidenceKind = evidenceKind;
		this.at = at;
		this.remoteAddress = remoteAddress;
	}

	public Long id() {
		return id;
	}

	/** The account of the one who looked. */
	public String userId() {
		return userId;
	}

	/** The organisation for which they looked, or null if they act for none. */
	public String organisationCode() {
		return organisationCode;
	}

	public String recordNumber() {
		return recordNumber;
	}

	public PersonalDataField field() {
		return field;
	}

	/** Which kind of evidence was looked at, with {@link PersonalDataField#EVIDENCE}; otherwise null. */
	public String evidenceKind() {
		return evidenceKind;
	}

	public Instant at() {
		return at;
	}

	/** The address the request came from, as the server saw it. */
	public String remoteAddress() {
		return remoteAddress;
	}
}
