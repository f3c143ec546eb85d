package cn.zhicheng.workflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * What {@code title-record-review} must have whatever a designer changes in it: the elements the application and its
 * statistics find by their ids, and a timer at every step that people wait for, so that no stage is without its date.
 */
final class ReviewProcessRules {

	/** User tasks with their timers. */
	private static final Map<String, String> TIMERS = new LinkedHashMap<>();

	static {
		TIMERS.put(TitleRecordReview.UNIT_REVIEW, TitleRecordReview.UNIT_DEADLINE);
		TIMERS.put(TitleRecordReview.DEPARTMENT_REVIEW, TitleRecordReview.DEPARTMENT_DEADLINE);
		TIMERS.put(TitleRecordReview.REFORM_OFFICE_REVIEW, TitleRecordReview.REFORM_OFFICE_DEADLINE);
		TIMERS.put(TitleRecordReview.AMENDMENT, TitleRecordReview.AMENDMENT_DEADLINE);
	}

	private static final String DATE = "${" + TitleRecordReview.DEADLINE.name() + "}";

	private final String resource;
	private final Element process;
	private final List<Element> elements;
	private final List<ModelFault> faults = new ArrayList<>();

	private ReviewProcessRules(String resource, Element process, Document document) {
		this.resource = resource;
		this.process = process;
		this.elements = ModelXml.elements(document.getDocumentElement()).stream()
				.filter(element -> BpmnRules.BPMN.equals(ModelXml.namespace(element))).toList();
	}

	/** @return everything that is missing; nothing if the file has another process */
	static List<ModelFault> faultsOf(String resource, Document document) {
		var process = ModelXml.children(document.getDocumentElement()).stream()
				.filter(element -> "process".equals(element.getLocalName()) && element.getAttribute("id").equals(TitleRecordReview.KEY)).findFirst();
		if (process.isEmpty()) {
			return List.of();
		}
		var rules = new ReviewProcessRules(resource, process.get(), document);
		rules.check();
		return rules.faults;
	}

	private void check() {
		TIMERS.forEach(this::checkFixed);
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
		checkWithdrawal();
	}

	private void checkFixed(String task, String timer) {
		var found = byId(task).filter(element -> element.getLocalName().equals("userTask"));
		if (found.isEmpty()) {
			fault(process, "fixedTaskMissing", task);
		} else if (byId(timer).filter(event -> isTimerAt(event, task)).isEmpty()) {
			fault(found.get(), "fixedTimerMissing", timer);
		}
	}

	private void checkTimed(Element task, boolean interrupting, String key) {
		var timed = elements.stream().anyMatch(event -> isTimerAt(event, task.getAttribute("id"))
				&& !event.getAttribute("cancelActivity").equals("false") == interrupting && date(event).equals(DATE));
		if (!timed) {
			fault(task, key, DATE);
		}
	}

	private void checkWithdrawal() {
		var messages = elements.stream().filter(element -> element.getLocalName().equals("message")
				&& element.getAttribute("name").equals(TitleRecordReview.RECORD_WITHDRAWN)).map(element -> element.getAttribute("id")).toList();
		var caught = elements.stream().anyMatch(event -> isBoundaryOf(event, TitleRecordReview.UNIT_REVIEW)
				&& ModelXml.children(event).stream().anyMatch(definition -> "messageEventDefinition".equals(definition.getLocalName())
						&& messages.contains(definition.getAttribute("messageRef"))));
		if (!caught) {
			fault(byId(TitleRecordReview.UNIT_REVIEW).orElse(process), "withdrawalMissing", TitleRecordReview.RECORD_WITHDRAWN);
		}
	}

	private Optional<Element> byId(String id) {
		return elements.stream().filter(element -> element.getAttribute("id").equals(id)).findFirst();
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
