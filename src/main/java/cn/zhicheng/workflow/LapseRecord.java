package cn.zhicheng.workflow;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

import cn.zhicheng.review.ReviewDesk;

/**
 * Step {@code lapseRecord}: the individual did not amend in time.
 */
@Component
@StepOf(TitleRecordReview.KEY)
class LapseRecord implements JavaDelegate {

	private final ReviewDesk desk;

	LapseRecord(ReviewDesk desk) {
		this.desk = desk;
	}

	@Override
	public void execute(DelegateExecution execution) {
		desk.lapseRecord(execution.getProcessBusinessKey());
	}
}
