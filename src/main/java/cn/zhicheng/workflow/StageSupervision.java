package cn.zhicheng.workflow;

import java.util.Date;
import java.util.Set;

import org.springframework.stereotype.Component;

import cn.zhicheng.workflow.TitleRecordReview.Variable;

/**
 * The names in {@code processes/stage-supervision.bpmn} that the code relies on, and its variables. What is counted, urged and
 * decided is never a process variable; the business key, which nobody can overwrite, is that of the duty.
 */
@Component
final class StageSupervision implements ProcessVariables {

	static final String KEY = "stage-supervision";

	static final String REMINDER = "reminder";
	static final String URGING = "urging";
	static final String SUPERVISE_OVERDUE = "superviseOverdue";
	static final String DATES_CHANGED = "datesChanged";
	static final String URGED = "urged";

	/** Code of the organisation that is reminded. */
	static final Variable<String> ORGANISATION = new Variable<>("organisation");
	/** Year of the campaign. */
	static final Variable<Integer> CAMPAIGN_YEAR = new Variable<>("campaignYear");
	/** First moment that is late; null: the organisation is closed. */
	static final Variable<Date> DEADLINE = new Variable<>("deadline");
	/** When the organisation is reminded next; null: not any more before the date. */
	static final Variable<Date> NEXT_REMINDER = new Variable<>("nextReminder");
	/** Whether a reminder was given that nobody has read. */
	static final Variable<Boolean> UNREAD = new Variable<>("unread");
	/** {@code open}, {@code expected} or {@code none}. */
	static final Variable<String> OUTSTANDING = new Variable<>("outstanding");
	/** Code of the organisation that supervises. */
	static final Variable<String> SUPERIOR = new Variable<>("superior");

	/** Every variable the process has. */
	static final Set<String> VARIABLES = Set.of(ORGANISATION.name(), CAMPAIGN_YEAR.name(), DEADLINE.name(), NEXT_REMINDER.name(),
			UNREAD.name(), OUTSTANDING.name(), SUPERIOR.name());

	StageSupervision() {
	}

	@Override
	public String process() {
		return KEY;
	}

	@Override
	public Set<String> names() {
		return VARIABLES;
	}
}
