package cn.zhicheng.workflow;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * What may stand in a process that is deployed: the elements and attributes named here and no others, so that a way to run
 * code that nobody thought of (script, class, mail, shell, connector, ...) is closed as well. Expressions are looked for in
 * every text, since the engine evaluates them in places where nobody expects them, names and documentation included.
 */
final class BpmnRules {

	static final String BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";
	static final String CAMUNDA = "http://camunda.org/schema/1.0/bpmn";
	private static final String XML_SCHEMA = "http://www.w3.org/2001/XMLSchema-instance";
	private static final String XMLNS = "http://www.w3.org/2000/xmlns/";

	/** Where and how a model is drawn, and by which tool: the engine reads nothing of it but coordinates. */
	private static final Set<String> DRAWING = Set.of("http://www.omg.org/spec/BPMN/20100524/DI", "http://www.omg.org/spec/DD/20100524/DC",
			"http://www.omg.org/spec/DD/20100524/DI", "http://camunda.org/schema/modeler/1.0",
			"http://bpmn.io/schema/bpmn/biocolor/1.0", "http://www.omg.org/spec/BPMN/non-normative/color/1.0");

	private static final Set<String> ELEMENTS = Set.of("definitions", "process", "documentation", "extensionElements", "incoming",
			"outgoing", "startEvent", "endEvent", "intermediateThrowEvent", "intermediateCatchEvent", "boundaryEvent", "sequenceFlow",
			"conditionExpression", "exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "task", "manualTask",
			"userTask", "serviceTask", "sendTask", "receiveTask", "businessRuleTask", "subProcess", "transaction", "callActivity",
			"multiInstanceLoopCharacteristics", "loopCardinality", "completionCondition", "timerEventDefinition", "timeDate",
			"timeDuration", "timeCycle", "messageEventDefinition", "errorEventDefinition",
			"escalationEventDefinition", "compensateEventDefinition",
			"cancelEventDefinition", "terminateEventDefinition", "linkEventDefinition", "source", "target", "message", "error",
			"escalation", "collaboration", "participant", "messageFlow", "laneSet", "lane", "childLaneSet", "flowNodeRef", "textAnnotation",
			"text", "association", "group", "category", "categoryValue", "dataObject", "dataObjectReference", "dataStore",
			"dataStoreReference", "dataInputAssociation", "dataOutputAssociation", "sourceRef", "targetRef", "property", "itemDefinition");

	private static final Set<String> ATTRIBUTES = Set.of("id", "name", "isExecutable", "targetNamespace", "exporter", "exporterVersion",
			"processType", "isClosed", "sourceRef", "targetRef", "default", "gatewayDirection", "attachedToRef", "cancelActivity",
			"parallelMultiple", "isInterrupting", "triggeredByEvent", "isForCompensation", "instantiate", "eventGatewayType",
			"calledElement", "isSequential", "messageRef", "errorRef", "escalationRef", "activityRef", "waitForCompletion",
			"errorCode", "escalationCode", "processRef", "categoryValueRef", "associationDirection", "dataObjectRef", "dataStoreRef",
			"isCollection", "itemSubjectRef", "structureRef", "textFormat", "startQuantity", "completionQuantity", "isImmediate",
			"isUnlimited", "method", "itemKind");

	/** What other tools than Modeler write out though it is the default, and the engine does not read. */
	private static final Map<String, Set<String>> DEFAULTS = Map.of("implementation", Set.of("##WebService", "##unspecified"),
			"expressionLanguage", Set.of("http://www.w3.org/1999/XPath"), "typeLanguage", Set.of("http://www.w3.org/2001/XMLSchema"));

	/** Elements of Camunda with their attributes; all of these may have expressions in text and attributes unless said below. */
	private static final Map<String, Set<String>> EXTENSIONS = Map.ofEntries(
			Map.entry("executionListener", Set.of("id", "event", "delegateExpression")),
			Map.entry("taskListener", Set.of("id", "event", "delegateExpression")),
			Map.entry("failedJobRetryTimeCycle", Set.of()),
			Map.entry("properties", Set.of()),
			Map.entry("property", Set.of("id", "name", "value")),
			Map.entry("inputOutput", Set.of()),
			Map.entry("inputParameter", Set.of("name")),
			Map.entry("outputParameter", Set.of("name")),
			Map.entry("in", Set.of("source", "sourceExpression", "target", "variables", "local")),
			Map.entry("out", Set.of("source", "sourceExpression", "target", "variables", "local")));

