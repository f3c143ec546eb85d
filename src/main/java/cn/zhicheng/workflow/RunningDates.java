package cn.zhicheng.workflow;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.batch.Batch;
import org.camunda.bpm.engine.impl.batch.builder.BatchBuilder;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.deadline.DatesChanged;
import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.deadline.DeadlinePublications;
import cn.zhicheng.filing.RecordState;
import cn.zhicheng.organisation.OrganisationDirectory;
import cn.zhicheng.review.DateFollowing;
import cn.zhicheng.review.DateFollowing.Followed;
import cn.zhicheng.review.DateFollowing.Range;

/**
 * Lets tasks and timers follow changed dates, together with their records. What only changes a date is done by thousands in
 * statements on the engine's tables, each with the engine's own counter of changes, so that a timer that fires or a review
 * that is decided at that moment notices. What was overdue and is not any more goes through the engine.
 */
@Component
class RunningDates {

	/** Records a job takes at once: as many as are done within a fraction of a second, for reviewers wait for their locks. */
	static final int RANGE = 500;

	/** Longer than any decision takes. */
	private static final Duration UNDER_WAY = Duration.ofMinutes(10);

	private final DateFollowing following;
	private final DeadlinePublications publications;
	private final OrganisationDirectory organisations;
	private final OverdueTasks overdueTasks;
	private final ReviewSteps steps;
	private final ProcessEngine engine;
	private final JdbcClient database;
	private final Clock clock;
	private final int atOnce;

	@Autowired
	RunningDates(DateFollowing following, DeadlinePublications publications, OrganisationDirectory organisations, OverdueTasks overdueTasks,
			ReviewSteps steps, @Lazy ProcessEngine engine, JdbcClient database, Clock clock) {
		this(following, publications, organisations, overdueTasks, steps, engine, database, clock, RANGE);
	}

	/** @param atOnce records a job takes */
	RunningDates(DateFollowing following, DeadlinePublications publications, OrganisationDirectory organisations, OverdueTasks overdueTasks,
			ReviewSteps steps, ProcessEngine engine, JdbcClient database, Clock clock, int atOnce) {
		this.following = following;
		this.publications = publications;
		this.organisations = organisations;
		this.overdueTasks = overdueTasks;
		this.steps = steps;
		this.engine = engine;
		this.database = database;
		this.clock = clock;
		this.atOnce = atOnce;
	}

	@EventListener
	@Transactional(propagation = Propagation.MANDATORY)
	public void on(DatesChanged event) {
		if (event instanceof DatesChanged.ByTable byTable) {
			begin(following.ranges(atOnce), event.reason()).ifPresent(batch -> publications.movedBy(byTable.publication(), batch.getId()));
		} else if (event instanceof DatesChanged.OfOrganisation one) {
			begin(following.ranges(one.organisation(), atOnce), event.reason());
		} else if (event instanceof DatesChanged.OfRecord one) {
			follow(new Range(one.recordId(), one.recordId()), event.reason());
		}
	}

	/** @return empty when nothing is running that could follow */
	private Optional<Batch> begin(List<Range> ranges, String reason) {
		if (ranges.isEmpty()) {
			return Optional.empty();
		}
		// A decision that was under way at the change still took the former date to where it sent the record.
		return Optional.of(begin(DateFollowingConfiguration.of(ranges, reason).andSince(clock.instant().minus(UNDER_WAY))));
	}

	private Batch begin(DateFollowingConfiguration configuration) {
		// Whoever may publish dates may let what is running follow; the engine's log keeps the deployment.
		return command(context -> new BatchBuilder(context).type(DateFollowingBatch.TYPE).config(configuration)
				.permissionHandler(any -> {
				}).operationLogHandler(any -> {
				}).build());
	}

