package cn.zhicheng.workflow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.repository.DecisionDefinition;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.engine.repository.ResourceDefinition;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * The models and forms as they are in use: of each process and decision the version deployed last, wherever it came from.
 * Works while the engine starts, too, when it deploys the models of the project.
 */
@Component
class RunningModels {

	private final ObjectProvider<ProcessEngineConfigurationImpl> engine;

	/** The engine's configuration names plugins that need this bean. */
	RunningModels(ObjectProvider<ProcessEngineConfigurationImpl> engine) {
		this.engine = engine;
	}

	/**
	 * A file as it was deployed.
	 *
	 * @param name of the resource
	 */
	record DeployedFile(String deployment, String name, byte[] content) {
	}

	boolean hasDecision(String id) {
		return definitionOfDecision(id).isPresent();
	}

	Optional<DeployedFile> decision(String id) {
		return definitionOfDecision(id).map(definition -> file(definition.getDeploymentId(), definition.getResourceName()));
	}

	Optional<DeployedFile> process(String id) {
		return Optional.ofNullable(repository().createProcessDefinitionQuery().processDefinitionKey(id).latestVersion().singleResult())
				.map(definition -> file(definition.getDeploymentId(), definition.getResourceName()));
	}

	/** @return the files of all processes */
	List<DeployedFile> processes() {
		return repository().createProcessDefinitionQuery().latestVersion().orderByProcessDefinitionKey().asc().list().stream()
				.map(ProcessDefinition::getKey).map(this::process).flatMap(Optional::stream).toList();
	}

	/** @return a form that was deployed together with a process */
	Optional<DeployedFile> form(DeployedFile process, String name) {
		return repository().getDeploymentResourceNames(process.deployment()).contains(name)
				? Optional.of(file(process.deployment(), name)) : Optional.empty();
	}

	/** @return whether whatever the file defines, or the form it is, is in use exactly as it stands in the file */
	boolean isRunning(String name, byte[] content) {
		if (ModelContents.isForm(name)) {
			var forms = processes().stream().map(process -> form(process, name)).flatMap(Optional::stream).toList();
			return !forms.isEmpty() && forms.stream()
					.allMatch(form -> Arrays.equals(FormRules.written(form.content()), FormRules.written(content)));
		}
		var contents = ModelContents.of(name, content);
		if (contents.isEmpty()) {
			// What can not be read is in use nowhere.
			return false;
		}
		return contents.processes().stream().allMatch(id -> isSame(process(id), content))
				&& contents.decisions().stream().allMatch(id -> isSame(decision(id), content));
	}

	/** @return whether whatever the file defines, or the form it is, was once in use exactly as it stands in the file */
	boolean wasRunning(String name, byte[] content) {
		if (ModelContents.isForm(name)) {
			var written = FormRules.written(content);
			return versionsOf(repository().createProcessDefinitionQuery().list()).flatMap(process -> form(process, name).stream())
					.anyMatch(form -> Arrays.equals(FormRules.written(form.content()), written));
		}
		var contents = ModelContents.of(name, content);
		return Stream.concat(
				contents.processes().stream().flatMap(id -> versionsOf(repository().createProcessDefinitionQuery().processDefinitionKey(id).list())),
				contents.decisions().stream().flatMap(id -> versionsOf(repository().createDecisionDefinitionQuery().decisionDefinitionKey(id).list())))
				.anyMatch(version -> Arrays.equals(version.content(), content));
	}

	private Stream<DeployedFile> versionsOf(List<? extends ResourceDefinition> definitions) {
		return definitions.stream().map(one -> file(one.getDeploymentId(), one.getResourceName()));
	}

	/** @return whether a file of this name was ever deployed */
	boolean hasResource(String name) {
		return repository().createProcessDefinitionQuery().processDefinitionResourceName(name).count() > 0
				|| repository().createDecisionDefinitionQuery().decisionDefinitionResourceName(name).count() > 0;
	}

	/** @return whether a file in use came from the folder */
	boolean isFromFolder(DeployedFile file) {
		return ModelDeployment.SOURCE.equals(repository().createDeploymentQuery().deploymentId(file.deployment()).singleResult().getSource());
	}

	private static boolean isSame(Optional<DeployedFile> file, byte[] content) {
		return file.filter(one -> Arrays.equals(one.content(), content)).isPresent();
	}

	private Optional<DecisionDefinition> definitionOfDecision(String id) {
		return Optional.ofNullable(repository().createDecisionDefinitionQuery().decisionDefinitionKey(id).latestVersion().singleResult());
	}

	DeployedFile file(String deployment, String name) {
		try (var content = repository().getResourceAsStream(deployment, name)) {
			return new DeployedFile(deployment, name, content.readAllBytes());
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	private RepositoryService repository() {
		return engine.getObject().getRepositoryService();
	}
}
