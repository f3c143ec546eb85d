package cn.zhicheng.workflow;

import static cn.zhicheng.workflow.ProcessGraph.children;
import static cn.zhicheng.workflow.ProcessGraph.is;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import javax.xml.datatype.DatatypeConfigurationException;
import javax.xml.datatype.DatatypeFactory;

import org.w3c.dom.Element;

/**
 * What would never end, or keep the engine busy with nothing else: loops in which nothing is waited for, timers that come
 * again too soon, steps that are multiplied without bounds. A loop of two gateways fills the memory within a minute.
 */
final class EndlessRules {

	/** Often enough for whatever people are reminded of. */
	private static final Duration SHORTEST = Duration.ofHours(1);
	/** As many as a step can be multiplied to, together with the parts around it that are. */
	private static final int MOST = 20;
	private static final Pattern SMALL_NUMBER = Pattern.compile("[1-9]\\d?");
	/** Of what a cron expression begins with: second and minute. One number each makes it an hour at least. */
	private static final Pattern FIXED = Pattern.compile("\\d{1,2}");
	/** Without a beginning: from one long ago the engine would count up to today. */
	private static final Pattern REPEATED = Pattern.compile("R\\d{0,4}/(P[0-9A-Z.]+)");
	private static final String PROGRESS = "sendReminder";

	private final String resource;
	private final ProcessGraph graph;
	private final List<Element> reminders;
	private final Set<Element> joins;
	private final List<ModelFault> faults = new ArrayList<>();

	private EndlessRules(String resource, ProcessGraph graph) {
		this.resource = resource;
		this.graph = graph;
		this.reminders = graph.callsOf(PROGRESS);
		var coming = graph.elements("sequenceFlow").collect(Collectors.groupingBy(flow -> flow.getAttribute("targetRef"), Collectors.counting()));
		this.joins = graph.nodes().stream().filter(node -> is(node, "parallelGateway") && coming.getOrDefault(node.getAttribute("id"), 0L) > 1)
				.collect(Collectors.toSet());
	}

	/** @return everything that is wrong */
	static List<ModelFault> faultsOf(String resource, ProcessGraph graph) {
		var rules = new EndlessRules(resource, graph);
		rules.graph.elements("timeCycle").forEach(rules::checkCycle);
		rules.graph.elements("multiInstanceLoopCharacteristics").forEach(rules::checkMultiplied);
		rules.checkLoops();
		graph.nodes().forEach(rules::checkDoubled);
		rules.graph.elements("process").forEach(rules::checkBeginnings);
		return rules.faults;
	}

	private void checkCycle(Element cycle) {
		var text = ModelXml.ownText(cycle).strip();
		if (!isLongEnough(text)) {
			fault(cycle, "cycleTooShort", text);
		}
	}

	private static boolean isLongEnough(String cycle) {
		var repeated = REPEATED.matcher(cycle);
		if (repeated.matches()) {
			return isLong(repeated.group(1));
		}
		var fields = cycle.split("\\s+");
		return fields.length >= 6 && FIXED.matcher(fields[0]).matches() && FIXED.matcher(fields[1]).matches();
	}

	/** @return whether a duration is written down and lasts an hour at least */
	private static boolean isLong(String duration) {
		try {
			var date = Date.from(Instant.EPOCH);
			return DatatypeFactory.newInstance().newDuration(duration).getTimeInMillis(date) >= SHORTEST.toMillis();
		} catch (IllegalArgumentException unreadable) {
			return false;
		} catch (DatatypeConfigurationException e) {
			throw new IllegalStateException(e);
		}
	}

	private void checkMultiplied(Element loop) {
		var cardinality = cardinality(loop);
		if (loop.hasAttributeNS(BpmnRules.CAMUNDA, "collection")) {
			fault(loop, "collectionNotAllowed");
		} else if (cardinality.filter(text -> !SMALL_NUMBER.matcher(text).matches()).isPresent() || multiplied(loop) > MOST) {
			fault(loop, "cardinality", cardinality.orElse(""), MOST);
		}
	}

	private static Optional<String> cardinality(Element loop) {
		return children(loop, "loopCardinality").stream().map(ModelXml::ownText).map(String::strip).findFirst();
	}

