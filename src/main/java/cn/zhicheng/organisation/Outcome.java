package cn.zhicheng.organisation;

import java.util.List;

/**
 * What came of a change that an administrator asked for.
 *
 * @param <T> what there is after it
 */
public sealed interface Outcome<T> {

	/** It is done. */
	record Done<T>(T value) implements Outcome<T> {
	}

	/** Nothing was changed. */
	record Refused<T>(List<OrganisationProblem> problems) implements Outcome<T> {
	}

	static <T> Outcome<T> refused(OrganisationProblem problem) {
		return new Refused<>(List.of(problem));
	}
}
