package cn.zhicheng.workflow;

import java.util.Date;
import java.util.Set;

import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

import cn.zhicheng.review.DecisionRefusedException;
import cn.zhicheng.review.ReviewDesk;
import cn.zhicheng.review.Verdict;
import cn.zhicheng.security.Staff;

/**
 * Completion of a review task, from Tasklist or any REST client: turns {@code decision} and {@code reason} into one call of
 * {@code review}. What is refused there rolls the completion back.
 */
@Component
@StepOf(TitleRecordReview.KEY)
@OnTaskEvent(TaskListener.EVENTNAME_COMPLETE)
class RecordDecision implements TaskListener {

	private final ReviewDesk desk;
	private final IdentityService identities;
	private final MessageSource messages;

	RecordDecision(ReviewDesk desk, IdentityService identities, MessageSource messages) {
		this.desk = desk;
		this.identities = identities;
		this.messages = messages;
	}

	@Override
	public void notify(DelegateTask task) {
		try {
			requireKnownVariables(task);
			var verdict = Verdict.ofKey(task.getVariable(TitleRecordReview.DECISION.name())).orElse(null);
			var until = desk.recordDecision(task.getExecution().getProcessBusinessKey(), placeOf(task), verdict, reasonOf(task), reviewer());
			until.ifPresent(deadline -> TitleRecordReview.DEADLINE.set(task, Date.from(deadline.end())));
			// The reason is in the record's history now; the process does not keep it.
			task.removeVariable(TitleRecordReview.REASON.name());
		} catch (DecisionRefusedException refused) {
			throw new UserRefusal(messages.getMessage(refused.messageKey(), refused.arguments(), UserTexts.LOCALE), refused);
		}
	}

	/** Clients can send any variable with a completion; only the decision and its reason are theirs to set. */
	private static void requireKnownVariables(DelegateTask task) {
		if (!TitleRecordReview.VARIABLES.containsAll(task.getVariableNames())) {
			throw new DecisionRefusedException("decision.unknownVariable");
		}
	}

	/** Where the process says that the record lies, if no client has overwritten it. The date need not be compared, every decision sets it anew. */
	private static ReviewDesk.Place placeOf(DelegateTask task) {
		return new ReviewDesk.Place(task.getVariable(TitleRecordReview.RECORD_ID.name()) instanceof Long id ? id : null,
				task.getVariable(TitleRecordReview.STAGE.name()) instanceof String stage ? stage : null,
				task.getVariable(TitleRecordReview.ORGANISATION.name()) instanceof String organisation ? organisation : null,
				ReviewSteps.asksForOther((TaskEntity) task));
	}

	private static String reasonOf(DelegateTask task) {
		var reason = task.getVariable(TitleRecordReview.REASON.name());
		return reason == null ? null : reason.toString();
	}

	private Staff reviewer() {
		Authentication authentication = identities.getCurrentAuthentication();
		if (authentication == null || authentication.getUserId() == null) {
			throw new IllegalStateException("A review task can only be completed by a signed-on reviewer");
		}
		var groups = authentication.getGroupIds();
		return new Staff(authentication.getUserId(), groups == null ? Set.of() : Set.copyOf(groups));
	}
}
