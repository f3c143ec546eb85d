package cn.zhicheng.workflow;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.springframework.stereotype.Component;

/**
 * What must be deployed together with the files of a deployment because the engine shows a form only from the deployment of
 * its process: Camunda Modeler deploys a process alone, and its forms would be lost. The others are taken from the version
 * that is in use.
 */
@Component
class DeploymentCompanions {

	private final RunningModels running;

	DeploymentCompanions(RunningModels running) {
		this.running = running;
	}

	/**
	 * @param files of a deployment, content by name
	 * @return forms of its processes that are not in it, and processes of its forms; a form that was attached in Modeler, which
	 *         names it without a folder, comes under the name by which its process asks for it
	 */
	Map<String, byte[]> of(Map<String, byte[]> files) {
		var all = new LinkedHashMap<>(files);
		files.keySet().stream().filter(ModelContents::isForm).sorted().forEach(form -> addProcessesOf(form, all));
		for (var name : all.keySet().stream().filter(ModelContents::isProcess).sorted().toList()) {
			addFormsOf(name, all);
		}
		all.keySet().removeAll(files.keySet());
		return all;
	}

	private void addProcessesOf(String form, Map<String, byte[]> all) {
		if (all.entrySet().stream().anyMatch(file -> asksFor(form, file.getKey(), file.getValue()))) {
			return;
		}
		running.processes().stream().filter(process -> asksFor(form, process.name(), process.content()))
				.forEach(process -> all.putIfAbsent(process.name(), process.content()));
	}

	/** @return whether a process shows a form, in whatever folder the form is said to be */
	static boolean asksFor(String form, String process, byte[] content) {
		return ModelContents.of(process, content).forms().stream()
				.anyMatch(asked -> asked.equals(form) || ModelContents.fileName(asked).equals(form));
	}

	private void addFormsOf(String process, Map<String, byte[]> all) {
		var contents = ModelContents.of(process, all.get(process));
		for (var form : contents.forms()) {
			if (all.containsKey(form)) {
				continue;
			}
			var attached = all.get(ModelContents.fileName(form));
			if (attached != null) {
				all.put(form, attached);
			} else {
				inUse(contents, form).ifPresent(file -> all.put(form, file.content()));
			}
		}
	}

	/** That of the process itself, or else of another one that shows it. */
	private Optional<RunningModels.DeployedFile> inUse(ModelContents process, String form) {
		return process.processes().stream().map(running::process).flatMap(Optional::stream).map(own -> running.form(own, form))
				.flatMap(Optional::stream).findFirst()
				.or(() -> running.processes().stream().map(other -> running.form(other, form)).flatMap(Optional::stream).findFirst());
	}
}
