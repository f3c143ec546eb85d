package cn.zhicheng.workflow;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.variable.Variables;
import org.springframework.stereotype.Component;

import cn.zhicheng.deadline.Stage;
import cn.zhicheng.organisation.Organisation;
import cn.zhicheng.review.ReviewDesk;

/**
 * Step {@code routeRecord}: asks for the next organisation and tells the process where the record is.
 */
@Component
class RouteRecord implements JavaDelegate {

	private final ReviewDesk desk;

	RouteRecord(ReviewDesk desk) {
		this.desk = desk;
	}

	@Override
	public void execute(DelegateExecution execution) {
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