	/** Where the engine looks for what does not stand directly in the extensions of an element. */
	private static final Map<String, String> AROUND = Map.of("property", "properties", "inputParameter", "inputOutput", "outputParameter", "inputOutput");

	/** Read in more ways than one where anything else is written. */
	private static final Set<String> FLAGS = Set.of("cancelActivity", "isInterrupting", "triggeredByEvent", "isForCompensation", "isSequential", "isExecutable");

	private static final Set<String> EXTENSION_ATTRIBUTES = Set.of("versionTag", "historyTimeToLive", "isStartableInTasklist",
			"candidateStarterGroups", "candidateStarterUsers", "asyncBefore", "asyncAfter", "exclusive", "jobPriority", "taskPriority",
			"assignee", "candidateGroups", "candidateUsers", "dueDate", "followUpDate", "priority", "formKey", "delegateExpression",
			"initiator", "decisionRef", "decisionRefBinding", "decisionRefVersion", "decisionRefVersionTag", "mapDecisionResult",
			"resultVariable", "collection", "elementVariable",
			"errorCodeVariable", "errorMessageVariable", "escalationCodeVariable", "diagramRelationId",
			"modelerTemplate", "modelerTemplateVersion", "modelerTemplateIcon");

	private static final Pattern FORM = Pattern.compile("embedded:deployment:forms/[A-Za-z0-9-]+\\.html");
	/** What the engine itself offers to the completion condition of several tasks at once. */
	private static final Set<String> COUNTERS = Set.of("nrOfInstances", "nrOfActiveInstances", "nrOfCompletedInstances", "loopCounter");
	/** Attributes that name a variable which the engine then writes. */
	private static final List<String> WRITTEN = List.of("resultVariable", "elementVariable", "initiator", "errorCodeVariable",
			"errorMessageVariable", "escalationCodeVariable");
	/** Whose own variables a user task sees. */
	private static final Set<String> SEEN_BY_TASKS = Set.of("userTask", "subProcess", "transaction", "process");
	private static final String RECORD = TitleRecordReview.RECORD_ID.name();
	/** Names under which the engine offers itself. */
	private static final Set<String> RESERVED = Set.of("execution", "task", "caseExecution", "externalTask", "authenticatedUserId");

	private final String resource;
	private final List<Element> elements;
	private final ModelExpressions expressions;
	private final Map<String, Class<?>> beans;
	private final Set<String> own;
	private final List<ModelFault> faults = new ArrayList<>();

	private BpmnRules(String resource, Document document, Map<String, Class<?>> beans, List<ProcessVariables> declared) {
		this.resource = resource;
		this.elements = ModelXml.elements(document.getDocumentElement());
		this.beans = beans;
		this.own = declared(declared);
		this.expressions = new ModelExpressions(beans, variables());
	}

	/**
	 * @param beans that may be named as delegates, with their types
	 * @param declared variables of the processes the code knows
	 * @return everything that is wrong, in the order of the file
	 */
	static List<ModelFault> faultsOf(String resource, Document document, Map<String, Class<?>> beans, List<ProcessVariables> declared) {
		var rules = new BpmnRules(resource, document, beans, declared);
		rules.elements.forEach(rules::check);
		return rules.faults;
	}

	private Set<String> declared(List<ProcessVariables> declared) {
		var processes = elements.stream().filter(element -> is(element, BPMN, "process")).map(element -> element.getAttribute("id")).toList();
		var own = declared.stream().filter(one -> processes.contains(one.process())).toList();
		return (own.size() == processes.size() ? own : declared).stream().flatMap(one -> one.names().stream()).collect(Collectors.toSet());
	}

