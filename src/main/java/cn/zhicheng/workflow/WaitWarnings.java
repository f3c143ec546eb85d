package cn.zhicheng.workflow;

import static cn.zhicheng.workflow.ProcessGraph.children;
import static cn.zhicheng.workflow.ProcessGraph.is;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

import javax.xml.datatype.DatatypeConfigurationException;
import javax.xml.datatype.DatatypeFactory;

import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.w3c.dom.Element;

import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.deadline.DeadlineCalendar;
import cn.zhicheng.deadline.Stage;
import cn.zhicheng.organisation.TreeEdge;
import cn.zhicheng.organisation.TreeEdges;

/**
 * Where a model lets a record wait for so long that the stage after it can not have as many days as it waited before the
 * campaign is over. That is no fault, since it counts only for what comes on the last day; but a designer is to know.
 */
@Component
class WaitWarnings {

	private static final String ROUTE = "routeRecord";

	private final RunningModels running;
	private final TreeEdges tree;
	private final DeadlineCalendar calendar;
	private final MessageSource messages;

	WaitWarnings(RunningModels running, TreeEdges tree, DeadlineCalendar calendar, MessageSource messages) {
		this.running = running;
		this.tree = tree;
		this.calendar = calendar;
		this.messages = messages;
	}

	/** @return of the version in use, by the dates in force, in Chinese */
	List<String> inForce() {
		return running.process(TitleRecordReview.KEY).map(file -> of(file.name(), file.content())).orElse(List.of());
	}

	/** @return of a file with the process of a record, by the dates in force, in Chinese; none of one that cannot be read */
	List<String> of(String resource, byte[] content) {
		try {
			var waits = waitsIn(new ProcessGraph(ModelXml.read(resource, content)));
			return waits.isEmpty() ? List.of() : warnings(waits, tree.distinct(), calendar.campaignYear());
		} catch (ModelXml.UnreadableException unreadable) {
			return List.of();
		}
	}

	/**
	 * A wait on the way of a stage.
	 *
	 * @param before whether it comes before the review of the stage
	 */
	private record Wait(Element step, Stage stage, boolean before) {

		private String name() {
			var name = step.getAttribute("name");
			return name.isBlank() ? step.getAttribute("id") : name;
		}

		/** @return as long as it is sure to last, in days, a part of one counted as one; 0: not known */
		private int days() {
			return children(step, "timerEventDefinition").stream().flatMap(timer -> children(timer, "timeDuration").stream())
					.map(ModelXml::ownText).map(String::strip).mapToInt(Wait::days).findFirst().orElse(0);
		}

		private static int days(String duration) {
			try {
				long milliseconds = DatatypeFactory.newInstance().newDuration(duration).getTimeInMillis(Date.from(Instant.EPOCH));
				return (int) Math.min(3_650, Duration.ofMillis(milliseconds + Duration.ofDays(1).toMillis() - 1).toDays());
			} catch (IllegalArgumentException unreadable) {
				return 0;
			} catch (DatatypeConfigurationException e) {
				throw new IllegalStateException(e);
			}
		}
	}

	private static List<Wait> waitsIn(ProcessGraph graph) {
		var waits = new ArrayList<Wait>();
		var routes = graph.callsOf(ROUTE);
		for (var stage : List.of(Stage.UNIT, Stage.DEPARTMENT, Stage.REFORM_OFFICE)) {
			var reviewed = new ArrayList<Element>();
			for (var node : reached(graph, routes, routes, stage)) {
				if (StepRules.isWaitedAt(node)) {
					waits.add(new Wait(node, stage, true));
				} else if (graph.isReview(node)) {
					reviewed.add(node);
				}
			}
			// Behind one review there may be another.
			for (int i = 0; i < reviewed.size(); i++) {
				for (var node : reached(graph, List.of(reviewed.get(i)), routes, stage)) {
					if (graph.isReview(node) && !reviewed.contains(node)) {
						reviewed.add(node);
					} else if (StepRules.isWaitedAt(node) && waits.stream().noneMatch(one -> one.step().isSameNode(node) && one.stage() == stage)) {
						waits.add(new Wait(node, stage, false));
					}
				}
			}
		}
		return waits;
	}

	/** @return what a record of the stage comes to from these elements, up to the next review or routing */
	private static Collection<Element> reached(ProcessGraph graph, Collection<Element> from, List<Element> routes, Stage stage) {
		var reached = new HashSet<Element>();
		var open = new ArrayDeque<>(from);
		while (!open.isEmpty()) {
			var node = open.poll();
			for (var way : graph.waysFrom(node)) {
				if (!is(way.to(), "boundaryEvent") && !routes.contains(way.to()) && mayTake(graph, way, stage) && reached.add(way.to()) && !graph.isReview(way.to())) {
					open.add(way.to());
				}
			}
		}
		return reached;
	}

	private static boolean mayTake(ProcessGraph graph, ProcessGraph.Way way, Stage stage) {
		if (way.flow() == null) {
			return true;
		}
		boolean isDefault = way.flow().getAttribute("id").equals(way.from().getAttribute("default"));
		return isDefault ? graph.flowsFrom(way.from()).stream().noneMatch(other -> !other.isSameNode(way.flow()) && value(other, stage).filter(taken -> taken).isPresent())
				: value(way.flow(), stage).orElse(true);
	}

	/** @return what the condition of a flow gives at this stage, while there is an organisation; empty: that depends */
	private static Optional<Boolean> value(Element flow, Stage stage) {
		return children(flow, "conditionExpression").stream().findFirst().map(ModelXml::ownText).flatMap(condition -> ModelExpressions
				.valueWith(condition, TitleRecordReview.STAGE.name(), stage.key()).or(() -> ModelExpressions.valueWhen(condition, TitleRecordReview.ORGANISATION.name(), false)));
	}

	private List<String> warnings(List<Wait> waits, List<TreeEdge> edges, int year) {
		var warnings = new LinkedHashMap<String, String>();
		var last = calendar.lastDate(year);
		for (var wait : waits) {
			int days = wait.days();
			for (var edge : edges) {
				leftOn(wait, edge, year).filter(left -> days > 0 && left.plusDays(2 * days).compareTo(last) > 0)
						.ifPresent(left -> warnings.putIfAbsent(wait.step().getAttribute("id") + wait.stage() + left, text(wait, days, edge, left, last)));
			}
		}
		return List.copyOf(warnings.values());
	}

	/** @return the last day in time on which a record comes to the wait from such an organisation; empty: none comes to one after it */
	private Optional<Deadline> leftOn(Wait wait, TreeEdge edge, int year) {
		var below = edge.below();
		if (wait.before() && wait.stage() == Stage.UNIT) {
			return below.kind().employs() ? Optional.of(calendar.filingDeadline(below.region(), below.level(), year)) : Optional.empty();
		}
		boolean passes = edge.above() != null && wait.stage() == Stage.of(wait.before() ? edge.above().kind() : below.kind());
		return passes ? Optional.of(calendar.reviewDeadline("", below.kind(), below.region(), below.level(), year)) : Optional.empty();
	}

	private String text(Wait wait, int days, TreeEdge edge, Deadline left, Deadline last) {
		return messages.getMessage("deployment.warning.wait", new Object[] { wait.name(), days, edge.example(), left.date().toString(), last.date().toString() }, UserTexts.LOCALE);
	}
}
