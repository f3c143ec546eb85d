package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A process changes the way of a record, never whether it was confirmed; and it comes to an end. */
class ModelTruthTest {

	private static final String REVIEW = "title-record-review.bpmn";
	private static final String REGISTRATION = "organisation-registration.bpmn";
	private static final String SUPERVISION = "stage-supervision.bpmn";
	private static final String TO_PUBLICATION = "<bpmn:sequenceFlow id=\"noSuperiorLeft\" name=\"无\" sourceRef=\"superiorLeft\" targetRef=\"publishRecord\" />";
	private static final String DEPARTMENT_DECIDED = "<bpmn:sequenceFlow id=\"departmentDecided\" sourceRef=\"departmentReview\" targetRef=\"reviewed\" />";
	private static final String LAPSED = "<bpmn:sequenceFlow id=\"lapsed\" sourceRef=\"lapseRecord\" targetRef=\"recordLapsed\" />";
	private static final String HAS_SUPERIOR = "${organisation != null}";
	private static final String LISTENERS = "<bpmn:extensionElements><camunda:taskListener delegateExpression=\"${describeReview}\" event=\"create\" />"
			+ "<camunda:taskListener delegateExpression=\"${recordDecision}\" event=\"complete\" /></bpmn:extensionElements>";

	private final DeploymentCheck check = DeploymentCheckTest.newCheck();

	@ParameterizedTest
	@ValueSource(strings = { REVIEW, REGISTRATION, SUPERVISION })
	void the_processes_of_the_project_are_taken_as_they_are(String model) {
		assertThat(told(model, text(model))).isEmpty();
	}

