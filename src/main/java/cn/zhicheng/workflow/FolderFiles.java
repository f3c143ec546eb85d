package cn.zhicheng.workflow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The models and forms of the project, each under its relative name: a form is found only as {@code forms/unit-review.html},
 * and the engine would name a file by its absolute path.
 */
final class FolderFiles {

	private static final Set<String> SUFFIXES = Set.of("bpmn", "dmn", "html");

	private FolderFiles() {
	}

	/**
	 * @return content by name, e.g. {@code processes/deadlines.dmn}, in the order of the names
	 * @throws IllegalStateException if a folder is missing or has no such file: a start without models must not look like one
	 *         with them
	 */
	static Map<String, byte[]> read(WorkflowSettings settings) {
		var files = new TreeMap<>(filesOf("processes", settings.processes()));
		files.putAll(filesOf("forms", settings.forms()));
		return files;
	}

	private static Map<String, byte[]> filesOf(String name, Path folder) {
		if (!Files.isDirectory(folder)) {
			throw new IllegalStateException(
					"zhicheng.workflow.%s: there is no folder %s; start from the project's folder or set it".formatted(name,
							folder.toAbsolutePath()));
		}
		var files = new TreeMap<String, byte[]>();
		try (var paths = Files.list(folder)) {
			for (var path : paths.filter(FolderFiles::isDeployed).toList()) {
				files.put(name + "/" + path.getFileName(), Files.readAllBytes(path));
			}
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
		if (files.isEmpty()) {
			throw new IllegalStateException("zhicheng.workflow.%s: the folder %s is empty".formatted(name, folder.toAbsolutePath()));
		}
		return files;
	}

	private static boolean isDeployed(Path file) {
		var name = file.getFileName().toString();
		return SUFFIXES.contains(name.substring(name.lastIndexOf('.') + 1));
	}
}
