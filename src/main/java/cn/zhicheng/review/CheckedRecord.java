package cn.zhicheng.review;

import java.time.LocalDate;

import cn.zhicheng.filing.DocumentType;
import cn.zhicheng.filing.Sex;
import cn.zhicheng.filing.TitleLevel;

/**
 * What of a title record is held against each other to find doubts (疑点): fields of 甘人社通〔2021〕117号 二(一) and
 * 二(二). Every value may be null, which means that it was not filed and cannot be doubted.
 */
interface CheckedRecord {

	/** 性别 */
	Sex getSex();

	/** 证件类型 */
	DocumentType getDocumentType();

	/** 证件号码, in clear. */
	String getDocumentNumber();

	/** 出生日期 */
	LocalDate getBirthDate();

	/** 评审年度, for instance 2015. */
	Integer getReviewYear();

	/** 发证日期 */
	LocalDate getIssueDate();

	/** 首次聘任时间 */
	LocalDate getFirstAppointmentDate();

	/** 职称系列, as filed. */
	String getSeries();

	/** 职称名称, as filed. */
	String getTitle();

	/** 职称级别 */
	TitleLevel getLevel();

	/** 发证单位行政区: six digits. */
	String getIssuerRegion();

	/** 证书编号 */
	String getCertificateNumber();
}
