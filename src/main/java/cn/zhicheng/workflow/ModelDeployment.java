package cn.zhicheng.workflow;

import java.io.ByteArrayInputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.spring.boot.starter.configuration.CamundaDeploymentConfiguration;
import org.camunda.bpm.spring.boot.starter.configuration.impl.AbstractCamundaConfiguration;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Deploys what has changed in {@code processes/} and {@code forms/} since the last start, and nothing else: a version that
 * came from Camunda Modeler or from a page meanwhile stays in use, as long as its file in the folder is the same as before.
 * A changed file wins over whatever is in use. A file that is put back to what the folder had at the last start has not
 * changed.
 *
 * <p>Each decision is a deployment by itself; a process is one together with the forms it shows, of which those that have not
 * changed, and the process itself if only a form has, are taken as they are in use. All is checked before anything is
 * deployed, and deployed in one transaction: a fault stops the start and leaves everything as it was.
 */
@Component
class ModelDeployment extends AbstractCamundaConfiguration implements CamundaDeploymentConfiguration {

	/** By this Cockpit tells a deployment from the folder. */
	static final String SOURCE = "folder";

	private final WorkflowSettings settings;
	private final RunningModels running;
	private final DeploymentCompanions companions;
	private final DeploymentCheck check;
	private final TransactionTemplate transaction;

	ModelDeployment(WorkflowSettings settings, RunningModels running, DeploymentCompanions companions, DeploymentCheck check,
			PlatformTransactionManager transactions) {
		this.settings = settings;
		this.running = running;
		this.companions = companions;
		this.check = check;
		this.transaction = new TransactionTemplate(transactions);
	}

	/** @return nothing: the engine's own way would deploy all files whenever one has changed */
	@Override
	public Set<Resource> getDeploymentResources() {
		return Set.of();
	}

	@Override
	public void postProcessEngineBuild(ProcessEngine engine) {
		deploy(engine, FolderFiles.read(settings));
	}

	/**
	 * @param folder content by name
	 * @throws IllegalStateException if there is a fault, with the sentences a designer reads
	 */
	void deploy(ProcessEngine engine, Map<String, byte[]> folder) {
		transaction.executeWithoutResult(status -> {
			// Two instances that start at the same time do so one after the other.
			((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration()).getCommandExecutorTxRequired().execute(context -> {
				context.getPropertyManager().acquireExclusiveLock();
				return null;
			});
			var memory = new FolderMemory(engine.getManagementService());
			var changed = new TreeMap<>(folder);
			changed.entrySet().removeIf(file -> !memory.isChanged(file.getKey(), file.getValue()));
			var deployments = deployments(folder, changed);
			check(deployments);
			deployments.forEach((name, files) -> {
				var deployment = engine.getRepositoryService().createDeployment().name(name).source(SOURCE);
				files.forEach((file, content) -> deployment.addInputStream(file, new ByteArrayInputStream(content)));
				deployment.deploy();
			});
			changed.forEach(memory::remember);
		});
	}

	/** @return files by name of the deployment; decisions first, for the processes ask them */
	private Map<String, Map<String, byte[]>> deployments(Map<String, byte[]> folder, Map<String, byte[]> changed) {
		var deployments = new LinkedHashMap<String, Map<String, byte[]>>();
		changed.forEach((name, content) -> {
			if (ModelContents.isDecision(name)) {
				deployments.put(name, Map.of(name, content));
			}
		});
		folder.keySet().stream().filter(ModelContents::isProcess).forEach(name -> {
			var files = process(name, folder, changed);
			if (files.keySet().stream().anyMatch(changed::containsKey)) {
				deployments.put(name, files);
			}
		});
		return deployments;
	}

	/** @return a process and those of its forms that have changed or are not in use yet */
	private Map<String, byte[]> process(String name, Map<String, byte[]> folder, Map<String, byte[]> changed) {
		var inUse = changed.containsKey(name) ? Optional.<RunningModels.DeployedFile>empty() : inUse(name, folder.get(name));
		var files = new TreeMap<String, byte[]>();
		files.put(name, inUse.map(RunningModels.DeployedFile::content).orElse(folder.get(name)));
		for (var form : ModelContents.of(name, files.get(name)).forms()) {
			if (folder.containsKey(form) && (changed.containsKey(form) || !isInUse(form, name, files.get(name)))) {
				files.put(form, folder.get(form));
			}
		}
		return files;
	}

	private Optional<RunningModels.DeployedFile> inUse(String name, byte[] content) {
		return ModelContents.of(name, content).processes().stream().map(running::process).flatMap(Optional::stream).findFirst();
	}

	private boolean isInUse(String form, String name, byte[] content) {
		return inUse(name, content).flatMap(process -> running.form(process, form)).isPresent();
	}

	private void check(Map<String, Map<String, byte[]>> deployments) {
		var files = new TreeMap<String, byte[]>();
		deployments.values().forEach(files::putAll);
		files.putAll(companions.of(files));
		var faults = files.isEmpty() ? List.<ModelFault>of() : check.faultsOf(files, false);
		if (!faults.isEmpty()) {
			throw new IllegalStateException(check.text(faults));
		}
	}
}
