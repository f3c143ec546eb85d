package cn.zhicheng.workflow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.camunda.bpm.spring.boot.starter.configuration.CamundaDeploymentConfiguration;
import org.camunda.bpm.spring.boot.starter.configuration.impl.AbstractCamundaConfiguration;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.spring.SpringProcessEngineConfiguration;
import org.springframework.core.io.ContextResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;

/**
 * Deploys the models and forms of the project at the start, each under its relative name: a form is found only as
 * {@code forms/unit-review.html}, and the engine would name a file by its absolute path.
 */
@Component
class ModelDeployment extends AbstractCamundaConfiguration implements CamundaDeploymentConfiguration {

	private static final Set<String> SUFFIXES = Set.of("bpmn", "dmn", "html");

	private final WorkflowSettings settings;

	ModelDeployment(WorkflowSettings settings) {
		this.settings = settings;
	}

	@Override
	public void preInit(ProcessEngineConfigurationImpl configuration) {
		((SpringProcessEngineConfiguration) configuration).setDeploymentResources(getDeploymentResources().toArray(Resource[]::new));
	}

	@Override
	public Set<Resource> getDeploymentResources() {
		var resources = new LinkedHashSet<Resource>();
		resources.addAll(filesOf("processes", settings.processes()));
		resources.addAll(filesOf("forms", settings.forms()));
		return resources;
	}

	private static List<NamedResource> filesOf(String name, Path folder) {
		if (!Files.isDirectory(folder)) {
			throw new IllegalStateException(
					"zhicheng.workflow.%s: there is no folder %s; start from the project's folder or set it".formatted(name,
							folder.toAbsolutePath()));
		}
		try (var files = Files.list(folder)) {
			var resources = files.filter(ModelDeployment::isDeployed).sorted()
					.map(file -> new NamedResource(file, name + "/" + file.getFileName())).toList();
			if (resources.isEmpty()) {
				throw new IllegalStateException("zhicheng.workflow.%s: the folder %s is empty".formatted(name, folder.toAbsolutePath()));
			}
			return resources;
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	private static boolean isDeployed(Path file) {
		var name = file.getFileName().toString();
		return SUFFIXES.contains(name.substring(name.lastIndexOf('.') + 1));
	}

	private static final class NamedResource extends FileSystemResource implements ContextResource {

		private final String name;

		private NamedResource(Path file, String name) {
			super(file);
			this.name = name;
		}

		@Override
		public String getPathWithinContext() {
			return name;
		}
	}
}
