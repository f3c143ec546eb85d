package cn.zhicheng.verification;

import java.time.Instant;
import java.time.LocalDate;

import cn.zhicheng.filing.TitleDetails;
import cn.zhicheng.filing.TitleLevel;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;

/**
 * A published title as the register tells it. Found by keyed hashes of identity and certificate number; the numbers
 * themselves are not here.
 */
@Entity
class RegisterEntry {

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
}