	static Stream<Arguments> taken() {
		return Stream.of(
				changed("记录在入库前公示五日", TO_PUBLICATION, flow("noSuperiorLeft", "superiorLeft", "publicNotice") + timer("publicNotice", "<bpmn:timeDuration>P5D</bpmn:timeDuration>")
						+ flow("noticed", "publicNotice", "publishRecord")),
				changed("the exit is named by its condition", "default=\"noSuperiorLeft\"", "default=\"toSuperior\"", TO_PUBLICATION,
						flow("noSuperiorLeft", "superiorLeft", "publishRecord", "${organisation == null}"), HAS_SUPERIOR, "${stage != null}"),
				changed("a condition with more words", "default=\"noSuperiorLeft\"", "default=\"toSuperior\"", TO_PUBLICATION,
						flow("noSuperiorLeft", "superiorLeft", "publishRecord", "${!(null != organisation) and true or empty organisation}")),
				changed("a second review in the department", DEPARTMENT_DECIDED, flow("departmentDecided", "departmentReview", "confirmedHere")
						+ gateway("confirmedHere", "notConfirmedHere") + flow("notConfirmedHere", "confirmedHere", "reviewed")
						+ flow("toSecond", "confirmedHere", "secondReview", "${decision == 'confirm'}") + review("secondReview") + flow("secondDecided", "secondReview", "reviewed")),
				changed("a second review by its template, with an end behind its date", DEPARTMENT_DECIDED,
						secondBehindDepartment(stepOfTemplate("secondReview", "zhicheng.step", "review", "otherReviewer", "true") + dated("secondReview"))),
				changed("a variable of a step of the application", "<bpmn:incoming>amendmentOverdue</bpmn:incoming>", "<bpmn:extensionElements><camunda:inputOutput>"
						+ "<camunda:inputParameter name=\"x\">1</camunda:inputParameter></camunda:inputOutput></bpmn:extensionElements><bpmn:incoming>amendmentOverdue</bpmn:incoming>"),
				changed("a loop over a day", LAPSED, flow("lapsed", "lapseRecord", "again") + gateway("again", "toEnd") + flow("toEnd", "again", "recordLapsed")
						+ flow("round", "again", "aDay", "${stage == 'unit'}") + timer("aDay", "<bpmn:timeDuration>P1D</bpmn:timeDuration>") + flow("back", "aDay", "again")),
				changed("two notices at once that are joined", LAPSED, flow("lapsed", "lapseRecord", "split") + "<bpmn:parallelGateway id=\"split\" />" + flow("b1", "split", "n1") + flow("b2", "split", "n2")
						+ timer("n1", "<bpmn:timeDuration>P1D</bpmn:timeDuration>") + timer("n2", "<bpmn:timeDuration>P2D</bpmn:timeDuration>") + flow("c1", "n1", "join") + flow("c2", "n2", "join")
						+ "<bpmn:parallelGateway id=\"join\" />" + flow("on", "join", "recordLapsed")),
				changed("a reminder each day", LAPSED, LAPSED + "<bpmn:boundaryEvent id=\"eachDay\" cancelActivity=\"false\" attachedToRef=\"amendment\"><bpmn:timerEventDefinition id=\"d\">"
						+ "<bpmn:timeCycle>R3/P1D</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:boundaryEvent>" + flow("daily", "eachDay", "told") + "<bpmn:endEvent id=\"told\" />"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void taken(String what, List<String> changes) {
		assertThat(told(REVIEW, changed(REVIEW, changes))).isEmpty();
	}

	static Stream<Arguments> refused() {
		return Stream.of(
				refused("one record goes back to routing", "publishedNotAtTheTop:publishRecord routedUndecided:secret endlessLoop:routeRecord", LAPSED,
						LAPSED + flow("secret", "superiorLeft", "routeRecord", "${stage == 'unit'}")),
				refused("one record is named", "singlesOut:toSuperior publishedNotAtTheTop:publishRecord", HAS_SUPERIOR, "${organisation != null and recordId != 7}"),
				refused("one record is named by another variable", "singlesOut:lapseRecord variableForeign:lapseRecord", "<bpmn:serviceTask id=\"lapseRecord\" name=\"逾期失效\" camunda:delegateExpression=\"${lapseRecord}\">",
						"<bpmn:serviceTask id=\"lapseRecord\" name=\"逾期失效\" camunda:delegateExpression=\"${lapseRecord}\"><bpmn:extensionElements><camunda:inputOutput>"
								+ "<camunda:outputParameter name=\"copy\">${recordId}</camunda:outputParameter></camunda:inputOutput></bpmn:extensionElements>"),
				refused("published from a review", "publishedNotAtTheTop:publishRecord", LAPSED, LAPSED + flow("short", "decisionGateway", "publishRecord", "${decision == 'other'}")),
				refused("published by a date", "publishedNotAtTheTop:publishRecord", "sourceRef=\"escalateUnitReview\" targetRef=\"unitEscalated\"",
						"sourceRef=\"escalateUnitReview\" targetRef=\"publishRecord\"", "<bpmn:endEvent id=\"unitEscalated\" name=\"已报上级\">", "<bpmn:endEvent id=\"unitEscalated\" name=\"已报上级\"/><bpmn:endEvent id=\"x\">"),
				refused("published in another step", "publishedNotAtTheTop:lapseRecord", "${lapseRecord}", "${ publishRecord }"),
				refused("the exit is the other one", "publishedNotAtTheTop:publishRecord", HAS_SUPERIOR, "${organisation == null}"),
				refused("the exit is taken by some organisations too", "publishedNotAtTheTop:publishRecord", HAS_SUPERIOR, "${organisation != null and stage == 'unit'}"),
				refused("the exit names an organisation", "publishedNotAtTheTop:publishRecord", HAS_SUPERIOR, "${organisation != 'gs-reform'}"),
				refused("a step between routing and the gateway", "publishedNotAtTheTop:publishRecord", "sourceRef=\"routeRecord\" targetRef=\"superiorLeft\"",
						"sourceRef=\"routeRecord\" targetRef=\"between\" /><bpmn:manualTask id=\"between\" />" + "<bpmn:sequenceFlow id=\"on\" sourceRef=\"between\" targetRef=\"superiorLeft\""),
				refused("another way into the gateway", "publishedNotAtTheTop:publishRecord", "sourceRef=\"amendment\" targetRef=\"routeRecord\"", "sourceRef=\"amendment\" targetRef=\"superiorLeft\""),
				refused("a gateway of another kind", "publishedNotAtTheTop:publishRecord", "<bpmn:exclusiveGateway id=\"superiorLeft\"", "<bpmn:inclusiveGateway id=\"superiorLeft\"",
						"<bpmn:outgoing>noSuperiorLeft</bpmn:outgoing>\n    </bpmn:exclusiveGateway>", "<bpmn:outgoing>noSuperiorLeft</bpmn:outgoing>\n    </bpmn:inclusiveGateway>"),
				refused("nothing is published", "stepMissing:title-record-review", "${publishRecord}", "${lapseRecord}"),
				refused("routed again by a date", "routedUndecided:unitOverdueMarked", "sourceRef=\"escalateUnitReview\" targetRef=\"unitEscalated\"",
						"sourceRef=\"escalateUnitReview\" targetRef=\"routeRecord\"", "<bpmn:endEvent id=\"unitEscalated\" name=\"已报上级\">", "<bpmn:endEvent id=\"unitEscalated\" name=\"已报上级\"/><bpmn:endEvent id=\"x\">"),
				refused("routed again over a link", "routedUndecided:fromLink", LAPSED, LAPSED + flow("toLink", "superiorLeft", "away", "${stage == 'x'}")
						+ "<bpmn:intermediateThrowEvent id=\"away\"><bpmn:linkEventDefinition id=\"l1\" name=\"L\" /></bpmn:intermediateThrowEvent>"
						+ "<bpmn:intermediateCatchEvent id=\"here\"><bpmn:linkEventDefinition id=\"l2\" name=\"L\" /></bpmn:intermediateCatchEvent>"
						+ flow("fromLink", "here", "routeRecord")),
				refused("a review that decides nothing", "routedUndecided:confirmed", "<camunda:taskListener delegateExpression=\"${recordDecision}\" event=\"complete\" />", ""),
				refused("a decision at another moment", "otherMoment:departmentReview", "event=\"complete\"", "event=\"create\""),
				refused("a review of many", "doneMoreThanOnce:departmentReview", "<bpmn:incoming>toDepartment</bpmn:incoming>", "<bpmn:incoming>toDepartment</bpmn:incoming>"
						+ "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>"),
				refused("a review above the top", "reviewAboveTheTop:last", TO_PUBLICATION, flow("noSuperiorLeft", "superiorLeft", "last") + review("last") + flow("lastDone", "last", "publishRecord")),
				refused("the next organisation is written by the model", "variableWritten:routeRecord", "<bpmn:incoming>submitted</bpmn:incoming>", "<bpmn:extensionElements><camunda:inputOutput>"
						+ "<camunda:outputParameter name=\"organisation\">${null}</camunda:outputParameter></camunda:inputOutput></bpmn:extensionElements><bpmn:incoming>submitted</bpmn:incoming>"),
				refused("the date is written by the model", "variableWritten:determineDeadline", "camunda:mapDecisionResult=\"singleEntry\"", "camunda:mapDecisionResult=\"singleEntry\" camunda:resultVariable=\"deadline\""),
				refused("a review by its template without its date", "stageWithoutTimer:secondReview", DEPARTMENT_DECIDED, secondBehindDepartment(stepOfTemplate("secondReview", "zhicheng.step", "review"))),
				refused("a step of an unknown kind", "stepKindUnknown:secondReview waitBeforeAmendment:secondReview", DEPARTMENT_DECIDED,
						secondBehindDepartment(stepOfTemplate("secondReview", "zhicheng.step", "revue") + dated("secondReview"))),
				refused("a review that is no task", "stepKind.review:lapseRecord", "<bpmn:incoming>amendmentOverdue</bpmn:incoming>",
						propertied("", "zhicheng.step", "review") + "<bpmn:incoming>amendmentOverdue</bpmn:incoming>"),
				refused("a wait at which nothing is waited for", "stepKind.waiting:lapseRecord", "<bpmn:incoming>amendmentOverdue</bpmn:incoming>",
						propertied("", "zhicheng.step", "waiting") + "<bpmn:incoming>amendmentOverdue</bpmn:incoming>"),
				refused("a reminder that reminds nobody", "reminderDelegate:lapseRecord", "<bpmn:incoming>amendmentOverdue</bpmn:incoming>",
						propertied("", "zhicheng.step", "reminder") + "<bpmn:incoming>amendmentOverdue</bpmn:incoming>"),
				refused("another reviewer where nothing is reviewed", "otherReviewerElsewhere:lapseRecord", "<bpmn:incoming>amendmentOverdue</bpmn:incoming>",
						propertied("", "otherReviewer", "true") + "<bpmn:incoming>amendmentOverdue</bpmn:incoming>"),
				refused("another reviewer perhaps", "flag:secondReview", DEPARTMENT_DECIDED,
						secondBehindDepartment(stepOfTemplate("secondReview", "zhicheng.step", "review", "otherReviewer", "perhaps") + dated("secondReview"))),
				refused("a property of ours that there is not", "propertyUnknown:lapseRecord", "<bpmn:incoming>amendmentOverdue</bpmn:incoming>",
						propertied("", "zhicheng.wait", "P5D") + "<bpmn:incoming>amendmentOverdue</bpmn:incoming>"),
				refused("a wait between the decision and the amendment", "waitBeforeAmendment:cooling", "<bpmn:sequenceFlow id=\"returned\" name=\"退回修改\" sourceRef=\"decisionGateway\" targetRef=\"amendment\" />",
						flow("returned", "decisionGateway", "cooling") + timer("cooling", "<bpmn:timeDuration>P1D</bpmn:timeDuration>") + flow("cooled", "cooling", "amendment")),
				refused("a variable that no task could be completed with", "variableForeign:determineDeadline", "camunda:mapDecisionResult=\"singleEntry\"", "camunda:mapDecisionResult=\"singleEntry\" camunda:resultVariable=\"until\""),
				refused("a variable that a task sees", "variableForeign:departmentReview", "<bpmn:incoming>toDepartment</bpmn:incoming>", "<bpmn:incoming>toDepartment</bpmn:incoming><bpmn:extensionElements><camunda:inputOutput>"
						+ "<camunda:inputParameter name=\"x\">1</camunda:inputParameter></camunda:inputOutput></bpmn:extensionElements>"),
				refused("two gateways in a circle", "endlessLoop:one", LAPSED, flow("lapsed", "lapseRecord", "one") + gateway("one", "toEnd") + flow("toEnd", "one", "recordLapsed")
						+ flow("there", "one", "two", "${stage == 'unit'}") + gateway("two", "") + flow("back", "two", "one")),
				refused("a circle over a date that has passed", "endlessLoop:again", LAPSED, flow("lapsed", "lapseRecord", "again") + gateway("again", "toEnd") + flow("toEnd", "again", "recordLapsed")
						+ flow("there", "again", "day", "${stage == 'unit'}") + timer("day", "<bpmn:timeDate>${deadline}</bpmn:timeDate>") + flow("back", "day", "again")),
				refused("a circle over a moment", "endlessLoop:again", LAPSED, flow("lapsed", "lapseRecord", "again") + gateway("again", "toEnd") + flow("toEnd", "again", "recordLapsed")
						+ flow("there", "again", "moment", "${stage == 'unit'}") + timer("moment", "<bpmn:timeDuration>PT1S</bpmn:timeDuration>") + flow("back", "moment", "again")),
				refused("a timer that comes each minute", "cycleTooShort:eachMinute", LAPSED, LAPSED + "<bpmn:boundaryEvent id=\"eachMinute\" cancelActivity=\"false\" attachedToRef=\"amendment\">"
						+ "<bpmn:timerEventDefinition><bpmn:timeCycle>R/PT1M</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:boundaryEvent>" + flow("f1", "eachMinute", "told") + "<bpmn:endEvent id=\"told\" />"),
				refused("a beginning of its own", "beginsByItself:recordSubmitted", "<bpmn:outgoing>submitted</bpmn:outgoing>",
						"<bpmn:outgoing>submitted</bpmn:outgoing><bpmn:timerEventDefinition id=\"t\"><bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition>"),
				refused("a timer that doubles its tokens each hour", "doubled:split", LAPSED, flow("lapsed", "lapseRecord", "hour") + timer("hour", "<bpmn:timeDuration>PT1H</bpmn:timeDuration>") + flow("over", "hour", "split")
						+ "<bpmn:parallelGateway id=\"split\" />" + flow("b1", "split", "hour") + flow("b2", "split", "hour") + flow("b3", "split", "recordLapsed")),
				refused("two ways back to routing at once", "doubled:both", "sourceRef=\"decisionGateway\" targetRef=\"routeRecord\"", "sourceRef=\"decisionGateway\" targetRef=\"both\"",
						LAPSED, LAPSED + "<bpmn:parallelGateway id=\"both\" />" + flow("b1", "both", "routeRecord") + flow("b2", "both", "routeRecord")),
				refused("a listener that the engine does not read", "elementNotAllowed:departmentReview routedUndecided:confirmed", "<camunda:taskListener delegateExpression=\"${recordDecision}\" event=\"complete\" />",
						"<camunda:properties><camunda:taskListener delegateExpression=\"${recordDecision}\" event=\"complete\" /></camunda:properties>"),
				refused("a listener with two delegates", "attributeNotAllowed:departmentReview", "<camunda:taskListener delegateExpression=\"${recordDecision}\"", "<camunda:taskListener camunda:delegateExpression=\"${recordDecision}\" delegateExpression=\"${recordDecision}\""),
				refused("a signal that the model sends itself", "elementNotAllowed:here", LAPSED, LAPSED + "<bpmn:boundaryEvent id=\"here\" cancelActivity=\"false\" attachedToRef=\"amendment\"><bpmn:signalEventDefinition /></bpmn:boundaryEvent>"
						+ flow("f1", "here", "told") + "<bpmn:endEvent id=\"told\" />"),
				refused("a condition that is true already", "elementNotAllowed:here", LAPSED, LAPSED + "<bpmn:boundaryEvent id=\"here\" cancelActivity=\"false\" attachedToRef=\"amendment\"><bpmn:conditionalEventDefinition>"
						+ "<bpmn:condition>${true}</bpmn:condition></bpmn:conditionalEventDefinition></bpmn:boundaryEvent>" + flow("f1", "here", "told") + "<bpmn:endEvent id=\"told\" />"),
				refused("a part whose border leads past the decision", "routedUndecided:around", "sourceRef=\"routeRecord\" targetRef=\"superiorLeft\"", "sourceRef=\"routeRecord\" targetRef=\"superiorLeft\"", LAPSED,
						flow("lapsed", "lapseRecord", "part") + "<bpmn:subProcess id=\"part\"><bpmn:startEvent id=\"s\" />" + flow("f1", "s", "routeInside") + "<bpmn:serviceTask id=\"routeInside\" camunda:delegateExpression=\"${routeRecord}\" />"
								+ flow("f2", "routeInside", "review2") + review("review2") + flow("f3", "review2", "e") + "<bpmn:endEvent id=\"e\" /></bpmn:subProcess>" + flow("done", "part", "recordLapsed")
								+ "<bpmn:boundaryEvent id=\"aDay\" attachedToRef=\"part\"><bpmn:timerEventDefinition id=\"d\"><bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>"
								+ flow("around", "aDay", "routeRecord")),
				refused("a step of another process", "stepOfOther:lapseRecord", "${lapseRecord}", "${registerOrganisation}"),
				refused("a flag that is read in two ways", "flag:unitDeadline", "cancelActivity=\"false\" attachedToRef=\"unitReview\"", "cancelActivity=\" false \" attachedToRef=\"unitReview\""),
				refused("an element under the name of a drawing", "elementNotAllowed:lapseRecord", "<bpmn:incoming>amendmentOverdue</bpmn:incoming>", "<bpmn:extensionElements><camunda:inputOutput><camunda:inputParameter name=\"x\">"
						+ "<modeler:script scriptFormat=\"javascript\">1</modeler:script></camunda:inputParameter></camunda:inputOutput></bpmn:extensionElements><bpmn:incoming>amendmentOverdue</bpmn:incoming>"),
				refused("a form made of fields", "elementNotAllowed:departmentReview", "<bpmn:incoming>toDepartment</bpmn:incoming>", "<bpmn:extensionElements><camunda:formData /></bpmn:extensionElements><bpmn:incoming>toDepartment</bpmn:incoming>"),
				refused("a process that calls itself", "callsItself:call", LAPSED, flow("lapsed", "lapseRecord", "call") + "<bpmn:callActivity id=\"call\" calledElement=\"title-record-review\" />"
						+ flow("called", "call", "recordLapsed")));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void refused(String what, String faults, List<String> changes) {
		var model = changed(REVIEW, changes);
		assertThat(told(REVIEW, model)).contains(faults.split(" "));
		assertThat(check.faultsOf(Map.of(REVIEW, model.getBytes(StandardCharsets.UTF_8)), false)).allSatisfy(fault -> assertThat(check.text(fault))
				.contains(fault.resource()).matches("(?s).*\\p{IsHan}{4}.*").doesNotContain("{0}", "{1}", "'{"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "R/PT59M", "R3/PT30M", "R/PT0S", "R/P0D", "PT5M", "*/5 * * * * ?", "0 0/30 * * * ?", "0 * * * * ?", "0 0,30 * * * ?", "R/2021-01-01T00:00:00/PT1M",
			"R/2021-01-01T00:00:00/2021-01-01T00:00:01", "${deadline}", "R/-P1D", "soon", "R/${stage}", "R/1990-01-01T00:00:00/PT12H", "R5/PT1H/2021-12-31T00:00:00" })
	void a_timer_that_comes_again_too_soon_is_refused(String cycle) {
		assertThat(told(REVIEW, withCycle(cycle))).as(cycle).contains("cycleTooShort:again");
	}

	@ParameterizedTest
	@ValueSource(strings = { "R/PT1H", "R3/P1D", "R12/PT12H", "0 0 9 * * ?", "0 30 * * * ?", "R/P1M" })
	void a_timer_that_comes_again_after_an_hour_is_taken(String cycle) {
		assertThat(told(REVIEW, withCycle(cycle))).as(cycle).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", value = { "2|-", "20|-", "0|cardinality", "21|cardinality", "100000|cardinality", "-1|cardinality", "2.5|cardinality", "${stage}|cardinality", "1e5|cardinality" })
	void a_step_is_multiplied_to_a_small_number_only(String cardinality, String fault) {
		var model = changed(REVIEW, List.of(LAPSED, flow("lapsed", "lapseRecord", "many") + "<bpmn:manualTask id=\"many\"><bpmn:multiInstanceLoopCharacteristics id=\"loop\"><bpmn:loopCardinality>" + cardinality
				+ "</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics></bpmn:manualTask>" + flow("done", "many", "recordLapsed")));
		assertThat(told(REVIEW, model)).isEqualTo(fault == null ? List.of() : List.of(fault + ":loop"));
	}

	@Test
	void steps_in_one_another_are_multiplied_together() {
		var loop = "<bpmn:multiInstanceLoopCharacteristics id=\"%s\"><bpmn:loopCardinality>9</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>";
		var model = changed(REVIEW, List.of(LAPSED, flow("lapsed", "lapseRecord", "part") + "<bpmn:subProcess id=\"part\">" + loop.formatted("outer") + "<bpmn:startEvent id=\"s\" />" + flow("f1", "s", "many")
				+ "<bpmn:manualTask id=\"many\">" + loop.formatted("inner") + "</bpmn:manualTask>" + flow("f2", "many", "e") + "<bpmn:endEvent id=\"e\" /></bpmn:subProcess>" + flow("done", "part", "recordLapsed")));
		assertThat(told(REVIEW, model)).containsExactly("cardinality:inner");
	}

	@Test
	void an_organisation_is_created_over_a_decision_only() {
		var model = text(REGISTRATION).replace("sourceRef=\"routeApplication\" targetRef=\"registrationReview\"", "sourceRef=\"routeApplication\" targetRef=\"registerOrganisation\"");
		assertThat(told(REGISTRATION, model)).contains("registeredUndecided:registerOrganisation");
	}

	/** After the date there is no reminder left to wait for. */
	@Test
	void a_supervision_that_looks_again_at_once_is_an_endless_loop() {
		var model = text(SUPERVISION).replace("sourceRef=\"outstandingRecords\" targetRef=\"nextLook\"", "sourceRef=\"outstandingRecords\" targetRef=\"determineDate\"");
		assertThat(told(SUPERVISION, model)).anyMatch(one -> one.startsWith("endlessLoop:"));
	}

	@Test
	void a_model_of_thousands_of_steps_is_refused_before_its_ways_are_looked_at() {
		var steps = new StringBuilder(flow("lapsed", "lapseRecord", "s0"));
		for (int i = 0; i < 2000; i++) {
			steps.append("<bpmn:manualTask id=\"s").append(i).append("\" />").append(flow("f" + i, "s" + i, i == 1999 ? "recordLapsed" : "s" + (i + 1)));
		}
		assertThat(told(REVIEW, changed(REVIEW, List.of(LAPSED, steps.toString())))).containsExactly("tooManySteps:");
	}

	private static String withCycle(String cycle) {
		return changed(REVIEW, List.of(LAPSED, LAPSED + "<bpmn:boundaryEvent id=\"again\" cancelActivity=\"false\" attachedToRef=\"amendment\"><bpmn:timerEventDefinition>"
				+ "<bpmn:timeCycle>" + cycle + "</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:boundaryEvent>" + flow("f1", "again", "told") + "<bpmn:endEvent id=\"told\" />"));
	}

	private static String flow(String id, String from, String to) {
		return "<bpmn:sequenceFlow id=\"" + id + "\" sourceRef=\"" + from + "\" targetRef=\"" + to + "\" />";
	}

	private static String flow(String id, String from, String to, String condition) {
		return flow(id, from, to).replace(" />", "><bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\">" + condition + "</bpmn:conditionExpression></bpmn:sequenceFlow>");
	}

	private static String gateway(String id, String otherwise) {
		return "<bpmn:exclusiveGateway id=\"" + id + "\"" + (otherwise.isEmpty() ? "" : " default=\"" + otherwise + "\"") + " />";
	}

	private static String timer(String id, String time) {
		return "<bpmn:intermediateCatchEvent id=\"" + id + "\"><bpmn:timerEventDefinition id=\"" + id + "Timer\">" + time + "</bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>";
	}

	private static String review(String id) {
		return "<bpmn:userTask id=\"" + id + "\" name=\"复核\" camunda:formKey=\"embedded:deployment:forms/department-review.html\" camunda:candidateGroups=\"${organisation}\" camunda:dueDate=\"${deadline}\">"
				+ LISTENERS + "</bpmn:userTask><bpmn:boundaryEvent id=\"" + id + "Deadline\" cancelActivity=\"false\" attachedToRef=\"" + id + "\"><bpmn:timerEventDefinition id=\"" + id + "T\">"
				+ "<bpmn:timeDate>${deadline}</bpmn:timeDate></bpmn:timerEventDefinition></bpmn:boundaryEvent>" + flow(id + "Overdue", id + "Deadline", id + "Escalate")
				+ "<bpmn:serviceTask id=\"" + id + "Escalate\" camunda:delegateExpression=\"${escalateOverdueReview}\" />" + flow(id + "Marked", id + "Escalate", id + "End") + "<bpmn:endEvent id=\"" + id + "End\" />";
	}

	private static String propertied(String element, String... properties) {
		var text = new StringBuilder();
		for (int i = 0; i < properties.length; i += 2) {
			text.append("<camunda:property name=\"").append(properties[i]).append("\" value=\"").append(properties[i + 1]).append("\" />");
		}
		return element + "<bpmn:extensionElements><camunda:properties>" + text + "</camunda:properties></bpmn:extensionElements>";
	}

	private static String stepOfTemplate(String id, String... properties) {
		return propertied("<bpmn:userTask id=\"" + id + "\" name=\"复核\" camunda:formKey=\"embedded:deployment:forms/department-review.html\" camunda:candidateGroups=\"${organisation}\">", properties)
				+ "</bpmn:userTask>";
	}

	private static String dated(String id) {
		return "<bpmn:boundaryEvent id=\"" + id + "Deadline\" cancelActivity=\"false\" attachedToRef=\"" + id + "\"><bpmn:timerEventDefinition id=\"" + id + "T\"><bpmn:timeDate>${deadline}</bpmn:timeDate>"
				+ "</bpmn:timerEventDefinition></bpmn:boundaryEvent>" + flow(id + "Overdue", id + "Deadline", id + "End") + "<bpmn:endEvent id=\"" + id + "End\" />";
	}

	private static String secondBehindDepartment(String second) {
		return flow("departmentDecided", "departmentReview", "confirmedHere") + gateway("confirmedHere", "notConfirmedHere") + flow("notConfirmedHere", "confirmedHere", "reviewed")
				+ flow("toSecond", "confirmedHere", "secondReview", "${decision == 'confirm'}") + second + flow("secondDecided", "secondReview", "reviewed");
	}

	private static Arguments changed(String what, String... changes) {
		return Arguments.of(what, List.of(changes));
	}

	private static Arguments refused(String what, String faults, String... changes) {
		return Arguments.of(what, faults, List.of(changes));
	}

	/** @param changes what stands there and what shall, in turns */
	private static String changed(String model, List<String> changes) {
		var text = text(model);
		for (int i = 0; i < changes.size(); i += 2) {
			assertThat(text).contains(changes.get(i));
			text = text.replace(changes.get(i), changes.get(i + 1));
		}
		return text;
	}

	/** @return keys of the faults with their elements, without what belongs to other tests */
	private List<String> told(String name, String model) {
		var files = new HashMap<String, byte[]>();
		files.put(name, model.getBytes(StandardCharsets.UTF_8));
		for (var other : List.of("processes/deadlines.dmn", "processes/reminders.dmn", "forms/unit-review.html", "forms/department-review.html", "forms/reform-office-review.html",
				"forms/organisation-registration.html", "forms/reminder.html", "forms/urging.html", "forms/stage-supervision.html")) {
			files.put(other, text(other).getBytes(StandardCharsets.UTF_8));
		}
		return check.faultsOf(files, false).stream().filter(fault -> !fault.key().equals("formUnused") && !fault.key().equals("unknownBean"))
				.map(fault -> fault.key() + ":" + (fault.place() == null ? "" : fault.place().value())).toList();
	}

	private static String text(String name) {
		try {
			return Files.readString(Path.of(name.contains("/") ? name : "processes/" + name));
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}
}
