package cn.zhicheng.workflow;

import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
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

	/** Name among the engine's properties, of the version of {@code reminders} that what is running has followed. */
	private static final String REMINDERS_FOLLOWED = "reminders.followed";

	private final RuntimeService runtime;
	private final ManagementService management;
	private final SupervisionDesk desk;
	private final ActingAccount acting;

	RunningSupervisions(RuntimeService runtime, ManagementService management, SupervisionDesk desk, ActingAccount acting) {
		this.runtime = runtime;
		this.management = management;
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

	/**
	 * Lets what is running follow a version of the table of reminders, once.
	 *
	 * @param decision id of the engine's version
	 */
	void followReminders(String decision) {
		acting.asNobody(() -> {
			if (!decision.equals(management.getProperties().get(REMINDERS_FOLLOWED))) {
				management.setProperty(REMINDERS_FOLLOWED, decision);
				followAll();
			}
			return null;
		});
	}

	private void followAll() {
		acting.asNobody(() -> {
			var running = runtime.createProcessInstanceQuery().processDefinitionKey(StageSupervision.KEY).active();
			return running.count() == 0 ? null
					: runtime.createMessageCorrelationAsync(StageSupervision.DATES_CHANGED).processInstanceQuery(running).correlateAllAsync();
		});
	}

	private void tell(Duty duty, String message) {
		acting.asNobody(() -> {
			runtime.createMessageCorrelation(message).processInstanceBusinessKey(duty.key()).correlateAll();
			return null;
		});
	}
}
