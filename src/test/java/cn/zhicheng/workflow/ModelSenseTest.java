package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
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

/** A process leads from its beginning to its ends, names only what is there, and keeps what the application relies on. */
class ModelSenseTest {

	private static final String REVIEW = "processes/title-record-review.bpmn";
	private static final String NEW_ID = "Activity_0x1y2z3";

	private final DeploymentCheck check = DeploymentCheckTest.newCheck();

	@Test
	void the_processes_of_the_project_are_taken_as_they_are() {
		assertThat(faultsIn(text(REVIEW))).isEmpty();
	}

	/** What was changed in the review process, and what is said about it at which elements. */
	static Stream<Arguments> spoiled() {
		return Stream.of(
				spoiled("a flow to nothing", "targetRef=\"superiorLeft\"", "targetRef=\"nowhere\"", "flowLeadsNowhere:routed", "deadEnd:routeRecord",
						"unreachable:*"),
				spoiled("a flow from nothing", "id=\"lapsed\" sourceRef=\"lapseRecord\"", "id=\"lapsed\" sourceRef=\"gone\"",
						"flowLeadsNowhere:lapsed", "deadEnd:lapseRecord", "unreachable:recordLapsed"),
				spoiled("a step without a way on", flow("published"), "", "deadEnd:publishRecord", "unreachable:recordPublished"),
				spoiled("a timer without a way on", flow("unitOverdue"), "", "deadEnd:unitDeadline", "unreachable:escalateUnitReview",
						"unreachable:unitEscalated"),
				spoiled("a step nothing leads to", "<bpmn:endEvent id=\"recordPublished\"",
						"<bpmn:serviceTask id=\"alone\" name=\"孤立\" camunda:delegateExpression=\"${lapseRecord}\"/><bpmn:endEvent id=\"recordPublished\"",
						"unreachable:alone"),
				spoiled("a subprocess without a beginning", "<bpmn:endEvent id=\"recordPublished\"",
						"<bpmn:subProcess id=\"alone\"><bpmn:endEvent id=\"inner\"/></bpmn:subProcess><bpmn:endEvent id=\"recordPublished\"",
						"unreachable:alone", "unreachable:inner"),
				spoiled("a process without a beginning", "startEvent", "intermediateThrowEvent", "noStart:title-record-review", "unreachable:*"),
				spoiled("a way without a condition", "default=\"returned\"", "", "noCondition:decisionGateway"),
				spoiled("an unknown decision", "camunda:decisionRef=\"deadlines\"", "camunda:decisionRef=\"dates\"", "unknownDecision:determineDeadline"),
				spoiled("no decision", "camunda:decisionRef=\"deadlines\"", "", "noDecision:determineDeadline"),
				spoiled("an unknown form", "forms/unit-review.html", "forms/unit-rewiev.html", "unknownForm:unitReview"),
				spoiled("an unknown step", "${lapseRecord}", "${lapseRekord}", "unknownBean:lapseRecord"),
				spoiled("an unknown variable", "${stage == 'unit'}", "${stag == 'unit'}", "unknownVariable:toUnit"),
				spoiled("an id made up for a service task", "publishRecord\"", NEW_ID + "\"", "generatedId:" + NEW_ID),
				spoiled("an id made up for a timer", "id=\"unitEscalated\"", "id=\"unitEscalated\"/><bpmn:intermediateCatchEvent id=\"Event_0x1y2z3\">"
						+ "<bpmn:timerEventDefinition id=\"t\"><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>"
						+ "<bpmn:endEvent id=\"x\"", "generatedId:Event_0x1y2z3", "unreachable:Event_0x1y2z3", "unreachable:x"),
				spoiled("an amendment by another name", "\"amendment\"", "\"correction\"", "fixedTaskMissing:title-record-review",
						"routedUndecided:amended", "amendmentWithoutTimer:*"),
				spoiled("an end by another name", "\"recordLapsed\"", "\"recordOver\"", "fixedEndMissing:title-record-review"),
				spoiled("a review that others do", "name=\"主管部门审核\" camunda:formKey=\"embedded:deployment:forms/department-review.html\" camunda:candidateGroups=\"${organisation}\"",
						"name=\"主管部门审核\" camunda:formKey=\"embedded:deployment:forms/department-review.html\" camunda:candidateGroups=\"gs-reform\"", "reviewOfOthers:departmentReview"),
				spoiled("a review without its date", "<camunda:taskListener delegateExpression=\"${describeReview}\" event=\"create\" />", "", "reviewNotDescribed:*"),
				spoiled("no review", "${recordDecision}", "${describeReview}", "reviewMissing:title-record-review", "withdrawalMissing:title-record-review", "otherMoment:*", "routedUndecided:*",
						"waitBeforeAmendment:*"),
				spoiled("a review whose timer ends it", "name=\"职改办审核截止\" cancelActivity=\"false\"", "name=\"职改办审核截止\"",
						"stageWithoutTimer:reformOfficeReview"),
				spoiled("an amendment whose timer does not end it", "name=\"修改截止\"", "name=\"修改截止\" cancelActivity=\"false\"",
						"amendmentWithoutTimer:amendment"),
				spoiled("a timer with another date", "<bpmn:timerEventDefinition id=\"unitDeadlineTimer\">\n        <bpmn:timeDate xsi:type=\"bpmn:tFormalExpression\">${deadline}",
						"<bpmn:timerEventDefinition id=\"unitDeadlineTimer\">\n        <bpmn:timeDate xsi:type=\"bpmn:tFormalExpression\">2021-05-31T00:00:00",
						"stageWithoutTimer:unitReview"),
				spoiled("no withdrawal", "messageRef=\"recordWithdrawnMessage\"", "messageRef=\"other\"", "withdrawalMissing:title-record-review"),
				spoiled("a process that is left out", "isExecutable=\"true\"", "isExecutable=\"false\"", "notExecutable:title-record-review"),
				spoiled("another process", "id=\"title-record-review\"", "id=\"title-record-revue\"", "unknownProcessId:title-record-revue", "stepOfOther:*"),
				spoiled("an unknown process called", "<bpmn:endEvent id=\"recordPublished\"",
						"<bpmn:callActivity id=\"alone\" calledElement=\"elsewhere\"/><bpmn:endEvent id=\"recordPublished\"",
						"unknownCalledProcess:alone", "unreachable:alone"));
	}

