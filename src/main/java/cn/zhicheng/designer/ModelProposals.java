package cn.zhicheng.designer;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Files of models that are not in use yet: what a designer has uploaded, what waits for a second designer, and what a start did
 * not take from the folder. Each is checked, compared with the version in use, and taken or discarded.
 */
public interface ModelProposals {

	/** Where files come from. */
	enum Source {
		/** The folder of the installation, at a start. */
		FOLDER,
		/** Camunda Modeler, or any other client of the engine. */
		REST,
		/** A page of process designers. */
		PAGE;

		/** @return message key of the name */
		public String messageKey() {
			return "proposals.source." + name();
		}
	}

	/**
	 * @param account who made it; null: the folder
	 * @param reason name of the deployment that it becomes
	 * @param files names, in order
	 */
	record Proposal(long id, Instant at, String account, Source source, String reason, List<String> files) {
	}

	/** An element of a model. */
	record Element(String id, String name) {
	}

	/**
	 * What a file with a process changes.
	 *
	 * @param file name of the file
	 * @param name of the process, in Chinese
	 * @param fresh whether there is no such process in use
	 * @param added steps, events and gateways that only the file has
	 * @param changed those that are in both, and differ
	 * @param removed those that only the version in use has
	 * @param marks ids of everything that is added, changed and removed, flows included, each separated by blanks
	 */
	record Difference(String file, String name, boolean fresh, List<Element> added, List<Element> changed, List<Element> removed, Marks marks) {

		/** @return whether the two processes do the same, however they are drawn */
		public boolean isSame() {
			return !fresh && marks.added().isEmpty() && marks.changed().isEmpty() && marks.removed().isEmpty();
		}
	}

	/**
	 * A table or a form.
	 *
	 * @param added rows of a table, or lines of a form, that only the file has, at most 200
	 * @param removed those that only the version in use has, at most 200
	 */
	record Other(String name, List<String> added, List<String> removed) {
	}

	record Marks(String added, String changed, String removed) {
	}

	/**
	 * @param differences of its processes
	 * @param others its other files
	 * @param faults why it can not be taken, in Chinese; empty: it can
	 * @param warnings what is to be known before, in Chinese
	 * @param second whether another designer than the one who asks has to confirm it
	 * @param base what it was compared with: it is taken only as long as that is in use
	 */
	record View(Proposal proposal, List<Difference> differences, List<Other> others, List<String> faults, List<String> warnings, boolean second, String base) {
	}

	/** @return those that nobody has decided on, the latest first, at most 200 */
	List<Proposal> open();

	/** @return empty when there is none, or it has been decided on */
	Optional<View> find(long id, String account);

	/** @return a file of an open proposal */
	Optional<byte[]> file(long id, String name);

	/** @return all files of an open proposal, content by name; models by the id of what they define */
	Optional<Map<String, byte[]>> files(long id);

	/** @return all models in use with their forms, named in the same way */
	Map<String, byte[]> inUse();

	/** @return the version in use of the process in a file of an open proposal */
	Optional<byte[]> inUse(long id, String name);

	/**
	 * Keeps files after they have been checked.
	 *
	 * @param reason at most 200 characters
	 * @param files content by name
	 * @return id of the proposal
	 * @throws RefusedException if something is wrong with them; nothing is kept
	 */
	long propose(String account, String reason, Map<String, byte[]> files);

	/**
	 * Puts the files in use.
	 *
	 * @param base see {@link View#base()}
	 * @param emergency why nobody else confirms it; null: no emergency
	 * @throws RefusedException if they can not count, or another designer has to confirm them; nothing is changed
	 */
	void confirm(long id, String account, String base, String emergency);

	/** @return whether it was open until now */
	boolean discard(long id, String account);
}
