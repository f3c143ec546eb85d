package cn.zhicheng.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import javax.sql.DataSource;

import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.task.TaskQuery;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

import cn.zhicheng.TestRecords;

/**
 * What Tasklist's questions take on PostgreSQL for a reviewer with 1,000 tasks among 6,000 and among 600,000 open ones, and
 * what Camunda's own authorized queries take on the same rows. {@code mvn -Pbench test}; not part of the tests.
 */
class TaskQueriesBenchmark {

	private static final int FEW = 6_000;
	private static final int MANY = 600_000;
	private static final int WARM_UP = 12;
	private static final int RUNS = 25;
	private static final int STOCK_RUNS = 3;
	private static final int PAGE = 15;
	private static final double AT_MOST_SLOWER = 2;
	private static final double AT_LEAST_FASTER = 10;

	private static final String PAGE_BY_CREATION = "page by creation time";
	private static final String COUNT = "count";

	private static ConfigurableApplicationContext few;
	private static ConfigurableApplicationContext many;
	private static ProcessEngine stock;
	private static OpenTasks openTasks;

	private final Map<String, Ours> ours = new LinkedHashMap<>();
	private final List<Result> results = new ArrayList<>();

	private record Ours(Object answer, double few, double many) {
	}

	/** Medians in milliseconds. */
	private record Result(String question, double few, double many, double stock) {

		double slower() {
			return many / few;
		}

		double faster() {
			return stock / many;
		}

		String line() {
			return "| %s | %.1f | %.1f | %.2f | %.0f | %.0f |".formatted(question, few, many, slower(), stock, faster());
		}
	}

	@BeforeAll
	static void sixThousandAndSixHundredThousandOpenTasks() {
		few = applicationWith(FEW);
		many = applicationWith(MANY);
		var configuration = new StandaloneProcessEngineConfiguration();
		configuration.setProcessEngineName("stock");
		configuration.setDataSource(many.getBean(DataSource.class));
		configuration.setAuthorizationEnabled(true);
		configuration.setHistory("activity");
		configuration.setDatabaseSchemaUpdate(ProcessEngineConfiguration.DB_SCHEMA_UPDATE_FALSE);
		configuration.setJobExecutorActivate(false);
		stock = configuration.buildProcessEngine();
	}

	private static ConfigurableApplicationContext applicationWith(int tasks) {
		var application = BenchmarkedApplication.start("--camunda.bpm.job-execution.enabled=false");
		var filed = application.getBean(TestRecords.class);
		var number = filed.submit(filed.completeDraft(filed.newPerson(), "gs-hospital"));
		openTasks = new OpenTasks(application.getBean(JdbcTemplate.class), application.getBean(ProcessEngine.class).getTaskService(), number,
				tasks);
		openTasks.create();
		return application;
	}

	@AfterAll
	static void stop() {
		// The standalone engine shares the application's database and is not registered with it.
		if (stock != null) {
			stock.close();
		}
		for (var application : new ConfigurableApplicationContext[] { few, many }) {
			if (application != null) {
				application.close();
			}
		}
	}

	@Test
	void a_reviewers_questions_take_as_long_among_600_000_open_tasks_as_among_6_000() throws IOException {
		var questions = questions();
		questions.forEach(this::measure);
		openTasks.writeAuthorizations();
		questions.forEach(this::measureStock);
		report();
		for (var result : results.stream().filter(one -> Set.of(PAGE_BY_CREATION, COUNT).contains(one.question())).toList()) {
			assertThat(result.slower()).as("%s: times slower with 600,000 open tasks", result.question()).isLessThanOrEqualTo(AT_MOST_SLOWER);
			assertThat(result.faster()).as("%s: times faster than stock", result.question()).isGreaterThanOrEqualTo(AT_LEAST_FASTER);
		}
	}