	private static Arguments spoiled(String what, String from, String to, String... faults) {
		return Arguments.of(what, from, to, List.of(faults));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void spoiled(String what, String from, String to, List<String> expected) {
		var model = text(REVIEW);
		assertThat(model).contains(from);
		var faults = faultsIn(model.replace(from, to));
		var told = faults.stream().map(fault -> fault.key() + ":" + fault.place().value()).toList();
		var named = expected.stream().filter(one -> !one.endsWith("*")).toList();
		var whole = expected.stream().filter(one -> one.endsWith("*")).map(one -> one.replace("*", "")).toList();
		assertThat(told).containsAll(named);
		assertThat(told).filteredOn(one -> !named.contains(one)).allMatch(one -> whole.stream().anyMatch(one::startsWith));
		assertThat(faults).allSatisfy(fault -> assertThat(check.text(fault)).contains(fault.resource()).matches("(?s).*\\p{IsHan}{4}.*")
				.doesNotContain("{0}", "{1}", "'{"));
	}

	@Test
	void a_step_that_is_added_with_the_ids_of_the_modeler_is_told_to_have_a_speaking_id_but_its_flows_and_gateways_may_keep_theirs() {
		var model = text(REVIEW).replace("id=\"lapsed\" sourceRef=\"lapseRecord\" targetRef=\"recordLapsed\" />",
				"id=\"lapsed\" sourceRef=\"lapseRecord\" targetRef=\"Gateway_0a1b2c3\" /><bpmn:exclusiveGateway id=\"Gateway_0a1b2c3\" />"
						+ "<bpmn:sequenceFlow id=\"Flow_0a1b2c3\" sourceRef=\"Gateway_0a1b2c3\" targetRef=\"Activity_0a1b2c3\" />"
						+ "<bpmn:userTask id=\"Activity_0a1b2c3\" name=\"复核\" camunda:candidateGroups=\"${organisation}\" />"
						+ "<bpmn:sequenceFlow id=\"Flow_1a1b2c3\" sourceRef=\"Activity_0a1b2c3\" targetRef=\"recordLapsed\" />");
		assertThat(faultsIn(model)).extracting(ModelFault::key, fault -> fault.place().value())
				.containsExactly(tuple("generatedId", "Activity_0a1b2c3"), tuple("stageWithoutTimer", "Activity_0a1b2c3"));
	}

	@ParameterizedTest
	@ValueSource(strings = {
			"<bpmn:subProcess id='sub'><bpmn:startEvent id='s'/><bpmn:sequenceFlow id='f' sourceRef='s' targetRef='e'/><bpmn:endEvent id='e'/></bpmn:subProcess>",
			"<bpmn:subProcess id='sub'><bpmn:startEvent id='s'/><bpmn:sequenceFlow id='f' sourceRef='s' targetRef='e'/><bpmn:endEvent id='e'/><bpmn:subProcess id='inner' triggeredByEvent='true'><bpmn:startEvent id='s2'><bpmn:timerEventDefinition id='t'><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:startEvent><bpmn:sequenceFlow id='f2' sourceRef='s2' targetRef='e2'/><bpmn:endEvent id='e2'/></bpmn:subProcess></bpmn:subProcess>" })
	void parts_of_a_process_begin_when_they_are_reached(String part) {
		var model = text(REVIEW).replace("id=\"lapsed\" sourceRef=\"lapseRecord\" targetRef=\"recordLapsed\" />",
				"id=\"lapsed\" sourceRef=\"lapseRecord\" targetRef=\"sub\" />" + part + "<bpmn:sequenceFlow id=\"on\" sourceRef=\"sub\" targetRef=\"recordLapsed\" />");
		assertThat(faultsIn(model)).isEmpty();
	}

	@Test
	void a_decision_bound_to_the_deployment_must_be_in_it() throws Exception {
		var model = ModelXml.read(REVIEW, text(REVIEW).replace("camunda:decisionRef=\"deadlines\"",
				"camunda:decisionRef=\"deadlines\" camunda:decisionRefBinding=\"deployment\"").getBytes(StandardCharsets.UTF_8));
		assertThat(ReferenceRules.ofProcess(REVIEW, model, knownWith(Set.of("deadlines")))).isEmpty();
		assertThat(ReferenceRules.ofProcess(REVIEW, model, knownWith(Set.of()))).extracting(ModelFault::key, fault -> fault.place().value())
				.containsExactly(tuple("decisionBoundToDeployment", "determineDeadline"));
	}

	private static ReferenceRules.Known knownWith(Set<String> decisions) {
		return new ReferenceRules.Known(Set.of(TitleRecordReview.KEY), id -> true, decisions, form -> true, process -> Set.of());
	}

	@Test
	void a_flow_does_not_cross_the_border_of_a_part() {
		var model = text(REVIEW).replace("id=\"lapsed\" sourceRef=\"lapseRecord\" targetRef=\"recordLapsed\" />",
				"id=\"lapsed\" sourceRef=\"lapseRecord\" targetRef=\"sub\" /><bpmn:subProcess id='sub'><bpmn:startEvent id='s'/></bpmn:subProcess>"
						+ "<bpmn:sequenceFlow id=\"on\" sourceRef=\"s\" targetRef=\"recordLapsed\" />");
		assertThat(faultsIn(model)).extracting(ModelFault::key, fault -> fault.place().value())
				.contains(tuple("flowLeavesSubprocess", "on"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"x.bpmn|<definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/' id='d'/>|notBpmn",
			"x.bpmn|<definitions id='d'/>|notBpmn", "x.bpmn|<html/>|notBpmn",
			"x.bpmn|<bpmn:process xmlns:bpmn='http://www.omg.org/spec/BPMN/20100524/MODEL' id='d'/>|notBpmn",
			"x.bpmn|<bpmn:definitions xmlns:bpmn='http://www.omg.org/spec/BPMN/20100524/MODEL' id='d'/>|noProcess",
			"x.dmn|<bpmn:definitions xmlns:bpmn='http://www.omg.org/spec/BPMN/20100524/MODEL' id='d'/>|notDmn",
			"x.dmn|<decision id='deadlines' xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/'/>|notDmn", "x.dmn|hello|notXml",
			"x.dmn|<definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/' id='d'/>|decisionMissing",
			"x.dmn|<definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/' id='d'><decision id='dates'/></definitions>|unknownDecisionId",
			"deadlines.dmn|<definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/' id='d'><decision id='eligibility'/></definitions>|decisionMissing",
			"forms/lonely.html|<p>text</p>|formUnused" })
	void what_is_no_model_of_ours_is_told_as_such(String name, String content, String key) {
		assertThat(check.faultsOf(Map.of(name, content.getBytes(StandardCharsets.UTF_8)), false)).extracting(ModelFault::key).containsExactly(key);
	}

	@Test
	void faults_of_all_kinds_are_told_in_one_answer() {
		var model = text(REVIEW).replace("targetRef=\"recordLapsed\"", "targetRef=\"nowhere\"").replace("${publishRecord}", "${publishRekord}")
				.replace("name=\"修改截止\"", "name=\"修改截止\" cancelActivity=\"false\"");
		var files = new HashMap<>(surroundings());
		files.put("title-record-review.bpmn", model.getBytes(StandardCharsets.UTF_8));
		files.put("deadlines.dmn", "<x/>".getBytes(StandardCharsets.UTF_8));
		assertThat(check.text(check.faultsOf(files, false)).lines()).containsExactly(
				"未部署，正在使用的版本不变。发现 7 处问题：",
				"deadlines.dmn：不是 DMN 决策文件（最外层应为 DMN 的 definitions）；请在 Camunda Modeler 中新建“DMN diagram (Camunda Platform 7)”",
				"title-record-review.bpmn，元素 publishRecord：本系统没有名为“publishRekord”的步骤",
				"title-record-review.bpmn，元素 lapsed：连线的一端“nowhere”不存在",
				"title-record-review.bpmn，元素 lapseRecord：没有后续步骤；请连到下一步，或以结束事件结束",
				"title-record-review.bpmn，元素 recordLapsed：从开始事件走不到这里，它永远不会执行",
				"title-record-review.bpmn，元素 title-record-review：缺少步骤 ${publishRecord}，流程无法办完",
				"title-record-review.bpmn，元素 amendment：修改任务须附有一个中断任务的定时器（interrupting），类型为“Date”，值为 ${deadline}，否则逾期未修改的信息不会失效");
	}

	private List<ModelFault> faultsIn(String review) {
		var files = new HashMap<>(surroundings());
		files.put(REVIEW, review.getBytes(StandardCharsets.UTF_8));
		// Forms that the spoiled process no longer shows are not the point.
		return check.faultsOf(files, false).stream().filter(fault -> !fault.key().equals("formUnused")).toList();
	}

	/** What the process names beside it. */
	private static Map<String, byte[]> surroundings() {
		var files = new HashMap<String, byte[]>();
		for (var name : List.of("processes/deadlines.dmn", "forms/unit-review.html", "forms/department-review.html",
				"forms/reform-office-review.html")) {
			files.put(name, text(name).getBytes(StandardCharsets.UTF_8));
		}
		return files;
	}

	private static String flow(String id) {
		return new ArrayList<>(text(REVIEW).lines().filter(line -> line.contains("<bpmn:sequenceFlow id=\"" + id + "\"")).toList()).get(0);
	}

	private static String text(String name) {
		try {
			return Files.readString(Path.of(name));
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}
}
