package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnEdge;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnLabel;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;
import org.camunda.bpm.model.bpmn.instance.dc.Bounds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/** Every diagram can be read in Modeler and Cockpit: all of it drawn, left to right, nothing on top of anything else. */
class ProcessDiagramsTest {

	/**
	 * The flows that lead back, as a record does after each confirmation and each amendment, and an application when it is
	 * handed on, and a supervision when it looks again.
	 */
	private static final Set<String> LOOPS = Set.of("confirmed", "amended", "forwarded", "reminded", "read", "undecidedForADay",
			"lookAgain", "datesFollowed");

	@ParameterizedTest
	@MethodSource("cn.zhicheng.workflow.ProcessFolder#diagrams")
	void every_element_is_drawn(Path process) {
		BpmnModelInstance model = ProcessFolder.read(process);

		assertThat(model.getModelElementsByType(FlowNode.class)).isNotEmpty()
				.allSatisfy(node -> assertThat(node.getDiagramElement()).as(node.getId()).isNotNull());
		assertThat(model.getModelElementsByType(SequenceFlow.class)).isNotEmpty()
				.allSatisfy(flow -> assertThat(flow.getDiagramElement()).as(flow.getId()).isNotNull());
		assertThat(shapes(model)).allSatisfy(shape -> {
			assertThat(shape.area().getX()).as(shape.id()).isPositive();
			assertThat(shape.area().getY()).as(shape.id()).isPositive();
		});
	}

	@ParameterizedTest
	@MethodSource("cn.zhicheng.workflow.ProcessFolder#diagrams")
	void no_two_shapes_overlap(Path process) {
		List<Shape> shapes = shapes(ProcessFolder.read(process));

		forEachPair(shapes, (one, other) -> {
			if (!one.isAttachedTo(other) && !other.isAttachedTo(one) && !one.isWithin(other.element()) && !other.isWithin(one.element())) {
				assertThat(one.area().intersects(other.area())).as("%s on %s", one.id(), other.id()).isFalse();
			}
		});
	}

	@ParameterizedTest
	@MethodSource("cn.zhicheng.workflow.ProcessFolder#diagrams")
	void a_boundary_event_sits_on_the_border_of_its_host(Path process) {
		List<Shape> shapes = shapes(ProcessFolder.read(process));

		assertThat(shapes).filteredOn(shape -> shape.element() instanceof BoundaryEvent).allSatisfy(event -> {
			Rectangle2D host = shapes.stream().filter(event::isAttachedTo).findAny().orElseThrow().area();
			double x = event.area().getCenterX();
			double y = event.area().getCenterY();
			boolean within = x >= host.getMinX() && x <= host.getMaxX() && y >= host.getMinY() && y <= host.getMaxY();
			boolean inside = x > host.getMinX() && x < host.getMaxX() && y > host.getMinY() && y < host.getMaxY();
			assertThat(within && !inside).as(event.id()).isTrue();
		});
	}

	@ParameterizedTest
	@MethodSource("cn.zhicheng.workflow.ProcessFolder#diagrams")
	void a_flow_is_straight_and_joins_the_borders_of_what_it_connects(Path process) {
		BpmnModelInstance model = ProcessFolder.read(process);
		List<Shape> shapes = shapes(model);

		assertThat(flows(model)).allSatisfy(flow -> {
			assertThat(flow.segments()).as(flow.id())
					.allMatch(line -> line.getX1() == line.getX2() || line.getY1() == line.getY2());
			assertThat(flow.start()).as(flow.id()).matches(borderOf(shapes, flow.element().getSource())::contains);
			assertThat(flow.end()).as(flow.id()).matches(borderOf(shapes, flow.element().getTarget())::contains);
		});
	}

	@ParameterizedTest
	@MethodSource("cn.zhicheng.workflow.ProcessFolder#diagrams")
	void flows_run_from_left_to_right_but_for_the_named_loops(Path process) {
		assertThat(flows(ProcessFolder.read(process))).filteredOn(flow -> !LOOPS.contains(flow.id()))
				.allSatisfy(flow -> assertThat(flow.segments()).as(flow.id())
						.allMatch(line -> line.getX1() <= line.getX2()));
	}

