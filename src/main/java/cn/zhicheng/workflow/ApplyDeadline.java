package cn.zhicheng.workflow;

import java.util.Date;

import org.camunda.bpm.dmn.engine.DmnDecisionResult;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.springframework.stereotype.Component;

import cn.zhicheng.review.ReviewDesk;

/**
 * End of step {@code determineDeadline}: takes the answer of the decision {@code deadlines}.
 */
@Component
@StepOf(TitleRecordReview.KEY)
class ApplyDeadline implements ExecutionListener {

	/** Under this name the engine offers the result of a business rule task to its end listeners. */
	private static final String DECISION_RESULT = "decisionResult";

	private final ReviewDesk desk;

	ApplyDeadline(ReviewDesk desk) {
		this.desk = desk;
	}

	@Override
	public void notify(DelegateExecution execution) {
		var result = (DmnDecisionResult) execution.getVariable(DECISION_RESULT);
		String answer = result.isEmpty() ? null : result.getSingleResult().getSingleEntry();
		var deadline = desk.applyDeadline(execution.getProcessBusinessKey(), answer);
		TitleRecordReview.DEADLINE.set(execution, Date.from(deadline.end()));
	}
}
