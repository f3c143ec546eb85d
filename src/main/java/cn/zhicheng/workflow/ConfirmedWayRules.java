package cn.zhicheng.workflow;

import static cn.zhicheng.workflow.ProcessGraph.children;
import static cn.zhicheng.workflow.ProcessGraph.is;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import org.w3c.dom.Element;

/**
 * Whether the way of a record leads to its publication over decisions only: the record would refuse any other, and stay where
 * it is. What is said of {@code title-record-review} holds of registrations too, as far as they have it.
 */
final class ConfirmedWayRules {

	private static final String ROUTE = "routeRecord";
	private static final String PUBLISH = "publishRecord";
	private static final String DECISION = "recordDecision";
	private static final String REGISTER = "registerOrganisation";
	private static final String ROUTE_APPLICATION = "routeApplication";
	private static final String REGISTRATION_DECISION = "registrationDecision";

	private final String resource;
	private final ProcessGraph graph;
	private final List<ModelFault> faults = new ArrayList<>();

	private ConfirmedWayRules(String resource, ProcessGraph graph) {
		this.resource = resource;
		this.graph = graph;
	}

	/** @return everything that is wrong with the processes whose services decide */
	static List<ModelFault> faultsOf(String resource, ProcessGraph graph) {
		var rules = new ConfirmedWayRules(resource, graph);
		rules.graph.elements("process").forEach(process -> {
			switch (process.getAttribute("id")) {
				case TitleRecordReview.KEY -> rules.checkReview(process);
				case OrganisationRegistration.KEY -> rules.checkRegistration(process);
				default -> {
					// Decides nothing.
				}
			}
		});
		return rules.faults;
	}

	private void checkReview(Element process) {
		var routes = within(process, graph.callsOf(ROUTE));
		var publications = within(process, graph.callsOf(PUBLISH));
		requireSome(process, ROUTE, routes);
		requireSome(process, PUBLISH, publications);
		var tops = routes.stream().flatMap(route -> graph.flowsFrom(route).stream()).flatMap(flow -> graph.target(flow).stream()).distinct()
				.flatMap(gateway -> exitWithoutSuperior(gateway, routes).stream()).toList();
		var untilTop = graph.reached(graph.beginningsOf(process), way -> tops.contains(way.flow()));
		publications.stream().filter(untilTop::contains).forEach(publication -> fault(publication, "publishedNotAtTheTop", ROUTE));
		Predicate<Element> decides = node -> graph.isReview(node) || isAmendment(node);
		routes.forEach(route -> checkWayBack(route, routes, decides));
		// There is no organisation any more that could decide.
		var beyond = graph.reached(tops.stream().flatMap(flow -> graph.target(flow).stream()).toList(), way -> routes.contains(way.from()));
		beyond.stream().filter(graph::isReview).forEach(review -> fault(review, "reviewAboveTheTop"));
		graph.nodes().stream().filter(node -> decides.test(node) || routes.contains(node) || publications.contains(node))
				.forEach(this::checkDoneOnce);
	}

	private void checkRegistration(Element process) {
		var registrations = within(process, graph.callsOf(REGISTER));
		requireSome(process, ROUTE_APPLICATION, within(process, graph.callsOf(ROUTE_APPLICATION)));
		requireSome(process, REGISTER, registrations);
		Predicate<Element> decides = node -> graph.isCompletedBy(node, REGISTRATION_DECISION);
		var undecided = graph.reached(graph.beginningsOf(process), way -> isDecided(way, decides));
		registrations.stream().filter(undecided::contains).forEach(one -> fault(one, "registeredUndecided", REGISTRATION_DECISION));
		graph.nodes().stream().filter(node -> decides.test(node) || registrations.contains(node)).forEach(this::checkDoneOnce);
	}

	private void requireSome(Element process, String bean, Collection<Element> calls) {
		if (calls.isEmpty()) {
			fault(process, "stepMissing", bean);
		}
	}

	private static List<Element> within(Element process, List<Element> elements) {
		return elements.stream().filter(element -> isWithin(process, element)).toList();
	}

