package cn.zhicheng.workflow;

import java.io.ByteArrayInputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.spring.boot.starter.configuration.CamundaDeploymentConfiguration;
import org.camunda.bpm.spring.boot.starter.configuration.impl.AbstractCamundaConfiguration;
import org.springframework.core.io.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import cn.zhicheng.designer.ModelProposals.Source;

/**
 * Deploys at a start what is new in {@code processes/} and {@code forms/}: all of it on an empty database, later only files that
 * were never in use, where what is in use came from a folder too. What a designer has deployed stays; the file is offered at
 * {@code /designer/processes} instead ({@link ProposalStore}).
 *
 * <p>Each decision is a deployment by itself; a process is one together with the forms it shows, of which those that are not
 * new, and the process itself if only a form is, are taken as they are in use. All is checked before anything is deployed, and
 * deployed in one transaction: a fault leaves everything as it was, and stops the start only if there is nothing in use to go
 * on with.
 */
@Component
class ModelDeployment extends AbstractCamundaConfiguration implements CamundaDeploymentConfiguration {

	private static final Logger LOG = LoggerFactory.getLogger(ModelDeployment.class);

	/** By this Cockpit tells a deployment from the folder. */
	static final String SOURCE = "folder";

	private final WorkflowSettings settings;
	private final RunningModels running;
	private final DeploymentCompanions companions;
	private final DeploymentCheck check;
	private final ObjectProvider<TwoPersons> twoPersons;
	private final ObjectProvider<ProposalStore> proposals;
	private final TransactionTemplate transaction;

