package cn.zhicheng.filing;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.springframework.stereotype.Component;

import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.evidence.Evidence;
import cn.zhicheng.evidence.EvidenceKind;
import cn.zhicheng.organisation.Organisation;
import cn.zhicheng.organisation.OrganisationDirectory;

/**
 * What keeps a record from being submitted: everything at once, each beside its field, so that a person need not try
 * again and again. What merely looks odd is a doubt for the reviewers and no problem here.
 */
@Component
class SubmissionCheck {

	private static final Pattern MOBILE = Pattern.compile("1[3-9]\\d{9}");
	private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s.]+");
	private static final Pattern SOCIAL_SECURITY_NUMBER = Pattern.compile("[0-9A-Za-z]{6,30}");

	private final OrganisationDirectory organisations;
	private final EligibilityRules eligibility;
	private final Clock clock;

	SubmissionCheck(OrganisationDirectory organisations, EligibilityRules eligibility, Clock clock) {
		this.organisations = organisations;
		this.eligibility = eligibility;
		this.clock = clock;
	}

	/** @return all problems in the order of the form; empty when the record can be submitted as far as its content goes */
	List<FieldProblem> problems(TitleRecord record, List<Evidence> evidence) {
		var problems = new ArrayList<FieldProblem>();
		var details = record.details();
		for (var refusal : eligibility.refusals(details)) {
			problems.add(FieldProblem.ofRecord("problem.outOfScope", refusal.sentence(), refusal.source()));
		}
		for (var field : RecordField.values()) {
			var value = field.valueOf(details);
			if (value == null && field.isRequired()) {
				problems.add(new FieldProblem(field, "problem.missing"));
			}
		}
		matches(RecordField.MOBILE, details.mobile(), MOBILE, problems);
		matches(RecordField.EMAIL, details.email(), EMAIL, problems);
		matches(RecordField.SOCIAL_SECURITY_NUMBER, details.socialSecurityNumber(), SOCIAL_SECURITY_NUMBER, problems);
		var today = LocalDate.ofInstant(clock.instant(), Deadline.ZONE);
		notInFuture(RecordField.BIRTH_DATE, details.birthDate(), today, problems);
		notInFuture(RecordField.ISSUE_DATE, details.issueDate(), today, problems);
		notInFuture(RecordField.FIRST_APPOINTMENT_DATE, details.firstAppointmentDate(), today, problems);
		if (details.employer() != null && organisations.find(details.employer())
				.filter(Organisation::takesRecordsOfItsPeople).isEmpty()) {
			problems.add(new FieldProblem(RecordField.EMPLOYER, "problem.unknownEmployer"));
		}
		Set<EvidenceKind> present = evidence.stream().map(Evidence::getKind).collect(Collectors.toSet());
		for (var kind : EvidenceKind.values()) {
			if (kind.isRequired() && !present.contains(kind)) {
				problems.add(new FieldProblem(RecordKeys.of(kind), "problem.missingEvidence", List.of()));
			}
		}
		return problems;
	}

	private static void matches(RecordField field, String value, Pattern pattern, List<FieldProblem> problems) {
		if (value != null && !pattern.matcher(value).matches()) {
			problems.add(new FieldProblem(field, "problem.malformed." + field.key()));
		}
	}

	private static void notInFuture(RecordField field, LocalDate date, LocalDate today, List<FieldProblem> problems) {
		if (date != null && date.isAfter(today)) {
			problems.add(new FieldProblem(field, "problem.inFuture"));
		}
	}
}
