package cn.zhicheng.workflow;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

import cn.zhicheng.review.Duty;
import cn.zhicheng.review.SupervisionDesk;

/**
 * Step {@code lookForOpenRecords}: tells the process what is left to do at the organisation, and who supervises it.
 */
@Component
@StepOf(StageSupervision.KEY)
class LookForOpenRecords implements JavaDelegate {

	private final SupervisionDesk desk;

	LookForOpenRecords(SupervisionDesk desk) {
		this.desk = desk;
	}

	@Override
	public void execute(DelegateExecution execution) {
		var duty = Duty.ofKey(execution.getProcessBusinessKey());
		var instance = execution.getProcessInstance();
		// A reminder that nobody has read is of no more use after the date.
		StageSupervision.UNREAD.set(instance, false);
		StageSupervision.OUTSTANDING.set(instance, desk.lookForOpenRecords(duty).key());
		StageSupervision.SUPERIOR.set(instance, desk.supervisorOf(duty));
	}
}
