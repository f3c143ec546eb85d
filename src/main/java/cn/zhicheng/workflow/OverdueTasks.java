package cn.zhicheng.workflow;

import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.springframework.stereotype.Component;

/**
 * Lets the superior of an organisation see a task that is overdue there, but not decide it.
 */
@Component
class OverdueTasks {

	private final AuthorizationService authorizations;

	OverdueTasks(AuthorizationService authorizations) {
		this.authorizations = authorizations;
	}

	/** @param group code of the superior */
	void showTo(String task, String group) {
		var look = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
		look.setGroupId(group);
		look.setResource(Resources.TASK);
		look.setResourceId(task);
		look.addPermission(Permissions.READ);
		authorizations.saveAuthorization(look);
	}

	/** @param group code of an organisation that is not the superior any more */
	void hideFrom(String task, String group) {
		authorizations.createAuthorizationQuery().groupIdIn(group).resourceType(Resources.TASK).resourceId(task).list()
				.forEach(look -> authorizations.deleteAuthorization(look.getId()));
	}
}
