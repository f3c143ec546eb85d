package cn.zhicheng.workflow;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.variable.Variables;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

import cn.zhicheng.deadline.Stage;
import cn.zhicheng.organisation.Organisation;
import cn.zhicheng.review.NotConfirmedException;
import cn.zhicheng.review.ReviewDesk;

/**
 * Step {@code routeRecord}: asks for the next organisation and tells the process where the record is.
 */
@Component
@StepOf(TitleRecordReview.KEY)
class RouteRecord implements JavaDelegate {

	private final ReviewDesk desk;
	private final MessageSource messages;

	RouteRecord(ReviewDesk desk, MessageSource messages) {
		this.desk = desk;
		this.messages = messages;
	}

	@Override
	public void execute(DelegateExecution execution) {
		try {
			route(execution);
		} catch (NotConfirmedException refused) {
			throw new UserRefusal(messages.getMessage(refused.messageKey(), refused.arguments(), UserTexts.LOCALE), refused);
		}
	}

	private void route(DelegateExecution execution) {
		// A decision counts for its own step only: the next reviewer has to decide anew.
		execution.removeVariable(TitleRecordReview.DECISION.name());
		var next = desk.routeRecord(execution.getProcessBusinessKey());
		TitleRecordReview.ORGANISATION.set(execution, next.map(Organisation::code).orElse(null));
		next.ifPresent(organisation -> {
			TitleRecordReview.STAGE.set(execution, Stage.of(organisation.kind()).key());
			execution.setVariable(TitleRecordReview.REGION, Variables.stringValue(organisation.region(), true));
			execution.setVariable(TitleRecordReview.ORGANISATION_LEVEL, Variables.stringValue(organisation.level().key(), true));
		});
	}
}
