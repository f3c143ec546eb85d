package cn.zhicheng.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * What {@code title-record-review} must have whatever a designer changes in it: reviews, which {@link ReviewSteps} finds by what
 * they do and not by their names, each with its date; the individual's amendment and the end of what has lapsed, which the
 * application finds by their ids; and the way back before the first decision.
 */
final class ReviewProcessRules {

	private static final String DATE = "${" + TitleRecordReview.DEADLINE.name() + "}";
	private static final String DECISION = "recordDecision";
	private static final String DESCRIPTION = "describeReview";
	private static final String CANDIDATES = "${" + TitleRecordReview.ORGANISATION.name() + "}";

	private final String resource;
	private final Element process;
	private final List<Element> elements;
	private final ProcessGraph graph;
	private final List<ModelFault> faults = new ArrayList<>();

	private ReviewProcessRules(String resource, Element process, Document document, ProcessGraph graph) {
		this.resource = resource;
		this.process = process;
		this.graph = graph;
		this.elements = ModelXml.elements(document.getDocumentElement()).stream()
				.filter(element -> BpmnRules.BPMN.equals(ModelXml.namespace(element))).toList();
	}

	/** @return everything that is missing; nothing if the file has another process */
	static List<ModelFault> faultsOf(String resource, Document document, ProcessGraph graph) {
		var process = ModelXml.children(document.getDocumentElement()).stream()
				.filter(element -> "process".equals(element.getLocalName()) && element.getAttribute("id").equals(TitleRecordReview.KEY)).findFirst();
		if (process.isEmpty()) {
			return List.of();
		}
		var rules = new ReviewProcessRules(resource, process.get(), document, graph);
		rules.check();
		return rules.faults;
	}

	private void check() {
		var reviews = elements.stream().filter(graph::isReview).toList();
		if (reviews.isEmpty()) {
			fault(process, "reviewMissing", "${" + DECISION + "}");
		}
		reviews.forEach(this::checkReview);
		requireFixed("userTask", TitleRecordReview.AMENDMENT, "fixedTaskMissing");
		requireFixed("endEvent", TitleRecordReview.RECORD_LAPSED, "fixedEndMissing");
		for (var task : elements) {
			if (!task.getLocalName().equals("userTask")) {
				continue;
			}
			if (task.getAttribute("id").equals(TitleRecordReview.AMENDMENT)) {
				checkTimed(task, true, "amendmentWithoutTimer");
			} else if (task.hasAttributeNS(BpmnRules.CAMUNDA, "candidateGroups")) {
				checkTimed(task, false, "stageWithoutTimer");
			}
		}
		checkWithdrawal(reviews);
	}

	private void checkReview(Element review) {
		if (!review.getAttributeNS(BpmnRules.CAMUNDA, "candidateGroups").strip().equals(CANDIDATES)) {
			fault(review, "reviewOfOthers", CANDIDATES);
		}
		if (graph.isCompletedBy(review, DECISION) && ProcessGraph.stepKind(review).isEmpty() && !graph.calls(review, DESCRIPTION, "create")) {
			fault(review, "reviewNotDescribed", "${" + DESCRIPTION + "}");
		}
	}

	private void requireFixed(String kind, String id, String key) {
		if (elements.stream().noneMatch(element -> element.getLocalName().equals(kind) && element.getAttribute("id").equals(id))) {
			fault(process, key, id);
		}
	}

	private void checkTimed(Element task, boolean interrupting, String key) {
		var timed = elements.stream().anyMatch(event -> isTimerAt(event, task.getAttribute("id"))
				&& !event.getAttribute("cancelActivity").equals("false") == interrupting && date(event).equals(DATE));
		if (!timed) {
			fault(task, key, DATE);
		}
	}

	private void checkWithdrawal(List<Element> reviews) {
		var messages = elements.stream().filter(element -> element.getLocalName().equals("message")
				&& element.getAttribute("name").equals(TitleRecordReview.RECORD_WITHDRAWN)).map(element -> element.getAttribute("id")).toList();
		var caught = reviews.stream().map(review -> review.getAttribute("id")).anyMatch(review -> elements.stream()
				.filter(event -> isBoundaryOf(event, review)).flatMap(event -> ModelXml.children(event).stream())
				.anyMatch(definition -> "messageEventDefinition".equals(definition.getLocalName()) && messages.contains(definition.getAttribute("messageRef"))));
		if (!caught) {
			fault(process, "withdrawalMissing", TitleRecordReview.RECORD_WITHDRAWN);
		}
	}

	private static boolean isBoundaryOf(Element event, String task) {
		return event.getLocalName().equals("boundaryEvent") && event.getAttribute("attachedToRef").equals(task);
	}

	private static boolean isTimerAt(Element event, String task) {
		return isBoundaryOf(event, task) && timerOf(event).isPresent();
	}

	private static Optional<Element> timerOf(Element event) {
		return ModelXml.children(event).stream().filter(child -> "timerEventDefinition".equals(child.getLocalName())).findFirst();
	}

	/** @return what stands as the timer's date; empty if it has none */
	private static String date(Element event) {
		return timerOf(event).stream().flatMap(timer -> ModelXml.children(timer).stream())
				.filter(child -> "timeDate".equals(child.getLocalName())).map(ModelXml::ownText).map(String::strip).findFirst().orElse("");
	}

	private void fault(Element element, String key, Object... arguments) {
		faults.add(ModelFault.of(resource, ModelFault.Place.element(ModelXml.idOf(element)), key, arguments));
	}
}
