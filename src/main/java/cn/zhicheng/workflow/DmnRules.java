package cn.zhicheng.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * What may stand in a decision that is deployed: tables and expressions in FEEL, which looks at its inputs and at nothing
 * else. Script languages, the process's expression language and functions of one's own are refused.
 */
final class DmnRules {

	static final Set<String> DMN = Set.of("https://www.omg.org/spec/DMN/20191111/MODEL/",
			"http://www.omg.org/spec/DMN/20180521/MODEL/", "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
			"http://www.omg.org/spec/DMN/20151101/dmn11.xsd", "http://www.omg.org/spec/DMN/20151130");
	private static final String CAMUNDA = "http://camunda.org/schema/1.0/dmn";
	private static final String XMLNS = "http://www.w3.org/2000/xmlns/";
	private static final Set<String> DRAWING = Set.of("https://www.omg.org/spec/DMN/20191111/DMNDI/",
			"http://www.omg.org/spec/DMN/20180521/DMNDI/", "http://www.omg.org/spec/DMN/20180521/DC/",
			"http://www.omg.org/spec/DMN/20180521/DI/", "http://bpmn.io/schema/dmn/biodi/1.0", "http://bpmn.io/schema/dmn/biodi/2.0",
			"http://camunda.org/schema/modeler/1.0");

	private static final Set<String> ELEMENTS = Set.of("definitions", "description", "decision", "question", "allowedAnswers", "variable",
			"informationRequirement", "requiredDecision", "requiredInput", "authorityRequirement", "requiredAuthority", "inputData",
			"knowledgeSource", "type", "decisionTable", "input", "inputExpression", "inputValues", "output", "outputValues",
			"defaultOutputEntry", "rule", "inputEntry", "outputEntry", "annotation", "annotationEntry", "text", "literalExpression",
			"extensionElements", "textAnnotation", "association", "sourceRef", "targetRef");
	private static final Set<String> ATTRIBUTES = Set.of("id", "name", "label", "namespace", "exporter", "exporterVersion", "hitPolicy",
			"aggregation", "preferredOrientation", "outputLabel", "typeRef", "isCollection", "href", "associationDirection", "textFormat",
			"expressionLanguage", "typeLanguage");
	private static final Set<String> EXTENSION_ATTRIBUTES = Set.of("historyTimeToLive", "versionTag", "inputVariable", "diagramRelationId");
	private static final Pattern FEEL = Pattern.compile("(?i)feel|https?://www\\.omg\\.org/spec/.*FEEL.*");
	private static final Pattern OWN_FUNCTION = Pattern.compile("\\bfunction\\s*\\(|\\bexternal\\b");

	private final String resource;
	private final List<ModelFault> faults = new ArrayList<>();

	private DmnRules(String resource) {
		this.resource = resource;
	}

	/** @return everything that is wrong, in the order of the file */
	static List<ModelFault> faultsOf(String resource, Document document) {
		var rules = new DmnRules(resource);
		ModelXml.elements(document.getDocumentElement()).forEach(rules::check);
		return rules.faults;
	}

	private void check(Element element) {
		var namespace = ModelXml.namespace(element);
		if (DRAWING.contains(namespace)) {
			return;
		}
		if (!DMN.contains(namespace) || !ELEMENTS.contains(element.getLocalName())) {
			fault(element, "elementNotAllowed", element.getNodeName());
			return;
		}
		for (var attribute : ModelXml.attributes(element)) {
			var allowed = switch (ModelXml.namespace(attribute)) {
				case "" -> ATTRIBUTES.contains(attribute.getLocalName());
				case CAMUNDA -> EXTENSION_ATTRIBUTES.contains(attribute.getLocalName());
				case XMLNS -> true;
				default -> DRAWING.contains(ModelXml.namespace(attribute));
			};
			if (!allowed) {
				fault(element, "attributeNotAllowed", attribute.getNodeName());
			}
		}
		var language = element.getAttribute("expressionLanguage");
		if (!language.isEmpty() && !FEEL.matcher(language).matches()) {
			fault(element, "languageNotAllowed", language);
		}
		checkText(element);
	}

	private void checkText(Element element) {
		var text = ModelXml.ownText(element).strip();
		if (!element.getLocalName().equals("text") || element.getParentNode().getLocalName().equals("textAnnotation")) {
			return;
		}
		if (ModelExpressions.isExpression(text)) {
			fault(element, "expressionInDecision", text);
		} else if (OWN_FUNCTION.matcher(withoutTexts(text)).find()) {
			fault(element, "functionInDecision", text);
		}
	}

	/** A text in quotation marks may say what it likes. */
	private static String withoutTexts(String feel) {
		return feel.replaceAll("\"(\\\\.|[^\"\\\\])*\"", "\"\"");
	}

	private void fault(Element element, String key, Object... arguments) {
		var row = rowOf(element);
		faults.add(ModelFault.of(resource, row > 0 ? ModelFault.Place.row(row) : ModelFault.Place.element(ModelXml.idOf(element)), key,
				arguments));
	}

	/** @return number of the row of a table in which the element stands, from 1; 0 if it stands in none */
	private static int rowOf(Element element) {
		for (Node node = element; node instanceof Element one; node = node.getParentNode()) {
			if ("rule".equals(one.getLocalName())) {
				var row = 1;
				for (var before = one.getPreviousSibling(); before != null; before = before.getPreviousSibling()) {
					row += "rule".equals(before.getLocalName()) ? 1 : 0;
				}
				return row;
			}
		}
		return 0;
	}
}
