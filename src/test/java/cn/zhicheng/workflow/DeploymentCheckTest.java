package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.support.ResourceBundleMessageSource;

/** What may stand in a model or form that is deployed, and how it is said what may not. */
class DeploymentCheckTest {

	private static final Set<String> SENSE = Set.of("noStart", "unreachable", "deadEnd", "flowLeadsNowhere", "noDecision", "unknownForm",
			"unknownCalledProcess", "unknownDecision", "fixedTaskMissing", "stageWithoutTimer", "withdrawalMissing", "formUnused",
			"unknownDecisionId", "stepMissing", "publishedNotAtTheTop", "routedUndecided", "reviewMissing", "fixedEndMissing");

	private final DeploymentCheck check = newCheck();

	@Test
	void the_models_and_forms_of_the_project_are_taken_as_they_are() throws IOException {
		var files = new LinkedHashMap<String, byte[]>();
		for (var folder : List.of("processes", "forms")) {
			try (Stream<Path> paths = Files.list(Path.of(folder))) {
				for (var path : paths.filter(Files::isRegularFile).toList()) {
					files.put(folder + "/" + path.getFileName(), Files.readAllBytes(path));
				}
			}
		}
		assertThat(check.faultsOf(files, false)).filteredOn(fault -> !fault.key().equals("unknownBean")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = {
			"${execution.processEngineServices.runtimeService}", "${''.getClass()}", "${stage.length()}", "${stage.class}", "${stage['class']}",
			"#{execution}", "${task}", "${authenticatedUserId}", "${routeRecord}", "${dataSource}", "${now()}", "${currentUser()}",
			"${stage == 'unit' ? execution : stage}", "前 ${stage} 后 ${organisation.bytes}", "${T(java.lang.Runtime)}", "${", "${stage} ${",
			"${!empty execution}", "${-(stage.length())}" })
	void an_expression_only_compares_variables(String expression) {
		assertThat(faultsIn(condition(expression))).as(expression).singleElement()
				.satisfies(fault -> assertThat(fault.place()).isEqualTo(ModelFault.Place.element("toEnd")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "${stage == 'unit'}", "${organisation != null && !(deadline == null)}", "${stage == 'a' ? 1 : 2}", "${true}",
			"${ stage }", "价格 $5 {甲}", "${stage eq 'getClass()'}" })
	void an_expression_that_compares_variables_is_taken(String expression) {
		assertThat(faultsIn(condition(expression))).as(expression).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = {
			"<bpmn:scriptTask id='bad' scriptFormat='groovy'><bpmn:script>1</bpmn:script></bpmn:scriptTask>",
			"<bpmn:serviceTask id='bad' camunda:class='java.lang.Runtime'/>",
			"<bpmn:serviceTask id='bad' camunda:expression='${stage}'/>",
			"<bpmn:serviceTask id='bad' camunda:type='external' camunda:topic='x'/>",
			"<bpmn:serviceTask id='bad' camunda:type='shell'/>",
			"<bpmn:serviceTask id='bad' activiti:class='java.lang.Runtime' xmlns:activiti='http://activiti.org/bpmn'/>",
			"<bpmn:sendTask id='bad' camunda:type='mail'/>",
			"<bpmn:serviceTask id='bad'/>",
			"<bpmn:serviceTask id='bad' camunda:delegateExpression='${dataSource}'/>",
			"<bpmn:serviceTask id='bad' camunda:delegateExpression='${routeRecord.getClass()}'/>",
			"<bpmn:serviceTask id='bad' camunda:delegateExpression='${applyDeadline}'/>",
			"<bpmn:serviceTask id='bad' camunda:delegateExpression='${routeRecord}'><bpmn:extensionElements><camunda:field name='desk' stringValue='x'/></bpmn:extensionElements></bpmn:serviceTask>",
			"<bpmn:serviceTask id='bad' camunda:delegateExpression='${routeRecord}'><bpmn:extensionElements><camunda:connector><camunda:connectorId>http-connector</camunda:connectorId></camunda:connector></bpmn:extensionElements></bpmn:serviceTask>",
			"<bpmn:userTask id='bad' name='${execution.id}'/>",
			"<bpmn:userTask id='bad' camunda:assignee='${execution.id}'/>",
			"<bpmn:userTask id='bad' camunda:dueDate='${dateTime()}'/>",
			"<bpmn:userTask id='bad'><bpmn:documentation>#{execution.id}</bpmn:documentation></bpmn:userTask>",
			"<bpmn:userTask id='bad' camunda:formKey='embedded:app:forms/x.html'/>",
			"<bpmn:userTask id='bad' camunda:formKey='embedded:deployment:../x.html'/>",
			"<bpmn:userTask id='bad' camunda:formKey='https://example.org/x.html'/>",
			"<bpmn:userTask id='bad' camunda:formKey='${stage}'/>",
			"<bpmn:userTask id='bad' camunda:formRef='x'/>",
			"<bpmn:userTask id='bad'><bpmn:extensionElements><camunda:formData><camunda:formField id='a' type='string' label=\"{{constructor.constructor('x')()}}\"/></camunda:formData></bpmn:extensionElements></bpmn:userTask>",
			"<bpmn:userTask id='bad'><bpmn:extensionElements><camunda:formData><camunda:formField id='a' type='string' label='&lt;img src=x&gt;'/></camunda:formData></bpmn:extensionElements></bpmn:userTask>",
			"<bpmn:userTask id='bad'><bpmn:extensionElements><camunda:formData><camunda:formField id='a' type='enum'><camunda:value id='a' name='{{1}}'/></camunda:formField></camunda:formData></bpmn:extensionElements></bpmn:userTask>",
			"<bpmn:userTask id='bad' camunda:formHandlerClass='x.Y'/>",
			"<bpmn:userTask id='bad'><bpmn:extensionElements><camunda:taskListener event='create' class='x.Y'/></bpmn:extensionElements></bpmn:userTask>",
			"<bpmn:userTask id='bad'><bpmn:extensionElements><camunda:taskListener event='create' expression='${stage}'/></bpmn:extensionElements></bpmn:userTask>",
			"<bpmn:userTask id='bad'><bpmn:extensionElements><camunda:taskListener event='create' delegateExpression='${routeRecord}'/></bpmn:extensionElements></bpmn:userTask>",
			"<bpmn:userTask id='bad'><bpmn:extensionElements><camunda:formData><camunda:formField id='a' type='string' defaultValue='${execution}'/></camunda:formData></bpmn:extensionElements></bpmn:userTask>",
			"<bpmn:userTask id='bad'><bpmn:extensionElements><camunda:formData><camunda:formField id='a' type='string'><camunda:validation><camunda:constraint name='validator' config='x.Y'/></camunda:validation></camunda:formField></camunda:formData></bpmn:extensionElements></bpmn:userTask>",
			"<bpmn:userTask id='bad'><bpmn:extensionElements><camunda:inputOutput><camunda:inputParameter name='a'>${execution.id}</camunda:inputParameter></camunda:inputOutput></bpmn:extensionElements></bpmn:userTask>",
			"<bpmn:userTask id='bad'><bpmn:extensionElements><camunda:inputOutput><camunda:inputParameter name='a'><camunda:script scriptFormat='x' resource='classpath://x'/></camunda:inputParameter></camunda:inputOutput></bpmn:extensionElements></bpmn:userTask>",
			"<bpmn:userTask id='bad'><bpmn:multiInstanceLoopCharacteristics camunda:collection='${execution.x}'/></bpmn:userTask>",
			"<bpmn:userTask id='bad'><bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>${execution.x}</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>",
			"<bpmn:callActivity id='bad' calledElement='${execution.x}'/>",
			"<bpmn:callActivity id='bad' calledElement='x' camunda:variableMappingClass='x.Y'/>",
			"<bpmn:callActivity id='bad' calledElement='x'><bpmn:extensionElements><camunda:in sourceExpression='${execution.x}' target='a'/></bpmn:extensionElements></bpmn:callActivity>",
			"<bpmn:businessRuleTask id='bad' camunda:decisionRef='${execution.x}'/>",
			"<bpmn:intermediateCatchEvent id='bad'><bpmn:timerEventDefinition><bpmn:timeDuration>${execution.x}</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>",
			"<bpmn:intermediateThrowEvent id='bad'><bpmn:signalEventDefinition signalRef='s'><bpmn:extensionElements><camunda:in source='a' target='b' sourceExpression='${task.x}'/></bpmn:extensionElements></bpmn:signalEventDefinition></bpmn:intermediateThrowEvent>",
			"<bpmn:startEvent id='bad'><bpmn:conditionalEventDefinition><bpmn:condition language='groovy'>1</bpmn:condition></bpmn:conditionalEventDefinition></bpmn:startEvent>",
			"<bpmn:adHocSubProcess id='bad'/>",
			"<other:task id='bad' xmlns:other='http://example.org'/>" })
	void whatever_would_run_something_else_than_our_steps_is_refused(String element) {
		assertThat(faultsIn(process(element))).isNotEmpty().allSatisfy(fault -> assertThat(fault.place().value()).isIn("bad", "a"));
	}

	@ParameterizedTest
	@ValueSource(strings = {
			"<bpmn:serviceTask id='good' camunda:delegateExpression='${routeRecord}' camunda:asyncBefore='true'/>",
			"<bpmn:userTask id='good' camunda:candidateGroups='${organisation}' camunda:formKey='embedded:deployment:forms/unit-review.html'><bpmn:extensionElements><camunda:taskListener event='create' delegateExpression='${describeReview}'/></bpmn:extensionElements></bpmn:userTask>",
			"<bpmn:businessRuleTask id='good' camunda:decisionRef='deadlines'><bpmn:extensionElements><camunda:executionListener event='end' delegateExpression='${applyDeadline}'/></bpmn:extensionElements></bpmn:businessRuleTask><bpmn:userTask id='w' camunda:dueDate='${deadline}'/>",
			"<bpmn:userTask id='good'><bpmn:multiInstanceLoopCharacteristics><bpmn:completionCondition>${nrOfCompletedInstances &gt; 1}</bpmn:completionCondition></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>",
			"<bpmn:userTask id='good'><bpmn:extensionElements><camunda:properties><camunda:property name='a' value='b'/></camunda:properties></bpmn:extensionElements></bpmn:userTask>" })
	void what_a_designer_needs_is_taken(String element) {
		assertThat(faultsIn(process(element))).isEmpty();
	}

	@Test
	void entities_and_files_of_the_server_are_not_read() {
		assertThat(faultsIn("<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>" + process("<bpmn:task id='a' name='&e;'/>")))
				.extracting(ModelFault::key).containsExactly("documentType");
		assertThat(foreignIn(Map.of("x.dmn", bytes("<!DOCTYPE x SYSTEM 'http://localhost:1/x'><x/>"))))
				.extracting(ModelFault::key).containsExactly("documentType");
		assertThat(faultsIn("<bpmn:definitions")).extracting(ModelFault::key).containsExactly("notXml");
		assertThat(faultsIn("")).extracting(ModelFault::key).containsExactly("notXml");
		assertThat(faultsIn("<a>".repeat(5000) + "</a>".repeat(5000))).extracting(ModelFault::key).containsExactly("tooDeep");
	}

	@ParameterizedTest
	@ValueSource(strings = { "x.cmmn", "x.groovy", "x.js", "x.jar", "x.form", "x.bpmn20.xml", "x.bpmn.png", "x" })
	void only_processes_decisions_and_forms_are_taken(String name) {
		assertThat(foreignIn(Map.of(name, bytes(process("")))))
				.extracting(ModelFault::key).containsExactly("fileNotAllowed");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"<inputEntry id='i'><text>-</text></inputEntry><outputEntry id='o' expressionLanguage='javascript'><text>1</text></outputEntry>|languageNotAllowed",
			"<inputEntry id='i' expressionLanguage='juel'><text>-</text></inputEntry><outputEntry id='o'><text>1</text></outputEntry>|languageNotAllowed",
			"<inputEntry id='i'><text>${x.y}</text></inputEntry><outputEntry id='o'><text>1</text></outputEntry>|testNotAllowed",
			"<inputEntry id='i'><text>-</text></inputEntry><outputEntry id='o'><text>function(a) external { java: { class: \"java.lang.System\" } }</text></outputEntry>|valueNotAllowed",
			"<inputEntry id='i' camunda:resource='x'><text>-</text></inputEntry><outputEntry id='o'><text>1</text></outputEntry>|attributeNotAllowed" })
	void a_decision_is_written_in_feel_and_its_faults_are_told_by_row(String row, String key) {
		var faults = foreignIn(Map.of("d.dmn", bytes(decision(row))));
		assertThat(faults).extracting(ModelFault::key).containsExactly(key);
		assertThat(faults).extracting(ModelFault::place).containsExactly(ModelFault.Place.row(2));
		assertThat(check.text(faults)).startsWith("未部署，正在使用的版本不变。发现 1 处问题：\nd.dmn，第 2 行：");
	}

	@Test
	void a_text_of_a_decision_may_speak_of_functions() {
		assertThat(foreignIn(Map.of("d.dmn", bytes(decision(
				"<inputEntry id='i'><text>\"external\"</text></inputEntry><outputEntry id='o'><text>\"function(x)\"</text></outputEntry>"))))).isEmpty();
	}

	/** As browsers and parsers read them in their different ways. */
	static Stream<Arguments> formsReadDifferently() {
		var program = "<img src=x ng-init=\"constructor.constructor('x')()\">";
		var utf16 = ("\uFEFF<p>" + program + "</p>");
		return Stream.of(Arguments.of("an image in a list", ("<form><select><option>a</option>" + program + "</select></form>").getBytes(StandardCharsets.UTF_8)),
				Arguments.of("an image in a choice", ("<select><option>" + program + "a</option></select>").getBytes(StandardCharsets.UTF_8)),
				Arguments.of("markup in a list", "<select><option>a</option><p>b</p></select>".getBytes(StandardCharsets.UTF_8)),
				Arguments.of("UTF-16, big endian", utf16.getBytes(StandardCharsets.UTF_16BE)), Arguments.of("UTF-16, little endian", utf16.getBytes(StandardCharsets.UTF_16LE)),
				Arguments.of("UTF-16 without a mark", "<p>a</p>".getBytes(StandardCharsets.UTF_16LE)), Arguments.of("GBK", "<p>审核</p>".getBytes(java.nio.charset.Charset.forName("GBK"))),
				Arguments.of("UTF-7", "+ADw-script+AD4-alert(1)+ADw-/script+AD4-\0".getBytes(StandardCharsets.UTF_8)),
				Arguments.of("a script in a text field", "<textarea><script xmlns='http://www.w3.org/1999/xhtml'>alert(1)</script></textarea>".getBytes(StandardCharsets.UTF_8)),
				Arguments.of("markup in a text field", "<textarea><b>a</b></textarea>".getBytes(StandardCharsets.UTF_8)),
				Arguments.of("a section of XML", "<p><![CDATA[<script>alert(1)</script>]]></p>".getBytes(StandardCharsets.UTF_8)),
				Arguments.of("an instruction", "<?xml-stylesheet href='x'?><p>a</p>".getBytes(StandardCharsets.UTF_8)));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("formsReadDifferently")
	void a_form_that_browsers_and_parsers_read_differently_is_refused_and_shown_without_it(String what, byte[] content) {
		var faults = check.faultsOf(Map.of("forms/x.html", content), false).stream().filter(fault -> !fault.key().equals("formUnused")).toList();
		assertThat(faults).isNotEmpty();
		assertThat(check.text(faults)).contains("forms/x.html").doesNotContain("{0}");
		var written = new String(FormRules.written(content), StandardCharsets.UTF_8);
		assertThat(written).doesNotContain("<img", "ng-init", "<script", "<![", "<?", "\0");
		assertThat(check.faultsOf(Map.of("forms/x.html", written.getBytes(StandardCharsets.UTF_8)), false)).extracting(ModelFault::key).containsExactly("formUnused");
	}

	@ParameterizedTest
	@MethodSource("programsInForms")
	void what_was_deployed_by_older_rules_is_shown_without_its_programs(String html) {
		var written = FormRules.written(html.getBytes(StandardCharsets.UTF_8));
		assertThat(check.faultsOf(Map.of("forms/x.html", written), false)).as(new String(written, StandardCharsets.UTF_8)).extracting(ModelFault::key).containsExactly("formUnused");
		assertThat(FormRules.written(written)).isEqualTo(written);
	}

	@Test
	void forms_of_the_project_are_kept_as_they_are() throws IOException {
		try (Stream<Path> forms = Files.list(Path.of("forms"))) {
			for (var form : forms.toList()) {
				assertThat(new String(FormRules.written(Files.readAllBytes(form)), StandardCharsets.UTF_8)).isEqualTo(Files.readString(form));
			}
		}
	}

	@Test
	void a_form_in_utf_8_with_a_mark_and_with_all_that_a_designer_needs_is_taken() {
		var form = "\uFEFF<form role=\"form\"><h3>核对 &amp; 确认</h3><ul><li>一</li></ul><label for=\"n\">说明</label><textarea id=\"n\" rows=\"3\">a &lt; b</textarea>"
				+ "<select id=\"s\"><option value=\"a\" selected>甲<option value=\"b\">乙</select><input type=\"checkbox\" required></form>";
		assertThat(check.faultsOf(Map.of("forms/x.html", form.getBytes(StandardCharsets.UTF_8)), false)).extracting(ModelFault::key).containsExactly("formUnused");
		assertThat(new String(FormRules.written(form.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8)).startsWith("<form role=\"form\">")
				.contains("a &lt; b", "<option value=\"b\">乙</option>", "<input type=\"checkbox\" required>");
	}

	@ParameterizedTest
	@MethodSource("programsInForms")
	void a_form_holds_no_program(String html) {
		assertThat(foreignIn(Map.of("forms/x.html", bytes(html)))).as(html).isNotEmpty();
	}

	static List<String> programsInForms() {
		return List.of("<script>alert(1)</script>", "<script cam-script type='text/form-script'>camForm.submit()</script>",
				"<script cam-script type='text/form-script' src='x'></script>",
				"<script cam-script type='text/form-script'>inject(['$scope', 'aForm', function ($scope, aForm) { aForm.attach(camForm, $scope); fetch('/x'); }]);</script>",
				"<p onclick='x()'>a</p>", "<a href='javascript:x()'>a</a>", "<iframe src='x'></iframe>", "<img src=x onerror=alert(1)>",
				"<svg><script>1</script></svg>", "<p>{{constructor.constructor('alert(1)')()}}</p>", "<p title='{{x}}'>a</p>",
				"<div ng-init='x()'></div>", "<div data-ng-init='x()'></div>", "<div class='ng-init: x()'></div>",
				"<form name=\"constructor.constructor('x')()\"></form>", "<form action='https://example.org'></form>", "<meta http-equiv='refresh'>",
				"<style>*{}</style>", "<link rel='stylesheet' href='x'>", "<base href='x'>", "<object data='x'></object>", "<input type='image'>",
				"<![CDATA[ ><script>alert(1)</script> ]]>", "<!--><script>alert(1)</script>-->", "<textarea>{{x}}</textarea>", "<p>{</x>{constructor.constructor('x')()}</x>}</p>", "<p>{<svg></svg>{a()}<svg></svg>}</p>",
				"<select><option>{<!-- x -->{a()}<!-- x -->}</option></select>",
				"<template><script>1</script></template>", "<noscript><p title='</noscript><script>1</script>'></noscript>");
	}

	@Test
	void all_faults_of_all_files_are_told_at_once_in_chinese_with_their_places() {
		var faults = foreignIn(Map.of(
				"a.bpmn", bytes(process("<bpmn:scriptTask id='one'/><bpmn:userTask id='two' camunda:assignee='${execution.id}'/>")),
				"b.html", bytes("<form>\n<script>1</script></form>"), "c.xls", new byte[0]));
		assertThat(check.text(faults)).isEqualTo("""
				未部署，正在使用的版本不变。发现 4 处问题：
				a.bpmn，元素 one：不能使用“bpmn:scriptTask”
				a.bpmn，元素 two：表达式“${execution.id}”只能比较变量，不能调用方法或函数，也不能读取属性
				b.html，文件第 2 行：表单中不能使用脚本；需要时只能原样使用现有表单中的那一段
				c.xls：只能部署 .bpmn、.dmn 和 .html 文件""");
	}

	@Test
	void every_fault_has_its_sentence() {
		for (var key : List.of("unknownBean", "unfitBean", "notADelegate", "testNotAllowed", "unknownVariable", "tooLarge")) {
			assertThat(check.message("fault." + key, "甲")).contains("甲".substring(key.equals("tooLarge") ? 1 : 0)).doesNotContain("{0}", "'{'");
		}
	}

	private List<ModelFault> faultsIn(String bpmn) {
		return foreignIn(Map.of("x.bpmn", bytes(bpmn)));
	}

	/** Without what {@link ModelSenseTest} is about: a model of one element leads nowhere. */
	private List<ModelFault> foreignIn(Map<String, byte[]> files) {
		return check.faultsOf(files, false).stream().filter(fault -> !SENSE.contains(fault.key())).toList();
	}

	private static String condition(String expression) {
		return process("<bpmn:sequenceFlow id='toEnd' sourceRef='a' targetRef='b'><bpmn:conditionExpression xsi:type='bpmn:tFormalExpression'><![CDATA["
				+ expression + "]]></bpmn:conditionExpression></bpmn:sequenceFlow>");
	}

	private static String process(String content) {
		return """
				<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" \
				xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions" targetNamespace="x">\
				<bpmn:process id="title-record-review" isExecutable="true">""" + content + "</bpmn:process></bpmn:definitions>";
	}

	private static String decision(String secondRow) {
		return """
				<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:camunda="http://camunda.org/schema/1.0/dmn" id="d" name="d" namespace="x">
				<decision id="rehearsal" name="x"><decisionTable id="t" hitPolicy="FIRST"><input id="in"><inputExpression id="ie"><text>stage</text></inputExpression></input>
				<output id="out" name="o"/><rule id="r1"><inputEntry id="i1"><text>"unit"</text></inputEntry><outputEntry id="o1"><text>"a"</text></outputEntry></rule>
				<rule id="r2">""" + secondRow + "</rule></decisionTable></decision></definitions>";
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	static DeploymentCheck newCheck() {
		var beans = new DefaultListableBeanFactory();
		Map.of("routeRecord", RouteRecord.class, "applyDeadline", ApplyDeadline.class, "describeReview", DescribeReview.class,
				"recordDecision", RecordDecision.class, "publishRecord", PublishRecord.class, "lapseRecord", LapseRecord.class,
				"escalateOverdueReview", EscalateOverdueReview.class, "titleRecordReview", TitleRecordReview.class,
				"organisationRegistration", OrganisationRegistration.class, "stageSupervision", StageSupervision.class)
				.forEach((name, type) -> beans.registerBeanDefinition(name, new RootBeanDefinition(type)));
		beans.registerBeanDefinition("registerOrganisation", new RootBeanDefinition(RegisterOrganisation.class));
		var messages = new ResourceBundleMessageSource();
		messages.setBasenames("messages/workflow", "messages/filing", "messages/organisation");
		messages.setDefaultEncoding("UTF-8");
		messages.setFallbackToSystemLocale(false);
		ObjectProvider<ProcessVariables> variables = beans.getBeanProvider(ProcessVariables.class);
		return new DeploymentCheck(new DelegateBeans(beans), variables, messages, mock(RunningModels.class), mock(DeadlinesCheck.class));
	}
}
