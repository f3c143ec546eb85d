package cn.zhicheng.workflow;

import java.util.List;
import java.util.Map;

import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.impl.TaskQueryImpl;
import org.camunda.bpm.engine.impl.db.AuthorizationCheck;
import org.camunda.bpm.engine.impl.db.CompositePermissionCheck;
import org.camunda.bpm.engine.impl.db.DbEntity;
import org.camunda.bpm.engine.impl.db.PermissionCheck;
import org.camunda.bpm.engine.impl.persistence.entity.AuthorizationEntity;
import org.camunda.bpm.engine.impl.persistence.entity.AuthorizationManager;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.impl.util.ClockUtil;

/**
 * The engine's authorizations, except that rights to a task come from the task's groups ({@link TaskReaders}). What an
 * administrator has granted beside that counts as everywhere in the engine.
 */
class AuthorizationsByGroup extends AuthorizationManager {

	private final TaskReaders readers;
	private final RightsRules rules;
	private final int fewTasks;

	/** @param fewTasks see {@link WorkflowSettings#fewTasks()} */
	AuthorizationsByGroup(TaskReaders readers, RightsRules rules, int fewTasks) {
		this.readers = readers;
		this.rules = rules;
		this.fewTasks = fewTasks;
	}

	@Override
	public boolean isAuthorized(String userId, List<String> groupIds, PermissionCheck check) {
		return isGivenByTask(groupIds, check) || super.isAuthorized(userId, groupIds, check);
	}

	@Override
	public boolean isAuthorized(String userId, List<String> groupIds, CompositePermissionCheck checks) {
		return checks.isDisjunctive() && checks.getAtomicChecks().stream().anyMatch(check -> isGivenByTask(groupIds, check))
				|| super.isAuthorized(userId, groupIds, checks);
	}

	private boolean isGivenByTask(List<String> groupIds, PermissionCheck check) {
		boolean reads = check.getPerms() == Permissions.READ.getValue();
		boolean works = check.getPerms() == Permissions.TASK_WORK.getValue();
		if (check.getResourceType() != Resources.TASK.resourceType() || check.getResourceId() == null || !reads && !works) {
			return false;
		}
		var task = getTaskManager().findTaskById(check.getResourceId());
		if (task == null) {
			return false;
		}
		var groups = filterAuthenticatedGroupIds(groupIds);
		return works ? readers.mayWork(groups, task.getIdentityLinks()) : readers.mayRead(groups, task.getIdentityLinks(), isOverdue(task));
	}

	private static boolean isOverdue(TaskEntity task) {
		return task.getDueDate() != null && task.getDueDate().before(ClockUtil.getCurrentTime());
	}

	@Override
	public void configureTaskQuery(TaskQueryImpl query) {
		query.setAuthCheck(isAuthCheckExecuted() ? readable() : new AuthorizationCheck());
	}

	/** @return a check that lets everything pass for who may read all tasks */
	private AuthorizationCheck readable() {
		var account = getCurrentAuthentication();
		var groups = filterAuthenticatedGroupIds(account.getGroupIds());
		@SuppressWarnings("unchecked")
		List<String> granted = getDbEntityManager().selectList("selectTaskGrants", Map.of("userId", account.getUserId(), "groups", groups));
		return granted.contains(Authorization.ANY) ? new AuthorizationCheck()
				: new ReadableTasks(groups, TaskReaders.supervisedBy(groups), granted, fewTasks);
	}

	/**
	 * The engine first reads all groups that have authorizations, only to leave out those of the account that have none; the
	 * question that follows gives the same answer with them.
	 */
	@Override
	public List<String> filterAuthenticatedGroupIds(List<String> authenticatedGroupIds) {
		return authenticatedGroupIds == null ? List.of() : List.copyOf(authenticatedGroupIds);
	}

	/** What is not granted is denied; a revocation, which would not be looked at, is refused rather than kept without effect. */
	@Override
	public void insert(DbEntity authorization) {
		if (((AuthorizationEntity) authorization).getAuthorizationType() == Authorization.AUTH_TYPE_REVOKE) {
			throw new BadUserRequestException("本系统不支持“禁止”类授权：未授予的权限一律没有 (revocations are not supported: what is not granted is denied)");
		}
		rules.requireGrantable((AuthorizationEntity) authorization);
		super.insert(authorization);
	}

	@Override
	public void update(AuthorizationEntity authorization) {
		rules.requireGrantable(authorization);
		super.update(authorization);
	}

	/** Nothing was written down for a task, so nothing need be removed with it. */
	@Override
	public void deleteAuthorizationsByResourceId(Resource resource, String resourceId) {
		if (resource != Resources.TASK) {
			super.deleteAuthorizationsByResourceId(resource, resourceId);
		}
	}
}
