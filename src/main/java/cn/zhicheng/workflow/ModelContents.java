package cn.zhicheng.workflow;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.w3c.dom.Element;

/**
 * What a file of a deployment defines and what it names.
 *
 * @param processes ids of the processes in it
 * @param decisions ids of the decisions in it
 * @param forms resource names of the forms that come with the deployment, e.g. {@code forms/unit-review.html}
 * @param calls ids of the processes that those in it call
 */
record ModelContents(List<String> processes, List<String> decisions, Set<String> forms, Set<String> calls) {

	private static final ModelContents NOTHING = new ModelContents(List.of(), List.of(), Set.of(), Set.of());
	private static final String FORM = "embedded:deployment:";

	/** @return what is in the file; nothing if it is no model or cannot be read, which is found elsewhere */
	static ModelContents of(String name, byte[] content) {
		if (!isProcess(name) && !isDecision(name)) {
			return NOTHING;
		}
		try {
			var elements = ModelXml.elements(ModelXml.read(name, content).getDocumentElement());
			var forms = new LinkedHashSet<String>();
			elements.forEach(element -> formOf(element).ifPresent(forms::add));
			return isProcess(name) ? new ModelContents(ids(elements, BpmnRules.BPMN::equals, "process"), List.of(), forms, calls(elements))
					: new ModelContents(List.of(), ids(elements, DmnRules.DMN::contains, "decision"), Set.of(), Set.of());
		} catch (ModelXml.UnreadableException e) {
			return NOTHING;
		}
	}

	/** @return whether it defines nothing: it is no model, or can not be read */
	boolean isEmpty() {
		return processes.isEmpty() && decisions.isEmpty();
	}

	static boolean isProcess(String name) {
		return name.endsWith(".bpmn");
	}

	static boolean isDecision(String name) {
		return name.endsWith(".dmn");
	}

	static boolean isForm(String name) {
		return name.endsWith(".html");
	}

	/** @return the name without its folders */
	static String fileName(String name) {
		return name.substring(name.lastIndexOf('/') + 1);
	}

	/** @return resource name of the form an element asks to be shown, if it is one of the deployment */
	static Optional<String> formOf(Element element) {
		var key = element.getAttributeNS(BpmnRules.CAMUNDA, "formKey");
		return key.startsWith(FORM) ? Optional.of(key.substring(FORM.length())) : Optional.empty();
	}

	private static Set<String> calls(List<Element> elements) {
		return elements.stream().filter(element -> BpmnRules.BPMN.equals(ModelXml.namespace(element)) && element.getLocalName().equals("callActivity"))
				.map(element -> element.getAttribute("calledElement")).collect(Collectors.toSet());
	}

	private static List<String> ids(List<Element> elements, Predicate<String> namespace, String name) {
		return elements.stream().filter(element -> namespace.test(ModelXml.namespace(element)) && element.getLocalName().equals(name))
				.map(element -> element.getAttribute("id")).toList();
	}
}
