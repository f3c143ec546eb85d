package cn.zhicheng.workflow;

import java.util.List;

import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.impl.db.DbEntity;
import org.camunda.bpm.engine.impl.db.PermissionCheckBuilder;
import org.camunda.bpm.engine.impl.persistence.entity.AttachmentManager;
import org.camunda.bpm.engine.impl.persistence.entity.AuthorizationManager;
import org.camunda.bpm.engine.impl.persistence.entity.CommentEntity;
import org.camunda.bpm.engine.impl.persistence.entity.CommentManager;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionManager;
import org.camunda.bpm.engine.task.Attachment;
import org.camunda.bpm.engine.task.Comment;
import org.camunda.bpm.engine.task.Event;

/**
 * Comments and attachments of a task, which the engine gives to whoever knows an id: they are read by who reads the task,
 * and a comment is written by who works on it. Once the task is done, only who may read every task has them.
 */
final class TaskNotes {

	private TaskNotes() {
	}

	private static void checkTask(AuthorizationManager authorizations, Permissions permission, String taskId) {
		if (taskId != null) {
			authorizations.checkAuthorization(permission, Resources.TASK, taskId);
		}
	}

	private static void checkInstance(AuthorizationManager authorizations, ExecutionManager executions, String instanceId) {
		if (instanceId == null) {
			return;
		}
		var checks = new PermissionCheckBuilder().disjunctive().atomicCheckForResourceId(Resources.PROCESS_INSTANCE, instanceId, Permissions.READ);
		var instance = executions.findExecutionById(instanceId);
		if (instance != null) {
			checks.atomicCheckForResourceId(Resources.PROCESS_DEFINITION, instance.getProcessDefinition().getKey(),
					ProcessDefinitionPermissions.READ_INSTANCE);
		}
		authorizations.checkAuthorization(checks.build());
	}

	static final class Comments extends CommentManager {

		@Override
		public List<Comment> findCommentsByTaskId(String taskId) {
			checkTask(getAuthorizationManager(), Permissions.READ, taskId);
			return super.findCommentsByTaskId(taskId);
		}

		@Override
		public List<Event> findEventsByTaskId(String taskId) {
			checkTask(getAuthorizationManager(), Permissions.READ, taskId);
			return super.findEventsByTaskId(taskId);
		}

		@Override
		public CommentEntity findCommentByTaskIdAndCommentId(String taskId, String commentId) {
			checkTask(getAuthorizationManager(), Permissions.READ, taskId);
			return super.findCommentByTaskIdAndCommentId(taskId, commentId);
		}

		@Override
		public List<Comment> findCommentsByProcessInstanceId(String instanceId) {
			checkInstance(getAuthorizationManager(), getProcessInstanceManager(), instanceId);
			return super.findCommentsByProcessInstanceId(instanceId);
		}

		@Override
		public CommentEntity findCommentByProcessInstanceIdAndCommentId(String instanceId, String commentId) {
			checkInstance(getAuthorizationManager(), getProcessInstanceManager(), instanceId);
			return super.findCommentByProcessInstanceIdAndCommentId(instanceId, commentId);
		}

		@Override
		public void insert(DbEntity entity) {
			var comment = (CommentEntity) entity;
			checkTask(getAuthorizationManager(), Permissions.TASK_WORK, comment.getTaskId());
			checkInstance(getAuthorizationManager(), getProcessInstanceManager(), comment.getProcessInstanceId());
			super.insert(comment);
		}
	}

	static final class Attachments extends AttachmentManager {

		@Override
		public List<Attachment> findAttachmentsByTaskId(String taskId) {
			checkTask(getAuthorizationManager(), Permissions.READ, taskId);
			return super.findAttachmentsByTaskId(taskId);
		}

		@Override
		public Attachment findAttachmentByTaskIdAndAttachmentId(String taskId, String attachmentId) {
			checkTask(getAuthorizationManager(), Permissions.READ, taskId);
			return super.findAttachmentByTaskIdAndAttachmentId(taskId, attachmentId);
		}

		@Override
		public List<Attachment> findAttachmentsByProcessInstanceId(String instanceId) {
			checkInstance(getAuthorizationManager(), getProcessInstanceManager(), instanceId);
			return super.findAttachmentsByProcessInstanceId(instanceId);
		}
	}
}
