package cn.zhicheng.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * What may stand in a decision that is deployed: tables whose columns are what the application asks with, and whose cells are
 * fixed values and conditions, see {@link FeelCells}. Whatever else FEEL can do, and every other language, is refused.
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
			"defaultOutputEntry", "rule", "inputEntry", "outputEntry", "annotation", "annotationEntry", "text",
			"extensionElements", "textAnnotation", "association", "sourceRef", "targetRef");
	private static final Set<String> ATTRIBUTES = Set.of("id", "name", "label", "namespace", "exporter", "exporterVersion", "hitPolicy",
			"aggregation", "preferredOrientation", "outputLabel", "typeRef", "isCollection", "href", "associationDirection", "textFormat",
			"expressionLanguage", "typeLanguage");
	private static final Set<String> EXTENSION_ATTRIBUTES = Set.of("historyTimeToLive", "versionTag", "inputVariable", "diagramRelationId");
	private static final Pattern FEEL = Pattern.compile("(?i)feel|https?://www\\.omg\\.org/spec/.*FEEL.*");
	/** More than an organisation has, in every level and stage of its own. */
	private static final int MOST_ROWS = 2_000;
	private static final int MOST_CHARACTERS = 500;

	private final String resource;
	private final List<ModelFault> faults = new ArrayList<>();

	private DmnRules(String resource) {
		this.resource = resource;
	}

	/** @return everything that is wrong, in the order of the file */
	static List<ModelFault> faultsOf(String resource, Document document) {
		var rules = new DmnRules(resource);
		var elements = ModelXml.elements(document.getDocumentElement());
		if (elements.stream().filter(element -> "rule".equals(element.getLocalName())).count() > MOST_ROWS) {
			return List.of(ModelFault.of(resource, null, "tooManyRows", MOST_ROWS));
		}
		elements.forEach(rules::check);
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
		if (!element.getLocalName().equals("text")) {
			return;
		}
		var text = ModelXml.ownText(element).strip();
		var fits = switch (element.getParentNode().getLocalName()) {
			case "inputEntry", "inputValues", "outputValues" -> text.isEmpty() || FeelCells.areTests(text);
			case "outputEntry", "defaultOutputEntry" -> text.isEmpty() || FeelCells.isLiteral(text);
			case "inputExpression" -> text.isEmpty() || DecisionTables.INPUTS.contains(text);
			// Words for readers.
			default -> true;
		};
		if (text.length() > MOST_CHARACTERS) {
			fault(element, "cellTooLong", MOST_CHARACTERS);
		} else if (!fits && FeelCells.hasComment(text)) {
			fault(element, "commentInDecision", text);
		} else if (!fits) {
			fault(element, keyOf(element.getParentNode().getLocalName()), text, String.join("、", DecisionTables.INPUTS));
		}
	}

	private static String keyOf(String place) {
		return switch (place) {
			case "inputExpression" -> "inputNotAllowed";
			case "outputEntry", "defaultOutputEntry" -> "valueNotAllowed";
			default -> "testNotAllowed";
		};
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
