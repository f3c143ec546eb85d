package cn.zhicheng.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.engine.repository.ResourceDefinition;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.designer.ModelProposals;
import cn.zhicheng.designer.ModelVersions;

/**
 * Versions as the engine keeps them: nothing that was deployed is ever deleted.
 */
@Service
class DeployedVersions implements ModelVersions {

	private static final int EARLIER = 10;
	private static final List<String> TABLES = List.of(DecisionTables.REMINDERS, DecisionTables.ELIGIBILITY);

	private final RepositoryService repository;
	private final ManagementService management;
	private final RunningModels models;
	private final WaitWarnings warnings;
	private final ModelProposals proposals;
	private final ActingAccount acting;
	private final MessageSource messages;

	DeployedVersions(@Lazy RepositoryService repository, @Lazy ManagementService management, RunningModels models, WaitWarnings warnings, ModelProposals proposals, ActingAccount acting,
			MessageSource messages) {
		this.repository = repository;
		this.management = management;
		this.models = models;
		this.warnings = warnings;
		this.proposals = proposals;
		this.acting = acting;
		this.messages = messages;
	}

	@Override
	public List<Model> models() {
		return acting.asNobody(() -> {
			var running = management.createProcessDefinitionStatisticsQuery().list().stream()
					.collect(Collectors.toMap(one -> one.getId(), one -> one.getInstances()));
			ToIntFunction<ResourceDefinition> instances = definition -> running.getOrDefault(definition.getId(), 0);
			var processes = repository.createProcessDefinitionQuery().orderByProcessDefinitionKey().asc().orderByProcessDefinitionVersion().desc().list();
			var tables = repository.createDecisionDefinitionQuery().orderByDecisionDefinitionKey().asc().orderByDecisionDefinitionVersion().desc().list()
					.stream().filter(table -> TABLES.contains(table.getKey())).toList();
			return Stream.of(processes, tables).flatMap(all -> byKey(all).stream()).map(versions -> model(versions, instances)).toList();
		});
	}

	/** @return the versions of each, in the order they have */
	private static List<List<ResourceDefinition>> byKey(List<? extends ResourceDefinition> definitions) {
		var byKey = new ArrayList<List<ResourceDefinition>>();
		for (var definition : definitions) {
			if (byKey.isEmpty() || !byKey.get(byKey.size() - 1).get(0).getKey().equals(definition.getKey())) {
				byKey.add(new ArrayList<>());
			}
			byKey.get(byKey.size() - 1).add(definition);
		}
		return byKey;
	}

	private Model model(List<ResourceDefinition> versions, ToIntFunction<ResourceDefinition> instances) {
		var latest = versions.get(0);
		var shown = Stream.concat(versions.stream().limit(EARLIER + 1L), versions.stream().skip(EARLIER + 1L).filter(one -> instances.applyAsInt(one) > 0));
		return new Model(latest.getKey(), nameOf(latest), latest instanceof ProcessDefinition,
				shown.map(one -> version(one, instances.applyAsInt(one))).toList(), latest.getKey().equals(TitleRecordReview.KEY) ? warnings.inForce() : List.of());
	}

	private Version version(ResourceDefinition definition, long running) {
		var deployment = repository.createDeploymentQuery().deploymentId(definition.getDeploymentId()).singleResult();
		return new Version(definition.getId(), definition.getVersion(), deployment.getDeploymentTime().toInstant(), deployment.getName(), running);
	}

	@Override
	public Optional<String> title(String version) {
		return acting.asNobody(() -> Optional.ofNullable(repository.createProcessDefinitionQuery().processDefinitionId(version).singleResult())
				.map(process -> messages.getMessage("processes.version", new Object[] { nameOf(process), process.getVersion() }, UserTexts.LOCALE)));
	}

	private static String nameOf(ResourceDefinition definition) {
		return definition.getName() == null ? definition.getKey() : definition.getName();
	}

	@Override
	public Optional<File> file(String version) {
		return acting.asNobody(() -> find(version).map(this::model).map(model -> new File(ModelContents.fileName(model.name()), model.content())));
	}

	@Override
	@Transactional
	public Optional<Long> takeAgain(String version, String account) {
		return acting.asNobody(() -> find(version)).map(definition -> proposals.propose(account,
				messages.getMessage("processes.again.reason", new Object[] { definition.getVersion() }, UserTexts.LOCALE), acting.asNobody(() -> files(model(definition)))));
	}

	/** @return a model and, of a process, the forms with which it was deployed */
	private Map<String, byte[]> files(RunningModels.DeployedFile model) {
		var forms = ModelContents.of(model.name(), model.content()).forms().stream().map(form -> models.form(model, form)).flatMap(Optional::stream);
		return Stream.concat(Stream.of(model), forms).collect(Collectors.toMap(RunningModels.DeployedFile::name, RunningModels.DeployedFile::content));
	}

	private RunningModels.DeployedFile model(ResourceDefinition definition) {
		return models.file(definition.getDeploymentId(), definition.getResourceName());
	}

	private Optional<ResourceDefinition> find(String version) {
		return Optional.<ResourceDefinition>ofNullable(repository.createProcessDefinitionQuery().processDefinitionId(version).singleResult())
				.or(() -> Optional.ofNullable(repository.createDecisionDefinitionQuery().decisionDefinitionId(version).singleResult())
						.filter(table -> TABLES.contains(table.getKey())));
	}
}
