package cn.zhicheng.benchmark;

import java.time.Duration;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

import javax.sql.DataSource;

import org.springframework.jdbc.core.JdbcTemplate;

import com.zaxxer.hikari.HikariDataSource;

import cn.zhicheng.CountedRoundTrips;
import cn.zhicheng.TestDatabases;

/**
 * An engine by itself with {@link FourReviews}: no delegates, listeners, decision tables or rights, nobody signed on, nothing
 * else stored, no jobs executed. It has what spares the application's engine work, too: a pool of connections as Hikari makes
 * it and ids that need no table. Its process knows the four variables of ours, of which each step changes three. Everything
 * else is as its makers set it, what a level of the history keeps included: Camunda's ACTIVITY has activities and tasks,
 * Flowable's has activities and variables.
 */
abstract class BareEngine implements Contestant {

	private static final Duration UNTIL_DEADLINE = Duration.ofDays(40);

	private final String name;
	private final String timers;
	private final HikariDataSource pool = new HikariDataSource();
	private final CountedRoundTrips counted = new CountedRoundTrips();
	private final JdbcTemplate jdbc = new JdbcTemplate(pool);
	private final AtomicLong started = new AtomicLong();

	/** @param timers table of the timers that are not due */
	BareEngine(String name, String timers) {
		this.name = name;
		this.timers = timers;
		pool.setJdbcUrl(TestDatabases.postgresUrl());
		pool.setUsername("postgres");
		pool.setPassword("postgres");
	}

	final DataSource database() {
		return counted.counted(pool);
	}

	/** @return what this engine takes for the present: due dates are ahead of it */
	abstract Date now();

	abstract void start(String businessKey, Map<String, Object> variables);

	/** @return id of the one open task of an instance, found as the tests find that of a record */
	abstract String task(String businessKey);

	abstract void complete(String task, Map<String, Object> variables);

	@Override
	public final String name() {
		return name;
	}

	@Override
	public final List<Runnable> prepare(int number) {
		return LongStream.range(0, number).map(n -> started.incrementAndGet()).<Runnable>mapToObj(id -> () -> review(id)).toList();
	}

	private void review(long id) {
		var key = "B-" + id;
		var deadline = Date.from(now().toInstant().plus(UNTIL_DEADLINE));
		var first = new HashMap<>(FourReviews.WAY.get(0).variables(deadline));
		first.put("recordId", id);
		start(key, first);
		for (var next : FourReviews.WAY.subList(1, FourReviews.WAY.size())) {
			complete(task(key), next.variables(deadline));
		}
		complete(task(key), Map.of());
	}

	@Override
	public final int roundTrips(Runnable one) {
		return Contestant.roundTrips(counted, one);
	}

	@Override
	public final void analyze() {
		jdbc.execute("vacuum analyze");
	}

	@Override
	public final long ended() {
		return jdbc.queryForObject("""
				select count(distinct p.BUSINESS_KEY_) from ACT_HI_PROCINST p where p.END_TIME_ is not null
				and (select count(*) from ACT_HI_PROCINST o where o.BUSINESS_KEY_ = p.BUSINESS_KEY_) = 1
				and (select count(*) from ACT_HI_ACTINST a where a.PROC_INST_ID_ = p.ID_ and a.ACT_TYPE_ = 'userTask' and a.END_TIME_ is not null) = ?
				and not exists (select 1 from ACT_RU_EXECUTION e where e.PROC_INST_ID_ = p.ID_)
				and not exists (select 1 from %s j where j.PROCESS_INSTANCE_ID_ = p.ID_)
				""".formatted(timers), Long.class, FourReviews.WAY.size());
	}

	@Override
	public void close() {
		pool.close();
	}
}
