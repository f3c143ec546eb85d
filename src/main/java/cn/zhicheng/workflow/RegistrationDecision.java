package cn.zhicheng.workflow;

import java.util.Objects;
import java.util.Set;

import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

import cn.zhicheng.organisation.ApplicationDesk;
import cn.zhicheng.organisation.ApplicationRefusedException;
import cn.zhicheng.organisation.ApplicationVerdict;
import cn.zhicheng.security.Staff;

/**
 * Completion of {@code registrationReview}, from Tasklist or any REST client: turns {@code decision} and {@code reason} into
 * one call of {@code organisation}. What is refused there rolls the completion back.
 */
@Component
@StepOf(OrganisationRegistration.KEY)
@OnTaskEvent(TaskListener.EVENTNAME_COMPLETE)
class RegistrationDecision implements TaskListener {

	private final ApplicationDesk desk;
	private final IdentityService identities;
	private final MessageSource messages;

	RegistrationDecision(ApplicationDesk desk, IdentityService identities, MessageSource messages) {
		this.desk = desk;
		this.identities = identities;
		this.messages = messages;
	}

	@Override
	public void notify(DelegateTask task) {
		try {
			var number = task.getExecution().getProcessBusinessKey();
			requireOwnVariables(task, number);
			var verdict = ApplicationVerdict.ofKey(task.getVariable(OrganisationRegistration.DECISION.name())).orElse(null);
			var reason = task.getVariable(OrganisationRegistration.REASON.name());
			desk.decide(decider(), number, verdict, reason == null ? null : reason.toString());
			// The reason is with the application now; the process does not keep it.
			task.removeVariable(OrganisationRegistration.REASON.name());
		} catch (ApplicationRefusedException refused) {
			throw new UserRefusal(messages.getMessage(refused.messageKey(), refused.arguments(), UserTexts.LOCALE), refused);
		}
	}

	/** Clients can send any variable with a completion; only the decision and its reason are theirs to set. */
	private void requireOwnVariables(DelegateTask task, String number) {
		if (!OrganisationRegistration.VARIABLES.containsAll(task.getVariableNames())
				|| !Objects.equals(desk.placeOf(number), task.getVariable(OrganisationRegistration.ORGANISATION.name()))) {
			throw new ApplicationRefusedException("application.refused.unknownVariable");
		}
	}

	private Staff decider() {
		var account = identities.getCurrentAuthentication();
		if (account == null || account.getUserId() == null) {
			throw new IllegalStateException("An application can only be decided by a member of staff who is signed on");
		}
		return new Staff(account.getUserId(), account.getGroupIds() == null ? Set.of() : Set.copyOf(account.getGroupIds()));
	}
}
