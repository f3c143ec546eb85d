package cn.zhicheng.designer;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How what runs on an earlier version of a process is moved to the latest.
 */
public interface ProcessModels {

	/**
	 * A version of a process.
	 *
	 * @param id of the version
	 * @param process id of the process, e.g. {@code title-record-review}
	 * @param name Chinese name of the process
	 * @param version number, from 1
	 * @param running how many instances run on it
	 */
	record Version(String id, String process, String name, int version, long running) {
	}

	/**
	 * A step at which instances are, and where they would go.
	 *
	 * @param id of the element in the earlier version
	 * @param name in the earlier version
	 * @param waiting how many instances are there
	 * @param proposed id of the element in the latest version; empty when none fits: they stay
	 * @param same whether it is the same element still; otherwise the designer has to confirm the proposal
	 * @param candidates elements of the same type in the latest version
	 */
	record Step(String id, String name, long waiting, Optional<String> proposed, boolean same, List<Element> candidates) {
	}

	/** An element of a model. */
	record Element(String id, String name) {
	}

	/**
	 * What the system proposes.
	 *
	 * @param added steps that only the latest version has
	 * @param removed steps that only the earlier version has
	 * @param steps at which something is
	 */
	record Proposal(Version from, Version to, List<Element> added, List<Element> removed, List<Step> steps) {
	}

	/** @return empty when there is no such version, or it is the latest */
	Optional<Proposal> proposal(String version);

	/**
	 * What a mapping would do.
	 *
	 * @param moving how many instances would move
	 * @param staying how many would stay on the earlier version
	 * @param faults sentences in Chinese; empty when the plan can be carried out
	 */
	record Trial(long moving, long staying, List<String> faults) {
	}

	/** @param mapping from steps of the earlier version to elements of the latest; steps that are not in it stay */
	Trial tryOut(Proposal proposal, Map<String, String> mapping);

	/**
	 * Moves what can be moved, in the background, in a batch of the engine.
	 *
	 * @param account who confirmed the mapping
	 * @return id of the batch; empty when nothing is to be moved
	 */
	Optional<String> migrate(Proposal proposal, Map<String, String> mapping, String account);

	/** @return how far the migrations are that are under way */
	List<Progress> underWay();
}
