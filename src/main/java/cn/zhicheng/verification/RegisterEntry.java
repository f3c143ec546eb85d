package cn.zhicheng.verification;

import java.time.Instant;
import java.time.LocalDate;

import org.springframework.data.domain.Persistable;

import cn.zhicheng.filing.TitleDetails;
import cn.zhicheng.filing.TitleLevel;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Transient;

/**
 * A published title as the register tells it. Found by keyed hashes of identity and certificate number; the numbers
 * themselves are not here.
 */
@Entity
class RegisterEntry implements Persistable<Long> {

	@Id
	private Long recordId;
	private String documentNumberHash;
	private String certificateNumberHash;
	private String name;
	private String series;
	private String title;
	@Enumerated(EnumType.STRING)
	private TitleLevel level;
	private String speciality;
	private Integer reviewYear;
	private String issuer;
	private LocalDate issueDate;
	private Instant publishedAt;
	@Transient
	private boolean persisted;

	protected RegisterEntry() {
	}

	RegisterEntry(Long recordId, String documentNumberHash, String certificateNumberHash, TitleDetails details, Instant publishedAt) {
		this.recordId = recordId;
		this.documentNumberHash = documentNumberHash;
		this.certificateNumberHash = certificateNumberHash;
		this.name = details.name();
		this.series = details.series();
		this.title = details.title();
		this.level = details.level();
		this.speciality = details.speciality();
		this.reviewYear = details.reviewYear();
		this.issuer = details.issuer();
		this.issueDate = details.issueDate();
		this.publishedAt = publishedAt;
	}

	String name() {
		return name;
	}

	String series() {
		return series;
	}

	String title() {
		return title;
	}

	TitleLevel level() {
		return level;
	}

	String speciality() {
		return speciality;
	}

	Integer reviewYear() {
		return reviewYear;
	}

	String issuer() {
		return issuer;
	}

	LocalDate issueDate() {
		return issueDate;
	}

	@Override
	public Long getId() {
		return recordId;
	}

	/** Its id is the record's: without this it would be looked for before it is written. */
	@Override
	public boolean isNew() {
		return !persisted;
	}

	@PostLoad
	@PostPersist
	void markPersisted() {
		persisted = true;
	}
}