	ModelDeployment(WorkflowSettings settings, RunningModels running, DeploymentCompanions companions, DeploymentCheck check,
			ObjectProvider<TwoPersons> twoPersons, ObjectProvider<ProposalStore> proposals, PlatformTransactionManager transactions) {
		this.settings = settings;
		this.running = running;
		this.companions = companions;
		this.check = check;
		this.twoPersons = twoPersons;
		this.proposals = proposals;
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
	 * What is in use stays unless it came from a folder and the file is another one than any that was in use before: a folder that
	 * is out of date, on one server or on all, undoes nothing, and a start does not fail because of it.
	 *
	 * @param folder content by name
	 * @throws IllegalStateException if there is a fault in a file of which nothing is in use yet, with the sentences a designer reads
	 */
	void deploy(ProcessEngine engine, Map<String, byte[]> folder) {
		var left = transaction.execute(status -> {
			// Two instances that start at the same time do so one after the other.
			((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration()).getCommandExecutorTxRequired().execute(context -> {
				context.getPropertyManager().acquireExclusiveLock();
				return null;
			});
			return deployAndTellWhatIsLeft(engine, folder);
		});
		if (!left.isEmpty()) {
			LOG.warn("Not taken from the folder, what is in use stays: {}. A process designer finds them at /designer/processes", String.join(", ", left));
		}
	}

	private List<String> deployAndTellWhatIsLeft(ProcessEngine engine, Map<String, byte[]> folder) {
		var wanted = new LinkedHashMap<String, Map<String, byte[]>>();
		var needed = new LinkedHashMap<String, Map<String, byte[]>>();
		var left = new LinkedHashMap<String, Map<String, byte[]>>();
		for (var unit : units(folder).entrySet()) {
			var inUse = inUse(unit.getKey(), folder.get(unit.getKey()));
			if (inUse.isEmpty() && running.hasResource(unit.getKey())) {
				// It can not be read any more: of whatever it was there is something to go on with.
				wanted.put(unit.getKey(), unit.getValue());
			} else if (inUse.isEmpty()) {
				needed.put(unit.getKey(), unit.getValue());
			} else if (!unit.getValue().isEmpty()) {
				(running.isFromFolder(inUse.get()) && !twoPersons.getObject().isAnotherAsked(null) ? wanted : left).put(unit.getKey(), unit.getValue());
			}
		}
		var all = new LinkedHashMap<>(needed);
		all.putAll(wanted);
		if (!faults(all).isEmpty()) {
			var faults = faults(needed);
			if (!faults.isEmpty()) {
				throw new IllegalStateException(check.text(faults));
			}
			LOG.warn("The folder has faults, what is in use stays: {}", check.text(faults(wanted)).replace('\n', ' '));
			all.keySet().removeAll(wanted.keySet());
		}
		all.forEach((name, files) -> {
			var deployment = engine.getRepositoryService().createDeployment().name(name).source(SOURCE);
			files.forEach((file, content) -> deployment.addInputStream(file, new ByteArrayInputStream(content)));
			deployment.deploy();
		});
		return left.entrySet().stream().filter(unit -> isOffered(unit.getValue())).flatMap(unit -> unit.getValue().keySet().stream()).distinct().toList();
	}

	/** @return whether a designer finds the files; one who has decided on the same before is not asked again */
	private boolean isOffered(Map<String, byte[]> files) {
		var offered = proposals.getObject().offered(files);
		if (offered == ProposalStore.Offered.NEVER) {
			var faults = faults(Map.of("", files));
			if (!faults.isEmpty()) {
				LOG.warn("The folder has faults, what is in use stays: {}", check.text(faults).replace('\n', ' '));
				return false;
			}
			proposals.getObject().add(Source.FOLDER, null, check.message("fromFolder", String.join("、", files.keySet())), files, false);
		}
		return offered != ProposalStore.Offered.DECIDED;
	}

	/** @return what is new in the folder, by the file of a decision or process; decisions first, for the processes ask them */
	private Map<String, Map<String, byte[]>> units(Map<String, byte[]> folder) {
		var units = new LinkedHashMap<String, Map<String, byte[]>>();
		folder.forEach((name, content) -> {
			if (ModelContents.isDecision(name)) {
				units.put(name, isNew(name, content) ? Map.of(name, content) : Map.of());
			}
		});
		folder.keySet().stream().filter(ModelContents::isProcess).forEach(name -> units.put(name, process(name, folder)));
		return units;
	}

	/** @return a process with those of its forms that are new; nothing if neither it nor one of them is */
	private Map<String, byte[]> process(String name, Map<String, byte[]> folder) {
		boolean isNew = isNew(name, folder.get(name));
		var inUse = inUse(name, folder.get(name)).map(RunningModels.DeployedFile::content);
		var process = isNew ? folder.get(name) : inUse.orElse(folder.get(name));
		var files = new TreeMap<String, byte[]>();
		for (var form : ModelContents.of(name, process).forms()) {
			if (folder.containsKey(form) && (isNew(form, folder.get(form)) || isNew && !isInUse(form, name, process))) {
				files.put(form, folder.get(form));
			}
		}
		if (isNew || !files.isEmpty()) {
			files.put(name, process);
		}
		return files;
	}

	/** Neither what is in use nor what once was: that has been replaced, and does not come back by a start. */
	private boolean isNew(String name, byte[] content) {
		return !running.isRunning(name, content) && !running.wasRunning(name, content);
	}

	private Optional<RunningModels.DeployedFile> inUse(String name, byte[] content) {
		var contents = ModelContents.of(name, content);
		return Stream.concat(contents.processes().stream().map(running::process), contents.decisions().stream().map(running::decision))
				.flatMap(Optional::stream).findFirst();
	}

	private boolean isInUse(String form, String name, byte[] content) {
		return inUse(name, content).flatMap(process -> running.form(process, form)).isPresent();
	}

	private List<ModelFault> faults(Map<String, Map<String, byte[]>> deployments) {
		var files = new TreeMap<String, byte[]>();
		deployments.values().forEach(files::putAll);
		files.putAll(companions.of(files));
		return files.isEmpty() ? List.of() : check.faultsOf(files, false);
	}
}