	/** @return how often the step is done at once, the parts around it taken into account */
	private static int multiplied(Element loop) {
		var product = 1;
		for (var node = loop.getParentNode(); node instanceof Element element; node = element.getParentNode()) {
			for (var around : children(element, "multiInstanceLoopCharacteristics")) {
				product = Math.min(MOST + 1, product * cardinality(around).filter(text -> SMALL_NUMBER.matcher(text).matches())
						.map(Integer::parseInt).orElse(1));
			}
		}
		return product;
	}

	/** Of each loop one element is told, with all that belong to it. */
	private void checkLoops() {
		var told = new HashSet<Element>();
		for (var node : graph.nodes()) {
			if (!told.contains(node)) {
				var loop = loopOf(node);
				told.addAll(loop);
				if (!loop.isEmpty()) {
					fault(node, "endlessLoop", String.join("、", loop.stream().map(one -> one.getAttribute("id")).toList()));
				}
			}
		}
	}

	/** @return the elements on the ways from this one back to itself on which nothing is waited for; empty: there are none */
	private Set<Element> loopOf(Element node) {
		var ahead = graph.reached(next(node), this::waits);
		if (!ahead.contains(node)) {
			return Set.of();
		}
		var loop = new LinkedHashSet<Element>();
		ahead.stream().filter(other -> graph.reached(next(other), this::waits).contains(node)).forEach(loop::add);
		return loop;
	}

	private List<Element> next(Element node) {
		return graph.waysFrom(node).stream().filter(way -> !waits(way)).map(ProcessGraph.Way::to).toList();
	}

	/** @return whether somebody has to do something, or at least an hour passes, before this step is taken */
	private boolean waits(ProcessGraph.Way way) {
		var to = way.to();
		if (is(to, "boundaryEvent") || is(to, "startEvent") && ProcessGraph.isBegunByEvent((Element) to.getParentNode())) {
			return isWaitedFor(to);
		}
		var from = way.from();
		return is(from, "userTask") || is(from, "receiveTask") || is(from, "intermediateCatchEvent") && isWaitedFor(from)
				// A reminder is sent once only: the next round has a later one, or none.
				|| reminders.contains(from);
	}

	/** A date may have passed. */
	private static boolean isWaitedFor(Element event) {
		return ModelXml.children(event).stream().anyMatch(definition -> switch (definition.getLocalName()) {
			case "messageEventDefinition" -> true;
			case "timerEventDefinition" -> ModelXml.children(definition).stream().anyMatch(EndlessRules::isLater);
			default -> false;
		});
	}

	private static boolean isLater(Element time) {
		var text = ModelXml.ownText(time).strip();
		return switch (time.getLocalName()) {
			case "timeDuration" -> isLong(text);
			case "timeCycle" -> isLongEnough(text);
			default -> false;
		};
	}

	/** What splits and comes back by more than one way without being joined doubles with each round. */
	private void checkDoubled(Element node) {
		var ways = graph.waysFrom(node).stream().filter(way -> isTakenBesideOthers(node, way)).toList();
		if (ways.size() > 1 && ways.stream().filter(way -> comesBack(way.to(), node)).count() > 1) {
			fault(node, "doubled");
		}
	}

	private static boolean isTakenBesideOthers(Element node, ProcessGraph.Way way) {
		if (is(way.to(), "boundaryEvent")) {
			return way.to().getAttribute("attachedToRef").equals(node.getAttribute("id")) && way.to().getAttribute("cancelActivity").equals("false");
		}
		return way.flow() != null && !is(node, "exclusiveGateway") && !is(node, "eventBasedGateway");
	}

	private boolean comesBack(Element from, Element node) {
		return !isJoin(from) && graph.reached(Set.of(from), way -> isJoin(way.to())).contains(node);
	}

	private boolean isJoin(Element node) {
		return joins.contains(node);
	}

	/** The application begins a process for a record, an application or an organisation; one that begins by itself has none. */
	private void checkBeginnings(Element process) {
		children(process, "startEvent").stream().filter(start -> ModelXml.children(start).stream()
				.anyMatch(child -> child.getLocalName().endsWith("EventDefinition"))).forEach(start -> fault(start, "beginsByItself"));
	}

	private void fault(Element element, String key, Object... arguments) {
		faults.add(ModelFault.of(resource, ModelFault.Place.element(ModelXml.idOf(element)), key, arguments));
	}
}
