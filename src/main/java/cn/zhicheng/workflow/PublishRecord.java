package cn.zhicheng.workflow;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

import cn.zhicheng.review.ReviewDesk;

/**
 * Step {@code publishRecord}: no superior is left, the record goes into the register.
 */
@Component
class PublishRecord implements JavaDelegate {

	private final ReviewDesk desk;

	PublishRecord(ReviewDesk desk) {
		this.desk = desk;
	}

	@Override
	public void execute(DelegateExecution execution) {
		desk.publishRecord(execution.getProcessBusinessKey());
	}
}
