package cn.zhicheng.workflow;

import java.util.Date;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.variable.Variables;
import org.springframework.stereotype.Component;

import cn.zhicheng.deadline.Stage;
import cn.zhicheng.review.Duty;
import cn.zhicheng.review.SupervisionDesk;

/**
 * Step {@code determineDate}: tells the process until when the organisation is to decide.
 */
@Component
@StepOf(StageSupervision.KEY)
class DetermineDate implements JavaDelegate {

	private final SupervisionDesk desk;

	DetermineDate(SupervisionDesk desk) {
		this.desk = desk;
	}

	@Override
	public void execute(DelegateExecution execution) {
		var duty = Duty.ofKey(execution.getProcessBusinessKey());
		var date = desk.determineDate(duty);
		var instance = execution.getProcessInstance();
		StageSupervision.ORGANISATION.set(instance, duty.organisation());
		StageSupervision.CAMPAIGN_YEAR.set(instance, duty.campaignYear());
		StageSupervision.DEADLINE.set(instance, date.map(one -> Date.from(one.deadline().end())).orElse(null));
		if (!instance.hasVariable(StageSupervision.UNREAD.name())) {
			StageSupervision.UNREAD.set(instance, false);
		}
		date.map(SupervisionDesk.Date::organisation).ifPresent(organisation -> {
			execution.setVariable(TitleRecordReview.STAGE.name(), Variables.stringValue(Stage.of(organisation.kind()).key(), true));
			execution.setVariable(TitleRecordReview.REGION, Variables.stringValue(organisation.region(), true));
			execution.setVariable(TitleRecordReview.ORGANISATION_LEVEL, Variables.stringValue(organisation.level().key(), true));
		});
	}
}
