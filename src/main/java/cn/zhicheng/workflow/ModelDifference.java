package cn.zhicheng.workflow;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * What one model of a process has and another has not, element by element; how they are drawn does not matter.
 */
final class ModelDifference {

	/** Of what an element has within it, these are told by themselves, or follow from the flows. */
	private static final Set<String> APART = Set.of("incoming", "outgoing", "sequenceFlow");
	/** Beside steps, events and gateways. */
	private static final List<String> BESIDE = List.of("sequenceFlow", "process", "message", "error", "escalation");
	/** At these nothing is done or waited for, unless they call something. */
	private static final Set<String> PASSED = Set.of("startEvent", "endEvent", "intermediateThrowEvent", "exclusiveGateway", "parallelGateway", "inclusiveGateway");

	private final Map<String, Element> before;
	private final Map<String, Element> after;

	private ModelDifference(Map<String, Element> before, Map<String, Element> after) {
		this.before = before;
		this.after = after;
	}

	/** @param before content of a file with a process, as is {@code after}; null: there is none */
	static ModelDifference between(byte[] before, byte[] after) {
		try {
			return new ModelDifference(before == null ? Map.of() : elements(new ProcessGraph(ModelXml.read("", before))), elements(new ProcessGraph(ModelXml.read("", after))));
		} catch (ModelXml.UnreadableException unreadable) {
			throw new IllegalArgumentException("Only what has been checked is compared", unreadable);
		}
	}

	private static Map<String, Element> elements(ProcessGraph graph) {
		return Stream.concat(graph.nodes().stream(), BESIDE.stream().flatMap(graph::elements))
				.collect(Collectors.toMap(one -> one.getAttribute("id"), one -> one, (one, other) -> one, LinkedHashMap::new));
	}

	List<Element> added() {
		return after.values().stream().filter(one -> !before.containsKey(one.getAttribute("id"))).toList();
	}

	List<Element> removed() {
		return before.values().stream().filter(one -> !after.containsKey(one.getAttribute("id"))).toList();
	}

	/** @return as they are afterwards */
	List<Element> changed() {
		return after.values().stream().filter(one -> before.containsKey(one.getAttribute("id")) && !text(one).equals(text(before.get(one.getAttribute("id"))))).toList();
	}

	/** @return steps and events at which something is done or waited for, timers among them, that are no more */
	List<Element> lost() {
		return before.values().stream().filter(one -> counts(one) && !isKept(one, after.get(one.getAttribute("id")))).toList();
	}

	private static boolean counts(Element element) {
		return !BESIDE.contains(element.getLocalName()) && (!PASSED.contains(element.getLocalName()) || calls(element));
	}

	private static boolean calls(Element element) {
		return ModelXml.elements(element).stream().anyMatch(one -> one.getLocalName().endsWith("Listener") || one.hasAttributeNS(BpmnRules.CAMUNDA, "delegateExpression"));
	}

	/** Another kind of element, or one without its timer, is not the same step under the same id. */
	private static boolean isKept(Element one, Element now) {
		return now != null && now.getLocalName().equals(one.getLocalName())
				&& (!ProcessGraph.hasDefinition(one, "timerEventDefinition") || ProcessGraph.hasDefinition(now, "timerEventDefinition"));
	}

	/** @return rows of a table, with what stands in each cell, or lines of a form; blank ones are left out */
	static List<String> lines(String name, byte[] content) {
		if (!ModelContents.isDecision(name)) {
			return new String(content, StandardCharsets.UTF_8).lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
		}
		try {
			return ModelXml.elements(ModelXml.read(name, content).getDocumentElement()).stream().filter(one -> one.getLocalName().equals("rule"))
					.map(rule -> ModelXml.elements(rule).stream().filter(one -> one.getLocalName().equals("text")).map(one -> ModelXml.ownText(one).strip())
							.map(cell -> cell.isEmpty() ? "-" : cell).collect(Collectors.joining(" | ")))
					.toList();
		} catch (ModelXml.UnreadableException unreadable) {
			return List.of();
		}
	}

	/** @return everything that counts of an element, in one order however it is written */
	private static String text(Element element) {
		var text = new StringBuilder();
		write(element, text);
		return text.toString();
	}

	private static void write(Element element, StringBuilder text) {
		var attributes = new TreeMap<String, String>();
		ModelXml.attributes(element).stream().filter(one -> !ModelXml.namespace(one).startsWith("http://www.w3.org/2000/xmlns"))
				.forEach(one -> attributes.put(ModelXml.namespace(one) + one.getLocalName(), one.getValue()));
		text.append('<').append(ModelXml.namespace(element)).append(element.getLocalName()).append(attributes).append(ModelXml.ownText(element).strip());
		for (var child : ModelXml.children(element)) {
			if (!isApart(child)) {
				write(child, text);
			}
		}
		text.append('>');
	}

	private static boolean isApart(Node child) {
		return child instanceof Element element && BpmnRules.BPMN.equals(ModelXml.namespace(element))
				&& (APART.contains(element.getLocalName()) || ProcessGraph.isNode(element));
	}
}
