package cn.zhicheng.organisation;

import java.util.List;

/**
 * Something an administrator can mend.
 *
 * @param field where; null: it concerns the organisation as a whole
 * @param messageKey of a sentence that says what is wrong and how to mend it
 * @param arguments of the sentence
 */
public record OrganisationProblem(OrganisationField field, String messageKey, List<Object> arguments) {

	static OrganisationProblem of(OrganisationField field, String messageKey, Object... arguments) {
		return new OrganisationProblem(field, messageKey, List.of(arguments));
	}

	static OrganisationProblem of(String messageKey, Object... arguments) {
		return new OrganisationProblem(null, messageKey, List.of(arguments));
	}
}
