package cn.zhicheng.workflow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * The ways that the processes of a file can take, from element to element, into and out of the parts of a process, over events
 * at their borders and links. Flows that lead nowhere are left out.
 */
final class ProcessGraph {

	private static final Set<String> SCOPES = Set.of("process", "subProcess", "transaction");
	private static final Set<String> NODES = Set.of("startEvent", "endEvent", "intermediateThrowEvent", "intermediateCatchEvent",
			"boundaryEvent", "exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "task", "manualTask", "userTask",
			"serviceTask", "sendTask", "receiveTask", "businessRuleTask", "subProcess", "transaction", "callActivity");
	private static final String DELEGATE = "delegateExpression";

	private final List<Element> all;
	private final Map<String, Element> nodes = new LinkedHashMap<>();
	private final Map<String, List<Element>> outgoing = new HashMap<>();
	private final Map<String, List<Element>> boundaries = new HashMap<>();
	private final Map<Element, List<Way>> ways = new HashMap<>();

	ProcessGraph(Document document) {
		all = ModelXml.elements(document.getDocumentElement()).stream()
				.filter(element -> BpmnRules.BPMN.equals(ModelXml.namespace(element))).toList();
		all.stream().filter(ProcessGraph::isNode).forEach(node -> nodes.put(node.getAttribute("id"), node));
		elements("sequenceFlow").filter(flow -> source(flow).isPresent() && target(flow).isPresent() && isWithinOnePart(flow))
				.forEach(flow -> outgoing.computeIfAbsent(flow.getAttribute("sourceRef"), id -> new ArrayList<>()).add(flow));
		nodes.values().stream().filter(node -> is(node, "boundaryEvent"))
				.forEach(event -> boundaries.computeIfAbsent(event.getAttribute("attachedToRef"), id -> new ArrayList<>()).add(event));
	}

	/**
	 * A step from one element to the next.
	 *
	 * @param flow that is followed; null where an event at the border, a link, a part of the process or its end is the way
	 */
	record Way(Element from, Element to, Element flow) {

		/** @return the flow, or where there is none the element that is come to: what a fault names */
		Element element() {
			return flow == null ? to : flow;
		}
	}

	/** @return elements of this name, in the order of the file */
	Stream<Element> elements(String name) {
		return all.stream().filter(element -> is(element, name));
	}

	/** @return all that a token comes to, in the order of the file */
	Collection<Element> nodes() {
		return nodes.values();
	}

	Optional<Element> source(Element flow) {
		return Optional.ofNullable(nodes.get(flow.getAttribute("sourceRef")));
	}

	Optional<Element> target(Element flow) {
		return Optional.ofNullable(nodes.get(flow.getAttribute("targetRef")));
	}

	/** @return whether a flow that has both its ends stays within one part of the process */
	boolean isWithinOnePart(Element flow) {
		return source(flow).orElseThrow().getParentNode().isSameNode(target(flow).orElseThrow().getParentNode());
	}

	/** @return flows out of an element, in the order of the file, in which a gateway tries them */
	List<Element> flowsFrom(Element node) {
		return outgoing.getOrDefault(node.getAttribute("id"), List.of());
	}

	/** @return elements that call a bean of ours by name, events that do so in their definition included */
	List<Element> callsOf(String bean) {
		return nodes.values().stream().filter(node -> names(node, bean) || children(node).stream()
				.anyMatch(child -> child.getLocalName().endsWith("EventDefinition") && names(child, bean)))
				.toList();
	}

	/** @return whether an organisation decides on a record at this element: by its listener, or because its template says so */
	boolean isReview(Element node) {
		return isCompletedBy(node, "recordDecision") || is(node, "userTask") && stepKind(node).filter(StepKind.REVIEW::equals).isPresent();
	}

	/** @return what an element is for, as its template says */
	static Optional<StepKind> stepKind(Element node) {
		return property(node, StepKind.PROPERTY).flatMap(StepKind::ofKey);
	}

	/**
	 * A property in the extensions of an element.
	 *
	 * @param of the element
	 */
	record Property(Element of, String name, String value) {
	}

	/** @return all properties of all elements, in the order of the file */
	Stream<Property> properties() {
		return all.stream().flatMap(ProcessGraph::propertiesOf);
	}

	private static Stream<Property> propertiesOf(Element node) {
		return children(node, "extensionElements").stream().flatMap(extensions -> ModelXml.children(extensions).stream())
				.filter(one -> isCamunda(one, "properties")).flatMap(properties -> ModelXml.children(properties).stream())
				.filter(one -> isCamunda(one, "property")).map(one -> new Property(node, one.getAttribute("name"), one.getAttribute("value")));
	}

	/** @return value of the first property of this name */
	private static Optional<String> property(Element node, String name) {
		return propertiesOf(node).filter(one -> one.name().equals(name)).map(Property::value).findFirst();
	}

	private static boolean isCamunda(Element element, String name) {
		return BpmnRules.CAMUNDA.equals(ModelXml.namespace(element)) && element.getLocalName().equals(name);
	}

	/** @return whether a user task calls the bean when it is completed */
	boolean isCompletedBy(Element node, String bean) {
		return calls(node, bean, "complete");
	}

	/** @return whether a user task calls the bean at this event of its */
	boolean calls(Element node, String bean, String event) {
		// Only there the engine looks for listeners.
		return is(node, "userTask") && children(node, "extensionElements").stream().flatMap(extensions -> ModelXml.children(extensions).stream())
				.anyMatch(listener -> BpmnRules.CAMUNDA.equals(ModelXml.namespace(listener)) && "taskListener".equals(listener.getLocalName())
						&& event.equals(listener.getAttribute("event")) && names(listener, bean));
	}

