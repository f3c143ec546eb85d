package cn.zhicheng.workflow;

import java.util.Date;
import java.util.Objects;

import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

import cn.zhicheng.review.DecisionRefusedException;
import cn.zhicheng.review.ReviewDesk;
import cn.zhicheng.review.Verdict;

/**
 * Completion of a review task, from Tasklist or any REST client: turns {@code decision} and {@code reason} into one call of
 * {@code review}. What is refused there rolls the completion back.
 */
@Component
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
			var until = desk.recordDecision(task.getExecution().getProcessBusinessKey(), verdict, reasonOf(task), reviewer());
			requireDecidedHere(task);
			until.ifPresent(deadline -> TitleRecordReview.DEADLINE.set(task, Date.from(deadline.end())));
			// The reason is in the record's history now; the process does not keep it.
			task.removeVariable(TitleRecordReview.REASON.name());
		} catch (DecisionRefusedException refused) {
			throw new ProcessEngineException(messages.getMessage(refused.messageKey(), refused.arguments(), UserTexts.LOCALE), refused);
		}
	}

	/** Clients can send any variable with a completion; only the decision and its reason are theirs to set. */
	private static void requireKnownVariables(DelegateTask task) {
		if (!TitleRecordReview.VARIABLES.containsAll(task.getVariableNames())) {
			throw new DecisionRefusedException("decision.unknownVariable");
		}
	}

	/**
	 * The record must lie where the process says: otherwise a colleague decided in the same moment, or the client has
	 * overwritten what the process knows. The date need not be compared, every decision sets it anew. And only its own
	 * reviewers decide for an organisation: the engine would also let an administrator, or one who claimed the task and
	 * has left the organisation since.
	 */
	private void requireDecidedHere(DelegateTask task) {
		var place = desk.placeOf(task.getExecution().getProcessBusinessKey());
		var groups = identities.getCurrentAuthentication().getGroupIds();
		if (groups == null || !groups.contains(place.organisation())) {
			throw new DecisionRefusedException("decision.notYours");
		}
		if (!Objects.equals(place.recordId(), task.getVariable(TitleRecordReview.RECORD_ID.name()))
				|| !Objects.equals(place.stage().key(), task.getVariable(TitleRecordReview.STAGE.name()))
				|| !Objects.equals(place.organisation(), task.getVariable(TitleRecordReview.ORGANISATION.name()))) {
			throw new DecisionRefusedException("decision.notHere");
		}
	}

	private static String reasonOf(DelegateTask task) {
		var reason = task.getVariable(TitleRecordReview.REASON.name());
		return reason == null ? null : reason.toString();
	}

	private String reviewer() {
		Authentication authentication = identities.getCurrentAuthentication();
		if (authentication == null || authentication.getUserId() == null) {
			throw new IllegalStateException("A review task can only be completed by a signed-on reviewer");
		}
		return authentication.getUserId();
	}
}
