package cn.zhicheng.workflow;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.apache.commons.codec.digest.DigestUtils;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import cn.zhicheng.designer.ModelProposals.Proposal;
import cn.zhicheng.designer.ModelProposals.Source;

/**
 * Keeps files of models that are not in use yet. By plain SQL: the folder offers its files while the application starts.
 */
@Component
class ProposalStore {

	private static final int LISTED = 200;
	private static final int LONGEST_REASON = 255;
	private static final String OPEN = "OPEN";

	private final JdbcClient database;
	private final TransactionTemplate apart;
	private final Clock clock;

	ProposalStore(JdbcClient database, PlatformTransactionManager transactions, Clock clock) {
		this.database = database;
		this.apart = new TransactionTemplate(transactions);
		this.apart.setPropagationBehavior(TransactionTemplate.PROPAGATION_REQUIRES_NEW);
		this.clock = clock;
	}

	/**
	 * The same files of the same account are one proposal, for the reason given last.
	 *
	 * @param account who made it; null: the folder
	 * @param reason its beginning is kept if it is too long
	 * @param pastDates whether dates changed to past days are meant
	 * @return its id
	 */
	long add(Source source, String account, String reason, Map<String, byte[]> files, boolean pastDates) {
		var same = account == null ? Optional.<Long>empty()
				: database.sql("select max(id) from model_proposal where state = 'OPEN' and account = :account and digest = :digest and past_dates = :past")
						.param("account", account).param("digest", digest(files)).param("past", pastDates).query(Long.class).optional();
		var kept = reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
		if (same.isPresent()) {
			database.sql("update model_proposal set reason = :reason, made_at = :now where id = :id").param("reason", kept).param("now", now())
					.param("id", same.get()).update();
			return same.get();
		}
		long id = database.sql("select nextval('model_proposal_seq')").query(Long.class).single();
		database.sql("""
				insert into model_proposal (id, made_at, account, source, reason, past_dates, digest, state)
				values (:id, :now, :account, :source, :reason, :past, :digest, 'OPEN')
				""").param("id", id).param("now", now()).param("account", account).param("source", source.name())
				.param("reason", kept).param("past", pastDates)
				.param("digest", digest(files)).update();
		files.forEach((name, content) -> database.sql("insert into model_proposal_file (proposal, name, content) values (:id, :name, :content)")
				.param("id", id).param("name", name).param("content", Base64.getEncoder().encodeToString(content)).update());
		return id;
	}

	/** The same in a transaction of its own: that of the caller ends with nothing. */
	long addApart(Source source, String account, String reason, Map<String, byte[]> files, boolean pastDates) {
		return apart.execute(status -> add(source, account, reason, files, pastDates));
	}

	/** What has become of a proposal of the folder with the same files. */
	enum Offered {
		NEVER, OPEN, DECIDED
	}

	/** @return whether the folder has offered these files before */
	Offered offered(Map<String, byte[]> files) {
		return database.sql("select state from model_proposal where source = 'FOLDER' and digest = :digest order by id desc limit 1")
				.param("digest", digest(files)).query(String.class).optional().map(state -> state.equals(OPEN) ? Offered.OPEN : Offered.DECIDED).orElse(Offered.NEVER);
	}

	/** @return those that nobody has decided on, the latest first, at most 200 */
	List<Proposal> open() {
		return database.sql("select id, made_at, account, source, reason from model_proposal where state = 'OPEN' order by id desc limit :most")
				.param("most", LISTED).query((row, number) -> new Proposal(row.getLong(1), row.getObject(2, OffsetDateTime.class).toInstant(), row.getString(3),
						Source.valueOf(row.getString(4)), row.getString(5), names(row.getLong(1)))).list();
	}

	private List<String> names(long id) {
		return database.sql("select name from model_proposal_file where proposal = :id order by name").param("id", id).query(String.class).list();
	}

	/**
	 * @param files content by name
	 * @param pastDates whether dates changed to past days are meant
	 */
	record Stored(Proposal proposal, Map<String, byte[]> files, boolean pastDates) {
	}

	/** @return empty when there is none, or it has been decided on */
	Optional<Stored> find(long id) {
		return database.sql("select made_at, account, source, reason, past_dates from model_proposal where id = :id and state = 'OPEN'").param("id", id)
				.query((row, number) -> {
					var files = files(id);
					return new Stored(new Proposal(id, row.getObject(1, OffsetDateTime.class).toInstant(), row.getString(2), Source.valueOf(row.getString(3)),
							row.getString(4), List.copyOf(files.keySet())), files, row.getBoolean(5));
				}).optional();
	}

	private Map<String, byte[]> files(long id) {
		var files = new TreeMap<String, byte[]>();
		database.sql("select name, content from model_proposal_file where proposal = :id").param("id", id)
				.query(row -> {
					files.put(row.getString(1), Base64.getDecoder().decode(row.getString(2)));
				});
		return files;
	}

	/** @return whether it was open until now: of two who decide at once one is told that the other has */
	boolean decide(long id, boolean taken, String account, String emergency) {
		boolean decided = isDecided(id, taken, account, emergency);
		if (decided) {
			database.sql("delete from model_proposal_file where proposal = :id").param("id", id).update();
		}
		return decided;
	}

	private boolean isDecided(long id, boolean taken, String account, String emergency) {
		return database.sql("""
				update model_proposal set state = :state, decided_at = :now, decided_by = :account, emergency = :emergency where id = :id and state = 'OPEN'
				""").param("state", taken ? "TAKEN" : "DISCARDED").param("now", now()).param("account", account).param("emergency", emergency)
				.param("id", id).update() == 1;
	}

	private OffsetDateTime now() {
		Instant now = clock.instant();
		return now.atOffset(ZoneOffset.UTC);
	}

	private static String digest(Map<String, byte[]> files) {
		var all = new StringBuilder();
		new TreeMap<>(files).forEach((name, content) -> all.append(name).append(' ').append(DigestUtils.sha256Hex(content)).append('\n'));
		return DigestUtils.sha256Hex(all.toString());
	}
}
