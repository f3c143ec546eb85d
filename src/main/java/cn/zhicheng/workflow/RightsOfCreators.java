package cn.zhicheng.workflow;

import org.camunda.bpm.engine.impl.cfg.auth.DefaultAuthorizationProvider;
import org.camunda.bpm.engine.impl.persistence.entity.AuthorizationEntity;
import org.camunda.bpm.engine.repository.Deployment;
import org.camunda.bpm.engine.task.Task;

/**
 * What an account may do with something it has created itself or that is assigned to it: as the engine has it, except that
 * who deploys may not delete the deployment (with it would go every record that is under way by it; that is left to
 * administrators), and that no right to a task is written down ({@link TaskReaders}).
 */
class RightsOfCreators extends DefaultAuthorizationProvider {

	/** @return null: no rights beside those of the deployer's role */
	@Override
	public AuthorizationEntity[] newDeployment(Deployment deployment) {
		return null;
	}

	@Override
	public AuthorizationEntity[] newTaskAssignee(Task task, String oldAssignee, String newAssignee) {
		return null;
	}

	@Override
	public AuthorizationEntity[] newTaskOwner(Task task, String oldOwner, String newOwner) {
		return null;
	}

	@Override
	public AuthorizationEntity[] newTaskUserIdentityLink(Task task, String userId, String type) {
		return null;
	}

	@Override
	public AuthorizationEntity[] newTaskGroupIdentityLink(Task task, String groupId, String type) {
		return null;
	}
}