	private static boolean isWithin(Element process, Element element) {
		return element.isSameNode(process) || element.getParentNode() instanceof Element around && isWithin(process, around);
	}

	private static boolean isAmendment(Element node) {
		return is(node, "userTask") && node.getAttribute("id").equals(TitleRecordReview.AMENDMENT);
	}

	/**
	 * @param gateway what comes straight behind a step that routes
	 * @return its exit that is taken exactly when no organisation is next; empty if it has none, or if other ways lead to it
	 */
	private Optional<Element> exitWithoutSuperior(Element gateway, List<Element> routes) {
		var others = graph.nodes().stream().filter(node -> !routes.contains(node))
				.anyMatch(node -> graph.waysFrom(node).stream().anyMatch(way -> way.to().isSameNode(gateway)));
		if (!is(gateway, "exclusiveGateway") || others) {
			return Optional.empty();
		}
		var without = exits(gateway, true);
		var with = exits(gateway, false);
		return graph.flowsFrom(gateway).stream().filter(exit -> without.get(exit) == Taken.SURELY && with.get(exit) == Taken.NEVER).findFirst();
	}

	private enum Taken {
		SURELY, PERHAPS, NEVER
	}

	/** As the engine does: the first whose condition is true, in the order of the file; the default if none is. */
	private Map<Element, Taken> exits(Element gateway, boolean withoutOrganisation) {
		var exits = new HashMap<Element, Taken>();
		var left = Taken.SURELY;
		for (var flow : graph.flowsFrom(gateway)) {
			if (!isDefault(flow, gateway)) {
				var condition = condition(flow, withoutOrganisation);
				exits.put(flow, condition == Taken.SURELY || left == Taken.NEVER ? left : condition);
				left = left == Taken.NEVER || condition == Taken.SURELY ? Taken.NEVER : condition == Taken.PERHAPS ? Taken.PERHAPS : left;
			}
		}
		var otherwise = left;
		graph.flowsFrom(gateway).stream().filter(flow -> isDefault(flow, gateway)).forEach(flow -> exits.put(flow, otherwise));
		return exits;
	}

	private static boolean isDefault(Element flow, Element gateway) {
		return flow.getAttribute("id").equals(gateway.getAttribute("default"));
	}

	private static Taken condition(Element flow, boolean withoutOrganisation) {
		var conditions = children(flow, "conditionExpression");
		if (conditions.isEmpty()) {
			return Taken.SURELY;
		}
		return ModelExpressions.valueWhen(ModelXml.ownText(conditions.get(0)), TitleRecordReview.ORGANISATION.name(), withoutOrganisation)
				.map(value -> value ? Taken.SURELY : Taken.NEVER).orElse(Taken.PERHAPS);
	}

	/** No way leads back to routing on which nobody has decided or amended. */
	private void checkWayBack(Element route, List<Element> routes, Predicate<Element> decides) {
		var told = new HashSet<Element>();
		for (var node : graph.reached(Set.of(route), way -> isDecided(way, decides))) {
			graph.waysFrom(node).stream().filter(way -> !isDecided(way, decides) && routes.contains(way.to())).map(ProcessGraph.Way::element)
					.filter(told::add).forEach(element -> fault(element, "routedUndecided", DECISION, TitleRecordReview.AMENDMENT));
		}
	}

	/** An event at the border of a task is a way past its completion. */
	private static boolean isDecided(ProcessGraph.Way way, Predicate<Element> decides) {
		return decides.test(way.from()) && !is(way.to(), "boundaryEvent") && !ProcessGraph.isBegunByEvent(way.to());
	}

	private void checkDoneOnce(Element node) {
		for (var around = node; around != null; around = around.getParentNode() instanceof Element parent ? parent : null) {
			if (!children(around, "multiInstanceLoopCharacteristics").isEmpty()) {
				fault(node, "doneMoreThanOnce");
				return;
			}
		}
	}

	private void fault(Element element, String key, Object... arguments) {
		faults.add(ModelFault.of(resource, ModelFault.Place.element(ModelXml.idOf(element)), key, arguments));
	}
}
