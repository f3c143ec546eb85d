package cn.zhicheng.workflow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

import org.camunda.bpm.dmn.feel.impl.FeelEngine;
import org.camunda.bpm.engine.variable.Variables;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

import cn.zhicheng.deadline.Stage;
import cn.zhicheng.organisation.OrganisationLevel;

/**
 * The form a decision {@code deadlines} must have for the code to ask it: one table by itself with the agreed inputs and
 * output, whose rows name stages and levels that exist.
 */
final class DeadlinesForm {

	private final String resource;
	private final FeelEngine feel;
	private final List<ModelFault> faults = new ArrayList<>();
	private Element table;

	DeadlinesForm(String resource, Document document, FeelEngine feel) {
		this.resource = resource;
		this.feel = feel;
		var decision = children(document.getDocumentElement(), "decision").stream()
				.filter(one -> one.getAttribute("id").equals(DecisionTables.DEADLINES)).findFirst();
		if (decision.isEmpty()) {
			fault(document.getDocumentElement(), "decisionMissing", DecisionTables.DEADLINES);
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
		if (!policy.isEmpty() && !CandidateDecision.policies().contains(policy)) {
			fault(table, "hitPolicy", policy, String.join("、", CandidateDecision.policies()));
		}
		var names = inputs(table);
		var wanted = CandidateDecision.inputNames();
		if (names.size() != wanted.size() || !names.containsAll(wanted)) {
			fault(table, "inputs", String.join("、", wanted), names.isEmpty() ? "—" : String.join("、", names));
		}
		var outputs = children(table, "output");
		if (outputs.size() != 1 || !outputs.get(0).getAttribute("name").equals(CandidateDecision.outputName())
				|| !List.of("", "string").contains(outputs.get(0).getAttribute("typeRef"))) {
			fault(table, "output", CandidateDecision.outputName());
		}
		if (rows(table).isEmpty()) {
			fault(table, "noRows");
		}
		if (faults.isEmpty()) {
			checkCells(names);
		}
	}

	/** A word that is none of the stages or levels would make a row that is never asked for. */
	private void checkCells(List<String> names) {
		var stages = Arrays.stream(Stage.values()).map(Stage::key).toList();
		var levels = Arrays.stream(OrganisationLevel.values()).map(OrganisationLevel::key).toList();
		var number = 0;
		for (var row : rows(table)) {
			number++;
			var cells = cells(row);
			if (cells.size() != names.size() || outputs(row).size() != 1) {
				fault(number, "rowIncomplete");
				continue;
			}
			checkCell(number, TitleRecordReview.STAGE.name(), cells.get(names.indexOf(TitleRecordReview.STAGE.name())), stages);
			checkCell(number, TitleRecordReview.ORGANISATION_LEVEL, cells.get(names.indexOf(TitleRecordReview.ORGANISATION_LEVEL)), levels);
			if (outputs(row).get(0).isBlank()) {
				fault(number, "noDate");
			}
		}
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
		return children(table, "input").stream().map(input -> children(input, "inputExpression").stream().findFirst().map(DeadlinesForm::text).orElse(""))
				.toList();
	}

	static List<Element> rows(Element table) {
		return children(table, "rule");
	}

	/** @return what stands in the columns of the inputs */
	static List<String> cells(Element row) {
		return children(row, "inputEntry").stream().map(DeadlinesForm::text).toList();
	}

	private static List<String> outputs(Element row) {
		return children(row, "outputEntry").stream().map(DeadlinesForm::text).toList();
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
