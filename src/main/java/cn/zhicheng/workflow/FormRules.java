package cn.zhicheng.workflow;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.CDataNode;
import org.jsoup.nodes.Comment;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.DocumentType;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.XmlDeclaration;
import org.jsoup.parser.Parser;
import org.jsoup.select.NodeFilter;

/**
 * What may stand in a form. It is shown in the session of a reviewer, so that a program in it would see and decide everything
 * the reviewer can: only plain text and fields are taken, and the one call of our own form script.
 *
 * <p>Parsers do not read the same file alike: one drops what another runs. A form is looked at as HTML and as nothing but tags,
 * and what is kept and shown is not the file but what is written here from what was understood of it ({@link #written}).
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

	/** What has words only, besides the choices of a list. */
	private static final Set<String> WORDS_ONLY = Set.of("option", "textarea");
	/** Instead of a form that is no text at all. */
	static final String UNREADABLE = "<p>此表单无法显示，请联系流程设计人员</p>\n";

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
		var text = text(content);
		if (text.isEmpty()) {
			return List.of(ModelFault.of(resource, null, "notUtf8"));
		}
		var rules = new FormRules(resource);
		rules.checkAll(parse(text.get(), Parser.htmlParser()));
		// What one parser drops, as an image in a list of choices, is looked at too.
		rules.checkAll(parse(text.get(), Parser.xmlParser()));
		if (OTHER_MARKUP.matcher(COMMENT.matcher(text.get()).replaceAll("")).find()) {
			rules.faults.add(ModelFault.of(resource, null, "elementNotAllowed", "<!"));
		}
		return rules.faults.stream().distinct().toList();
	}

	/**
	 * A form as it is kept and shown: written anew from what is allowed of it, everything else left out. What was written so
	 * is written the same again.
	 *
	 * @param content of a form, which may have been deployed before these rules
	 */
	static byte[] written(byte[] content) {
		return text(content).filter(text -> content.length <= MAX_BYTES).map(FormRules::written).orElse(UNREADABLE).getBytes(StandardCharsets.UTF_8);
	}

	private static String written(String text) {
		var document = Jsoup.parseBodyFragment(text);
		document.outputSettings().prettyPrint(false).charset(StandardCharsets.UTF_8);
		// A text that begins with a line break loses it when it is read again.
		document.select("textarea").forEach(area -> area.text(area.wholeText()));
		var body = document.body();
		body.children().forEach(FormRules::clean);
		NodeFilter plain = (node, depth) -> node instanceof Comment comment && !COMMENT.matcher(comment.outerHtml()).matches()
				|| node instanceof XmlDeclaration || node instanceof CDataNode || node instanceof DocumentType ? NodeFilter.FilterResult.REMOVE : NodeFilter.FilterResult.CONTINUE;
		body.filter(plain);
		// Last, for what is taken out between two texts joins them; the web apps read them as one over comments, too.
		body.getAllElements().stream().filter(element -> !element.normalName().equals("script") && isTemplate(element.wholeOwnText()))
				.forEach(element -> element.textNodes().forEach(words -> words.text("")));
		return body.html();
	}

	private static void clean(Element element) {
		if (objection(element).isPresent()) {
			element.remove();
			return;
		}
		element.attributes().asList().stream().filter(attribute -> objection(element, attribute).isPresent()).map(Attribute::getKey).toList()
				.forEach(element::removeAttr);
		List.copyOf(element.children()).forEach(FormRules::clean);
	}

	/** @return the file as text, if it is one in UTF-8: of another encoding browser and check would make something different */
	private static Optional<String> text(byte[] content) {
		try {
			var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
			var withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
			return Optional.of(withoutMark).filter(plain -> plain.chars().noneMatch(FormRules::isNoText));
		} catch (CharacterCodingException e) {
			return Optional.empty();
		}
	}

	private static boolean isNoText(int character) {
		return Character.isISOControl(character) && character != '\n' && character != '\r' && character != '\t' || character == '\uFEFF';
	}

	/** The fragment is put into a page by the browser; the same parser rules apply as within its body. */
	private static Document parse(String text, Parser parser) {
		return Jsoup.parse(text, "", parser.setTrackPosition(true));
	}

	private void checkAll(Document document) {
		document.getAllElements().stream().skip(1).forEach(this::check);
	}

	private void check(Element element) {
		var objection = objection(element);
		objection.ifPresent(one -> fault(element, one.key(), one.arguments()));
		if (objection.isPresent() || element.normalName().equals("script")) {
			return;
		}
		element.attributes().forEach(attribute -> objection(element, attribute).ifPresent(one -> fault(element, one.key(), one.arguments())));
		if (isTemplate(element.wholeOwnText())) {
			fault(element, "templateInForm", element.wholeOwnText().strip());
		}
	}

	private record Objection(String key, Object... arguments) {
	}

	private static Optional<Objection> objection(Element element) {
		var name = element.normalName();
		if (name.equals("script")) {
			var ours = element.hasAttr("cam-script") && element.attr("type").equals("text/form-script") && element.attributesSize() == 2
					&& SCRIPT.matcher(element.data().isEmpty() ? element.wholeText() : element.data()).matches();
			return ours ? Optional.empty() : Optional.of(new Objection("scriptInForm"));
		}
		var around = element.parent() == null ? "" : element.parent().normalName();
		var misplaced = WORDS_ONLY.contains(around) || around.equals("select") && !name.equals("option");
		// A choice that is not closed has the next one within it for whoever sees tags only.
		var choices = around.equals("option") && name.equals("option");
		return ELEMENTS.contains(name) && (!misplaced || choices) ? Optional.empty() : Optional.of(new Objection("elementNotAllowed", name));
	}

	private static Optional<Objection> objection(Element element, Attribute attribute) {
		var key = attribute.getKey().toLowerCase(Locale.ROOT);
		var value = attribute.getValue();
		if (element.normalName().equals("script")) {
			return Optional.empty();
		}
		if (!ATTRIBUTES.contains(key) && !OWN_ATTRIBUTE.matcher(key).matches()
				|| key.equals("type") && element.normalName().equals("input") && !INPUTS.contains(value.toLowerCase(Locale.ROOT))) {
			return Optional.of(new Objection("attributeNotAllowed", attribute.getKey()));
		}
		var words = FREE.contains(key) || key.startsWith("aria-");
		return isTemplate(value) || !words && !NAMES.matcher(value).matches() ? Optional.of(new Objection("templateInForm", value)) : Optional.empty();
	}

	/** The web apps evaluate what stands between these. */
	static boolean isTemplate(String text) {
		return text.contains("{{") || text.contains("}}") || ModelExpressions.isExpression(text);
	}

	private void fault(Element element, String key, Object... arguments) {
		var range = element.sourceRange();
		faults.add(ModelFault.of(resource, range.isTracked() ? ModelFault.Place.line(range.start().lineNumber()) : null, key, arguments));
	}
}
