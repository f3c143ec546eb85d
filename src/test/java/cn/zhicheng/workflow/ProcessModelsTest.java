package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.BusinessRuleTask;
import org.camunda.bpm.model.bpmn.instance.Documentation;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Gateway;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.TimerEventDefinition;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.support.SimpleBeanDefinitionRegistry;
import org.springframework.context.annotation.AnnotationBeanNameGenerator;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.util.ClassUtils;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;

import cn.zhicheng.organisation.ApplicationVerdict;

/** What every model of {@code processes/} owes the code, the forms and the people who read it. */
class ProcessModelsTest {

	private static final String CAMUNDA_BPMN = "http://camunda.org/schema/1.0/bpmn";
	private static final String CAMUNDA_DMN = "http://camunda.org/schema/1.0/dmn";

	/** All variables of title-record-review, and the two a review task is completed with. */
	private static final Set<String> VARIABLES =
			Set.of("recordId", "stage", "organisation", "deadline", "decision", "reason");

	private static final Pattern EXPRESSION = Pattern.compile("[$#]\\{([^}]*)}");
	/** What modelling tools make up: Activity_138rcu3, Gateway_1x0y2z3, Process_1. */
	private static final Pattern GENERATED_ID = Pattern.compile("[A-Z]\\w*_[0-9a-z]{1,8}(_di)?");
	private static final Pattern CHINESE = Pattern.compile(".*\\p{IsHan}.*");

	@Test
	void the_models_people_and_programs_rely_on_are_there() {
		assertThat(ProcessFolder.models()).extracting(file -> file.getFileName().toString())
				.contains("title-record-review.bpmn", "organisation-registration.bpmn", "stage-supervision.bpmn", "deadlines.dmn", "eligibility.dmn",
						"reminders.dmn");
	}

	@Test
	void the_elements_people_and_programs_rely_on_keep_their_ids() {
		BpmnModelInstance review = ProcessFolder.read(ProcessFolder.file("title-record-review.bpmn"));

		assertThat(review.getModelElementsByType(UserTask.class)).extracting(UserTask::getId)
				.contains("unitReview", "departmentReview", "reformOfficeReview", "amendment");
		assertThat(review.getModelElementsByType(BoundaryEvent.class))
				.filteredOn(event -> event.getEventDefinitions().iterator().next() instanceof TimerEventDefinition)
				.extracting(BoundaryEvent::getId, event -> event.getAttachedTo().getId(), BoundaryEvent::cancelActivity)
				.contains(
						tuple("unitDeadline", "unitReview", false),
						tuple("departmentDeadline", "departmentReview", false),
						tuple("reformOfficeDeadline", "reformOfficeReview", false),
						tuple("amendmentDeadline", "amendment", true));
	}

	@Test
	void the_elements_of_a_registration_keep_their_ids() {
		BpmnModelInstance registration = ProcessFolder.read(ProcessFolder.file("organisation-registration.bpmn"));

		assertThat(registration.getModelElementsByType(UserTask.class)).extracting(UserTask::getId, UserTask::getCamundaCandidateGroups)
				.containsExactly(tuple("registrationReview", "${organisation}--admin"));
		assertThat(registration.getModelElementsByType(BoundaryEvent.class))
				.extracting(BoundaryEvent::getId, event -> event.getAttachedTo().getId(), BoundaryEvent::cancelActivity)
				.containsExactly(tuple("registrationDeadline", "registrationReview", false));
		assertThat(registration.getModelElementsByType(SequenceFlow.class)).map(SequenceFlow::getConditionExpression).filteredOn(Objects::nonNull)
				.map(condition -> condition.getTextContent().replaceAll(".*'(\\w+)'.*", "$1"))
				.allMatch(key -> ApplicationVerdict.ofKey(key).isPresent());
	}

	@Test
	void the_elements_of_a_supervision_keep_their_ids() {
		BpmnModelInstance supervision = ProcessFolder.read(ProcessFolder.file("stage-supervision.bpmn"));

		assertThat(supervision.getModelElementsByType(UserTask.class)).extracting(UserTask::getId, UserTask::getCamundaCandidateGroups)
				.containsExactlyInAnyOrder(tuple("reminder", "${organisation}"), tuple("urging", "${organisation}"),
						tuple("superviseOverdue", "${superior}"));
	}

	@ParameterizedTest
	@MethodSource("cn.zhicheng.workflow.ProcessFolder#models")
	void a_model_is_named_like_its_file(Path model) {
		assertThat(ProcessFolder.elements(model)).filteredOn(ProcessModelsTest::isProcessOrDecision)
				.extracting(element -> element.getAttribute("id"))
				.containsExactly(ProcessFolder.baseName(model));
	}

