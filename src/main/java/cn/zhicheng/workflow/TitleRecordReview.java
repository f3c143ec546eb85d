package cn.zhicheng.workflow;

import java.util.Date;
import java.util.Set;

import org.camunda.bpm.engine.delegate.VariableScope;
import org.springframework.stereotype.Component;

/**
 * The names in {@code processes/title-record-review.bpmn} that the code relies on, and its variables: each has its one
 * declaration here. The record's data are never process variables.
 */
@Component
final class TitleRecordReview implements ProcessVariables {

	static final String KEY = "title-record-review";

	/** The one step by its name: the individual's. Reviews are what {@link ReviewSteps} finds. */
	static final String AMENDMENT = "amendment";
	static final String RECORD_LAPSED = "recordLapsed";
	static final String RECORD_WITHDRAWN = "recordWithdrawn";

	/** Task priorities: an overdue review stands above all others. */
	static final int PRIORITY = 50;
	static final int OVERDUE_PRIORITY = 90;

	/** Id of the record, {@code long}. The business key, which nobody can overwrite, is the record's number. */
	static final Variable<Long> RECORD_ID = new Variable<>("recordId");
	/** Key of the stage, e.g. {@code reformOffice}. */
	static final Variable<String> STAGE = new Variable<>("stage");
	/** Code of the organisation where the record is; null when no superior is left. */
	static final Variable<String> ORGANISATION = new Variable<>("organisation");
	/** First moment that is late: the stage's date, 24:00 Asia/Shanghai. */
	static final Variable<Date> DEADLINE = new Variable<>("deadline");
	/** {@code confirm} or {@code return}, given when a review task is completed. */
	static final Variable<String> DECISION = new Variable<>("decision");
	/** The reason of a return, given when a review task is completed; taken into the record's history at once. */
	static final Variable<String> REASON = new Variable<>("reason");

	/** Every variable the process has. */
	static final Set<String> VARIABLES = Set.of(RECORD_ID.name(), STAGE.name(), ORGANISATION.name(), DEADLINE.name(),
			DECISION.name(), REASON.name());

	/** Inputs of the decision {@code deadlines} beside the stage; transient, never stored. */
	static final String REGION = "region";
	static final String ORGANISATION_LEVEL = "organisationLevel";

	TitleRecordReview() {
	}

	@Override
	public String process() {
		return KEY;
	}

	@Override
	public Set<String> names() {
		return VARIABLES;
	}

	/** A process variable with its type. */
	record Variable<T>(String name) {

		@SuppressWarnings("unchecked")
		T of(VariableScope scope) {
			return (T) scope.getVariable(name);
		}

		void set(VariableScope scope, T value) {
			scope.setVariable(name, value);
		}
	}
}
