package cn.zhicheng.designer;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Versions of the processes, and of the decision tables other than that of the dates, see {@link DeadlineModels}; and how an
 * earlier one is taken again.
 */
public interface ModelVersions {

	/**
	 * A process or a decision table.
	 *
	 * @param key id in the model, e.g. {@code title-record-review}
	 * @param name in Chinese
	 * @param process whether something runs by it
	 * @param versions the latest, which is in use, first; then earlier ones, at most ten and all on which something runs
	 * @param warnings what a designer is to know of the version in use, in Chinese
	 */
	record Model(String key, String name, boolean process, List<Version> versions, List<String> warnings) {
	}

	/**
	 * @param number from 1
	 * @param at when it was deployed
	 * @param deployment name that was given to the deployment: its reason, or the file; null: none was given
	 * @param running how many instances run on it; 0 for decision tables
	 */
	record Version(String id, int number, Instant at, String deployment, long running) {
	}

	/** @return processes first */
	List<Model> models();

	/** @return what a version of a process is called, in Chinese; empty when there is no such version */
	Optional<String> title(String version);

	/** @param name of the file */
	record File(String name, byte[] content) {
	}

	/** @return the model as it was deployed; empty when there is no such version */
	Optional<File> file(String version);

	/**
	 * Proposes a version once more, a process with the forms it had: what that changes is shown and confirmed, see
	 * {@link ModelProposals}.
	 *
	 * @return id of the proposal; empty when there is no such version
	 * @throws RefusedException if it cannot count any more
	 */
	Optional<Long> takeAgain(String version, String account);
}
