package cn.zhicheng.workflow;

import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.camunda.bpm.dmn.engine.DmnDecisionResult;
import org.camunda.bpm.dmn.engine.DmnDecisionTableResult;
import org.camunda.bpm.engine.DecisionService;
import org.camunda.bpm.engine.variable.Variables;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

import cn.zhicheng.deadline.DeadlineTable;
import cn.zhicheng.deadline.DeadlineTables;
import cn.zhicheng.deadline.ReminderTable;
import cn.zhicheng.deadline.ReminderTime;
import cn.zhicheng.deadline.Stage;
import cn.zhicheng.filing.EligibilityRules;
import cn.zhicheng.filing.TitleDetails;
import cn.zhicheng.organisation.OrganisationLevel;

/**
 * Asks the decision tables that process designers keep, whoever is signed on: a date holds for everybody.
 */
@Component
class DecisionTables implements DeadlineTables, EligibilityRules, ReminderTable {

	static final String DEADLINES = "deadlines";
	static final String ELIGIBILITY = "eligibility";
	static final String REMINDERS = "reminders";

	private static final String REVIEW_YEAR = "reviewYear";
	private static final String ACQUISITION = "acquisition";
	private static final String JURISDICTION = "jurisdiction";
	private static final String CLASSIFIED = "classified";
	private static final String LEVEL = "level";

	/** What tables are asked with. */
	static final List<String> INPUTS = List.of(TitleRecordReview.REGION, TitleRecordReview.STAGE.name(), TitleRecordReview.ORGANISATION_LEVEL,
			REVIEW_YEAR, ACQUISITION, JURISDICTION, CLASSIFIED, LEVEL);

	/** Ids of all decisions that something asks: only these are deployed. */
	static final Set<String> KNOWN = Set.of(DEADLINES, ELIGIBILITY, REMINDERS);

	private final DecisionService decisions;
	private final ActingAccount acting;

	/** Lazy, because the engine's models name beans that need this one. */
	DecisionTables(@Lazy DecisionService decisions, ActingAccount acting) {
		this.decisions = decisions;
		this.acting = acting;
	}

	@Override
	public DeadlineTable latest() {
		return (region, stage, level) -> acting
				.asNobody(() -> answer(decisions.evaluateDecisionTableByKey(DEADLINES, inputs(region, stage, level))));
	}

	@Override
	public DeadlineTable version(String decision) {
		return (region, stage, level) -> acting
				.asNobody(() -> answer(decisions.evaluateDecisionTableById(decision, inputs(region, stage, level))));
	}

	@Override
	public List<ReminderTime> timesFor(String region, Stage stage, OrganisationLevel level) {
		return acting.asNobody(() -> reminderTimes(decisions.evaluateDecisionByKey(REMINDERS).variables(inputs(region, stage, level)).evaluate()));
	}

	/** @throws IllegalStateException if a row is none: the table is wrong, nothing may go on by it */
	static List<ReminderTime> reminderTimes(DmnDecisionResult result) {
		return result.getResultList().stream().map(row -> {
			try {
				return new ReminderTime(((Number) row.get("daysBefore")).intValue(), LocalTime.parse((String) row.get("time")));
			} catch (RuntimeException e) {
				throw new IllegalStateException("reminders: '%s' and '%s' are no number of days and no time HH:mm"
						.formatted(row.get("daysBefore"), row.get("time")), e);
			}
		}).toList();
	}

	private static Map<String, Object> inputs(String region, Stage stage, OrganisationLevel level) {
		return Variables.putValue(TitleRecordReview.REGION, region).putValue(TitleRecordReview.STAGE.name(), stage.key())
				.putValue(TitleRecordReview.ORGANISATION_LEVEL, level == null ? null : level.key());
	}

	private static Optional<String> answer(DmnDecisionTableResult result) {
		return result.isEmpty() ? Optional.empty() : Optional.ofNullable(result.getSingleResult().getSingleEntry());
	}

	@Override
	public List<Refusal> refusals(TitleDetails details) {
		var inputs = Variables.putValue(REVIEW_YEAR, details.reviewYear())
				.putValue(ACQUISITION, details.acquisition() == null ? null : details.acquisition().externalName())
				.putValue(JURISDICTION, details.jurisdiction() == null ? null : details.jurisdiction().externalName())
				.putValue(CLASSIFIED, details.confidentiality() == null ? null
						: details.confidentiality() == cn.zhicheng.filing.Confidentiality.CLASSIFIED)
				.putValue(LEVEL, details.level() == null ? null : details.level().externalName());
		return decisions.evaluateDecisionTableByKey(ELIGIBILITY, inputs).getResultList().stream()
				.map(row -> new Refusal((String) row.get("refusal"), (String) row.get("source"))).toList();
	}
}
