package cn.zhicheng.workflow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.camunda.bpm.dmn.feel.impl.FeelEngine;
import org.camunda.bpm.dmn.feel.impl.scala.ScalaFeelEngineFactory;
import org.camunda.bpm.engine.variable.Variables;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

import cn.zhicheng.deadline.Stage;
import cn.zhicheng.organisation.OrganisationLevel;

/**
 * The form a table of dates or of reminders must have for the code to ask it: one table by itself with the agreed inputs and
 * outputs, whose rows name stages and levels that exist.
 */
final class TableForm {

	/** What every such table is asked with, each once, in any order. */
	static final List<String> INPUTS = List.of(TitleRecordReview.REGION, TitleRecordReview.STAGE.name(), TitleRecordReview.ORGANISATION_LEVEL);

	/** Making one takes as long as a hundred evaluations. */
	static final FeelEngine FEEL = new ScalaFeelEngineFactory().createInstance();

	private static final Pattern DIGITS = Pattern.compile("(?<!\\d)\\d{2,6}(?!\\d)");

	private final String resource;
	private final Agreed agreed;
	private final FeelEngine feel;
	private final List<ModelFault> faults = new ArrayList<>();
	private Element table;

	/**
	 * What code and table have agreed on.
	 *
	 * @param decision id
	 * @param policies hit policies by which the answers mean what they should
	 * @param outputs names and types, in any order
	 */
	record Agreed(String decision, List<String> policies, Map<String, String> outputs) {
	}

	TableForm(String resource, Document document, Agreed agreed, FeelEngine feel) {
		this.resource = resource;
		this.agreed = agreed;
		this.feel = feel;
		var decision = children(document.getDocumentElement(), "decision").stream()
				.filter(one -> one.getAttribute("id").equals(agreed.decision())).findFirst();
		if (decision.isEmpty()) {
			fault(document.getDocumentElement(), "decisionMissing", agreed.decision());
			return;
		}
		check(decision.get());
	}

	/** @return the table, null if there is none */
	Element table() {
		return table;
	}

	List<ModelFault> faults() {
		return faults;
	}

	private void check(Element decision) {
		if (children(decision, "informationRequirement").stream().anyMatch(one -> !children(one, "requiredDecision").isEmpty())) {
			fault(decision, "decisionAsksOthers");
		}
		var tables = children(decision, "decisionTable");
		if (tables.isEmpty()) {
			fault(decision, "noTable");
			return;
		}
		table = tables.get(0);
		var policy = table.getAttribute("hitPolicy");
		var written = ((policy.isEmpty() ? "UNIQUE" : policy) + " " + table.getAttribute("aggregation")).strip();
		if (!agreed.policies().contains(written)) {
			fault(table, "hitPolicy", written, String.join("、", agreed.policies()));
		}
		var names = inputs(table);
		if (names.size() != INPUTS.size() || !names.containsAll(INPUTS)) {
			fault(table, "inputs", String.join("、", INPUTS), names.isEmpty() ? "—" : String.join("、", names));
		}
		if (!hasOutputs()) {
			fault(table, "outputs", agreed.outputs().entrySet().stream().sorted(Map.Entry.comparingByKey()).map(output -> output.getKey() + "（" + output.getValue() + "）")
					.collect(Collectors.joining("、")));
		}
		if (rows(table).isEmpty()) {
			fault(table, "noRows");
		}
		if (faults.isEmpty()) {
			checkCells(names);
		}
	}

	private boolean hasOutputs() {
		var outputs = children(table, "output");
		return outputs.size() == agreed.outputs().size() && Set.copyOf(outputNames(table)).equals(agreed.outputs().keySet())
				&& outputs.stream().allMatch(output -> Set.of("", agreed.outputs().get(output.getAttribute("name"))).contains(output.getAttribute("typeRef")));
	}

	/** A word that is none of the stages or levels would make a row that is never asked for. */
	private void checkCells(List<String> names) {
		var stages = Arrays.stream(Stage.values()).map(Stage::key).toList();
		var levels = Arrays.stream(OrganisationLevel.values()).map(OrganisationLevel::key).toList();
		var number = 0;
		for (var row : rows(table)) {
			number++;
			var cells = cells(row);
			if (cells.size() != names.size() || outputs(row).size() != agreed.outputs().size()) {
				fault(number, "rowIncomplete");
				continue;
			}
			checkCell(number, TitleRecordReview.STAGE.name(), cells.get(names.indexOf(TitleRecordReview.STAGE.name())), stages);
			checkCell(number, TitleRecordReview.ORGANISATION_LEVEL, cells.get(names.indexOf(TitleRecordReview.ORGANISATION_LEVEL)), levels);
			for (int column = 0; column < outputs(row).size(); column++) {
				if (outputs(row).get(column).isBlank()) {
					fault(number, "outputMissing", titleOf(children(table, "output").get(column)));
				}
			}
		}
	}

	private static String titleOf(Element column) {
		return column.getAttribute(column.hasAttribute("label") ? "label" : "name");
	}

	private void checkCell(int row, String input, String cell, List<String> values) {
		Function<String, Boolean> fits = value -> feel.evaluateSimpleUnaryTests(cell, "cellInput", Variables.putValue("cellInput", value)
				.putValue(TitleRecordReview.REGION, "620000").putValue(TitleRecordReview.STAGE.name(), Stage.FILING.key())
				.putValue(TitleRecordReview.ORGANISATION_LEVEL, OrganisationLevel.PROVINCE.key()).putValue(input, value).asVariableContext());
		try {
			if (!cell.isBlank() && values.stream().noneMatch(fits::apply)) {
				fault(row, "wordUnknown", cell, String.join("、", values));
			}
		} catch (RuntimeException e) {
			fault(row, "cellUnreadable", cell, CandidateDecision.reason(e));
		}
	}

	/** @return names of the inputs in the order of the columns; empty texts for those without one */
	static List<String> inputs(Element table) {
		return children(table, "input").stream().map(input -> children(input, "inputExpression").stream().findFirst().map(TableForm::text).orElse(""))
				.toList();
	}

	static List<String> outputNames(Element table) {
		return children(table, "output").stream().map(output -> output.getAttribute("name")).toList();
	}

	/** @return beginnings of administrative divisions that stand in the table, two to six digits each */
	static Set<String> regionsNamed(Element table) {
		var digits = new TreeSet<String>();
		var column = inputs(table).indexOf(TitleRecordReview.REGION);
		for (var row : rows(table)) {
			DIGITS.matcher(cells(row).get(column)).results().forEach(found -> digits.add(found.group()));
		}
		return digits;
	}

	static List<Element> rows(Element table) {
		return children(table, "rule");
	}

	/** @return what stands in the columns of the inputs */
	static List<String> cells(Element row) {
		return children(row, "inputEntry").stream().map(TableForm::text).toList();
	}

	/** @return what stands in the columns of the outputs */
	static List<String> outputs(Element row) {
		return children(row, "outputEntry").stream().map(TableForm::text).toList();
	}

	private static String text(Element around) {
		return children(around, "text").stream().findFirst().map(ModelXml::ownText).orElse("").strip();
	}

	private static List<Element> children(Element parent, String name) {
		return ModelXml.children(parent).stream().filter(child -> name.equals(child.getLocalName())).toList();
	}

	private void fault(Element element, String key, Object... arguments) {
		faults.add(ModelFault.of(resource, ModelFault.Place.element(ModelXml.idOf(element)), key, arguments));
	}

	private void fault(int row, String key, Object... arguments) {
		faults.add(ModelFault.of(resource, ModelFault.Place.row(row), key, arguments));
	}
}
