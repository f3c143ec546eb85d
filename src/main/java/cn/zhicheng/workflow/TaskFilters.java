package cn.zhicheng.workflow;

import java.util.List;
import java.util.Map;

import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.TaskQuery;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.MessageSource;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Makes the filters of the task list at the first start; an administrator can change them afterwards.
 */
@Component
@Order(60)
class TaskFilters implements ApplicationRunner {

	private static final String MY_GROUPS = "${currentUserGroups()}";
	private static final String ME = "${currentUser()}";
	private static final String REGISTRATION_FILTER = "zhicheng_registration_filter";
	private static final String SUPERVISION_FILTER = "zhicheng_supervision_filter";

	private final FilterService filters;
	private final TaskService tasks;
	private final ManagementService management;
	private final EngineStaffAccounts accounts;
	private final MessageSource messages;

	TaskFilters(FilterService filters, TaskService tasks, ManagementService management, EngineStaffAccounts accounts,
			MessageSource messages) {
		this.filters = filters;
		this.tasks = tasks;
		this.management = management;
		this.accounts = accounts;
		this.messages = messages;
	}

	@Override
	@Transactional
	public void run(ApplicationArguments args) {
		if (filters.createTaskFilterQuery().count() == 0) {
			createForReviews();
		}
		// Came later than the others, and is not made again when an administrator has deleted it.
		if (!management.getProperties().containsKey(REGISTRATION_FILTER)) {
			management.setProperty(REGISTRATION_FILTER, "1");
			create("registration", 5, tasks.createTaskQuery().processDefinitionKey(OrganisationRegistration.KEY)
					.taskCandidateGroupInExpression(MY_GROUPS).includeAssignedTasks());
		}
		if (!management.getProperties().containsKey(SUPERVISION_FILTER)) {
			management.setProperty(SUPERVISION_FILTER, "1");
			create("supervision", 6, tasks.createTaskQuery().processDefinitionKey(StageSupervision.KEY)
					.taskCandidateGroupInExpression(MY_GROUPS).includeAssignedTasks());
			accounts.publishProcess(StageSupervision.KEY);
		}
	}

	private void createForReviews() {
		// Mine to do: nobody has taken it yet, or I have.
		create("mine", 1, ofMyOrganisation().or().taskUnassigned().taskAssigneeExpression(ME).endOr());
		create("organisation", 2, ofMyOrganisation());
		// Those of subordinates that were escalated are among them; the task's right decides who sees which.
		create("overdue", 3, reviews().dueBeforeExpression("${now()}"));
		create("resubmitted", 4, ofMyOrganisation().taskDescriptionLike(text(DescribeReview.RESUBMITTED) + "%"));
	}

	private TaskQuery reviews() {
		return tasks.createTaskQuery().processDefinitionKey(TitleRecordReview.KEY).taskDefinitionKeyIn(
				TitleRecordReview.UNIT_REVIEW, TitleRecordReview.DEPARTMENT_REVIEW, TitleRecordReview.REFORM_OFFICE_REVIEW);
	}

	private TaskQuery ofMyOrganisation() {
		return reviews().taskCandidateGroupInExpression(MY_GROUPS).includeAssignedTasks();
	}

	private void create(String name, int priority, TaskQuery query) {
		var filter = filters.newTaskFilter(text("filter." + name));
		filter.setQuery(query.orderByTaskPriority().desc().orderByDueDate().asc());
		filter.setProperties(Map.of("priority", priority, "description", text("filter." + name + ".description"), "refresh", true,
				"showUndefinedVariable", false, "variables", List.of()));
		filters.saveFilter(filter);
		accounts.publishFilter(filter.getId());
	}

	private String text(String key) {
		return messages.getMessage(key, null, UserTexts.LOCALE);
	}
}
