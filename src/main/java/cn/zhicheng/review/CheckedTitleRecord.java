package cn.zhicheng.review;

import java.time.LocalDate;

import cn.zhicheng.filing.DocumentType;
import cn.zhicheng.filing.Sex;
import cn.zhicheng.filing.TitleLevel;
import cn.zhicheng.filing.TitleRecord;

/**
 * A title record with its person as the checks between fields see it.
 */
record CheckedTitleRecord(TitleRecord record) implements CheckedRecord {

	@Override
	public Sex getSex() {
		return record.details().sex();
	}

	@Override
	public DocumentType getDocumentType() {
		return record.applicant().documentType();
	}

	@Override
	public String getDocumentNumber() {
		return record.applicant().documentNumber();
	}

	@Override
	public LocalDate getBirthDate() {
		return record.details().birthDate();
	}

	@Override
	public Integer getReviewYear() {
		return record.details().reviewYear();
	}

	@Override
	public LocalDate getIssueDate() {
		return record.details().issueDate();
	}

	@Override
	public LocalDate getFirstAppointmentDate() {
		return record.details().firstAppointmentDate();
	}

	@Override
	public String getSeries() {
		return record.details().series();
	}

	@Override
	public String getTitle() {
		return record.details().title();
	}

	@Override
	public TitleLevel getLevel() {
		return record.details().level();
	}

	@Override
	public String getIssuerRegion() {
		return record.details().issuerRegion();
	}

	@Override
	public String getCertificateNumber() {
		return record.details().certificateNumber();
	}
}
