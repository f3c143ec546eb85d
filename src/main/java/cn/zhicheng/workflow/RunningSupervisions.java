package cn.zhicheng.workflow;

import java.util.List;

import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.deadline.DatesChanged;
import cn.zhicheng.organisation.OrganisationClosed;
import cn.zhicheng.organisation.OrganisationMerged;
import cn.zhicheng.organisation.OrganisationMoved;
import cn.zhicheng.review.Duty;
import cn.zhicheng.review.SupervisionDesk;

/**
 * Starts the supervision of an organisation, and lets what is running follow changed dates and a changed tree: one at once,
 * all of them in a batch of the engine, each organisation in a job of its own.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class RunningSupervisions {

	private final RuntimeService runtime;
	private final SupervisionDesk desk;
	private final ActingAccount acting;

	RunningSupervisions(RuntimeService runtime, SupervisionDesk desk, ActingAccount acting) {
		this.runtime = runtime;
		this.desk = desk;
		this.acting = acting;
	}

	@EventListener
	void start(Duty.Begun event) {
		acting.asNobody(() -> runtime.startProcessInstanceByKey(StageSupervision.KEY, event.duty().key()));
	}

	@EventListener
	void follow(Duty.Changed event) {
		tell(event.duty(), StageSupervision.DATES_CHANGED);
	}

	/** A new one replaces one that nobody has read. */
	@EventListener
	void urge(Duty.Urged event) {
		tell(event.duty(), StageSupervision.URGED);
	}

	@EventListener
	void follow(DatesChanged event) {
		if (event instanceof DatesChanged.ByTable) {
			desk.reopen();
			followAll();
		} else if (event instanceof DatesChanged.OfOrganisation one) {
			follow(one.organisation());
		}
	}

	@EventListener
	void follow(OrganisationMoved event) {
		follow(event.code());
	}

	@EventListener
	void follow(OrganisationMerged event) {
		follow(event.code());
	}

	@EventListener
	void follow(OrganisationClosed event) {
		follow(event.code());
	}

	private void follow(String organisation) {
		desk.runningOf(organisation).forEach(duty -> tell(duty, StageSupervision.DATES_CHANGED));
	}

	private void followAll() {
		acting.asNobody(() -> {
			List<String> instances = runtime.createProcessInstanceQuery().processDefinitionKey(StageSupervision.KEY).active().list().stream()
					.map(ProcessInstance::getId).toList();
			return instances.isEmpty() ? null
					: runtime.createMessageCorrelationAsync(StageSupervision.DATES_CHANGED).processInstanceIds(instances).correlateAllAsync();
		});
	}

	private void tell(Duty duty, String message) {
		acting.asNobody(() -> {
			runtime.createMessageCorrelation(message).processInstanceBusinessKey(duty.key()).correlateAll();
			return null;
		});
	}
}
