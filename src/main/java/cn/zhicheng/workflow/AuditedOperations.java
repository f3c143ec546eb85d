package cn.zhicheng.workflow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.history.UserOperationLogEntry;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.db.entitymanager.cache.DbEntityState;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.camunda.bpm.engine.impl.persistence.entity.AuthorizationEntity;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;
import org.camunda.bpm.engine.impl.persistence.entity.PropertyChange;
import org.camunda.bpm.engine.impl.persistence.entity.UserOperationLogManager;
import org.camunda.bpm.engine.impl.util.ResourceTypeUtil;
import org.camunda.bpm.spring.boot.starter.configuration.impl.AbstractCamundaConfiguration;
import org.springframework.stereotype.Component;

import cn.zhicheng.security.AuditKind;
import cn.zhicheng.security.AuditTrail;

/**
 * Tells the audit trail of every change of accounts, groups, rights and deployments, whether it comes from our own pages,
 * from Camunda Admin or over REST: the engine has one place where it would log them all.
 */
@Component
class AuditedOperations extends AbstractCamundaConfiguration implements SessionFactory {

	private final AuditTrail audit;
	private final ActingAccount acting;

	AuditedOperations(AuditTrail audit, ActingAccount acting) {
		this.audit = audit;
		this.acting = acting;
	}

	@Override
	public void preInit(ProcessEngineConfigurationImpl configuration) {
		var present = configuration.getCustomSessionFactories();
		var factories = present == null ? new ArrayList<SessionFactory>() : new ArrayList<>(present);
		factories.add(this);
		configuration.setCustomSessionFactories(factories);
	}

	@Override
	public Class<?> getSessionType() {
		return UserOperationLogManager.class;
	}

	@Override
	public Session openSession() {
		return new Operations();
	}

	private final class Operations extends UserOperationLogManager {

		@Override
		public void logUserOperation(String operation, String userId) {
			super.logUserOperation(operation, userId);
			record(AuditKind.ACCOUNT_CHANGED, operation, "account:" + userId, Map.of());
		}

		@Override
		public void logGroupOperation(String operation, String groupId) {
			super.logGroupOperation(operation, groupId);
			record(AuditKind.RIGHTS_CHANGED, operation, "group:" + groupId, Map.of());
		}

		@Override
		public void logMembershipOperation(String operation, String userId, String groupId, String tenantId) {
			super.logMembershipOperation(operation, userId, groupId, tenantId);
			record(AuditKind.RIGHTS_CHANGED, operation, userId == null ? "tenant:" + tenantId : "account:" + userId,
					groupId == null ? Map.of() : Map.of("group", groupId));
		}

		@Override
		public void logAuthorizationOperation(String operation, AuthorizationEntity authorization, AuthorizationEntity previousValues) {
			super.logAuthorizationOperation(operation, authorization, previousValues);
			record(AuditKind.RIGHTS_CHANGED, operation, holder(authorization), described(authorization, previousValues));
		}

		@Override
		public void logDeploymentOperation(String operation, String deploymentId, String tenantId, List<PropertyChange> propertyChanges) {
			super.logDeploymentOperation(operation, deploymentId, tenantId, propertyChanges);
			var deployment = getDbEntityManager().getDbEntityCache().get(DeploymentEntity.class, deploymentId);
			boolean created = operation.equals(UserOperationLogEntry.OPERATION_TYPE_CREATE);
			if (created && !isNew(deployment)) {
				// What is to be deployed is there already, as with every start of the application.
				return;
			}
			record(AuditKind.DEPLOYED, operation, "deployment:" + deploymentId, created
					? Map.of("resources", deployment.getResources().keySet().stream().sorted().collect(Collectors.joining(" "))) : Map.of());
		}

		private boolean isNew(DeploymentEntity deployment) {
			return deployment != null && getDbEntityManager().getDbEntityCache().getCachedEntity(deployment)
					.getEntityState() == DbEntityState.TRANSIENT;
		}

		/** @param operation null if nothing was changed */
		private void record(AuditKind kind, String operation, String subject, Map<String, String> details) {
			if (operation == null) {
				return;
			}
			var all = new TreeMap<>(details);
			all.put("operation", operation);
			audit.record(kind, actor(), null, subject, all);
		}
	}

	private String actor() {
		var signedOn = Context.getCommandContext().getAuthenticatedUserId();
		return signedOn != null ? signedOn : acting.asking().orElse(AuditTrail.SYSTEM);
	}

	private static String holder(AuthorizationEntity authorization) {
		if (authorization.getUserId() != null) {
			return "account:" + authorization.getUserId();
		}
		return authorization.getGroupId() != null ? "group:" + authorization.getGroupId() : "everybody";
	}

	private static Map<String, String> described(AuthorizationEntity authorization, AuthorizationEntity before) {
		Resource resource = ResourceTypeUtil.getResourceByType(authorization.getResourceType());
		var details = new TreeMap<>(Map.of("type", Integer.toString(authorization.getAuthorizationType()),
				"resource", resource == null ? Integer.toString(authorization.getResourceType()) : resource.resourceName(),
				"id", String.valueOf(authorization.getResourceId()), "permissions", permissions(authorization)));
		if (before != null) {
			details.put("permissionsBefore", permissions(before));
		}
		return details;
	}

	private static String permissions(AuthorizationEntity authorization) {
		Permission[] all = ResourceTypeUtil.getPermissionsByResourceType(authorization.getResourceType());
		return Arrays.stream(authorization.getPermissions(all)).filter(permission -> permission.getValue() != 0).map(Permission::getName)
				.collect(Collectors.joining(" "));
	}
}
