package cn.zhicheng.workflow;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;

import org.camunda.bpm.engine.impl.TaskQueryImpl;
import org.camunda.bpm.engine.impl.db.AuthorizationCheck;
import org.camunda.bpm.engine.impl.util.ClockUtil;

/**
 * Which open tasks an account may read, as {@code readable-tasks.xml} asks for it. It stands where the engine keeps its own
 * check of a query and is never active as such: the engine's SQL joins no authorizations then.
 */
public final class ReadableTasks extends AuthorizationCheck {

	private final List<String> groups;
	private final List<String> supervised;
	private final List<String> granted;
	private final int atMost;
	private final Date now = ClockUtil.getCurrentTime();
	private boolean few = true;
	private boolean asked;
	private boolean overdueBelow;

	/**
	 * @param groups of the account: tasks of which one of them is a candidate, to which it was escalated, or whose organisations' superior it is
	 *        when they are overdue
	 * @param supervised codes of organisations: tasks of them and of all below them
	 * @param granted ids of tasks and keys of process definitions for which an administrator has given the account a right
	 * @param atMost as many tasks are few
	 */
	ReadableTasks(Collection<String> groups, Collection<String> supervised, Collection<String> granted, int atMost) {
		this.groups = new ArrayList<>(groups);
		this.supervised = new ArrayList<>(supervised);
		this.granted = new ArrayList<>(granted);
		this.atMost = atMost;
	}

	public List<String> getGroups() {
		return groups;
	}

	public List<String> getSupervised() {
		return supervised;
	}

	public List<String> getGranted() {
		return granted;
	}

	/** @return the moment by which a task is overdue or not */
	public Date getNow() {
		return now;
	}

	/** @return how far to count whether they are few */
	public int getLimit() {
		return atMost + 1;
	}

	/** @return whether a query begins with these tasks */
	public boolean isFew() {
		return few && granted.isEmpty();
	}

	/**
	 * @return whether the query asks for no others anyway: for candidates of groups of the account, and nothing beside; the
	 *         database then need not look up each task's links a second time
	 */
	public boolean isAsked() {
		return asked;
	}

	/** @param query with its expressions evaluated; what its alternatives (or) ask for only narrows it */
	void askedBy(TaskQueryImpl query) {
		var candidates = query.getCandidateUser() == null && query.getCandidateGroupLike() == null ? query.getCandidateGroups() : null;
		asked = candidates != null && !candidates.isEmpty() && groups.containsAll(candidates);
	}

	/** @return whether directly below an organisation of the account something may be overdue whose timer has not fired yet */
	public boolean isOverdueBelow() {
		return overdueBelow;
	}

	void overdueBelow(boolean any) {
		overdueBelow = any;
	}

	void counted(long number) {
		few = number <= atMost;
	}
}
