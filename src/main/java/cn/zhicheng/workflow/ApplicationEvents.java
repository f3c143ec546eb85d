package cn.zhicheng.workflow;

import org.camunda.bpm.engine.RuntimeService;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.organisation.ApplicationFiled;

/**
 * Moves the process of an application when something has happened to it outside of its task, in the same transaction.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class ApplicationEvents {

	private final RuntimeService runtime;
	private final ActingAccount acting;

	ApplicationEvents(RuntimeService runtime, ActingAccount acting) {
		this.runtime = runtime;
		this.acting = acting;
	}

	@EventListener
	void start(ApplicationFiled event) {
		acting.asNobody(() -> runtime.startProcessInstanceByKey(OrganisationRegistration.KEY, event.number()));
	}

	/** The new place gets a task of its own, with all the time for it. */
	@EventListener
	void routeAnew(ApplicationFiled.PlaceGone event) {
		acting.asNobody(() -> {
			var instance = runtime.createProcessInstanceQuery().processDefinitionKey(OrganisationRegistration.KEY)
					.processInstanceBusinessKey(event.number()).singleResult();
			runtime.createProcessInstanceModification(instance.getId()).cancelAllForActivity(OrganisationRegistration.REGISTRATION_REVIEW)
					.startBeforeActivity(OrganisationRegistration.ROUTE_APPLICATION).execute();
			return null;
		});
	}
}
