package cn.zhicheng.workflow;

import org.camunda.bpm.engine.impl.cfg.auth.DefaultAuthorizationProvider;
import org.camunda.bpm.engine.impl.persistence.entity.AuthorizationEntity;
import org.camunda.bpm.engine.repository.Deployment;

/**
 * What an account may do with something it has created itself: as the engine has it, except that who deploys may not delete
 * the deployment. With it would go every record that is under way by it; that is left to administrators.
 */
class RightsOfCreators extends DefaultAuthorizationProvider {

	/** @return null: no rights beside those of the deployer's role */
	@Override
	public AuthorizationEntity[] newDeployment(Deployment deployment) {
		return null;
	}
}
