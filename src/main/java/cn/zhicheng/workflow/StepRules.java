package cn.zhicheng.workflow;

import static cn.zhicheng.workflow.ProcessGraph.hasDefinition;
import static cn.zhicheng.workflow.ProcessGraph.is;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.w3c.dom.Element;

/**
 * What an element says by its template, or by a property of ours, must be something that the engine can make of it; and a record
 * that is returned is with the individual at once, so that nothing is waited for between the decision and the amendment.
 */
final class StepRules {

	private static final String OURS = "zhicheng.";
	private static final String ROUTE = "routeRecord";
	private static final String REMIND = "${remindReviewers}";

	private final String resource;
	private final ProcessGraph graph;
	private final List<ModelFault> faults = new ArrayList<>();

	private StepRules(String resource, ProcessGraph graph) {
		this.resource = resource;
		this.graph = graph;
	}

	/** @return everything that is wrong, in the order of the file */
	static List<ModelFault> faultsOf(String resource, ProcessGraph graph) {
		var rules = new StepRules(resource, graph);
		graph.properties().forEach(rules::check);
		graph.elements("process").filter(process -> process.getAttribute("id").equals(TitleRecordReview.KEY)).forEach(process -> rules.checkAmendment());
		return rules.faults;
	}

	private void check(ProcessGraph.Property property) {
		var node = property.of();
		if (property.name().equals(StepKind.PROPERTY)) {
			StepKind.ofKey(property.value()).ifPresentOrElse(kind -> checkKind(node, kind),
					() -> fault(node, "stepKindUnknown", property.value(), StepKind.keys()));
		} else if (property.name().equals(StepKind.OTHER_REVIEWER)) {
			if (!graph.isReview(node) || !isIn(node, TitleRecordReview.KEY)) {
				fault(node, "otherReviewerElsewhere", property.name());
			} else if (!Set.of("true", "false").contains(property.value())) {
				fault(node, "flag", property.name(), property.value());
			}
		} else if (property.name().startsWith(OURS)) {
			fault(node, "propertyUnknown", property.name(), StepKind.PROPERTY);
		}
	}

	private void checkKind(Element node, StepKind kind) {
		boolean fits = kind.canBe(node.getLocalName()) && switch (kind) {
			case REVIEW -> isIn(node, TitleRecordReview.KEY);
			case WAITING -> isIn(node, TitleRecordReview.KEY) && isWaitedAt(node);
			case REMINDER -> isIn(node, is(node, "userTask") ? StageSupervision.KEY : TitleRecordReview.KEY);
		};
		if (!fits) {
			fault(node, "stepKind." + kind.key(), kind.key());
		} else if (kind == StepKind.REMINDER && is(node, "serviceTask") && !REMIND.equals(node.getAttributeNS(BpmnRules.CAMUNDA, "delegateExpression").strip())) {
			fault(node, "reminderDelegate", REMIND);
		}
	}

	private static boolean isIn(Element node, String process) {
		return is(node, "process") ? node.getAttribute("id").equals(process) : node.getParentNode() instanceof Element around && isIn(around, process);
	}

	/** @return whether a record stays there until something comes, and nobody has to do it */
	static boolean isWaitedAt(Element node) {
		return is(node, "receiveTask") || is(node, "eventBasedGateway")
				|| is(node, "intermediateCatchEvent") && (hasDefinition(node, "timerEventDefinition") || hasDefinition(node, "messageEventDefinition"));
	}

	/** While the record is returned the individual may send it again at any moment. */
	private void checkAmendment() {
		var routes = graph.callsOf(ROUTE);
		graph.nodes().stream().filter(node -> isWaitedAt(node) || is(node, "userTask") && !graph.isReview(node) && !isAmendment(node)).forEach(node -> {
			var next = graph.reached(List.of(node), way -> graph.isReview(way.to()) || routes.contains(way.to()) || isAmendment(way.from()));
			next.stream().filter(StepRules::isAmendment).findFirst().ifPresent(amendment -> fault(node, "waitBeforeAmendment", TitleRecordReview.AMENDMENT));
		});
	}

	private static boolean isAmendment(Element node) {
		return is(node, "userTask") && node.getAttribute("id").equals(TitleRecordReview.AMENDMENT);
	}

	private void fault(Element element, String key, Object... arguments) {
		faults.add(ModelFault.of(resource, ModelFault.Place.element(ModelXml.idOf(element)), key, arguments));
	}
}