	private Set<String> variables() {
		var names = new HashSet<>(COUNTERS);
		names.addAll(own);
		for (var element : elements) {
			for (var attribute : List.of("resultVariable", "elementVariable", "initiator")) {
				names.add(element.getAttributeNS(CAMUNDA, attribute));
			}
			if (CAMUNDA.equals(ModelXml.namespace(element))) {
				switch (element.getLocalName()) {
					case "inputParameter", "outputParameter" -> names.add(element.getAttribute("name"));
					case "in", "out" -> names.add(element.getAttribute("target"));
					default -> {
						// Declares no variable.
					}
				}
			}
		}
		names.removeAll(RESERVED);
		return names;
	}

	private void check(Element element) {
		checkWritten(element);
		var namespace = ModelXml.namespace(element);
		if (DRAWING.contains(namespace) && isDrawn(element)) {
			checkExpressions(element, false);
		} else if (namespace.equals(BPMN) && ELEMENTS.contains(element.getLocalName())) {
			checkAttributes(element);
			checkExpressions(element, true);
		} else if (namespace.equals(CAMUNDA) && EXTENSIONS.containsKey(element.getLocalName())) {
			checkExtension(element);
			checkExpressions(element, true);
		} else {
			fault(element, "elementNotAllowed", element.getNodeName());
		}
	}

	/** Elsewhere the engine would read it by its name, whatever its namespace. */
	private static boolean isDrawn(Element element) {
		return element.getLocalName().equals("BPMNDiagram") || element.getParentNode() instanceof Element around && isDrawn(around);
	}

	private void checkAttributes(Element element) {
		for (var attribute : ModelXml.attributes(element)) {
			var name = attribute.getLocalName();
			var allowed = switch (ModelXml.namespace(attribute)) {
				case "" -> ATTRIBUTES.contains(name) || DEFAULTS.getOrDefault(name, Set.of()).contains(attribute.getValue());
				case CAMUNDA -> EXTENSION_ATTRIBUTES.contains(name);
				case XML_SCHEMA -> name.equals("type") || name.equals("schemaLocation");
				case XMLNS -> true;
				default -> DRAWING.contains(ModelXml.namespace(attribute));
			};
			if (!allowed) {
				fault(element, "attributeNotAllowed", attribute.getNodeName());
			} else if (FLAGS.contains(name) && !Set.of("true", "false").contains(attribute.getValue())) {
				fault(element, "flag", attribute.getNodeName(), attribute.getValue());
			}
		}
		var form = element.getAttributeNodeNS(CAMUNDA, "formKey");
		if (form != null && !FORM.matcher(form.getValue()).matches()) {
			fault(element, "formKey", form.getValue());
		}
		if (Set.of("serviceTask", "sendTask").contains(element.getLocalName()) && !element.hasAttributeNS(CAMUNDA, "delegateExpression")) {
			fault(element, "noDelegate");
		}
	}

	private void checkExtension(Element element) {
		var allowed = EXTENSIONS.get(element.getLocalName());
		for (var attribute : ModelXml.attributes(element)) {
			if (!(ModelXml.namespace(attribute).isEmpty() && allowed.contains(attribute.getLocalName())) && !ModelXml.namespace(attribute).equals(XMLNS)) {
				fault(element, "attributeNotAllowed", attribute.getNodeName());
			}
		}
		var around = element.getParentNode().getLocalName();
		if (!around.equals(AROUND.getOrDefault(element.getLocalName(), "extensionElements"))) {
			fault(element, "elementNotAllowed", element.getNodeName());
		}
		switch (element.getLocalName()) {
			case "executionListener", "taskListener" -> checkListener(element);
			case "in", "out" -> {
				if (element.getAttribute("source").equals(RECORD) && !element.getAttribute("target").equals(RECORD)) {
					fault(element, "singlesOut", RECORD);
				}
			}
			default -> {
				// Has nothing but texts.
			}
		}
	}

	private void checkListener(Element listener) {
		// The engine reads the one without a namespace, whatever stands in the other.
		var expression = listener.getAttribute("delegateExpression");
		if (expression.isEmpty()) {
			fault(listener, "noDelegate");
			return;
		}
		ModelExpressions.beanIn(expression).map(beans::get).map(type -> type.getAnnotation(OnTaskEvent.class))
				.filter(moment -> !moment.value().equals(listener.getAttribute("event")))
				.ifPresent(moment -> fault(listener, "otherMoment", expression, moment.value()));
	}

