package cn.zhicheng.workflow;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

import cn.zhicheng.organisation.ApplicationDesk;

/**
 * Step {@code routeApplication}: tells the process which organisation decides.
 */
@Component
@StepOf(OrganisationRegistration.KEY)
class RouteApplication implements JavaDelegate {

	private final ApplicationDesk desk;

	RouteApplication(ApplicationDesk desk) {
		this.desk = desk;
	}

	@Override
	public void execute(DelegateExecution execution) {
		// A decision counts for its own step only: the next organisation has to decide anew.
		execution.removeVariable(OrganisationRegistration.DECISION.name());
		OrganisationRegistration.ORGANISATION.set(execution, desk.routeApplication(execution.getProcessBusinessKey()));
	}
}
