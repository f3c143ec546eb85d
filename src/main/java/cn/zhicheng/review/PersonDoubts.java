package cn.zhicheng.review;

import cn.zhicheng.filing.IdentityNumber;
import cn.zhicheng.filing.OldIdentityNumber;
import cn.zhicheng.filing.Sex;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.springframework.context.support.DefaultMessageSourceResolvable;

/** Rules about the person: what was filed against what the identity number says (GB 11643-1999). */
final class PersonDoubts {

	/** The age at which employment is allowed (劳动法 第十五条); nobody holds a title before. */
	private static final int YOUNGEST = 16;

	private PersonDoubts() {
	}

	static Optional<Doubt> birthDateDiffers(CheckedRecord record) {
		LocalDate filed = record.getBirthDate();
		return identityNumber(record).map(IdentityNumber::birthDate)
				.filter(inNumber -> filed != null && !filed.equals(inNumber))
				.map(inNumber -> Doubt.of(DoubtKind.BIRTH_DATE_DIFFERS, filed.toString(), inNumber.toString()));
	}

	static Optional<Doubt> sexDiffers(CheckedRecord record) {
		Sex filed = record.getSex();
		return identityNumber(record).map(IdentityNumber::sex).filter(inNumber -> filed != null && filed != inNumber)
				.map(inNumber -> Doubt.of(DoubtKind.SEX_DIFFERS, name(filed), name(inNumber)));
	}

	/** Counts by calendar years, in the person's favour: the day of the review is not filed. */
	static Optional<Doubt> tooYoung(CheckedRecord record) {
		Integer reviewYear = record.getReviewYear();
		return Optional.ofNullable(record.getBirthDate()).or(() -> identityNumber(record).map(IdentityNumber::birthDate))
				.filter(born -> reviewYear != null && reviewYear - born.getYear() < YOUNGEST)
				.map(born -> Doubt.of(DoubtKind.TOO_YOUNG, reviewYear.toString(), born.toString(),
						Integer.toString(YOUNGEST)));
	}

	/** Before 1999 certificates were often numbered by the holder's identity number of 15 digits. */
	static Optional<Doubt> oldNumberInCertificate(CheckedRecord record) {
		List<OldIdentityNumber> oldNumbers = OldIdentityNumber.in(record.getCertificateNumber());
		if (oldNumbers.isEmpty()) {
			return Optional.empty();
		}
		return identityNumber(record).map(number -> oldNumbers.stream().anyMatch(old -> old.isExtendedBy(number))
				? Doubt.of(DoubtKind.CERTIFICATE_HAS_OWN_OLD_NUMBER)
				: Doubt.of(DoubtKind.CERTIFICATE_HAS_OTHER_OLD_NUMBER));
	}

	private static Optional<IdentityNumber> identityNumber(CheckedRecord record) {
		return Optional.ofNullable(record.getDocumentType())
				.flatMap(type -> type.identityNumber(record.getDocumentNumber()));
	}

	private static Object name(Sex sex) {
		return new DefaultMessageSourceResolvable(sex.messageKey());
	}
}
