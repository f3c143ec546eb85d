package cn.zhicheng.workflow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.camunda.bpm.engine.EntityTypes;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.impl.persistence.entity.FilterEntity;
import org.camunda.bpm.engine.task.TaskQuery;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.MessageSource;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Makes the filters of the task list at the first start; an administrator can change them afterwards.
 */
@Component
@Order(60)
class TaskFilters implements ApplicationRunner {

	private static final String MY_GROUPS = "${currentUserGroups()}";
	private static final String ME = "${currentUser()}";
	/** That the filters for reviews name no steps. */
	private static final String STEPS_NOT_NAMED = "zhicheng_review_filters";
	/** Under this name the engine stores which steps a filter is for. */
	private static final String STEPS = "keys";
	private static final String REGISTRATION_FILTER = "zhicheng_registration_filter";
	private static final String SUPERVISION_FILTER = "zhicheng_supervision_filter";

	private final FilterService filters;
	private final TaskService tasks;
	private final ManagementService management;
	private final EngineStaffAccounts accounts;
	private final MessageSource messages;
	private final ObjectMapper json;

	TaskFilters(FilterService filters, TaskService tasks, ManagementService management, EngineStaffAccounts accounts,
			MessageSource messages, ObjectMapper json) {
		this.filters = filters;
		this.tasks = tasks;
		this.management = management;
		this.accounts = accounts;
		this.messages = messages;
		this.json = json;
	}

	@Override
	@Transactional
	public void run(ApplicationArguments args) {
		if (filters.createTaskFilterQuery().count() == 0) {
			createForReviews();
			management.setProperty(STEPS_NOT_NAMED, "1");
		} else if (!management.getProperties().containsKey(STEPS_NOT_NAMED)) {
			management.setProperty(STEPS_NOT_NAMED, "1");
			forgetSteps();
		}
		// Came later than the others, and is not made again when an administrator has deleted it.
		if (!management.getProperties().containsKey(REGISTRATION_FILTER)) {
			management.setProperty(REGISTRATION_FILTER, "1");
			create("registration", 5, ofMyGroups(OrganisationRegistration.KEY));
		}
		if (!management.getProperties().containsKey(SUPERVISION_FILTER)) {
			management.setProperty(SUPERVISION_FILTER, "1");
			create("supervision", 6, ofMyGroups(StageSupervision.KEY));
			accounts.publishProcess(StageSupervision.KEY);
		}
	}

	private void createForReviews() {
		var priority = 0;
		for (var query : ofReviews().entrySet()) {
			create(query.getKey(), ++priority, query.getValue());
		}
	}

	/** Whatever step of the process it is that an organisation has a task at; an amendment is a task of nobody. */
	private Map<String, TaskQuery> ofReviews() {
		var queries = new LinkedHashMap<String, TaskQuery>();
		// Mine to do: nobody has taken it yet, or I have.
		queries.put("mine", ofMyOrganisation().or().taskUnassigned().taskAssigneeExpression(ME).endOr());
		queries.put("organisation", ofMyOrganisation());
		// Those of subordinates that were escalated are among them; the task's right decides who sees which.
		queries.put("overdue", reviews().dueBeforeExpression("${now()}"));
		queries.put("resubmitted", ofMyOrganisation().taskDescriptionLike(text(DescribeReview.RESUBMITTED) + "%"));
		queries.values().forEach(query -> query.orderByTaskPriority().desc().orderByDueDate().asc());
		return queries;
	}

	/** Filters of an older version name the three steps that there were; those that somebody has changed stay as they are. */
	private void forgetSteps() {
		ofReviews().forEach((name, query) -> filters.createTaskFilterQuery().filterName(text("filter." + name)).list().stream()
				.filter(filter -> isSameButForSteps(filter, query)).forEach(filter -> {
					filter.setQuery(query);
					filters.saveFilter(filter);
				}));
	}

	private boolean isSameButForSteps(Filter filter, TaskQuery query) {
		var stored = written((FilterEntity) filter);
		var wanted = new FilterEntity(EntityTypes.TASK);
		wanted.setQuery(query);
		return stored.remove(STEPS) != null && stored.equals(written(wanted));
	}

	private ObjectNode written(FilterEntity filter) {
		try {
			return (ObjectNode) json.readTree(filter.getQueryInternal());
		} catch (JsonProcessingException e) {
			throw new IllegalStateException("The engine does not store filters as JSON", e);
		}
	}

	private TaskQuery reviews() {
		return tasks.createTaskQuery().processDefinitionKey(TitleRecordReview.KEY);
	}

	private TaskQuery ofMyOrganisation() {
		return reviews().taskCandidateGroupInExpression(MY_GROUPS).includeAssignedTasks();
	}

	private TaskQuery ofMyGroups(String process) {
		return tasks.createTaskQuery().processDefinitionKey(process).taskCandidateGroupInExpression(MY_GROUPS).includeAssignedTasks()
				.orderByTaskPriority().desc().orderByDueDate().asc();
	}

	private void create(String name, int priority, TaskQuery query) {
		var filter = filters.newTaskFilter(text("filter." + name));
		filter.setQuery(query);
		filter.setProperties(Map.of("priority", priority, "description", text("filter." + name + ".description"), "refresh", true,
				"showUndefinedVariable", false, "variables", List.of()));
		filters.saveFilter(filter);
		accounts.publishFilter(filter.getId());
	}

	private String text(String key) {
		return messages.getMessage(key, null, UserTexts.LOCALE);
	}
}