	private static Map<String, Function<ProcessEngine, Object>> questions() {
		var questions = new LinkedHashMap<String, Function<ProcessEngine, Object>>();
		questions.put(PAGE_BY_CREATION, engine -> ids(ofMyOrganisation(engine).orderByTaskCreateTime().desc().listPage(0, PAGE)));
		questions.put(COUNT, engine -> ofMyOrganisation(engine).count());
		// Many are equal in the other orders: which of them come first is free.
		questions.put("page by name", engine -> ofMyOrganisation(engine).orderByTaskNameCaseInsensitive().asc().listPage(0, PAGE).size());
		questions.put("page by due date", engine -> ofMyOrganisation(engine).orderByDueDate().asc().listPage(0, PAGE).size());
		questions.put("page by priority", engine -> ofMyOrganisation(engine).orderByTaskPriority().desc().listPage(0, PAGE).size());
		for (var filter : List.of("待我审核", "本机构待审", "已逾期", "退回后重报")) {
			questions.put("filter " + filter + ", page", engine -> ids(engine.getFilterService().listPage(filter(engine, filter),
					engine.getTaskService().createTaskQuery().orderByTaskCreateTime().desc(), 0, PAGE)));
			questions.put("filter " + filter + ", count", engine -> engine.getFilterService().count(filter(engine, filter)));
		}
		return questions;
	}

	private static List<String> ids(List<Task> page) {
		return page.stream().map(Task::getId).toList();
	}

	/** What the filter 本机构待审 asks, without its order. */
	private static TaskQuery ofMyOrganisation(ProcessEngine engine) {
		return engine.getTaskService().createTaskQuery().processDefinitionKey("title-record-review")
				.taskDefinitionKeyIn("unitReview", "departmentReview", "reformOfficeReview")
				.taskCandidateGroupIn(List.of(OpenTasks.ORGANISATION)).includeAssignedTasks();
	}

	/** Few and many in turn, so that whatever else the machine does falls on both. */
	private void measure(String question, Function<ProcessEngine, Object> ask) {
		var amongFew = few.getBean(ProcessEngine.class);
		var amongMany = many.getBean(ProcessEngine.class);
		for (int i = 0; i < WARM_UP; i++) {
			asReviewer(amongFew, ask);
			asReviewer(amongMany, ask);
		}
		var timesFew = new ArrayList<Double>();
		var timesMany = new ArrayList<Double>();
		for (int i = 0; i < RUNS; i++) {
			timesFew.add(milliseconds(amongFew, ask));
			timesMany.add(milliseconds(amongMany, ask));
		}
		ours.put(question, new Ours(asReviewer(amongMany, ask), median(timesFew), median(timesMany)));
		System.out.println(question + ": " + ours.get(question));
	}

	private void measureStock(String question, Function<ProcessEngine, Object> ask) {
		assertThat(asReviewer(stock, ask)).as(question).isEqualTo(ours.get(question).answer());
		var times = new ArrayList<Double>();
		for (int i = 0; i < STOCK_RUNS; i++) {
			times.add(milliseconds(stock, ask));
		}
		results.add(new Result(question, ours.get(question).few(), ours.get(question).many(), median(times)));
		System.out.println(results.get(results.size() - 1).line());
	}

	private static double milliseconds(ProcessEngine engine, Function<ProcessEngine, Object> ask) {
		long begin = System.nanoTime();
		asReviewer(engine, ask);
		return (System.nanoTime() - begin) / 1e6;
	}

	private static double median(List<Double> times) {
		return times.stream().sorted().skip(times.size() / 2).findFirst().orElseThrow();
	}

	private static Object asReviewer(ProcessEngine engine, Function<ProcessEngine, Object> ask) {
		engine.getIdentityService().setAuthentication("bench-reviewer", List.of(OpenTasks.ORGANISATION));
		try {
			return ask.apply(engine);
		} finally {
			engine.getIdentityService().clearAuthentication();
		}
	}

	private static final Map<String, String> FILTERS = new LinkedHashMap<>();

	private static String filter(ProcessEngine engine, String name) {
		return FILTERS.computeIfAbsent((engine == stock ? many.getBean(ProcessEngine.class) : engine).hashCode() + name,
				key -> engine.getFilterService().createFilterQuery().filterName(name).singleResult().getId());
	}

	private void report() throws IOException {
		var lines = new ArrayList<String>();
		lines.add("| median, ms | 6,000 open | 600,000 open | times slower | Camunda's own, 600,000 | times faster |");
		lines.add("| --- | ---: | ---: | ---: | ---: | ---: |");
		results.forEach(result -> lines.add(result.line()));
		System.out.println(String.join(System.lineSeparator(), lines));
		Files.createDirectories(Path.of("target"));
		Files.write(Path.of("target/task-queries-benchmark.md"), lines);
	}
}