	private static boolean names(Element element, String bean) {
		var isListener = BpmnRules.CAMUNDA.equals(ModelXml.namespace(element));
		var expression = isListener ? element.getAttribute(DELEGATE) : element.getAttributeNS(BpmnRules.CAMUNDA, DELEGATE);
		return ModelExpressions.beanIn(expression).filter(bean::equals).isPresent();
	}

	/** @return where a process, or a part of one, begins: start events, and parts that an event begins */
	List<Element> beginningsOf(Element scope) {
		var beginnings = new ArrayList<>(children(scope, "startEvent"));
		children(scope, "subProcess").stream().filter(ProcessGraph::isBegunByEvent).forEach(beginnings::add);
		return beginnings;
	}

	/** @return every step that leads out of an element */
	List<Way> waysFrom(Element node) {
		return ways.computeIfAbsent(node, this::waysOutOf);
	}

	private List<Way> waysOutOf(Element node) {
		var ways = new ArrayList<Way>();
		if (isPart(node)) {
			beginningsOf(node).forEach(beginning -> ways.add(new Way(node, beginning, null)));
		}
		// A part that is run once for each of several may be run for none.
		if (!isPart(node) || !children(node, "multiInstanceLoopCharacteristics").isEmpty()) {
			waysOn(node, node, ways);
		}
		boundaries.getOrDefault(node.getAttribute("id"), List.of()).forEach(event -> ways.add(new Way(node, event, null)));
		interruptionsAround(node, ways);
		handlersOf(node).forEach(handler -> ways.add(new Way(node, handler, null)));
		catchersOf(node).forEach(catcher -> ways.add(new Way(node, catcher, null)));
		return ways;
	}

	/** What happens at the border of a part, or within it by an event, happens wherever in it the token is. */
	private void interruptionsAround(Element node, List<Way> ways) {
		for (var around = (Element) node.getParentNode(); SCOPES.contains(around.getLocalName()); around = (Element) around.getParentNode()) {
			children(around, "subProcess").stream().filter(part -> isBegunByEvent(part) && !part.isSameNode(node))
					.forEach(part -> ways.add(new Way(node, part, null)));
			boundaries.getOrDefault(around.getAttribute("id"), List.of()).forEach(event -> ways.add(new Way(node, event, null)));
		}
	}

	/** Where a part ends, what is around it goes on. */
	private void waysOn(Element from, Element node, List<Way> ways) {
		var flows = flowsFrom(node);
		flows.forEach(flow -> ways.add(new Way(from, target(flow).orElseThrow(), flow)));
		if (flows.isEmpty() && node.getParentNode() instanceof Element around && isPart(around)) {
			waysOn(from, around, ways);
		}
	}

	/** @return all elements that are come to from these, without the steps that are closed; they themselves included */
	Set<Element> reached(Collection<Element> from, Predicate<Way> closed) {
		var reached = new LinkedHashSet<Element>();
		var open = new ArrayDeque<>(from);
		while (!open.isEmpty()) {
			var node = open.poll();
			if (reached.add(node)) {
				waysFrom(node).stream().filter(closed.negate()).forEach(way -> open.add(way.to()));
			}
		}
		return reached;
	}

	/** What undoes an activity hangs on its boundary event by an association. */
	private List<Element> handlersOf(Element node) {
		if (!hasDefinition(node, "compensateEventDefinition")) {
			return List.of();
		}
		return elements("association").filter(association -> association.getAttribute("sourceRef").equals(node.getAttribute("id")))
				.map(association -> nodes.get(association.getAttribute("targetRef"))).filter(handler -> handler != null).toList();
	}

	/** A link goes on where one of the same name is caught. */
	private List<Element> catchersOf(Element node) {
		if (!is(node, "intermediateThrowEvent")) {
			return List.of();
		}
		return children(node, "linkEventDefinition").stream().flatMap(link -> nodes.values().stream()
				.filter(other -> is(other, "intermediateCatchEvent") && children(other, "linkEventDefinition").stream()
						.anyMatch(caught -> caught.getAttribute("name").equals(link.getAttribute("name")))))
				.toList();
	}

	static boolean isBegunByEvent(Element node) {
		return node.getAttribute("triggeredByEvent").equals("true");
	}

	static boolean hasDefinition(Element event, String name) {
		return !children(event, name).isEmpty();
	}

	/** @return whether it is a part of a process with elements of its own */
	static boolean isPart(Element element) {
		return SCOPES.contains(element.getLocalName()) && !is(element, "process");
	}

	/** @return whether a token comes to the element */
	static boolean isNode(Element element) {
		return NODES.contains(element.getLocalName()) && element.getParentNode() instanceof Element parent
				&& SCOPES.contains(parent.getLocalName());
	}

	private static List<Element> children(Element parent) {
		return ModelXml.children(parent).stream().filter(child -> BpmnRules.BPMN.equals(ModelXml.namespace(child))).toList();
	}

	static List<Element> children(Element parent, String name) {
		return children(parent).stream().filter(child -> is(child, name)).toList();
	}

	static boolean is(Element element, String name) {
		return name.equals(element.getLocalName()) && BpmnRules.BPMN.equals(ModelXml.namespace(element));
	}
}