	/** What the application tells a process of a record or an organisation, no model writes. */
	private void checkWritten(Element element) {
		for (var attribute : WRITTEN) {
			checkWritten(element, element.getAttributeNS(CAMUNDA, attribute));
		}
		if (!CAMUNDA.equals(ModelXml.namespace(element))) {
			return;
		}
		switch (element.getLocalName()) {
			case "inputParameter" -> checkGiven(element, element.getAttribute("name"));
			case "outputParameter" -> checkWritten(element, element.getAttribute("name"));
			case "out" -> checkReturned(element);
			default -> {
				// Writes nothing.
			}
		}
	}

	private void checkReturned(Element element) {
		checkWritten(element, element.getAttribute("target"));
		if (element.hasAttribute("variables")) {
			fault(element, "variableWritten", element.getAttribute("variables"));
		}
	}

	/** A task is completed with what the application knows, and with nothing else: one that sees another variable could not be. */
	private void checkWritten(Element element, String variable) {
		if (own.contains(variable)) {
			fault(element, "variableWritten", variable);
		} else if (!variable.isEmpty()) {
			fault(element, "variableForeign", variable);
		}
	}

	/** What only a step of the application itself sees is nobody's to complete. */
	private void checkGiven(Element parameter, String variable) {
		var step = parameter.getParentNode().getParentNode().getParentNode();
		if (own.contains(variable) || step instanceof Element element && SEEN_BY_TASKS.contains(element.getLocalName())) {
			checkWritten(parameter, variable);
		}
	}

	private void checkExpressions(Element element, boolean isModel) {
		for (var attribute : ModelXml.attributes(element)) {
			if (isModel && attribute.getLocalName().equals("delegateExpression")) {
				expressions.objectionToDelegate(attribute.getValue(), kindOfDelegate(element))
						.ifPresentOrElse(objection -> fault(element, objection.key(), objection.argument()), () -> checkOwner(element, attribute.getValue()));
			} else {
				checkText(element, attribute.getValue(), isShown(attribute));
			}
		}
		checkText(element, ModelXml.ownText(element), element.getLocalName().equals("documentation"));
	}

	/** A step of another process would act on a record of the same number. */
	private void checkOwner(Element element, String expression) {
		var owner = ModelExpressions.beanIn(expression).map(beans::get).map(type -> type.getAnnotation(StepOf.class)).map(StepOf::value);
		if (owner.isPresent() && !isWithin(element, owner.get())) {
			fault(element, "stepOfOther", expression, owner.get());
		}
	}

	private static boolean isWithin(Element element, String process) {
		return is(element, BPMN, "process") ? element.getAttribute("id").equals(process)
				: element.getParentNode() instanceof Element around && isWithin(around, process);
	}

	private void checkText(Element element, String text, boolean isShown) {
		var objection = expressions.objectionTo(text);
		objection.ifPresent(one -> fault(element, one.key(), one.argument()));
		if (objection.isEmpty() && !isShown && ModelExpressions.names(text, RECORD)) {
			fault(element, "singlesOut", text.strip());
		}
	}

	/** Names and documentation are for readers; whatever else an expression gives may lead one record another way than all others. */
	private static boolean isShown(Attr attribute) {
		return attribute.getLocalName().equals("name") && BPMN.equals(ModelXml.namespace(attribute.getOwnerElement()));
	}

	private static Class<?> kindOfDelegate(Element element) {
		return switch (element.getLocalName()) {
			case "executionListener" -> ExecutionListener.class;
			case "taskListener" -> TaskListener.class;
			default -> JavaDelegate.class;
		};
	}

	private static boolean is(Element element, String namespace, String name) {
		return ModelXml.namespace(element).equals(namespace) && element.getLocalName().equals(name);
	}

	private void fault(Element element, String key, Object... arguments) {
		faults.add(ModelFault.of(resource, ModelFault.Place.element(ModelXml.idOf(element)), key, arguments));
	}
}