	@ParameterizedTest
	@MethodSource("cn.zhicheng.workflow.ProcessFolder#models")
	void a_model_says_how_long_its_history_is_kept_and_which_version_it_is(Path model) {
		String camunda = model.toString().endsWith(".bpmn") ? CAMUNDA_BPMN : CAMUNDA_DMN;

		assertThat(ProcessFolder.elements(model)).filteredOn(ProcessModelsTest::isProcessOrDecision)
				.allSatisfy(element -> {
					assertThat(element.getAttributeNS(camunda, "historyTimeToLive")).matches("P\\d+D");
					assertThat(element.getAttributeNS(camunda, "versionTag")).isNotBlank();
				});
	}

	@ParameterizedTest
	@MethodSource("cn.zhicheng.workflow.ProcessFolder#models")
	void no_id_is_generated_by_a_tool(Path model) {
		assertThat(ProcessFolder.elements(model)).map(element -> element.getAttribute("id"))
				.noneMatch(id -> GENERATED_ID.matcher(id).matches())
				.filteredOn(id -> !id.isEmpty()).doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@MethodSource("cn.zhicheng.workflow.ProcessFolder#models")
	void no_model_contains_program_code(Path model) {
		assertThat(ProcessFolder.elements(model)).allSatisfy(element -> {
			assertThat(element.getLocalName()).isNotIn("scriptTask", "script");
			assertThat(ProcessFolder.attributes(element))
					.filteredOn(attribute -> CAMUNDA_BPMN.equals(attribute.getNamespaceURI()))
					.extracting(Attr::getLocalName).doesNotContain("class", "resource", "expression");
			assertThat(ProcessFolder.attributes(element)).extracting(Attr::getLocalName)
					.doesNotContain("scriptFormat", "language", "expressionLanguage");
		});
	}

	@ParameterizedTest
	@MethodSource("cn.zhicheng.workflow.ProcessFolder#processes")
	void expressions_look_at_variables_and_call_nothing(Path process) {
		assertThat(expressionsBesideBeans(process)).noneMatch(expression -> expression.matches(".*[(.\\[].*"));
	}

	@Test
	void a_registration_knows_no_other_variables_than_those_agreed() {
		assertThat(expressionsBesideBeans(ProcessFolder.file("organisation-registration.bpmn")))
				.flatMap(ProcessModelsTest::namesIn).isNotEmpty().isSubsetOf(OrganisationRegistration.VARIABLES);
	}

	@Test
	void a_supervision_knows_no_other_variables_than_those_agreed() {
		assertThat(expressionsBesideBeans(ProcessFolder.file("stage-supervision.bpmn")))
				.flatMap(ProcessModelsTest::namesIn).isNotEmpty().isSubsetOf(StageSupervision.VARIABLES);
	}

	@Test
	void the_review_knows_no_other_variables_than_those_agreed() {
		assertThat(expressionsBesideBeans(ProcessFolder.file("title-record-review.bpmn")))
				.flatMap(ProcessModelsTest::namesIn).isNotEmpty().isSubsetOf(VARIABLES);
	}

	@ParameterizedTest
	@MethodSource("cn.zhicheng.workflow.ProcessFolder#processes")
	void everything_a_user_sees_has_a_Chinese_name(Path process) {
		BpmnModelInstance model = ProcessFolder.read(process);

		assertThat(model.getModelElementsByType(Process.class)).extracting(Process::getName)
				.allMatch(CHINESE.asMatchPredicate());
		assertThat(model.getModelElementsByType(FlowNode.class)).filteredOn(node -> !isMerge(node))
				.allSatisfy(node -> assertThat(node.getName()).as(node.getId()).isNotNull().matches(CHINESE));
		assertThat(model.getModelElementsByType(Gateway.class)).filteredOn(gateway -> !isMerge(gateway))
				.flatExtracting(Gateway::getOutgoing)
				.allSatisfy(flow -> assertThat(flow.getName()).as(flow.getId()).isNotNull().matches(CHINESE));
	}

	@ParameterizedTest
	@MethodSource("cn.zhicheng.workflow.ProcessFolder#decisions")
	void every_column_of_a_decision_has_a_Chinese_label(Path decision) {
		assertThat(ProcessFolder.elements(decision))
				.filteredOn(element -> Set.of("input", "output").contains(element.getLocalName()))
				.isNotEmpty()
				.allSatisfy(column -> assertThat(column.getAttribute("label")).matches(CHINESE));
	}

	@ParameterizedTest
	@MethodSource("cn.zhicheng.workflow.ProcessFolder#processes")
	void everything_that_decides_or_acts_is_explained_in_Chinese(Path process) {
		BpmnModelInstance model = ProcessFolder.read(process);

		assertThat(model.getModelElementsByType(Process.class)).allMatch(element -> explained(element.getDocumentations()));
		assertThat(model.getModelElementsByType(FlowNode.class))
				.filteredOn(node -> !isMerge(node) && !(node instanceof EndEvent))
				.allSatisfy(node -> assertThat(explained(node.getDocumentations())).as(node.getId()).isTrue());
	}

	@ParameterizedTest
	@MethodSource("cn.zhicheng.workflow.ProcessFolder#processes")
	void a_gateway_either_joins_or_splits_and_has_a_way_out_for_the_unforeseen(Path process) {
		assertThat(ProcessFolder.read(process).getModelElementsByType(Gateway.class)).allSatisfy(gateway -> {
			assertThat(gateway.getIncoming().size() > 1).as(gateway.getId()).isNotEqualTo(gateway.getOutgoing().size() > 1);
			assertThat(gateway.getOutgoing()).as(gateway.getId())
					.filteredOn(flow -> flow.getConditionExpression() == null).hasSize(1);
		});
	}

	@ParameterizedTest
	@MethodSource("cn.zhicheng.workflow.ProcessFolder#processes")
	void every_bean_a_process_names_exists_and_can_do_what_is_asked_of_it(Path process) {
		Map<String, Class<?>> beans = beansOfThisPackage();

		assertThat(ProcessFolder.elements(process))
				.filteredOn(element -> element.hasAttributeNS(CAMUNDA_BPMN, "delegateExpression")
						|| element.hasAttribute("delegateExpression"))
				.allSatisfy(element -> {
					String expression = element.getAttribute("delegateExpression")
							+ element.getAttributeNS(CAMUNDA_BPMN, "delegateExpression");
					assertThat(expression).matches("\\$\\{\\w+}");
					String bean = expression.substring(2, expression.length() - 1);
					assertThat(beans).containsKey(bean);
					assertThat(beans.get(bean)).isAssignableTo(switch (element.getLocalName()) {
						case "executionListener" -> ExecutionListener.class;
						case "taskListener" -> TaskListener.class;
						default -> JavaDelegate.class;
					});
				});
	}

	@ParameterizedTest
	@MethodSource("cn.zhicheng.workflow.ProcessFolder#processes")
	void every_form_a_process_names_exists(Path process) {
		assertThat(ProcessFolder.read(process).getModelElementsByType(UserTask.class))
				.map(UserTask::getCamundaFormKey).filteredOn(key -> key != null)
				.allSatisfy(key -> {
					assertThat(key).startsWith("embedded:deployment:forms/");
					assertThat(Path.of(key.substring("embedded:deployment:".length()))).matches(Files::isRegularFile, "exists");
				});
	}

	@ParameterizedTest
	@MethodSource("cn.zhicheng.workflow.ProcessFolder#processes")
	void every_decision_a_process_names_exists(Path process) {
		assertThat(ProcessFolder.read(process).getModelElementsByType(BusinessRuleTask.class))
				.allSatisfy(task -> assertThat(ProcessFolder.decisions())
						.contains(ProcessFolder.file(task.getCamundaDecisionRef() + ".dmn")));
	}

	private static boolean isProcessOrDecision(Element element) {
		return Set.of("process", "decision").contains(element.getLocalName());
	}

	private static boolean isMerge(FlowNode node) {
		return node instanceof Gateway && node.getOutgoing().size() == 1;
	}

	private static boolean explained(
			Collection<Documentation> documentations) {
		return documentations.stream().anyMatch(text -> text.getTextContent().matches("(?s).*\\p{IsHan}.*"));
	}

	/** All expressions of a process but the names of beans. */
	private static List<String> expressionsBesideBeans(Path process) {
		return ProcessFolder.elements(process).stream()
				.filter(element -> !element.getLocalName().equals("documentation"))
				.flatMap(element -> Stream.concat(
						ProcessFolder.attributes(element).stream()
								.filter(attribute -> !"delegateExpression".equals(attribute.getLocalName()))
								.map(Attr::getValue),
						element.getElementsByTagName("*").getLength() == 0
								? Stream.of(element.getTextContent()) : Stream.empty()))
				.flatMap(text -> EXPRESSION.matcher(text).results())
				.map(match -> match.group(1))
				.toList();
	}

	private static List<String> namesIn(String expression) {
		return Pattern.compile("[A-Za-z]\\w*").matcher(expression.replaceAll("'[^']*'", "")).results()
				.map(MatchResult::group).filter(name -> !name.equals("null")).toList();
	}

	/** The components of this package as compiled, by bean name; what tests declare does not count. */
	private static Map<String, Class<?>> beansOfThisPackage() {
		var scanner = new ClassPathScanningCandidateComponentProvider(true);
		var noOtherBeans = new SimpleBeanDefinitionRegistry();
		scanner.addExcludeFilter((reader, factory) -> reader.getResource().getURL().getPath().contains("/test-classes/"));
		return scanner.findCandidateComponents(ProcessModelsTest.class.getPackageName()).stream()
				.collect(Collectors.toMap(
						bean -> AnnotationBeanNameGenerator.INSTANCE.generateBeanName(bean, noOtherBeans),
						bean -> ClassUtils.resolveClassName(bean.getBeanClassName(), null)));
	}
}
