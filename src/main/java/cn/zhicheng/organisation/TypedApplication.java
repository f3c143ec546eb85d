package cn.zhicheng.organisation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.springframework.stereotype.Component;

/**
 * Reads what a unit without an account, or an individual for it, has typed.
 */
@Component
public class TypedApplication {

	/** As they stand in the form, so that what is wrong is told from the top down. */
	private static final List<OrganisationField> ORDER = List.of(OrganisationField.KIND, OrganisationField.NAME, OrganisationField.REGION,
			OrganisationField.FIELD, OrganisationField.CREDIT_CODE, OrganisationField.CONTACT_NAME, OrganisationField.CONTACT_PHONE,
			OrganisationField.ADMINISTRATOR, OrganisationField.ADMINISTRATOR_NAME);

	private final TypedOrganisation typed;

	TypedApplication(TypedOrganisation typed) {
		this.typed = typed;
	}

	/**
	 * @param application null when something is wrong
	 * @param problems all that is wrong with the text itself; of the nature with {@link OrganisationField#KIND}
	 */
	public record Reading(NewApplication application, List<OrganisationProblem> problems) {
	}

	/**
	 * @param nature name of an {@link ApplicantNature}
	 * @param texts by field
	 * @param applicantId the individual who asks, who need not know everything of the unit; null when it is the unit itself
	 */
	public Reading read(String nature, Map<OrganisationField, String> texts, Long applicantId) {
		var problems = new ArrayList<OrganisationProblem>();
		var read = Arrays.stream(ApplicantNature.values()).filter(one -> one.name().equals(nature)).findFirst();
		if (read.isEmpty()) {
			problems.add(OrganisationProblem.of(OrganisationField.KIND, "application.problem.nature"));
		}
		for (var field : required(read, applicantId)) {
			if (texts.getOrDefault(field, "").isBlank()) {
				problems.add(OrganisationProblem.of(field, "organisation.problem.missing"));
			}
		}
		var all = new EnumMap<OrganisationField, String>(OrganisationField.class);
		all.putAll(texts);
		// An application has neither yet: the kind is always the same, and the code is given by who decides.
		all.put(OrganisationField.KIND, OrganisationKind.UNIT.name());
		all.put(OrganisationField.CODE, "unit");
		var reading = typed.read(all);
		problems.addAll(reading.problems());
		problems.sort(Comparator.comparingInt(problem -> ORDER.indexOf(problem.field())));
		return problems.isEmpty() ? new Reading(new NewApplication(read.orElseThrow(), reading.organisation().details(),
				reading.organisation().administrator(), applicantId), List.of()) : new Reading(null, problems);
	}

	private static List<OrganisationField> required(Optional<ApplicantNature> nature, Long applicantId) {
		if (applicantId != null) {
			return nature.filter(ApplicantNature.STATE::equals).isPresent() ? List.of(OrganisationField.FIELD) : List.of();
		}
		return nature.filter(ApplicantNature.SELF_EMPLOYED::equals).isPresent()
				? List.of(OrganisationField.CONTACT_NAME, OrganisationField.CONTACT_PHONE)
				: List.of(OrganisationField.CREDIT_CODE, OrganisationField.FIELD, OrganisationField.CONTACT_NAME, OrganisationField.CONTACT_PHONE,
						OrganisationField.ADMINISTRATOR, OrganisationField.ADMINISTRATOR_NAME);
	}
}
