package cn.zhicheng.workflow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Whether what a model names is there, and whether it has the names by which others find it: processes and decisions the
 * application starts or asks, decisions, forms and processes that steps refer to, and ids of steps.
 */
final class ReferenceRules {

	/** What Modeler makes up: Activity_138rcu3, Event_1x0y2z3. */
	private static final Pattern GENERATED = Pattern.compile("[A-Z][A-Za-z]*_[0-9a-z]{7}");
	private static final Set<String> SPEAKING = Set.of("userTask", "serviceTask", "businessRuleTask");

	private final String resource;
	private final Known known;
	private final List<ModelFault> faults = new ArrayList<>();

	private ReferenceRules(String resource, Known known) {
		this.resource = resource;
		this.known = known;
	}

	/**
	 * What there is to refer to, in the same deployment or deployed before.
	 *
	 * @param processes ids of the processes the application knows
	 * @param decisions whether there is a decision of this id
	 * @param decisionsDeployedAlong ids of the decisions in the same deployment
	 * @param forms whether there is a form of this name
	 * @param calls ids of the processes that a process calls
	 */
	record Known(Set<String> processes, Predicate<String> decisions, Set<String> decisionsDeployedAlong, Predicate<String> forms,
			Function<String, Set<String>> calls) {
	}

	/** @return everything that is wrong with a process's references, in the order of the file */
	static List<ModelFault> ofProcess(String resource, Document document, Known known) {
		var rules = new ReferenceRules(resource, known);
		var elements = ModelXml.elements(document.getDocumentElement()).stream()
				.filter(element -> BpmnRules.BPMN.equals(ModelXml.namespace(element))).toList();
		if (elements.stream().noneMatch(element -> element.getLocalName().equals("process"))) {
			rules.fault(document.getDocumentElement(), "noProcess");
		}
		elements.forEach(rules::check);
		return rules.faults;
	}

	/** @return everything that is wrong with the ids of a file's decisions */
	static List<ModelFault> ofDecision(String resource, Document document) {
		var rules = new ReferenceRules(resource, null);
		var root = document.getDocumentElement();
		var decisions = ModelXml.children(root).stream().filter(element -> "decision".equals(element.getLocalName())).toList();
		for (var decision : decisions) {
			if (!DecisionTables.KNOWN.contains(decision.getAttribute("id"))) {
				rules.fault(decision, "unknownDecisionId", decision.getAttribute("id"), list(DecisionTables.KNOWN));
			}
		}
		// A file is named like its decision: who deploys deadlines.dmn and renames the decision in it would change nothing.
		var name = ModelContents.fileName(resource).replaceFirst("\\.dmn$", "");
		var named = DecisionTables.KNOWN.contains(name);
		if (named ? decisions.stream().noneMatch(decision -> decision.getAttribute("id").equals(name)) : decisions.isEmpty()) {
			rules.fault(root, "decisionMissing", named ? name : list(DecisionTables.KNOWN));
		}
		return rules.faults;
	}

	private void check(Element element) {
		switch (element.getLocalName()) {
			case "process" -> checkProcess(element);
			case "businessRuleTask" -> checkDecision(element);
			case "callActivity" -> checkCalled(element);
			default -> {
				// Refers to nothing but perhaps a form.
			}
		}
		ModelContents.formOf(element).filter(form -> !known.forms().test(form)).ifPresent(form -> fault(element, "unknownForm", form));
		if ((SPEAKING.contains(element.getLocalName()) || isTimer(element)) && GENERATED.matcher(element.getAttribute("id")).matches()) {
			fault(element, "generatedId", element.getAttribute("id"));
		}
	}

	private void checkProcess(Element process) {
		if (!known.processes().contains(process.getAttribute("id"))) {
			fault(process, "unknownProcessId", process.getAttribute("id"), list(known.processes()));
		}
		// The engine leaves such a process out without a word.
		if (!process.getAttribute("isExecutable").equals("true")) {
			fault(process, "notExecutable");
		}
	}

	private void checkDecision(Element task) {
		var decision = task.getAttributeNS(BpmnRules.CAMUNDA, "decisionRef");
		if (decision.isEmpty()) {
			if (!task.hasAttributeNS(BpmnRules.CAMUNDA, "delegateExpression")) {
				fault(task, "noDecision");
			}
		} else if (!ModelExpressions.isExpression(decision)) {
			if (!known.decisions().test(decision)) {
				fault(task, "unknownDecision", decision);
			} else if (task.getAttributeNS(BpmnRules.CAMUNDA, "decisionRefBinding").equals("deployment")
					&& !known.decisionsDeployedAlong().contains(decision)) {
				fault(task, "decisionBoundToDeployment", decision);
			}
		}
	}

	private void checkCalled(Element activity) {
		var process = activity.getAttribute("calledElement");
		if (!known.processes().contains(process)) {
			fault(activity, "unknownCalledProcess", process);
		} else if (isCalledBy(process, processOf(activity))) {
			fault(activity, "callsItself", process);
		}
	}

	/** @return whether a process calls another one, or one that does */
	private boolean isCalledBy(String process, String other) {
		var called = new LinkedHashSet<>(Set.of(process));
		var open = new ArrayDeque<>(called);
		while (!open.isEmpty()) {
			known.calls().apply(open.poll()).stream().filter(called::add).forEach(open::add);
		}
		return called.contains(other);
	}

	private static String processOf(Element element) {
		return "process".equals(element.getLocalName()) ? element.getAttribute("id") : processOf((Element) element.getParentNode());
	}

	private static boolean isTimer(Element element) {
		return element.getLocalName().endsWith("Event")
				&& ModelXml.children(element).stream().anyMatch(child -> "timerEventDefinition".equals(child.getLocalName()));
	}

	private static String list(Set<String> names) {
		return String.join("、", names.stream().sorted().toList());
	}

	private void fault(Element element, String key, Object... arguments) {
		faults.add(ModelFault.of(resource, ModelFault.Place.element(ModelXml.idOf(element)), key, arguments));
	}
}
