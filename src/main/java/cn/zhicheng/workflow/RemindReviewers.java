package cn.zhicheng.workflow;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

import cn.zhicheng.review.SupervisionDesk;

/**
 * A step that a designer adds behind a timer at a review: reminds its reviewers of the one record.
 */
@Component
@StepOf(TitleRecordReview.KEY)
class RemindReviewers implements JavaDelegate {

	private final SupervisionDesk desk;

	RemindReviewers(SupervisionDesk desk) {
		this.desk = desk;
	}

	@Override
	public void execute(DelegateExecution execution) {
		desk.remindReviewers(execution.getProcessBusinessKey());
	}
}
