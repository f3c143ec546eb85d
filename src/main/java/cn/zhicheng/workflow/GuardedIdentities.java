package cn.zhicheng.workflow;

import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.identity.IdentityOperationResult;
import org.camunda.bpm.engine.impl.identity.db.DbIdentityServiceProvider;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.camunda.bpm.engine.impl.persistence.entity.GroupEntity;
import org.camunda.bpm.engine.impl.persistence.entity.UserEntity;
import org.camunda.bpm.spring.boot.starter.configuration.impl.AbstractCamundaConfiguration;
import org.springframework.stereotype.Component;

/**
 * The engine's identity tables behind {@link RightsRules}: every change of accounts and groups passes here, whether it comes
 * from our own pages, from Camunda Admin or over REST. What the engine would leave of one that is deleted goes with it
 * ({@link RemovedAccounts}).
 */
@Component
class GuardedIdentities extends AbstractCamundaConfiguration implements SessionFactory {

	private final RightsRules rules;
	private final RemovedAccounts removed;

	GuardedIdentities(RightsRules rules, RemovedAccounts removed) {
		this.rules = rules;
		this.removed = removed;
	}

	@Override
	public void preInit(ProcessEngineConfigurationImpl configuration) {
		configuration.setIdentityProviderSessionFactory(this);
	}

	/** The engine asks whether accounts can be written by the type. */
	@Override
	public Class<?> getSessionType() {
		return DbIdentityServiceProvider.class;
	}

	@Override
	public Session openSession() {
		return new Identities();
	}

	private final class Identities extends DbIdentityServiceProvider {

		@Override
		public IdentityOperationResult saveUser(User user) {
			rules.requireMailAddress(user.getEmail());
			if (((UserEntity) user).getRevision() > 0) {
				rules.requireAccountChangeable(user.getId(), ((UserEntity) user).hasNewPassword());
				return super.saveUser(user);
			}
			rules.requireAccountName(user.getId());
			var result = super.saveUser(user);
			removed.made(user.getId());
			return result;
		}

		@Override
		public IdentityOperationResult deleteUser(String userId) {
			rules.requireAccountRemovable(userId);
			var result = super.deleteUser(userId);
			if (!IdentityOperationResult.OPERATION_NONE.equals(result.getOperation())) {
				removed.removed(userId);
			}
			return result;
		}

		@Override
		public IdentityOperationResult saveGroup(Group group) {
			rules.requireGroupChangeable(group.getId());
			boolean made = ((GroupEntity) group).getRevision() == 0;
			var result = super.saveGroup(group);
			if (made) {
				removed.madeGroup(group.getId());
			}
			return result;
		}

		@Override
		public IdentityOperationResult deleteGroup(String groupId) {
			rules.requireGroupChangeable(groupId);
			var result = super.deleteGroup(groupId);
			if (!IdentityOperationResult.OPERATION_NONE.equals(result.getOperation())) {
				removed.removedGroup(groupId);
			}
			return result;
		}

		@Override
		public IdentityOperationResult createMembership(String userId, String groupId) {
			// Who joins two groups at the same moment is seen to be in the first by the second.
			getDbEntityManager().selectOne("lockAccount", userId);
			rules.requireJoinable(userId, groupId);
			return super.createMembership(userId, groupId);
		}

		@Override
		public IdentityOperationResult deleteMembership(String userId, String groupId) {
			rules.requireLeavable(userId, groupId);
			return super.deleteMembership(userId, groupId);
		}
	}
}
