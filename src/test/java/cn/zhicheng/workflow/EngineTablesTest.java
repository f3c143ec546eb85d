package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.authorization.TaskPermissions;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.TestRecords;

/**
 * A database in which each task still has its authorizations.
 */
@ApplicationTest
class EngineTablesTest {

	@Autowired
	TestRecords filed;
	@Autowired
	TaskService tasks;
	@Autowired
	AuthorizationService authorizations;
	@Autowired
	EngineTables tables;
	@Autowired
	JdbcTemplate jdbc;

	@Test
	void a_superior_still_reads_an_overdue_task_and_the_rows_are_gone() {
		var number = filed.submit(filed.completeDraft(filed.newPerson(), "gz-school"));
		var task = tasks.createTaskQuery().processInstanceBusinessKey(number).singleResult().getId();
		grant("gz-school", task, TaskPermissions.READ, TaskPermissions.TASK_WORK);
		grant("gz-education", task, TaskPermissions.READ);
		jdbc.update("delete from ACT_GE_PROPERTY where NAME_ = ?", EngineTables.TASKS_OF_GROUP);

		tables.run(null);

		assertThat(tasks.getIdentityLinksForTask(task)).extracting("type", "groupId").containsExactlyInAnyOrder(
				tuple("candidate", "gz-school"), tuple(TaskReaders.SUPERIOR, "gz-education"));
		assertThat(authorizations.createAuthorizationQuery().resourceType(Resources.TASK).resourceId(task).count()).isZero();
		assertThat(authorizations.createAuthorizationQuery().resourceType(Resources.TASK).resourceId(Authorization.ANY).count()).isPositive();
	}

	@Test
	void what_an_administrator_grants_later_stays_over_a_restart() {
		grant("gz-education", "some-task", TaskPermissions.READ);
		tables.run(null);
		assertThat(authorizations.createAuthorizationQuery().resourceType(Resources.TASK).resourceId("some-task").count()).isEqualTo(1);
	}

	private void grant(String group, String task, Permission... permissions) {
		var grant = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
		grant.setGroupId(group);
		grant.setResource(Resources.TASK);
		grant.setResourceId(task);
		for (var permission : permissions) {
			grant.addPermission(permission);
		}
		authorizations.saveAuthorization(grant);
	}
}
