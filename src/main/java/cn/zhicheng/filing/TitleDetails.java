package cn.zhicheng.filing;

import java.time.LocalDate;

import cn.zhicheng.security.EncryptedText;
import jakarta.persistence.Convert;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;

/**
 * What the individual fills in (甘人社通〔2021〕117号 二(一) and (二)); every value may be null in a draft.
 * {@link RecordField} names each of them once for pages, checks, remarks and differences.
 */
@Embeddable
public class TitleDetails {

	String name;
	@Enumerated(EnumType.STRING)
	Sex sex;
	LocalDate birthDate;
	@Convert(converter = EncryptedText.class)
	String socialSecurityNumber;
	String employerWhenGranted;
	String employer;
	@Convert(converter = EncryptedText.class)
	String mobile;
	@Convert(converter = EncryptedText.class)
	String email;
	Integer reviewYear;
	@Enumerated(EnumType.STRING)
	Acquisition acquisition;
	@Enumerated(EnumType.STRING)
	Jurisdiction jurisdiction;
	@Enumerated(EnumType.STRING)
	Confidentiality confidentiality;
	@Convert(converter = EncryptedText.class)
	String certificateNumber;
	LocalDate issueDate;
	LocalDate firstAppointmentDate;
	String series;
	String title;
	@Enumerated(EnumType.STRING)
	TitleLevel level;
	String qualificationDocumentNumber;
	String issuer;
	String issuerRegion;
	String committee;
	String speciality;

	protected TitleDetails() {
	}

	public String name() {
		return name;
	}

	public Sex sex() {
		return sex;
	}

	public LocalDate birthDate() {
		return birthDate;
	}

	public String socialSecurityNumber() {
		return socialSecurityNumber;
	}

	/** @return code of the present employer: a unit or archive agency of the directory */
	public String employer() {
		return employer;
	}

	public String mobile() {
		return mobile;
	}

	public String email() {
		return email;
	}

	public Integer reviewYear() {
		return reviewYear;
	}

	public Acquisition acquisition() {
		return acquisition;
	}

	public Jurisdiction jurisdiction() {
		return jurisdiction;
	}

	public Confidentiality confidentiality() {
		return confidentiality;
	}

	public String certificateNumber() {
		return certificateNumber;
	}

	public LocalDate issueDate() {
		return issueDate;
	}

	public LocalDate firstAppointmentDate() {
		return firstAppointmentDate;
	}

	public String series() {
		return series;
	}

	public String title() {
		return title;
	}

	public TitleLevel level() {
		return level;
	}

	public String issuer() {
		return issuer;
	}

	/** @return six digits of the administrative division of the issuer */
	public String issuerRegion() {
		return issuerRegion;
	}

	public String speciality() {
		return speciality;
	}
}
