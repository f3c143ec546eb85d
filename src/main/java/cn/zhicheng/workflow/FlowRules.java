package cn.zhicheng.workflow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Whether a process leads somewhere: every element is reached, nothing ends but at an end event, and every way out of a
 * gateway is taken at some time. The engine takes much of this without a word, and the record would be stuck.
 */
final class FlowRules {

	private static final Set<String> SCOPES = Set.of("process", "subProcess", "transaction");
	private static final Set<String> NODES = Set.of("startEvent", "endEvent", "intermediateThrowEvent", "intermediateCatchEvent",
			"boundaryEvent", "exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "task", "manualTask", "userTask",
			"serviceTask", "sendTask", "receiveTask", "businessRuleTask", "subProcess", "transaction", "callActivity");
	private static final Set<String> CHOOSING = Set.of("exclusiveGateway", "inclusiveGateway");

	private final String resource;
	private final Map<String, Element> nodes = new LinkedHashMap<>();
	private final Map<String, List<Element>> outgoing = new HashMap<>();
	private final Map<String, List<Element>> boundaries = new HashMap<>();
	private final List<Element> all;
	private final List<ModelFault> faults = new ArrayList<>();

	private FlowRules(String resource, Document document) {
		this.resource = resource;
		this.all = ModelXml.elements(document.getDocumentElement()).stream()
				.filter(element -> BpmnRules.BPMN.equals(ModelXml.namespace(element))).toList();
	}

	/** @return everything that is wrong: flows first, then the elements in the order of the file */
	static List<ModelFault> faultsOf(String resource, Document document) {
		var rules = new FlowRules(resource, document);
		rules.check();
		return rules.faults;
	}

	private void check() {
		all.stream().filter(FlowRules::isNode).forEach(node -> nodes.put(node.getAttribute("id"), node));
		all.stream().filter(element -> is(element, "sequenceFlow")).forEach(this::connect);
		nodes.values().stream().filter(node -> is(node, "boundaryEvent"))
				.forEach(event -> boundaries.computeIfAbsent(event.getAttribute("attachedToRef"), id -> new ArrayList<>()).add(event));
		var reached = new LinkedHashSet<String>();
		for (var process : all) {
			if (is(process, "process")) {
				if (childrenOf(process, "startEvent").isEmpty()) {
					fault(process, "noStart");
				}
				reach(process, reached);
			}
		}
		for (var node : nodes.values()) {
			if (!reached.contains(node.getAttribute("id"))) {
				fault(node, "unreachable");
			} else {
				checkWaysOut(node);
			}
		}
	}

	private void connect(Element flow) {
		var source = nodes.get(flow.getAttribute("sourceRef"));
		var target = nodes.get(flow.getAttribute("targetRef"));
		if (source == null || target == null) {
			fault(flow, "flowLeadsNowhere", source == null ? flow.getAttribute("sourceRef") : flow.getAttribute("targetRef"));
		} else if (!source.getParentNode().isSameNode(target.getParentNode())) {
			fault(flow, "flowLeavesSubprocess", target.getAttribute("id"));
		} else {
			outgoing.computeIfAbsent(flow.getAttribute("sourceRef"), id -> new ArrayList<>()).add(flow);
		}
	}

	/** Goes all ways from where a process or a part of one begins. */
	private void reach(Element scope, Set<String> reached) {
		var open = new ArrayDeque<Element>(beginningsOf(scope));
		while (!open.isEmpty()) {
			var node = open.poll();
			var id = node.getAttribute("id");
			if (!reached.add(id)) {
				continue;
			}
			outgoing.getOrDefault(id, List.of()).forEach(flow -> open.add(nodes.get(flow.getAttribute("targetRef"))));
			open.addAll(boundaries.getOrDefault(id, List.of()));
			if (SCOPES.contains(node.getLocalName())) {
				open.addAll(beginningsOf(node));
			}
			open.addAll(handlersOf(node));
			open.addAll(catchersOf(node));
		}
	}

	private static List<Element> beginningsOf(Element scope) {
		var beginnings = childrenOf(scope, "startEvent");
		childrenOf(scope, "subProcess").stream().filter(child -> child.getAttribute("triggeredByEvent").equals("true")).forEach(beginnings::add);
		return beginnings;
	}

	/** What undoes an activity hangs on its boundary event by an association. */
	private List<Element> handlersOf(Element node) {
		if (!hasDefinition(node, "compensateEventDefinition")) {
			return List.of();
		}
		return all.stream().filter(element -> is(element, "association") && element.getAttribute("sourceRef").equals(node.getAttribute("id")))
				.map(association -> nodes.get(association.getAttribute("targetRef"))).filter(handler -> handler != null).toList();
	}

	/** A link goes on where one of the same name is caught. */
	private List<Element> catchersOf(Element node) {
		if (!is(node, "intermediateThrowEvent")) {
			return List.of();
		}
		return childrenOf(node, "linkEventDefinition").stream().flatMap(link -> nodes.values().stream()
				.filter(other -> is(other, "intermediateCatchEvent") && childrenOf(other, "linkEventDefinition").stream()
						.anyMatch(caught -> caught.getAttribute("name").equals(link.getAttribute("name")))))
				.toList();
	}

	private void checkWaysOut(Element node) {
		var flows = outgoing.getOrDefault(node.getAttribute("id"), List.of());
		if (flows.isEmpty() && !endsByItself(node)) {
			fault(node, "deadEnd");
		}
		if (CHOOSING.contains(node.getLocalName()) && flows.size() > 1) {
			for (var flow : flows) {
				if (!flow.getAttribute("id").equals(node.getAttribute("default")) && childrenOf(flow, "conditionExpression").isEmpty()) {
					fault(node, "noCondition", flow.getAttribute("id"));
				}
			}
		}
	}

	private static boolean endsByItself(Element node) {
		return is(node, "endEvent") || node.getAttribute("triggeredByEvent").equals("true") || node.getAttribute("isForCompensation").equals("true")
				|| hasDefinition(node, "compensateEventDefinition") && is(node, "boundaryEvent")
				|| hasDefinition(node, "linkEventDefinition") && is(node, "intermediateThrowEvent");
	}

	private static boolean isNode(Element element) {
		return NODES.contains(element.getLocalName()) && element.getParentNode() instanceof Element parent
				&& SCOPES.contains(parent.getLocalName());
	}

	private static boolean hasDefinition(Element event, String name) {
		return !childrenOf(event, name).isEmpty();
	}

	private static List<Element> childrenOf(Element parent, String name) {
		var children = new ArrayList<Element>();
		ModelXml.children(parent).stream().filter(child -> is(child, name)).forEach(children::add);
		return children;
	}

	private static boolean is(Element element, String name) {
		return name.equals(element.getLocalName()) && BpmnRules.BPMN.equals(ModelXml.namespace(element));
	}

	private void fault(Element element, String key, Object... arguments) {
		faults.add(ModelFault.of(resource, ModelFault.Place.element(ModelXml.idOf(element)), key, arguments));
	}
}
