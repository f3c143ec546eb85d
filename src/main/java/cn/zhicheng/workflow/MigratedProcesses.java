package cn.zhicheng.workflow;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.batch.Batch;
import org.camunda.bpm.engine.migration.MigrationPlan;
import org.camunda.bpm.engine.migration.MigrationPlanValidationException;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.engine.runtime.ProcessInstanceQuery;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.EventBasedGateway;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.IntermediateCatchEvent;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.designer.ProcessModels;
import cn.zhicheng.designer.Progress;
import cn.zhicheng.security.AuditKind;
import cn.zhicheng.security.AuditTrail;

/**
 * Moves instances to the latest version of their process with the engine's own migration. Instances at a step that is not
 * mapped are not touched. The rights are those of the page: the engine is asked for nobody.
 */
@Service
class MigratedProcesses implements ProcessModels {

	private final RepositoryService repository;
	private final RuntimeService runtime;
	private final ManagementService management;
	private final ActingAccount acting;
	private final AuditTrail audit;
	private final MessageSource messages;

	MigratedProcesses(@Lazy RepositoryService repository, @Lazy RuntimeService runtime, @Lazy ManagementService management, ActingAccount acting,
			AuditTrail audit, MessageSource messages) {
		this.repository = repository;
		this.runtime = runtime;
		this.management = management;
		this.acting = acting;
		this.audit = audit;
		this.messages = messages;
	}

	private Version version(ProcessDefinition definition) {
		return new Version(definition.getId(), definition.getKey(), definition.getName() == null ? definition.getKey() : definition.getName(),
				definition.getVersion(), runtime.createProcessInstanceQuery().processDefinitionId(definition.getId()).count());
	}

	@Override
	public Optional<Proposal> proposal(String version) {
		return acting.asNobody(() -> {
			var from = repository.createProcessDefinitionQuery().processDefinitionId(version).singleResult();
			if (from == null) {
				return Optional.empty();
			}
			var to = repository.createProcessDefinitionQuery().processDefinitionKey(from.getKey()).latestVersion().singleResult();
			return from.getId().equals(to.getId()) ? Optional.empty() : Optional.of(proposal(from, to));
		});
	}

	private Proposal proposal(ProcessDefinition from, ProcessDefinition to) {
		var before = steps(from);
		var after = steps(to);
		var waiting = management.createActivityStatisticsQuery(from.getId()).list().stream().filter(one -> one.getInstances() > 0)
				.filter(one -> before.containsKey(one.getId())).sorted(Comparator.comparing(one -> one.getId())).toList();
		var steps = waiting.stream().map(one -> step(before.get(one.getId()), one.getInstances(), before, after)).toList();
		return new Proposal(version(from), version(to), elements(after, before.keySet()), elements(before, after.keySet()), steps);
	}

	/** @return the steps of a version by id: what is done there, or waited for */
	private Map<String, FlowNode> steps(ProcessDefinition definition) {
		var model = repository.getBpmnModelInstance(definition.getId());
		return Stream.<Class<? extends FlowNode>>of(Activity.class, IntermediateCatchEvent.class, EventBasedGateway.class)
				.flatMap(type -> model.getModelElementsByType(type).stream()).collect(Collectors.toMap(FlowNode::getId, Function.identity()));
	}

	private static List<Element> elements(Map<String, FlowNode> steps, Collection<String> without) {
		return steps.values().stream().filter(step -> !without.contains(step.getId())).sorted(Comparator.comparing(FlowNode::getId))
				.map(MigratedProcesses::element).toList();
	}

	private static Element element(FlowNode step) {
		return new Element(step.getId(), step.getName() == null || step.getName().isBlank() ? step.getId() : step.getName());
	}

	private static Step step(FlowNode step, long waiting, Map<String, FlowNode> before, Map<String, FlowNode> after) {
		var sameType = after.values().stream().filter(other -> other.getElementType().equals(step.getElementType()))
				.sorted(Comparator.comparing(FlowNode::getId)).toList();
		var candidates = sameType.stream().map(MigratedProcesses::element).toList();
		if (sameType.stream().anyMatch(other -> other.getId().equals(step.getId()))) {
			return new Step(step.getId(), element(step).name(), waiting, Optional.of(step.getId()), true, candidates);
		}
		// Renamed: an element that is new and has the name of the former one, or is the only new one of its type.
		var fresh = sameType.stream().filter(other -> !before.containsKey(other.getId())).toList();
		var named = fresh.stream().filter(other -> element(other).name().equals(element(step).name())).toList();
		var proposed = named.size() == 1 ? named : fresh.size() == 1 ? fresh : List.<FlowNode>of();
		return new Step(step.getId(), element(step).name(), waiting, proposed.stream().map(FlowNode::getId).findFirst(), false, candidates);
	}

