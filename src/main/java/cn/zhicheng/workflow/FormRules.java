package cn.zhicheng.workflow;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/**
 * What may stand in a form that is deployed. It is shown in the session of a reviewer, so that a program in it would see
 * and decide everything the reviewer can: only plain text and fields are taken, and the one call of our own form script.
 */
final class FormRules {

	private static final int MAX_BYTES = 512 * 1024;
	private static final Set<String> ELEMENTS = Set.of("html", "head", "body", "form", "div", "span", "p", "br", "hr", "h1", "h2", "h3",
			"h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "b", "strong", "em", "i", "u", "small", "table", "thead", "tbody", "tfoot",
			"tr", "th", "td", "caption", "fieldset", "legend", "label", "input", "select", "option", "textarea", "abbr", "section");
	private static final Set<String> ATTRIBUTES = Set.of("id", "class", "name", "role", "title", "lang", "for", "type", "value",
			"placeholder", "required", "readonly", "disabled", "checked", "selected", "multiple", "maxlength", "minlength", "min", "max",
			"step", "rows", "cols", "size", "colspan", "rowspan", "scope", "autocomplete", "cam-variable-name",
			"cam-variable-type", "cam-business-key");
	private static final Pattern OWN_ATTRIBUTE = Pattern.compile("(zc|aria)-[a-z-]+");
	/** Words for people; all other values are names or numbers. The web apps evaluate even names and classes. */
	private static final Set<String> FREE = Set.of("title", "placeholder", "value");
	private static final Pattern NAMES = Pattern.compile("[\\w\\s.-]*");
	private static final Set<String> INPUTS = Set.of("", "text", "number", "date", "datetime", "datetime-local", "checkbox", "radio",
			"tel", "email");
	/** {@code inject(['$scope', 'reviewForm', function ($scope, reviewForm) { reviewForm.attach(camForm, $scope); }]);} */
	private static final Pattern SCRIPT = Pattern.compile("\\s*inject\\(\\[\\s*'\\$scope'\\s*,\\s*'(\\w+Form)'\\s*,\\s*"
			+ "function\\s*\\(\\s*\\$scope\\s*,\\s*\\1\\s*\\)\\s*\\{\\s*\\1\\.attach\\(\\s*camForm\\s*,\\s*\\$scope\\s*\\)\\s*;?\\s*}\\s*]\\s*\\)"
			+ "\\s*;?\\s*");

	/** Browsers and parsers do not agree where a comment or section ends that is not of the plainest kind. */
	private static final Pattern COMMENT = Pattern.compile("<!--[^<>]*-->");
	private static final Pattern OTHER_MARKUP = Pattern.compile("<[!?]|--!?>");

	private final String resource;
	private final List<ModelFault> faults = new ArrayList<>();

	private FormRules(String resource) {
		this.resource = resource;
	}

	/** @return everything that is wrong, in the order of the file */
	static List<ModelFault> faultsOf(String resource, byte[] content) {
		if (content.length > MAX_BYTES) {
			return List.of(ModelFault.of(resource, null, "tooLarge", "0.5"));
		}
		var rules = new FormRules(resource);
		// The fragment is put into a page by the browser; the same parser rules apply as within its body.
		var parser = org.jsoup.parser.Parser.htmlParser().setTrackPosition(true);
		var document = Jsoup.parse(new String(content, StandardCharsets.UTF_8), "", parser);
		document.getAllElements().stream().skip(1).forEach(rules::check);
		if (OTHER_MARKUP.matcher(COMMENT.matcher(new String(content, StandardCharsets.UTF_8)).replaceAll("")).find()) {
			rules.faults.add(ModelFault.of(resource, null, "elementNotAllowed", "<!"));
		}
		return rules.faults;
	}

	private void check(Element element) {
		var name = element.normalName();
		if (name.equals("script")) {
			if (!element.hasAttr("cam-script") || !element.attr("type").equals("text/form-script") || element.attributesSize() != 2
					|| !SCRIPT.matcher(element.data()).matches()) {
				fault(element, "scriptInForm");
			}
			return;
		}
		if (!ELEMENTS.contains(name)) {
			fault(element, "elementNotAllowed", name);
			return;
		}
		for (var attribute : element.attributes()) {
			var key = attribute.getKey().toLowerCase(Locale.ROOT);
			if (!ATTRIBUTES.contains(key) && !OWN_ATTRIBUTE.matcher(key).matches()
					|| key.equals("type") && name.equals("input") && !INPUTS.contains(attribute.getValue().toLowerCase(Locale.ROOT))) {
				fault(element, "attributeNotAllowed", attribute.getKey());
			} else if (isTemplate(attribute.getValue())
					|| !FREE.contains(key) && !key.startsWith("aria-") && !NAMES.matcher(attribute.getValue()).matches()) {
				fault(element, "templateInForm", attribute.getValue());
			}
		}
		if (isTemplate(element.wholeOwnText())) {
			fault(element, "templateInForm", element.wholeOwnText().strip());
		}
	}

	/** The web apps evaluate what stands between these. */
	private static boolean isTemplate(String text) {
		return text.contains("{{") || text.contains("}}") || ModelExpressions.isExpression(text);
	}

	private void fault(Element element, String key, Object... arguments) {
		var range = element.sourceRange();
		faults.add(ModelFault.of(resource, range.isTracked() ? ModelFault.Place.line(range.start().lineNumber()) : null, key, arguments));
	}
}
