package cn.zhicheng.workflow;

import static cn.zhicheng.workflow.ProcessGraph.children;
import static cn.zhicheng.workflow.ProcessGraph.hasDefinition;
import static cn.zhicheng.workflow.ProcessGraph.is;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.w3c.dom.Element;

/**
 * Whether a process leads somewhere: every element is reached, nothing ends but at an end event, and every way out of a
 * gateway is taken at some time. The engine takes much of this without a word, and the record would be stuck.
 */
final class FlowRules {

	private static final Set<String> CHOOSING = Set.of("exclusiveGateway", "inclusiveGateway");

	private final String resource;
	private final ProcessGraph graph;
	private final List<ModelFault> faults = new ArrayList<>();

	private FlowRules(String resource, ProcessGraph graph) {
		this.resource = resource;
		this.graph = graph;
	}

	/** @return everything that is wrong: flows first, then the elements in the order of the file */
	static List<ModelFault> faultsOf(String resource, ProcessGraph graph) {
		var rules = new FlowRules(resource, graph);
		rules.check();
		return rules.faults;
	}

	private void check() {
		graph.elements("sequenceFlow").forEach(this::checkEnds);
		var beginnings = new ArrayList<Element>();
		graph.elements("process").forEach(process -> {
			if (children(process, "startEvent").isEmpty()) {
				fault(process, "noStart");
			}
			beginnings.addAll(graph.beginningsOf(process));
		});
		var reached = graph.reached(beginnings, way -> false);
		for (var node : graph.nodes()) {
			if (!reached.contains(node)) {
				fault(node, "unreachable");
			} else {
				checkWaysOut(node);
			}
		}
	}

	private void checkEnds(Element flow) {
		var source = graph.source(flow);
		var target = graph.target(flow);
		if (source.isEmpty() || target.isEmpty()) {
			fault(flow, "flowLeadsNowhere", flow.getAttribute(source.isEmpty() ? "sourceRef" : "targetRef"));
		} else if (!graph.isWithinOnePart(flow)) {
			fault(flow, "flowLeavesSubprocess", flow.getAttribute("targetRef"));
		}
	}

	private void checkWaysOut(Element node) {
		var flows = graph.flowsFrom(node);
		if (flows.isEmpty() && !endsByItself(node)) {
			fault(node, "deadEnd");
		}
		if (CHOOSING.contains(node.getLocalName()) && flows.size() > 1) {
			for (var flow : flows) {
				if (!flow.getAttribute("id").equals(node.getAttribute("default")) && children(flow, "conditionExpression").isEmpty()) {
					fault(node, "noCondition", flow.getAttribute("id"));
				}
			}
		}
	}

	private static boolean endsByItself(Element node) {
		return is(node, "endEvent") || ProcessGraph.isBegunByEvent(node) || node.getAttribute("isForCompensation").equals("true")
				|| hasDefinition(node, "compensateEventDefinition") && is(node, "boundaryEvent")
				|| hasDefinition(node, "linkEventDefinition") && is(node, "intermediateThrowEvent");
	}

	private void fault(Element element, String key, Object... arguments) {
		faults.add(ModelFault.of(resource, ModelFault.Place.element(ModelXml.idOf(element)), key, arguments));
	}
}