	@Override
	public Trial tryOut(Proposal proposal, Map<String, String> mapping) {
		return acting.asNobody(() -> {
			var moving = mapping.isEmpty() ? 0 : moving(proposal, mapping).count();
			try {
				plan(proposal, mapping);
				return new Trial(moving, proposal.from().running() - moving, List.of());
			} catch (MigrationPlanValidationException invalid) {
				return new Trial(0, proposal.from().running(), invalid.getValidationReport().getInstructionReports().stream()
						.map(report -> text("processes.fault", report.getMigrationInstruction().getSourceActivityId(),
								report.getMigrationInstruction().getTargetActivityId(), String.join("; ", report.getFailures())))
						.toList());
			}
		});
	}

	/** Those at a mapped step and at no other. */
	private ProcessInstanceQuery moving(Proposal proposal, Map<String, String> mapping) {
		return runtime.createProcessInstanceQuery().processDefinitionId(proposal.from().id()).activityIdIn(mapping.keySet().toArray(String[]::new));
	}

	/** The steps as they are mapped, and with each the events at its border that the other version has too. */
	private MigrationPlan plan(Proposal proposal, Map<String, String> mapping) {
		var plan = runtime.createMigrationPlan(proposal.from().id(), proposal.to().id());
		var before = borders(proposal.from().id());
		var after = borders(proposal.to().id());
		mapping.forEach((source, target) -> {
			plan.mapActivities(source, target);
			// Otherwise what the gateway waits for would begin anew.
			eventsBehind(proposal.from().id(), source).filter(eventsBehind(proposal.to().id(), target).toList()::contains).forEach(event -> plan.mapActivities(event, event));
			before.stream().filter(event -> event.getAttachedTo().getId().equals(source)).forEach(event -> after.stream()
					.filter(other -> other.getAttachedTo().getId().equals(target) && corresponds(event, other, source, target)).findFirst()
					.ifPresent(other -> plan.mapActivities(event.getId(), other.getId())));
		});
		return plan.build();
	}

	/** @return ids of the events that a gateway waits for; none behind any other step */
	private Stream<String> eventsBehind(String definition, String step) {
		return repository.getBpmnModelInstance(definition).getModelElementById(step) instanceof EventBasedGateway gateway
				? gateway.getSucceedingNodes().list().stream().map(FlowNode::getId) : Stream.empty();
	}

	private List<BoundaryEvent> borders(String definition) {
		return List.copyOf(repository.getBpmnModelInstance(definition).getModelElementsByType(BoundaryEvent.class));
	}

	/** The same event still, or at a renamed step one of the same kind. */
	private static boolean corresponds(BoundaryEvent event, BoundaryEvent other, String source, String target) {
		return event.getId().equals(other.getId()) || !source.equals(target) && event.cancelActivity() == other.cancelActivity()
				&& event.getEventDefinitions().iterator().next().getElementType()
						.equals(other.getEventDefinitions().iterator().next().getElementType());
	}

	@Override
	@Transactional
	public Optional<String> migrate(Proposal proposal, Map<String, String> mapping, String account) {
		return acting.asNobody(() -> {
			if (mapping.isEmpty() || moving(proposal, mapping).count() == 0) {
				return Optional.empty();
			}
			var batch = runtime.newMigration(plan(proposal, mapping)).processInstanceQuery(moving(proposal, mapping)).executeAsync();
			audit.record(AuditKind.DEPLOYED, account, null, proposal.from().process(), Map.of("from", String.valueOf(proposal.from().version()),
					"to", String.valueOf(proposal.to().version()), "batch", batch.getId()));
			return Optional.of(batch.getId());
		});
	}

	@Override
	public List<Progress> underWay() {
		return acting.asNobody(() -> management.createBatchQuery().type(Batch.TYPE_PROCESS_INSTANCE_MIGRATION).list().stream()
				.map(one -> BatchProgress.of(one, management)).toList());
	}

	private String text(String key, Object... arguments) {
		return messages.getMessage(key, arguments, UserTexts.LOCALE);
	}
}
