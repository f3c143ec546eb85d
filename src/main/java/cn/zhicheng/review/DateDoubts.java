package cn.zhicheng.review;

import java.time.LocalDate;
import java.util.Optional;

/** Rules about the order of events: review, then the certificate, then the first appointment. */
final class DateDoubts {

	/** Years between review and certificate that are still usual. */
	private static final int USUAL_YEARS_TO_ISSUE = 1;

	private DateDoubts() {
	}

	static Optional<Doubt> issuedBeforeReview(CheckedRecord record) {
		return yearsFromReviewToIssue(record).filter(years -> years < 0)
				.map(years -> aboutIssue(DoubtKind.ISSUED_BEFORE_REVIEW, record));
	}

	static Optional<Doubt> issuedLongAfterReview(CheckedRecord record) {
		return yearsFromReviewToIssue(record).filter(years -> years > USUAL_YEARS_TO_ISSUE)
				.map(years -> aboutIssue(DoubtKind.ISSUED_LONG_AFTER_REVIEW, record));
	}

	static Optional<Doubt> appointedBeforeIssue(CheckedRecord record) {
		LocalDate appointed = record.getFirstAppointmentDate();
		return Optional.ofNullable(record.getIssueDate())
				.filter(issued -> appointed != null && appointed.isBefore(issued))
				.map(issued -> Doubt.of(DoubtKind.APPOINTED_BEFORE_ISSUE, appointed.toString(), issued.toString()));
	}

	private static Optional<Integer> yearsFromReviewToIssue(CheckedRecord record) {
		return record.getReviewYear() == null || record.getIssueDate() == null ? Optional.empty()
				: Optional.of(record.getIssueDate().getYear() - record.getReviewYear());
	}

	private static Doubt aboutIssue(DoubtKind kind, CheckedRecord record) {
		return Doubt.of(kind, record.getIssueDate().toString(), record.getReviewYear().toString());
	}
}
