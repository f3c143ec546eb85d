package cn.zhicheng.workflow;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

import cn.zhicheng.review.NotConfirmedException;
import cn.zhicheng.review.ReviewDesk;

/**
 * Step {@code publishRecord}: no superior is left, the record goes into the register.
 */
@Component
@StepOf(TitleRecordReview.KEY)
class PublishRecord implements JavaDelegate {

	private final ReviewDesk desk;
	private final MessageSource messages;

	PublishRecord(ReviewDesk desk, MessageSource messages) {
		this.desk = desk;
		this.messages = messages;
	}

	@Override
	public void execute(DelegateExecution execution) {
		try {
			desk.publishRecord(execution.getProcessBusinessKey());
		} catch (NotConfirmedException refused) {
			throw new UserRefusal(messages.getMessage(refused.messageKey(), refused.arguments(), UserTexts.LOCALE), refused);
		}
	}
}