	@ParameterizedTest
	@MethodSource("cn.zhicheng.workflow.ProcessFolder#diagrams")
	void no_two_flows_cross_or_run_on_one_another(Path process) {
		forEachPair(flows(ProcessFolder.read(process)), (one, other) -> {
			for (Line2D line : one.segments()) {
				for (Line2D otherLine : other.segments()) {
					assertThat(line.intersectsLine(otherLine) && !onlyMeet(one, line, other, otherLine))
							.as("%s crosses %s", one.id(), other.id()).isFalse();
				}
			}
		});
	}

	@ParameterizedTest
	@MethodSource("cn.zhicheng.workflow.ProcessFolder#diagrams")
	void no_flow_runs_through_a_shape(Path process) {
		BpmnModelInstance model = ProcessFolder.read(process);

		for (Flow flow : flows(model)) {
			for (Shape shape : shapes(model)) {
				if (shape.element() != flow.element().getSource() && shape.element() != flow.element().getTarget()
						&& !isWithin(flow.element(), shape.element())) {
					assertThat(flow.segments()).as("%s through %s", flow.id(), shape.id())
							.noneMatch(line -> line.intersects(shape.area()));
				}
			}
		}
	}

	@ParameterizedTest
	@MethodSource("cn.zhicheng.workflow.ProcessFolder#diagrams")
	void no_label_lies_on_a_shape_a_flow_or_another_label(Path process) {
		BpmnModelInstance model = ProcessFolder.read(process);
		List<Label> labels = labels(model);

		assertThat(labels).allSatisfy(label -> {
			assertThat(shapes(model)).as(label.text())
					.noneMatch(shape -> shape.area().intersects(label.area()) && !isWithin(label.element(), shape.element()));
			assertThat(flows(model)).as(label.text()).flatExtracting(Flow::segments)
					.noneMatch(line -> label.area().intersectsLine((Line2D) line));
		});
		forEachPair(labels, (one, other) -> assertThat(one.area().intersects(other.area()))
				.as("%s on %s", one.text(), other.text()).isFalse());
	}

	@ParameterizedTest
	@MethodSource("cn.zhicheng.workflow.ProcessFolder#decisions")
	void every_part_of_a_decision_is_drawn(Path decision) {
		List<Element> elements = ProcessFolder.elements(decision);
		Set<String> parts = Set.of("decision", "inputData", "knowledgeSource", "informationRequirement",
				"authorityRequirement", "knowledgeRequirement", "businessKnowledgeModel");

		assertThat(elements).filteredOn(element -> parts.contains(element.getLocalName()))
				.extracting(element -> element.getAttribute("id"))
				.hasSameElementsAs(elements.stream().map(element -> element.getAttribute("dmnElementRef"))
						.filter(id -> !id.isEmpty()).toList());
	}

	@Test
	void crossing_lines_are_told_from_lines_that_meet_at_a_common_end() {
		Flow down = flow(0, 0, 0, 10);
		Flow across = flow(-5, 5, 5, 5);
		Flow up = flow(0, 20, 0, 10);
		Flow along = flow(0, 5, 0, 10);

		assertThat(meet(down, across)).isFalse();
		assertThat(meet(down, up)).isTrue();
		assertThat(meet(down, along)).isFalse();
	}

	private static boolean meet(Flow one, Flow other) {
		return onlyMeet(one, one.segments().get(0), other, other.segments().get(0));
	}

	/** Whether two lines touch in nothing but the point where both flows begin or end. */
	private static boolean onlyMeet(Flow one, Line2D line, Flow other, Line2D otherLine) {
		return Stream.of(one.start(), one.end())
				.filter(end -> end.equals(other.start()) || end.equals(other.end()))
				.anyMatch(common -> isEndOf(common, line) && isEndOf(common, otherLine)
						&& otherLine.ptSegDist(oppositeEnd(common, line)) > 0
						&& line.ptSegDist(oppositeEnd(common, otherLine)) > 0);
	}

	private static boolean isEndOf(Point2D point, Line2D line) {
		return point.equals(line.getP1()) || point.equals(line.getP2());
	}

