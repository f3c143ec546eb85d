package cn.zhicheng.workflow;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionTableEvaluationEvent;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.dmn.engine.impl.DmnDecisionImpl;
import org.camunda.bpm.dmn.engine.impl.DmnDecisionTableImpl;
import org.camunda.bpm.dmn.engine.impl.DmnDecisionTableRuleImpl;
import org.camunda.bpm.dmn.engine.impl.evaluation.DecisionTableEvaluationHandler;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.context.VariableContext;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

import cn.zhicheng.deadline.DeadlineRows;
import cn.zhicheng.deadline.Stage;
import cn.zhicheng.organisation.OrganisationLevel;

/**
 * The decision {@code deadlines} as it stands in a file that is not deployed, or in that of any version: a table of dates to
 * be looked at, compared and tried out. It is evaluated in memory with Camunda's own decision engine, row by row, so that it
 * says what the deployed table would say and which row it is; nothing is stored, and no evaluation is counted.
 *
 * <pre>{@code
 * var reading = CandidateDecision.read("deadlines.dmn", bytes);
 * reading.table().ifPresent(table -> table.answer("620702", Stage.UNIT, OrganisationLevel.COUNTY));
 * }</pre>
 *
 * Answers are remembered as long as the object lives; it may be used by several threads.
 */
final class CandidateDecision implements DeadlineRows {

	private static final String OUTPUT = "deadline";
	private static final TableForm.Agreed AGREED = new TableForm.Agreed(DecisionTables.DEADLINES, List.of("FIRST", "UNIQUE", "ANY"),
			Map.of(OUTPUT, "string"));
	private static final Map<String, Choice> CHOICES = Map.of("FIRST", Choice.FIRST, "UNIQUE", Choice.UNIQUE, "ANY", Choice.ANY);
	private static final int LONGEST_REASON = 200;

	private final Choice choice;
	private final Set<String> regionsNamed;
	private final List<DmnDecisionImpl> rows;
	private final DecisionTableEvaluationHandler evaluation;
	private final Map<Question, Match> matches = new ConcurrentHashMap<>();

	private CandidateDecision(DmnDecision decision, Element table, DefaultDmnEngineConfiguration configuration) {
		var policy = table.getAttribute("hitPolicy");
		this.choice = CHOICES.get(policy.isEmpty() ? Choice.UNIQUE.name() : policy);
		this.regionsNamed = Set.copyOf(TableForm.regionsNamed(table));
		var whole = (DmnDecisionTableImpl) decision.getDecisionLogic();
		this.rows = whole.getRules().stream().map(rule -> decisionOf(whole, rule)).toList();
		this.evaluation = new DecisionTableEvaluationHandler(configuration);
	}

	private record Question(int row, String region, Stage stage, OrganisationLevel level) {
	}

	/**
	 * @param table empty when the file has faults
	 * @param faults empty when there is a table
	 */
	record Reading(Optional<CandidateDecision> table, List<ModelFault> faults) {
	}

	/**
	 * Reads a file. Whether the dates in it can be used is the matter of {@link DeadlinesCheck}.
	 *
	 * @param resource name of the file, for the faults
	 * @return the table, or all that keeps it from being one; the file may come from anywhere and hold anything
	 */
	static Reading read(String resource, byte[] content) {
		Document document;
		try {
			document = ModelXml.read(resource, content);
		} catch (ModelXml.UnreadableException unreadable) {
			return refused(List.of(unreadable.fault()));
		}
		var foreign = DmnRules.faultsOf(resource, document);
		if (!foreign.isEmpty()) {
			return refused(foreign);
		}
		var configuration = configuration();
		var engine = configuration.buildEngine();
		try {
			var form = new TableForm(resource, document, AGREED, configuration.getFeelEngine());
			if (!form.faults().isEmpty()) {
				return refused(form.faults());
			}
			var decision = engine.parseDecision(DecisionTables.DEADLINES, new ByteArrayInputStream(content));
			return new Reading(Optional.of(new CandidateDecision(decision, form.table(), configuration)), List.of());
		} catch (RuntimeException e) {
			return refused(List.of(ModelFault.of(resource, null, "engine", reason(e))));
		}
	}

	private static Reading refused(List<ModelFault> faults) {
		return new Reading(Optional.empty(), faults);
	}

	/** Nothing of it counts or keeps what is evaluated, and it knows no language but FEEL. */
	private static DefaultDmnEngineConfiguration configuration() {
		var configuration = new DefaultDmnEngineConfiguration();
		configuration.setFeelEngineFactory(() -> new RememberedCells(TableForm.FEEL));
		configuration.setScriptEngineResolver(language -> null);
		return configuration;
	}

	private static DmnDecisionImpl decisionOf(DmnDecisionTableImpl whole, DmnDecisionTableRuleImpl rule) {
		var table = new DmnDecisionTableImpl();
		table.setHitPolicyHandler(whole.getHitPolicyHandler());
		table.setInputs(whole.getInputs());
		table.setOutputs(whole.getOutputs());
		table.setRules(List.of(rule));
		var decision = new DmnDecisionImpl();
		decision.setKey(DecisionTables.DEADLINES);
		decision.setDecisionLogic(table);
		return decision;
	}

	@Override
	public int size() {
		return rows.size();
	}

	@Override
	public Choice choice() {
		return choice;
	}

	@Override
	public Set<String> regionsNamed() {
		return regionsNamed;
	}

	@Override
	public Match match(int row, String region, Stage stage, OrganisationLevel level) {
		return matches.computeIfAbsent(new Question(row, region, stage, level), this::evaluate);
	}

	private Match evaluate(Question question) {
		try {
			var event = (DmnDecisionTableEvaluationEvent) evaluation.evaluate(rows.get(question.row() - 1),
					variables(question.region(), question.stage(), question.level()));
			return event.getMatchingRules().isEmpty() ? new Match.No() : new Match.Yes(text(event));
		} catch (RuntimeException e) {
			return new Match.Unreadable(reason(e));
		}
	}

	private static String text(DmnDecisionTableEvaluationEvent event) {
		var output = event.getMatchingRules().get(0).getOutputEntries().get(OUTPUT);
		return output == null || output.getValue().getValue() == null ? "" : output.getValue().getValue().toString();
	}

	static VariableContext variables(String region, Stage stage, OrganisationLevel level) {
		return Variables.putValue(TitleRecordReview.REGION, region).putValue(TitleRecordReview.STAGE.name(), stage.key())
				.putValue(TitleRecordReview.ORGANISATION_LEVEL, level.key()).asVariableContext();
	}

	/** What the engine says, which it says in English, without its numbers. */
	static String reason(RuntimeException e) {
		var deepest = Stream.<Throwable>iterate(e, Throwable::getCause).takeWhile(one -> one != null).reduce((outer, inner) -> inner).orElse(e);
		var text = String.valueOf(deepest.getMessage()).strip().replaceAll("\\s+", " ").replaceFirst("^(ENGINE|DMN|FEEL)\\S*-\\d+ ", "");
		return text.length() > LONGEST_REASON ? text.substring(0, LONGEST_REASON) + "……" : text;
	}
}
