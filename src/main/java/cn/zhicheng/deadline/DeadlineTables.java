package cn.zhicheng.deadline;

/**
 * The versions of the decision {@code deadlines} that the engine keeps.
 */
public interface DeadlineTables {

	/** @return the version that was deployed last */
	DeadlineTable latest();

	/** @param decision id of a version, see {@link DeadlinePublication#decision()} */
	DeadlineTable version(String decision);
}
