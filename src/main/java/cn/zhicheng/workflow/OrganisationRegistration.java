package cn.zhicheng.workflow;

import java.util.Set;

import org.springframework.stereotype.Component;

import cn.zhicheng.workflow.TitleRecordReview.Variable;

/**
 * The names in {@code processes/organisation-registration.bpmn} that the code relies on, and its variables. What is applied
 * for and what the reviewer chooses are never process variables; the business key is the application's number.
 */
@Component
final class OrganisationRegistration implements ProcessVariables {

	static final String KEY = "organisation-registration";

	static final String ROUTE_APPLICATION = "routeApplication";
	static final String REGISTRATION_REVIEW = "registrationReview";

	/** Task priority: an application that has waited too long stands above all others. */
	static final int ESCALATED_PRIORITY = 90;

	/** Code of the organisation whose administrators decide. */
	static final Variable<String> ORGANISATION = new Variable<>("organisation");
	/** {@code approve}, {@code refer}, {@code reject} or {@code forward}, given when the task is completed. */
	static final Variable<String> DECISION = new Variable<>("decision");
	/** The reason, given when the task is completed; taken into the application at once. */
	static final Variable<String> REASON = new Variable<>("reason");

	/** Every variable the process has. */
	static final Set<String> VARIABLES = Set.of(ORGANISATION.name(), DECISION.name(), REASON.name());

	OrganisationRegistration() {
	}

	@Override
	public String process() {
		return KEY;
	}

	@Override
	public Set<String> names() {
		return VARIABLES;
	}
}
