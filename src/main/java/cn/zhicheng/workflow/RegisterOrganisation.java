package cn.zhicheng.workflow;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

import cn.zhicheng.organisation.ApplicationDesk;
import cn.zhicheng.organisation.ApplicationRefusedException;

/**
 * Step {@code registerOrganisation}: the approved organisation comes into the tree, or the approval is rolled back.
 */
@Component
@StepOf(OrganisationRegistration.KEY)
class RegisterOrganisation implements JavaDelegate {

	private final ApplicationDesk desk;
	private final MessageSource messages;

	RegisterOrganisation(ApplicationDesk desk, MessageSource messages) {
		this.desk = desk;
		this.messages = messages;
	}

	@Override
	public void execute(DelegateExecution execution) {
		try {
			desk.registerOrganisation(execution.getProcessBusinessKey());
		} catch (ApplicationRefusedException refused) {
			throw new UserRefusal(messages.getMessage(refused.messageKey(), refused.arguments(), UserTexts.LOCALE), refused);
		}
	}
}