	private static Point2D oppositeEnd(Point2D point, Line2D line) {
		return point.equals(line.getP1()) ? line.getP2() : line.getP1();
	}

	private static Border borderOf(List<Shape> shapes, FlowNode node) {
		return new Border(shapes.stream().filter(shape -> shape.element() == node).findAny().orElseThrow().area());
	}

	private static List<Shape> shapes(BpmnModelInstance model) {
		return model.getModelElementsByType(BpmnShape.class).stream()
				.map(shape -> new Shape((FlowNode) shape.getBpmnElement(), rectangle(shape.getBounds()))).toList();
	}

	private static List<Flow> flows(BpmnModelInstance model) {
		return model.getModelElementsByType(BpmnEdge.class).stream()
				.map(edge -> new Flow((SequenceFlow) edge.getBpmnElement(), edge.getWaypoints().stream()
						.map(point -> (Point2D) new Point2D.Double(point.getX(), point.getY())).toList()))
				.toList();
	}

	private static Flow flow(double x1, double y1, double x2, double y2) {
		return new Flow(null, List.of(new Point2D.Double(x1, y1), new Point2D.Double(x2, y2)));
	}

	private static List<Label> labels(BpmnModelInstance model) {
		Stream<Label> ofShapes = model.getModelElementsByType(BpmnShape.class).stream()
				.map(shape -> label((FlowElement) shape.getBpmnElement(), shape.getBpmnLabel()));
		Stream<Label> ofFlows = model.getModelElementsByType(BpmnEdge.class).stream()
				.map(edge -> label((FlowElement) edge.getBpmnElement(), edge.getBpmnLabel()));
		return Stream.concat(ofShapes, ofFlows).filter(Objects::nonNull).toList();
	}

	private static Label label(FlowElement element, BpmnLabel label) {
		return label == null ? null : new Label(element, rectangle(label.getBounds()));
	}

	private static Rectangle2D rectangle(Bounds bounds) {
		return new Rectangle2D.Double(bounds.getX(), bounds.getY(), bounds.getWidth(), bounds.getHeight());
	}

	/** Whether an element is part of a subprocess, which is drawn around it. */
	private static boolean isWithin(FlowElement element, FlowNode subProcess) {
		for (var parent = element.getParentElement(); parent != null; parent = parent.getParentElement()) {
			if (parent.equals(subProcess)) {
				return true;
			}
		}
		return false;
	}

	private static <T> void forEachPair(Collection<T> all, BiConsumer<T, T> check) {
		List<T> list = new ArrayList<>(all);
		IntStream.range(0, list.size()).forEach(i -> list.subList(i + 1, list.size())
				.forEach(other -> check.accept(list.get(i), other)));
	}

	private record Shape(FlowNode element, Rectangle2D area) {

		String id() {
			return element.getId();
		}

		boolean isAttachedTo(Shape host) {
			return element instanceof BoundaryEvent event && event.getAttachedTo() == host.element();
		}

		boolean isWithin(FlowNode subProcess) {
			return ProcessDiagramsTest.isWithin(element, subProcess);
		}
	}

	private record Flow(SequenceFlow element, List<Point2D> points) {

		String id() {
			return element.getId();
		}

		Point2D start() {
			return points.get(0);
		}

		Point2D end() {
			return points.get(points.size() - 1);
		}

		List<Line2D> segments() {
			return IntStream.range(1, points.size())
					.mapToObj(i -> (Line2D) new Line2D.Double(points.get(i - 1), points.get(i))).toList();
		}
	}

	private record Label(FlowElement element, Rectangle2D area) {

		String text() {
			return element.getName();
		}
	}

	private record Border(Rectangle2D area) {

		boolean contains(Point2D point) {
			boolean onSide = point.getX() == area.getMinX() || point.getX() == area.getMaxX();
			boolean onTopOrBottom = point.getY() == area.getMinY() || point.getY() == area.getMaxY();
			return onSide && point.getY() >= area.getMinY() && point.getY() <= area.getMaxY()
					|| onTopOrBottom && point.getX() >= area.getMinX() && point.getX() <= area.getMaxX();
		}
	}
}
