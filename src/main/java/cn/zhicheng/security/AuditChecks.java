package cn.zhicheng.security;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import jakarta.annotation.PreDestroy;

/**
 * Verifications of the audit trail that an auditor begins on a page: in the background, one at a time on however many instances,
 * with its progress and its result in the database, so that every instance shows them.
 */
@Service
public class AuditChecks {

	private static final Logger LOG = LoggerFactory.getLogger(AuditChecks.class);
	/** One that has been silent for so long has died with its instance. */
	private static final Duration SILENT = Duration.ofMinutes(5);
	/** As long as it takes to check some thousand entries. */
	private static final Duration STOPS = Duration.ofSeconds(5);
	private static final Duration TELLS = Duration.ofSeconds(1);
	private static final String RUNNING = "RUNNING";
	private static final int SHOWN = 20;

	private final JdbcClient database;
	private final AuditVerification verification;
	private final AuditReading reading;
	private final AuditTexts texts;
	private final TransactionTemplate apart;
	private final Clock clock;
	private final ExecutorService worker = Executors.newSingleThreadExecutor(work -> new Thread(work, "audit-check"));
	private volatile boolean stopping;

	AuditChecks(JdbcClient database, AuditVerification verification, AuditReading reading, AuditTexts texts, PlatformTransactionManager transactions, Clock clock) {
		this.database = database;
		this.verification = verification;
		this.reading = reading;
		this.texts = texts;
		this.apart = new TransactionTemplate(transactions);
		this.apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		this.clock = clock;
	}

	/** What becomes of one; the names are stored. */
	public enum State {
		RUNNING,
		/** Nothing was found. */
		UNTOUCHED,
		/** Something was found that is not as it was written. */
		TOUCHED,
		/** It could not be brought to its end. */
		INTERRUPTED;

		/** @return message key of its Chinese name */
		public String messageKey() {
			return "audit.check." + name();
		}
	}

	/**
	 * A verification.
	 *
	 * @param finished null while it runs
	 * @param first first place that was checked; those before were erased at the end of their time
	 * @param reached place that has been reached
	 * @param last last place; 0 while it runs
	 * @param anchors how many anchors bear it out
	 * @param waiting entries that had no place yet
	 * @param findings Chinese sentences
	 * @param remarks Chinese sentences on what could not be checked
	 */
	public record Check(long id, String account, Instant started, Instant finished, State state, long first, long reached, long last, int anchors, long waiting,
			List<String> findings, List<String> remarks) {
	}

	/** @return false: there is one that runs */
	public boolean start(Staff auditor) {
		AuditReading.require(auditor);
		var now = clock.instant();
		long id = database.sql("select nextval('audit_check_seq')").query(Long.class).single();
		try {
			apart.executeWithoutResult(status -> {
				database.sql("update audit_check set running = null, state = :interrupted, finished = seen where running is not null and seen < :silent")
						.param("interrupted", State.INTERRUPTED.name()).param("silent", at(now.minus(SILENT))).update();
				database.sql("""
						insert into audit_check (id, account, started, seen, running, state, first_place, reached, last_place, anchors, waiting)
						values (:id, :account, :now, :now, :running, :running, 0, 0, 0, 0, 0)
						""").param("id", id).param("account", auditor.userId()).param("now", at(now)).param("running", RUNNING).update();
				reading.record(auditor, "verification begun", Map.of());
			});
		} catch (DuplicateKeyException runs) {
			return false;
		}
		worker.execute(() -> run(id, auditor));
		return true;
	}

	private void run(long id, Staff auditor) {
		try {
			var told = new Instant[] { clock.instant() };
			var report = verification.verify(place -> {
				if (stopping) {
					throw new CancellationException("The application stops");
				}
				if (!clock.instant().isBefore(told[0].plus(TELLS))) {
					told[0] = clock.instant();
					apart.executeWithoutResult(status -> database.sql("update audit_check set reached = :place, seen = :now where id = :id").param("place", place)
							.param("now", at(told[0])).param("id", id).update());
				}
			});
			var findings = report.findings().stream().map(texts::finding).toList();
			var remarks = report.remarks().stream().map(texts::finding).toList();
			apart.executeWithoutResult(status -> {
				database.sql("""
						update audit_check set running = null, state = :state, seen = :now, finished = :now, first_place = :first, reached = :last, last_place = :last,
						anchors = :anchors, waiting = :waiting, findings = :findings, remarks = :remarks where id = :id
						""").param("state", (report.isUntouched() ? State.UNTOUCHED : State.TOUCHED).name()).param("now", at(clock.instant())).param("first", report.first())
						.param("last", report.last()).param("anchors", report.anchors()).param("waiting", report.waiting()).param("findings", String.join("\n", findings))
						.param("remarks", String.join("\n", remarks)).param("id", id).update();
				reading.record(auditor, report.isUntouched() ? "verified" : "verified and touched", Map.of("count", Integer.toString(findings.size()), "from",
						Long.toString(report.first()), "to", Long.toString(report.last())));
			});
			if (!report.isUntouched()) {
				LOG.error("The audit trail is not as it was written: {}", report.findings());
			}
		} catch (RuntimeException e) {
			LOG.error("The verification of the audit trail {} did not come to its end", id, e);
			interrupted(id);
		}
	}

	private void interrupted(long id) {
		try {
			apart.executeWithoutResult(status -> database.sql("update audit_check set running = null, state = :state, finished = :now where id = :id")
					.param("state", State.INTERRUPTED.name()).param("now", at(clock.instant())).param("id", id).update());
		} catch (RuntimeException alike) {
			LOG.warn("Nor could that be stored; it counts as interrupted after {}", SILENT, alike);
		}
	}

	/** @return the latest ones, the last one first */
	public List<Check> latest(Staff auditor) {
		AuditReading.require(auditor);
		return database.sql("""
				select id, account, started, finished, state, first_place, reached, last_place, anchors, waiting, findings, remarks from audit_check
				order by id desc fetch first :some rows only
				""").param("some", SHOWN).query(AuditChecks::check).list();
	}

	private static Check check(ResultSet row, int number) throws SQLException {
		var finished = row.getObject(4, OffsetDateTime.class);
		return new Check(row.getLong(1), row.getString(2), row.getObject(3, OffsetDateTime.class).toInstant(), finished == null ? null : finished.toInstant(),
				State.valueOf(row.getString(5)), row.getLong(6), row.getLong(7), row.getLong(8), row.getInt(9), row.getLong(10), lines(row.getString(11)),
				lines(row.getString(12)));
	}

	private static List<String> lines(String text) {
		return text == null || text.isEmpty() ? List.of() : text.lines().toList();
	}

	private static OffsetDateTime at(Instant moment) {
		return moment.atOffset(ZoneOffset.UTC);
	}

	/** Not by interrupting, which H2 takes for the end of its file. */
	@PreDestroy
	void stop() {
		stopping = true;
		worker.shutdown();
		try {
			if (!worker.awaitTermination(STOPS.toSeconds(), TimeUnit.SECONDS)) {
				LOG.warn("A verification of the audit trail goes on while the application stops");
			}
		} catch (InterruptedException e) {
			Thread.currentThread().interrupt();
		}
	}
}