	/**
	 * Records that have come to where they are since the moment follow: a few at once, thousands, as on the last day of a date, in
	 * a batch of their own, or their reviewers would wait for all of them.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void followSince(Instant moment, String reason) {
		var ranges = following.since(moment, atOnce);
		if (ranges.size() > 1) {
			begin(DateFollowingConfiguration.of(ranges, reason));
		} else {
			ranges.forEach(one -> follow(one, reason));
		}
	}

	/** Records, tasks and timers of the range follow, see {@link DateFollowing#follow}. */
	@Transactional(propagation = Propagation.MANDATORY)
	public void follow(Range range, String reason) {
		var followed = following.follow(range, reason);
		if (followed.isEmpty()) {
			return;
		}
		var instances = instances(followed);
		followed.stream().collect(Collectors.groupingBy(Followed::to)).forEach((date, records) -> records.stream()
				.map(record -> instances.get(record.number())).filter(Objects::nonNull).collect(Collectors.groupingBy(Instance::version))
				.forEach((version, some) -> move(date, version, some.stream().map(Instance::id).toList())));
		followed.stream().filter(Followed::unmarked).forEach(record -> unmark(record, instances.get(record.number()).id()));
	}

	/** @param version id of the version that it goes by */
	private record Instance(String id, String version) {
	}

	private Map<String, Instance> instances(List<Followed> followed) {
		return database.sql("""
				select e.BUSINESS_KEY_, e.PROC_INST_ID_, e.PROC_DEF_ID_ from ACT_RU_EXECUTION e join ACT_RE_PROCDEF d on d.ID_ = e.PROC_DEF_ID_
				where e.PARENT_ID_ is null and d.KEY_ = :process and e.BUSINESS_KEY_ in (:numbers)
				""").param("process", TitleRecordReview.KEY).param("numbers", followed.stream().map(Followed::number).toList())
				.query((row, number) -> Map.entry(row.getString(1), new Instance(row.getString(2), row.getString(3)))).list().stream()
				.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
	}

	/** Only the steps that have the date of their stage, and the timers with it: what else a designer has added keeps its own. */
	private void move(Deadline date, String version, List<String> instances) {
		var own = steps.of(version);
		var lastMoment = Timestamp.from(date.lastMoment());
		update("update ACT_RU_TASK set DUE_DATE_ = :value, REV_ = REV_ + 1 where PROC_INST_ID_ in (:instances) and TASK_DEF_KEY_ in (:ids)", lastMoment,
				instances, own.dated());
		update("update ACT_HI_TASKINST set DUE_DATE_ = :value where PROC_INST_ID_ in (:instances) and TASK_DEF_KEY_ in (:ids) and END_TIME_ is null",
				lastMoment, instances, own.dated());
		update("update ACT_RU_VARIABLE set LONG_ = :value, REV_ = REV_ + 1 where PROC_INST_ID_ in (:instances) and NAME_ in (:ids)",
				date.end().toEpochMilli(), instances, List.of(TitleRecordReview.DEADLINE.name()));
		update("update ACT_RU_JOB set DUEDATE_ = :value, REV_ = REV_ + 1 where PROCESS_INSTANCE_ID_ in (:instances) and TYPE_ = 'timer'"
				+ " and HANDLER_CFG_ in (:ids)", Timestamp.from(date.end()), instances, own.timers().values());
	}

	private void update(String statement, Object value, List<String> instances, Collection<String> ids) {
		database.sql(statement).param("value", value).param("instances", instances).param("ids", ids).update();
	}

	/** It was overdue: its timer has fired and is gone, its task stands above others and the superior was told. */
	private void unmark(Followed record, String instance) {
		command(context -> {
			// It may wait at another step after its decision: nothing there was overdue.
			context.getTaskManager().findTasksByProcessInstanceId(instance).stream().filter(ReviewSteps::isDue)
					.forEach(task -> unmark(record, task, context));
			return null;
		});
	}

	private void unmark(Followed record, TaskEntity task, CommandContext context) {
		task.setPriority(TitleRecordReview.PRIORITY);
		organisations.superiorOf(record.place()).ifPresent(superior -> overdueTasks.hideFrom(task.getId(), superior.code()));
		var timer = ReviewSteps.of(task.getProcessDefinitionId(), context).timers().get(task.getTaskDefinitionKey());
		var waits = context.getJobManager().findJobsByExecutionId(task.getExecutionId()).stream()
				.anyMatch(job -> timer.equals(job.getActivityId()));
		if (!waits) {
			StageTimer.setAnew(timer, task.getExecution(), record.to());
		}
	}

	private <T> T command(Command<T> command) {
		return ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration()).getCommandExecutorTxRequired()
				.execute(context -> context.runWithoutAuthorization(() -> command.execute(context)));
	}
}
