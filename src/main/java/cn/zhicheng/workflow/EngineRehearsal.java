package cn.zhicheng.workflow;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.exception.NullValueException;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.JobQuery;
import org.joda.time.DateTimeUtils;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.annotation.Profile;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.rehearsal.RehearsedEngine;
import cn.zhicheng.review.DecisionRefusedException;

/**
 * Lets a rehearsal do what elsewhere the job executor and the reviewers do. The engine's clock, of which there is one in a
 * JVM, is given back at the end.
 */
@Component
@Profile("rehearsal")
class EngineRehearsal implements RehearsedEngine, DisposableBean {

	private static final String SECOND = "-second";
	/** Jobs looked up at once. */
	private static final int CHUNK = 500;

	/**
	 * At one moment first what is due of records, then the supervision that looks at them: ids, by which the engine would go, differ
	 * from run to run.
	 */
	private static final Comparator<Job> INSTANTS_THEN_RECORDS = Comparator.comparing(Job::getDuedate, Comparator.nullsFirst(Comparator.naturalOrder()))
			.thenComparing(job -> !TitleRecordReview.KEY.equals(job.getProcessDefinitionKey()));

	private final TaskService tasks;
	private final JdbcClient database;
	private final ManagementService management;
	private final IdentityService identities;
	private final Clock clock;

	EngineRehearsal(TaskService tasks, JdbcClient database, ManagementService management, IdentityService identities, Clock clock) {
		this.tasks = tasks;
		this.database = database;
		this.management = management;
		this.identities = identities;
		this.clock = clock;
		// H2 keeps the plans that it made when the tables were empty: with this it does not look through all variables of no task.
		database.sql("alter table ACT_RU_VARIABLE alter column TASK_ID_ selectivity 1").update();
	}

	@Override
	public Optional<Instant> nextDue() {
		// Asked after everything that happens: one look into the index of dates. Work without a date is due at once, and comes first.
		return database.sql("""
				select DUEDATE_ from ACT_RU_JOB where RETRIES_ > 0 and SUSPENSION_STATE_ = 1 order by DUEDATE_ nulls first limit 1
				""").query((row, number) -> Optional.ofNullable(row.getTimestamp(1))).optional()
				.map(due -> due.map(Timestamp::toInstant).orElseGet(clock::instant));
	}

	@Override
	public Work runDue() {
		int done = 0;
		var failures = new ArrayList<String>();
		// What they lead to is done when it is asked for the next time: work that begets work must not go on here for ever.
		for (var job : jobs().listPage(0, CHUNK).stream().sorted(INSTANTS_THEN_RECORDS).toList()) {
			try {
				if (management.createJobQuery().jobId(job.getId()).count() > 0) {
					management.executeJob(job.getId());
					done++;
				}
			} catch (RuntimeException e) {
				failures.add(textOf(job, e));
			}
		}
		return new Work(done, failures);
	}

	private JobQuery jobs() {
		return management.createJobQuery().executable().active().orderByJobDuedate().asc().orderByJobId().asc();
	}

	private static String textOf(Job job, RuntimeException e) {
		var definition = job.getProcessDefinitionKey();
		return definition == null ? String.valueOf(e.getMessage()) : definition + ": " + e.getMessage();
	}

	@Override
	public Map<String, List<OpenReview>> openReviews() {
		return openTasks(TitleRecordReview.KEY, "T.CREATE_TIME_, P.BUSINESS_KEY_",
				task -> new OpenReview(task.getString("ID_"), task.getString("BUSINESS_KEY_"), task.getTimestamp("CREATE_TIME_").toInstant()));
	}

	@Override
	public Map<String, List<OpenSupervision>> openSupervisions() {
		return openTasks(StageSupervision.KEY, "P.BUSINESS_KEY_, T.TASK_DEF_KEY_",
				task -> new OpenSupervision(task.getString("ID_"), task.getString("TASK_DEF_KEY_"), task.getString("BUSINESS_KEY_")));
	}

	private interface Reading<T> {
		T of(ResultSet task) throws SQLException;
	}

	/**
	 * In one statement: asked for each organisation by itself, the lists would take longer than all decisions.
	 *
	 * @return by the organisation's code
	 */
	private <T> Map<String, List<T>> openTasks(String process, String order, Reading<T> reading) {
		return database.sql("""
				select L.GROUP_ID_, T.ID_, T.TASK_DEF_KEY_, T.CREATE_TIME_, P.BUSINESS_KEY_
				from ACT_RU_TASK T
				join ACT_RE_PROCDEF D on D.ID_ = T.PROC_DEF_ID_
				join ACT_RU_EXECUTION P on P.ID_ = T.PROC_INST_ID_
				join ACT_RU_IDENTITYLINK L on L.TASK_ID_ = T.ID_ and L.TYPE_ = 'candidate'
				where D.KEY_ = :process
				order by %s
				""".formatted(order)).param("process", process)
				.query((row, number) -> Map.entry(row.getString("GROUP_ID_"), reading.of(row))).list().stream()
				.collect(Collectors.groupingBy(Map.Entry::getKey, TreeMap::new, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
	}

	@Override
	public void complete(String taskId, String organisation) {
		as(organisation, organisation, () -> {
			try {
				tasks.complete(taskId);
			} catch (NullValueException gone) {
				// Replaced by a newer one, or not needed any more.
			}
			return null;
		});
	}

	@Override
	public Map<LocalDate, Integer> reached(String step) {
		return database.sql("select START_TIME_ from ACT_HI_ACTINST where ACT_ID_ = :step").param("step", step)
				.query((row, number) -> LocalDate.ofInstant(row.getTimestamp(1).toInstant(), Deadline.ZONE)).list().stream()
				.collect(Collectors.toMap(Function.identity(), day -> 1, Integer::sum, TreeMap::new));
	}

	/** Where another person is asked for than who has confirmed before, each organisation has one. */
	@Override
	public Decision decide(String taskId, String organisation, String reason) {
		var decision = decide(taskId, organisation, organisation, reason);
		return decision == Decision.REFUSED ? decide(taskId, organisation + SECOND, organisation, reason) : decision;
	}

	private Decision decide(String taskId, String account, String organisation, String reason) {
		return as(account, organisation, () -> {
			try {
				tasks.complete(taskId, reason == null ? Map.of(TitleRecordReview.DECISION.name(), "confirm")
						: Map.of(TitleRecordReview.DECISION.name(), "return", TitleRecordReview.REASON.name(), reason));
				return Decision.DONE;
			} catch (NullValueException gone) {
				return Decision.GONE;
			} catch (ProcessEngineException e) {
				if (NestedExceptionUtils.getMostSpecificCause(e) instanceof DecisionRefusedException) {
					return Decision.REFUSED;
				}
				throw e;
			}
		});
	}

	private <T> T as(String account, String organisation, Supplier<T> action) {
		identities.setAuthentication(account, List.of(organisation));
		try {
			return action.get();
		} finally {
			identities.clearAuthentication();
		}
	}

	@Override
	public void destroy() {
		DateTimeUtils.setCurrentMillisSystem();
	}
}
