package cn.zhicheng.workflow;

import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.AuthorizationQuery;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.impl.AuthorizationQueryImpl;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.entity.AuthorizationEntity;
import org.camunda.bpm.engine.impl.persistence.entity.IdentityLinkEntity;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

import cn.zhicheng.security.StaffAccountRemoved;

/**
 * What the engine keeps by the name of an account or a group and would leave to a later one of the same name. Called within
 * the command that removes it; who may do that was asked before.
 */
@Component
class RemovedAccounts {

	private final ApplicationEventPublisher events;

	RemovedAccounts(ApplicationEventPublisher events) {
		this.events = events;
	}

	/** An account is removed. */
	void removed(String userId) {
		var command = Context.getCommandContext();
		command.runWithoutAuthorization(() -> {
			var engine = Context.getProcessEngineConfiguration();
			leaveTasks(userId, engine);
			removeFilters(userId, engine);
			return null;
		});
		command.getDbEntityManager().delete(IdentityLinkEntity.class, "deleteLinksOfAccount", userId);
		command.getDbEntityManager().delete(AuthorizationEntity.class, "deleteRightsOfAccount", userId);
		events.publishEvent(new StaffAccountRemoved(userId));
	}

	/** A group is removed. */
	void removedGroup(String groupId) {
		Context.getCommandContext().getDbEntityManager().delete(AuthorizationEntity.class, "deleteRightsOfGroup", groupId);
	}

	/** An account is made: of one that an earlier version removed, rights may be left. */
	void made(String userId) {
		forget(new AuthorizationQueryImpl().userIdIn(userId), Resources.USER, userId);
	}

	/** A group is made. */
	void madeGroup(String groupId) {
		forget(new AuthorizationQueryImpl().groupIdIn(groupId), Resources.GROUP, groupId);
	}

	/** One by one, for all at once would be after what the engine gives to everything new; that on itself is none of them. */
	private static void forget(AuthorizationQuery rights, Resource own, String id) {
		var command = Context.getCommandContext();
		command.runWithoutAuthorization(() -> {
			command.getAuthorizationManager().selectAuthorizationByQueryCriteria((AuthorizationQueryImpl) rights).stream()
					.map(AuthorizationEntity.class::cast)
					.filter(right -> right.getResourceType() != own.resourceType() || !id.equals(right.getResourceId()))
					.forEach(command.getDbEntityManager()::delete);
			return null;
		});
	}

	/** A task that is somebody's nobody else can take. */
	private static void leaveTasks(String userId, ProcessEngineConfigurationImpl engine) {
		var tasks = engine.getTaskService();
		tasks.createTaskQuery().taskAssignee(userId).list().forEach(task -> tasks.setAssignee(task.getId(), null));
		tasks.createTaskQuery().taskOwner(userId).list().forEach(task -> {
			task.setOwner(null);
			tasks.saveTask(task);
		});
	}

	/** What others may use as well stays, and is nobody's own. */
	private static void removeFilters(String userId, ProcessEngineConfigurationImpl engine) {
		var filters = engine.getFilterService();
		filters.createFilterQuery().filterOwner(userId).list().forEach(filter -> {
			if (isShared(filter, userId, engine.getAuthorizationService())) {
				filter.setOwner(null);
				filters.saveFilter(filter);
			} else {
				filters.deleteFilter(filter.getId());
			}
		});
	}

	private static boolean isShared(Filter filter, String owner, AuthorizationService authorizations) {
		return authorizations.createAuthorizationQuery().resourceType(Resources.FILTER).resourceId(filter.getId()).list().stream()
				.map(Authorization::getUserId).anyMatch(user -> !owner.equals(user));
	}
}
